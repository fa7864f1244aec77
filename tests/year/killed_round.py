"""Run by ``test_killed_round``: rounds of watch and send that die by SIGKILL, until all is done.

Each round is February's: January was reported and mailed. Three workbooks are dropped, of which
one is broken and one says January otherwise; what is reported is mailed through a server in a
process of its own. One process after another dies at a line chosen at random, and the last one may
end. Then everything has to be as it is where nobody was killed: the filed files byte for byte, the
history, and each mail once at the server. A mail whose outcome isn't known must be listed; it is
sent again only where the server hasn't got it. Prints how many were killed, or what was wrong.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import sqlite3
import ssl
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email.parser import BytesParser
from pathlib import Path
from types import FrameType
from typing import Any

from kpireport.deliver import deliveries, inbox_filing, inbox_journal
from kpireport.deliver.history import recording
from kpireport.deliver.mail import smtp
from kpireport.deliver.mail.smtp import MailServer
from kpireport.pipeline import mail_desk, remembering, reporting, sending, watch_drop, watch_steps
from kpireport.pipeline.mail_desk import Fate
from kpireport.pipeline.sending import send_reports
from tests.deliver.mail_server import PASSWORD, USER, mail_server
from tests.pipeline.drops import Folders, folders
from tests.year.entities import entity_book

JANUARY, FEBRUARY = (datetime(2026, month, 3, 8, tzinfo=UTC) for month in (2, 3))
KILLS_A_ROUND = 3
COUNTED = tuple(
    {str(module.__file__) for module in modules}
    for modules in (
        (deliveries, mail_desk, sending, smtp),
        (inbox_filing, inbox_journal, recording, remembering, watch_steps),
        (deliveries, mail_desk, recording, reporting, sending, smtp, watch_drop, watch_steps),
    )
)
"""Where they die: while mails are sent, while files are filed, anywhere."""

State = dict[str, Any]


class Post:
    """The mail server's side: where it is, and what it has taken."""

    def __init__(self, place: Path, port: int) -> None:
        self.port = port
        self._authority = place / "authority.pem"
        self._taken = place / "taken"

    def server(self) -> MailServer:
        trusted = ssl.create_default_context(cafile=str(self._authority))
        return MailServer("localhost", self.port, "starttls", USER, PASSWORD, context=trusted)

    def taken(self) -> Counter[str]:
        """Each message by its address and Message-ID, as often as it came."""
        return Counter(self._taken.read_text().splitlines() if self._taken.exists() else ())

    def addresses(self) -> set[str]:
        return {line.split()[0] for line in self.taken()}

    def empty(self) -> None:
        self._taken.unlink(missing_ok=True)


class _Kept(list[tuple[str, bytes]]):
    """What the server takes, written down before it says so."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def append(self, one: tuple[str, bytes]) -> None:
        address, data = one
        with self._file.open("a") as kept:
            kept.write(f"{address} {BytesParser().parsebytes(data)['Message-ID']}\n")


@contextmanager
def post(place: Path) -> Iterator[Post]:
    """A server in a process of its own; it ends with the block, or with this process."""
    told, telling = os.pipe()
    ending, alive = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(alive)
        with mail_server(place) as running:
            running.office.taken = _Kept(place / "taken")
            os.write(telling, str(running.port).encode())
            os.read(ending, 1)
        os._exit(0)
    os.close(ending)
    try:
        yield Post(place, int(os.read(told, 10)))
    finally:
        os.close(alive)
        os.waitpid(child, 0)


def drop_january(drop: Folders) -> None:
    for name in ("Aber", "Dale"):
        entity_book(drop.inbox / f"{name.lower()}-01.xlsx", name, 1, ADDRESSES[name])


def drop_february(drop: Folders) -> None:
    """Dale's January was 4010."""
    entity_book(drop.inbox / "aber-02.xlsx", "Aber", 2, ADDRESSES["Aber"])
    restated = {**ADDRESSES["Dale"], "Actuals!B2": 3790}
    entity_book(drop.inbox / "dale-02.xlsx", "Dale", 2, restated)
    entity_book(drop.inbox / "cork-02.xlsx", "Cork", 2, {"Actuals!C2": "1,234"})


ADDRESSES = {
    "Aber": {"Recipients!D4": "json"},
    "Dale": {"Recipients!B2": "don@example.com"},
}
"""Everybody gets one mail a month, and nobody a page, which takes longer."""


def watch_and_send(drop: Folders, post: Post, again: Sequence[str] = ()) -> set[str]:
    """What a night's job does. The addresses whose outcome isn't known."""
    drop.once(history=_history(drop))
    month = f"*-{drop.now.month - 1:02}"
    books = sorted(drop.output.glob(f"reports/{month}-2026*/{month}.xlsx"))
    if not books:
        return set()
    result = send_reports(
        books,
        server=post.server(),
        sender="finance@example.com",
        history=_history(drop),
        clock=lambda: drop.now,
        sleep=lambda seconds: None,
        again=again,
    )
    if result.stopped is not None:
        raise result.stopped
    known = {each.fate for each in result.sendings}
    assert known <= {Fate.SENT, Fate.EARLIER, Fate.UNKNOWN}, known
    return {e.mail.recipient.email for e in result.sendings if e.fate is Fate.UNKNOWN}


