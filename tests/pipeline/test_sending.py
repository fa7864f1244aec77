"""Mails sent through a real server: each once, whatever becomes of the server or the program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from kpireport.model.errors import UsageError, WorkbookError
from kpireport.model.period import Period
from kpireport.pipeline.dry_run import write_mails
from kpireport.pipeline.mail_desk import Fate
from kpireport.pipeline.mail_plan import MailPlan
from kpireport.pipeline.mailing import plan_mails
from kpireport.pipeline.sending import (
    SendResult,
    due_mails,
    earlier_versions,
    known_fates,
    send_mails,
    send_reports,
)
from tests.deliver.mail_server import PASSWORD, USER, Running, mail_server
from tests.pipeline.mail_books import mail_book
from tests.workbook.books import SOUND, Rows, write

NOW = datetime(2026, 7, 3, 8, tzinfo=UTC)
SENDER = "Finance <finance@example.com>"
ADA, BOB, CLEO = "ada@example.com", "bob@example.com", "cleo@example.com"
PEOPLE: Rows = [
    ["Name", "E-mail", "Scope", "Formats", "Language"],
    ["Ada", ADA, "all", "json", "en"],
    ["Bob", BOB, "all", "json", "en"],
    ["Cleo", CLEO, "KPI: REV", "json", "fr"],
]


def three_people(path: Path) -> Path:
    return write(path, {**SOUND, "Recipients": PEOPLE})


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> MailPlan:
    return plan_mails([three_people(tmp_path_factory.mktemp("plan") / "kpis.xlsx")])


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with mail_server(tmp_path) as started:
        yield started


Send = Callable[..., SendResult]


@pytest.fixture
def send(plan: MailPlan, running: Running, tmp_path: Path) -> Send:
    """Sends the plan; ``options`` are those of the server or of ``send_mails``."""

    def send(again: Sequence[str] = (), clock: Any = lambda: NOW, **server: Any) -> SendResult:
        return send_mails(
            plan,
            server=running.server(**server),
            sender=SENDER,
            history=tmp_path / "history.db",
            clock=clock,
            sleep=lambda seconds: None,
            again=again,
        )

    return send


def fates(result: SendResult) -> list[Fate]:
    return [sending.fate for sending in result.sendings]


def test_each_is_sent_once_however_often_it_is_asked_for(send: Send, running: Running) -> None:
    first = send()
    assert (fates(first), first.complete) == ([Fate.SENT] * 3, True)
    second = send()
    assert (fates(second), second.complete) == ([Fate.EARLIER] * 3, True)
    assert running.office.addresses == [ADA, BOB, CLEO]
    assert send(again=["BOB@example.com"]).complete
    assert running.office.addresses == [ADA, BOB, CLEO, BOB]
    messages = running.office.messages()
    assert messages[1]["Message-ID"] == messages[3]["Message-ID"]
    assert len({message["Message-ID"] for message in messages}) == 3


def test_one_who_is_refused_keeps_nobody_else_from_theirs(send: Send, running: Running) -> None:
    running.office.refused = {BOB}
    result = send()
    assert fates(result) == [Fate.SENT, Fate.REFUSED, Fate.SENT]
    assert not result.complete
    assert result.sendings[1].detail == "550 5.1.1 nobody of that name"
    assert fates(send()) == [Fate.EARLIER, Fate.REFUSED, Fate.EARLIER]
    assert running.office.asked[BOB] == 1
    running.office.refused = set()
    assert fates(send(again=[BOB])) == [Fate.EARLIER, Fate.SENT, Fate.EARLIER]


def test_a_wrong_password_sends_nothing_and_is_no_outcome(send: Send, running: Running) -> None:
    result = send(password="guessed")
    assert result.stopped is not None
    assert result.stopped.code == "mail_login_refused"
    assert fates(result) == [Fate.NOT_SENT] * 3
    assert fates(send()) == [Fate.SENT] * 3


@pytest.mark.parametrize("trouble", ["drops", "silent"])
def test_an_unknown_outcome_is_listed_and_sent_again_only_on_request(
    send: Send, running: Running, trouble: str
) -> None:
    setattr(running.office, trouble, {BOB})
    assert fates(send(timeout=0.5)) == [Fate.SENT, Fate.UNKNOWN, Fate.SENT]
    setattr(running.office, trouble, set())
    later = send()
    assert fates(later) == [Fate.EARLIER, Fate.UNKNOWN, Fate.EARLIER]
    assert not later.complete
    assert running.office.asked[BOB] == 1
    assert fates(send(again=["all"])) == [Fate.EARLIER, Fate.SENT, Fate.EARLIER]
    assert fates(send(again=["all"])) == [Fate.EARLIER] * 3
    assert running.office.asked == Counter({ADA: 1, BOB: 2, CLEO: 1})


def test_busy_for_long_is_sent_by_a_later_run(send: Send, running: Running) -> None:
    running.office.busy_at = "DATA"
    running.office.busy[ADA] = 4
    assert fates(send(attempts=3)) == [Fate.NOT_SENT, Fate.SENT, Fate.SENT]
    assert fates(send(attempts=3)) == [Fate.SENT, Fate.EARLIER, Fate.EARLIER]
    assert Counter(running.office.addresses) == Counter({ADA: 1, BOB: 1, CLEO: 1})


class _Killed(BaseException):
    """The program ends here, whatever it was about."""


def test_wherever_it_ends_nobody_is_mailed_twice(
    plan: MailPlan, running: Running, tmp_path: Path
) -> None:
    """The clock is read before every note that is kept: the program ends at each of them."""
    seen: set[tuple[int, int]] = set()
    for last in range(10):
        running.office.taken.clear()
        calls = iter(range(100))

        def clock(last: int = last, calls: Iterator[int] = calls) -> datetime:
            if next(calls) == last:
                raise _Killed
            return NOW

        def run(clock: Any, last: int = last) -> SendResult:
            history = tmp_path / f"history{last}.db"
            return send_mails(
                plan,
                server=running.server(),
                sender=SENDER,
                history=history,
                clock=clock,
                sleep=lambda seconds: None,
            )

        try:
            run(clock)
        except _Killed:
            result = run(lambda: NOW)
            taken = Counter(running.office.addresses)
            unknown = [s.mail.recipient.email for s in result.sendings if s.fate is Fate.UNKNOWN]
            assert max(taken.values()) == 1
            assert set(taken) | set(unknown) == {ADA, BOB, CLEO}
            assert len(unknown) <= 1
            seen.add((len(taken), len(unknown)))
    # Ended before a message was begun, and after one was taken but before that was noted.
    assert seen == {(3, 0), (3, 1)}


def test_a_dry_run_writes_what_would_be_sent(plan: MailPlan, tmp_path: Path) -> None:
    paths = write_mails(plan, tmp_path / "mails", sender=SENDER, now=NOW)
    assert [path.name for path in paths] == [
        "1-ada-example.com.eml",
        "2-bob-example.com.eml",
        "3-cleo-example.com.eml",
        "manifest.json",
    ]
    told = json.loads(paths[-1].read_bytes())
    assert [mail["language"] for mail in told["mails"]] == ["en", "en", "fr"]
    assert [mail["scope"] for mail in told["mails"]] == ["all", "all", "KPI: REV"]
    assert [file["name"] for file in told["mails"][0]["attachments"]] == [
        "kpis-2026-06.json",
    ]
    again = [path.read_bytes() for path in paths]
    write_mails(plan, tmp_path / "mails", sender=SENDER, now=NOW)
    assert [path.read_bytes() for path in paths] == again


def test_a_dry_run_leaves_no_message_of_the_one_before(tmp_path: Path) -> None:
    before = plan_mails([three_people(tmp_path / "kpis.xlsx")])
    folder = tmp_path / "mails"
    write_mails(before, folder, sender=SENDER, now=NOW)
    (folder / "kept.eml").touch()  # somebody else's
    after = replace(before, mails=before.mails[:1])
    paths = write_mails(after, folder, sender=SENDER, now=NOW)
    assert {*folder.iterdir()} == {*paths, folder / "kept.eml"}


def test_known_fates_make_no_history(plan: MailPlan, tmp_path: Path) -> None:
    history = tmp_path / "none.db"
    known = known_fates(plan, history)
    assert [each.fate for each in known] == [Fate.NOT_SENT] * 3
    assert len(due_mails(known)) == 3
    assert not history.exists()


def test_nobody_is_sent_anything_where_somebody_would_go_without(
    running: Running, tmp_path: Path
) -> None:
    people = [*PEOPLE, ["Dan", "dan@example.com", "Nowhere", "json", "en"]]
    path = write(tmp_path / "kpis.xlsx", {**SOUND, "Recipients": people})
    with pytest.raises(WorkbookError) as stopped:
        send_reports(
            [path],
            server=running.server(),
            sender=SENDER,
            history=tmp_path / "history.db",
            clock=lambda: NOW,
        )
    assert [problem.code for problem in stopped.value.problems] == ["W871"]
    planned = plan_mails([path])
    assert planned.stopped
    assert [(one.recipient.name, one.code) for one in planned.withheld] == [("Dan", "scope")]
    assert running.office.taken == []


def test_again_for_nobody_is_refused(send: Send) -> None:
    with pytest.raises(UsageError) as wrong:
        send(again=["eve@example.com"])
    assert wrong.value.code == "again_unknown"


def test_each_books_recipients_get_their_part_of_it(tmp_path: Path) -> None:
    def settled(entity: str) -> Rows:
        return [["Setting", "Value"], ["Currency", "EUR"], ["Entity", entity]]

    people: Rows = [
        ["Name", "E-mail", "Scope", "Formats", "Language"],
        ["Ada", ADA, "all", "json", "en"],
        ["Ada", ADA, "ALL", "json", "en"],
        ["Bob", BOB, "entity: Lyon", "json", "en"],
    ]
    paths = [
        write(
            tmp_path / f"{entity}.xlsx",
            {**SOUND, "Settings": settled(entity), "Recipients": people},
        )
        for entity in ("Lyon", "Paris")
    ]
    planned = plan_mails(paths)
    sent = [(mail.delivery.entity, mail.recipient.email) for mail in planned.mails]
    assert sent == [("Lyon", ADA), ("Lyon", BOB), ("Paris", ADA)]
    kept = [(one.entity, one.recipient.name, one.code) for one in planned.withheld]
    assert kept == [
        ("Lyon", "Ada", "twice"),
        ("Paris", "Ada", "twice"),
        ("Paris", "Bob", "nothing"),
    ]


def test_eliminations_are_mailed_to_nobody_who_does_not_ask_for_them(tmp_path: Path) -> None:
    entities = ("Lyon", "Éliminations")
    book: Rows = [
        ["KPI", "Period", "Actual", "Entity"],
        *(["REV", "2026-01", 100, entity] for entity in entities),
    ]
    kpis: Rows = [["ID", "Name", "Direction", "Aggregation"], ["REV", "Sales", "higher", "sum"]]
    people: Rows = [
        ["Name", "E-mail", "Scope", "Formats"],
        ["Ada", ADA, "all", "json"],
        ["Bob", BOB, "entity: Lyon, Eliminations", "json"],
    ]
    settled: Rows = [["Setting", "Value"], ["Currency", "EUR"]]
    sheets = {"Settings": settled, "KPIs": kpis, "Actuals": book, "Recipients": people}
    planned = plan_mails([write(tmp_path / "group.xlsx", sheets)])
    sent = [(mail.delivery.entity, mail.recipient.email) for mail in planned.mails]
    assert sent == [("Lyon", ADA), ("Lyon", BOB), ("Éliminations", BOB)]
    assert planned.withheld == ()


def test_a_mailbox_is_what_the_network_knows_it_by(tmp_path: Path) -> None:
    spellings = (
        *("ada@bücher.example", "Ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        *("ada@straße.de", "ada@strasse.de"),
    )
    people: Rows = [["Name", "E-mail", "Scope", "Formats", "Language"]]
    people += [["Ada", each, "all", "json", "en"] for each in spellings]
    path = write(tmp_path / "kpis.xlsx", {**SOUND, "Recipients": people})
    planned = plan_mails([path])
    sent = [mail.recipient.email for mail in planned.mails]
    assert sent == ["ada@bücher.example", "ada@straße.de", "ada@strasse.de"]
    assert [one.code for one in planned.withheld] == ["twice", "twice"]
    assert len({mail.delivery.key for mail in planned.mails}) == 3


def test_a_workbook_given_twice_is_sent_once(tmp_path: Path) -> None:
    path = three_people(tmp_path / "kpis.xlsx")
    copy = tmp_path / "copy.xlsx"
    copy.write_bytes(path.read_bytes())
    once, twice = plan_mails([path]), plan_mails([path, path, copy])
    assert [m.delivery.key for m in twice.mails] == [m.delivery.key for m in once.mails]
    assert {one.code for one in twice.withheld} == {"same_workbook"}


def test_an_entity_that_no_workbook_is_of_is_told(tmp_path: Path) -> None:
    people: Rows = [["Name", "E-mail", "Scope", "Formats"]]
    people += [["Ada", ADA, "entity: Lyon", "json"], ["Bob", BOB, "entity: Lyom", "json"]]
    paths = []
    for entity in ("Lyon", "Paris"):
        settled: Rows = [["Setting", "Value"], ["Currency", "EUR"], ["Entity", entity]]
        sheets = {**SOUND, "Settings": settled, "Recipients": people}
        paths.append(write(tmp_path / f"{entity}.xlsx", sheets))
    withheld = plan_mails(paths).withheld
    assert [(one.entity, one.recipient.name, one.code) for one in withheld] == [
        ("Lyon", "Bob", "entity"),
        ("Paris", "Ada", "nothing"),
        ("Paris", "Bob", "entity"),
    ]


def test_killed_while_the_server_has_the_message(running: Running, tmp_path: Path) -> None:
    book = three_people(tmp_path / "kpis.xlsx")
    environment = {
        **os.environ,
        "KPIREPORT_SMTP_HOST": "localhost",
        "KPIREPORT_SMTP_PORT": str(running.port),
        "KPIREPORT_SMTP_USER": USER,
        "KPIREPORT_SMTP_PASSWORD": PASSWORD,
        "KPIREPORT_MAIL_FROM": SENDER,
        "SSL_CERT_FILE": str(running.authority),
        "LC_ALL": "en_GB.UTF-8",
        "LANGUAGE": "en",
    }

    def start(*options: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "kpireport", "send", str(book), "--yes", *options],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    process = start()
    running.office.arrived = lambda address: (
        os.kill(process.pid, signal.SIGKILL) if address == BOB else None
    )
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    running.office.arrived = lambda address: None
    resumed = start()
    out, err = resumed.communicate(timeout=60)
    assert resumed.returncode == 1
    assert out.splitlines() == [
        "ada@example.com: sent before (kpis.xlsx, 2026-06)",
        "cleo@example.com: sent (kpis.xlsx, 2026-06)",
    ]
    assert err.startswith("bob@example.com: outcome unknown, not sent again. (kpis.xlsx, 2026-06)")
    assert Counter(running.office.addresses) == Counter({ADA: 1, BOB: 1, CLEO: 1})


def test_a_text_of_the_workbook_becomes_no_header_and_no_markup(tmp_path: Path) -> None:
    evil = '"><img src=x onerror=alert(1)>\r\nBcc: spy@example.org'
    path = mail_book(
        tmp_path / "evil.xlsx",
        Settings=[
            ["Setting", "Value"],
            ["Organisation", evil],
            ["Title", evil],
            ["Prepared by", evil],
            ["Confidentiality", evil],
            ["Currency", "EUR"],
        ],
        KPIs=[
            ["ID", "Name", "Direction", "Aggregation", "Owner", "Headline"],
            ["ZEBREV", evil, "higher", "sum", evil, "yes"],
        ],
        Actuals=[["KPI", "2026-01"], ["ZEBREV", 5]],
        Targets=[["KPI", "2026-01"], ["ZEBREV", 6]],
        Benchmarks=[["Metric", "Statistic", "Value"]],
        Comments=[["KPI", "Text"], ["ZEBREV", evil]],
        Actions=[["KPI", "Action"], ["ZEBREV", evil]],
        Events=[["Date", "KPI", "Label"]],
        Recipients=[["Name", "E-mail", "Scope", "Formats"], [evil, ADA, "all", "json"]],
    )
    planned = plan_mails([path])
    assert not planned.stopped
    (eml, _) = write_mails(planned, tmp_path / "mails", sender=SENDER, now=NOW)
    message = BytesParser(policy=default).parsebytes(eml.read_bytes())
    assert message.defects == []
    assert message["Bcc"] is None
    html = planned.mails[0].letter.html
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html
    assert "<script" not in html
    assert "href=" not in html


def test_two_senders_at_once_send_each_message_once(send: Send, running: Running) -> None:
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: send(), range(2)))
    assert Counter(running.office.addresses) == Counter({ADA: 1, BOB: 1, CLEO: 1})
    sent = [
        each.mail.recipient.email for r in results for each in r.sendings if each.fate == "sent"
    ]
    assert sorted(sent) == [ADA, BOB, CLEO]
    assert fates(send()) == [Fate.EARLIER] * 3


def test_what_another_run_has_sent_meanwhile_is_known(
    plan: MailPlan, send: Send, running: Running, tmp_path: Path
) -> None:
    """The other one sends all that is left once the first message is gone."""
    others: list[SendResult] = []
    result = send_mails(
        plan,
        server=running.server(),
        sender=SENDER,
        history=tmp_path / "history.db",
        clock=lambda: NOW,
        sleep=lambda seconds: None,
        told=lambda sending: None if others else others.append(send()),
    )
    assert fates(others[0]) == [Fate.EARLIER, Fate.SENT, Fate.SENT]
    assert (fates(result), result.complete) == ([Fate.SENT, Fate.EARLIER, Fate.EARLIER], True)
    assert running.office.addresses == [ADA, BOB, CLEO]


def test_who_would_get_a_second_report_of_the_month_is_known(
    send: Send, plan: MailPlan, tmp_path: Path
) -> None:
    history = tmp_path / "history.db"
    assert earlier_versions(plan, history) == {}
    send()
    assert earlier_versions(plan, history) == {}  # It is the same version.
    corrected = write(
        tmp_path / "kpis.xlsx", {**SOUND, "Recipients": PEOPLE}, edits={"Actuals!B2": 101}
    )
    second = plan_mails([corrected])
    keys = [mail.delivery.key for mail in second.mails]
    assert earlier_versions(second, history) == dict.fromkeys(keys, NOW)
    assert [each.fate for each in known_fates(second, history)] == [Fate.NOT_SENT] * 3
    assert earlier_versions(plan_mails([corrected], period=Period(2026, 5)), history) == {}


def test_where_nothing_can_be_noted_any_more_it_stops(
    send: Send, running: Running, tmp_path: Path
) -> None:
    """The history breaks while the server has the first message: its outcome can't be kept."""
    history = tmp_path / "history.db"
    running.office.arrived = lambda address: history.write_bytes(b"no database" * 1000)
    result = send()
    assert result.stopped is not None
    assert result.stopped.code == "history_damaged"
    assert fates(result) == [Fate.UNKNOWN, Fate.NOT_SENT, Fate.NOT_SENT]
    assert running.office.addresses == [ADA]