def in_a_process(job: Callable[[], object], fatal: int = 0, counted: int = 0) -> tuple[int, str]:
    """The job in a process that dies at that line of those counted. Its status and what it says:
    the lines that it ran through of each kind, and what the job returned."""
    told, telling = os.pipe()
    child = os.fork()
    if child:
        os.close(telling)
        with os.fdopen(told) as stream:
            said = stream.read()
        return os.waitpid(child, 0)[1], said
    seen = [0] * len(COUNTED)
    files = set().union(*COUNTED)

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        file = frame.f_code.co_filename
        if file not in files:
            return None
        if event == "line":
            for kind, names in enumerate(COUNTED):
                seen[kind] += file in names
            if fatal and seen[counted] == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    try:
        sys.settrace(trace)
        found = job()
        sys.settrace(None)
        os.write(telling, f"{' '.join(map(str, seen))};{' '.join(sorted(found or ()))}".encode())  # type: ignore[call-overload]
    except BaseException as error:
        sys.settrace(None)
        os.write(telling, repr(error).encode())
        os._exit(1)
    os._exit(0)


def state_of(drop: Folders) -> State:
    """Everything that has to be the same whoever was killed."""
    with closing(sqlite3.connect(_history(drop))) as database:
        said = database.execute(
            "SELECT e.entity, r.number, r.source_name, r.run, f.kpi, f.period, f.actual, f.target,"
            " f.status, f.final FROM kpireport_runs r"
            " JOIN kpireport_entities e ON e.id = r.entity_id"
            " JOIN kpireport_figures f ON f.run_id = r.id"
            " WHERE r.number IS NOT NULL ORDER BY 1, 2, 3, 5, 6"
        ).fetchall()
    with closing(sqlite3.connect(drop.output / ".kpireport-watch" / "journal.db")) as journal:
        drops = journal.execute("SELECT name, state, place FROM drops ORDER BY 1").fetchall()
    return {
        "filed": {
            name: hashlib.sha256((drop.output / name).read_bytes()).hexdigest()
            for name in drop.filed()
        },
        "inbox": drop.waiting(),
        "work": [path.name for path in (drop.output / ".kpireport-watch" / "work").iterdir()],
        "history": said,
        "journal": drops,
    }


def differences(found: State, expected: State) -> list[str]:
    return [
        f"{key}: {found[key]} for {expected[key]}"
        for key in expected
        if found[key] != expected[key]
    ]


def _history(drop: Folders) -> Path:
    return drop.inbox.parent / "history.db"


class Rounds:
    """One February after another, each from the same January."""

    def __init__(self, place: Path, post: Post, chance: random.Random) -> None:
        self._base, self._place = place / "january", place / "round"
        self._post = post
        self._chance = chance
        self.killed = 0
        self.unknown = 0
        january = self._at(self._base, JANUARY)
        drop_january(january)
        watch_and_send(january, post)  # Loads here what every process would load for itself.
        drop_february(january)
        drop = self._fresh()
        status, said = in_a_process(lambda: watch_and_send(drop, post))
        assert status == 0, f"a round that nobody kills fails: {said}"
        self._lines = [int(count) for count in said.partition(";")[0].split()]
        self._expected, self._mails = state_of(drop), post.taken()
        assert len(self._expected["filed"]) == 2 * 2 + 3 + 2 * 2, self._expected["filed"]
        assert len(self._mails) == 4, self._mails
        report = drop.output / "reports" / "dale-02-2026-02" / "dale-02-2026-02.json"
        assert b'"before": 4010' in report.read_bytes()

    def _at(self, place: Path, now: datetime) -> Folders:
        place.mkdir(exist_ok=True)
        drop = folders(place)
        drop.now = now
        return drop

    def _fresh(self) -> Folders:
        shutil.rmtree(self._place, ignore_errors=True)
        shutil.copytree(self._base, self._place)
        self._post.empty()
        return self._at(self._place, FEBRUARY)

    def round(self) -> str:
        """What was wrong after a round, or nothing."""
        drop = self._fresh()
        fatal = []
        for number in range(KILLS_A_ROUND):
            counted = (self.killed + number) % len(COUNTED)
            fatal.append((counted, self._chance.randint(1, self._lines[counted])))
            status, said = in_a_process(
                lambda: watch_and_send(drop, self._post), fatal[-1][1], counted
            )
            if os.WIFSIGNALED(status):
                self.killed += 1
            elif status:
                return f"killed at {fatal}: {said}"
        status, said = in_a_process(lambda: watch_and_send(drop, self._post))
        if status:
            return f"killed at {fatal}: it fails afterwards: {said}"
        unknown = set(said.partition(";")[2].split())
        self.unknown += len(unknown)
        wrong = differences(state_of(drop), self._expected)
        missing = {line.split()[0] for line in self._mails} - self._post.addresses()
        wrong += [f"lost and not listed: {address}" for address in missing - unknown]
        if missing and not wrong:
            in_a_process(lambda: watch_and_send(drop, self._post, again=sorted(missing)))
        if self._post.taken() != self._mails:
            wrong.append(f"mails: {self._post.taken()} for {self._mails}")
        return f"killed at {fatal}: {'; '.join(wrong)}" if wrong else ""


def main(place: Path, kills: int, seed: int) -> str:
    with post(place) as at_work:
        rounds = Rounds(place, at_work, random.Random(seed))
        while rounds.killed < kills:
            if wrong := rounds.round():
                return wrong
    return f"whole after {rounds.killed} kills, {rounds.unknown} outcomes unknown"


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
