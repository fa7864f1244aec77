"""No byte of what a recipient may not see stands in what they are sent, however it is packed."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest
from pypdf import PdfReader

from kpireport.deliver.mail.message import compose, read_address
from kpireport.pipeline import make_report
from kpireport.pipeline.mail_plan import MailPlan, PlannedMail
from kpireport.pipeline.mailing import plan_mails
from tests.pipeline.mail_books import FIGURES, RECIPIENTS, WHOLE, WORDS, mail_book

pytestmark = pytest.mark.xdist_group("mail_leaks")

SENDER = read_address("finance@example.com")
NOW = datetime(2026, 4, 3, tzinfo=UTC)

SEES = {
    "head@example.com": ("Zebra", "Yak", "Xerus"),
    "zoe@example.com": ("Zebra",),
    "yan@example.com": ("Yak",),
    "xan@example.com": ("Xerus",),
    "val@example.com": (),
}
"""Which of the categories each may read; Val only the ratio."""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> MailPlan:
    made = plan_mails([mail_book(tmp_path_factory.mktemp("mail") / "quagga.xlsx")])
    assert not made.stopped
    assert made.withheld == ()
    return made


def of(plan: MailPlan, address: str) -> PlannedMail:
    return next(mail for mail in plan.mails if mail.recipient.email == address)


def contents(mail: PlannedMail) -> Iterator[tuple[str, bytes]]:
    """Every part of the message, taken apart as far as it goes, with a name."""
    data = compose(mail.letter, SENDER, "id@example.com", NOW)
    message = BytesParser(policy=default).parsebytes(data)
    yield "headers", "\n".join(f"{k}: {v}" for k, v in message.items()).encode()
    for part in message.walk():
        if part.is_multipart():
            continue
        name = part.get_filename() or part.get_content_type()
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        yield name, payload
        yield from unpacked(name, payload)


def unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield f"{name}:{entry.filename}", archive.read(entry)
                yield from unpacked(f"{name}:{entry.filename}", archive.read(entry))
    if data.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(data))
        yield f"{name}:text", "\n".join(page.extract_text() for page in reader.pages).encode()
        yield f"{name}:metadata", repr((reader.metadata, reader.outline)).encode()
        assert not reader.attachments
        for match in re.finditer(rb"stream\r?\n", data):
            try:
                yield f"{name}:stream", zlib.decompressobj().decompress(data[match.end() :])
            except zlib.error:
                continue


def texts(mail: PlannedMail) -> str:
    """All that the message holds, with the marks between thousands taken out beside it."""
    whole = "\n".join(data.decode("utf-8", "replace") for _, data in contents(mail))
    joined = re.sub(r"(?<=\d)(?:[\s,.'’\u00a0\u202f]|&nbsp;|&#160;|&#8239;)(?=\d)", "", whole)
    return f"{whole}\n{joined}".casefold()


def hidden(address: str) -> list[str]:
    words = [word for name in WORDS if name not in SEES[address] for word in WORDS[name]]
    words += [str(f) for name in FIGURES if name not in SEES[address] for f in FIGURES[name]]
    others = [str(row[1]) for row in RECIPIENTS[1:] if row[1] != address]
    whole = () if address == "head@example.com" else WHOLE
    return [word.casefold() for word in (*words, *others, *whole)]


@pytest.mark.parametrize("address", SEES)
def test_nothing_of_another_scope_is_in_any_byte(plan: MailPlan, address: str) -> None:
    found = texts(of(plan, address))
    assert [word for word in hidden(address) if word in found] == []


@pytest.mark.parametrize("address", SEES)
def test_what_may_be_seen_is_there(plan: MailPlan, address: str) -> None:
    """The search would find what it looks for."""
    found = texts(of(plan, address))
    for name in SEES[address]:
        for word in WORDS[name]:
            assert word.casefold() in found
        for figure in FIGURES[name]:
            assert str(figure) in found
    if address == "head@example.com":
        assert all(word in found for word in WHOLE)


def test_the_months_of_a_ratio_are_told_without_its_parts(plan: MailPlan) -> None:
    found = texts(of(plan, "val@example.com"))
    assert "wool rate" in found
    # 6242603 of 5353503 in the last month: 116.6 %; the target 6242811 of 5353811 as well.
    assert "116,6" in of(plan, "val@example.com").letter.text
    assert str(6242603 / 5353503 * 100)[:8] in found


def test_the_workbook_itself_is_never_attached(plan: MailPlan) -> None:
    for mail in plan.mails:
        names = [file.name for file in mail.letter.attachments]
        assert names[-1] == "quagga-2026-03.ics"
        asked = set(mail.recipient.formats)
        assert {name.rpartition(".")[2] for name in names[:-1]} == asked
        assert all(len(mail.letter.html.encode()) < 100_000 for mail in plan.mails)


def test_runs_of_two_scopes_are_told_apart(plan: MailPlan) -> None:
    runs = [mail.run for mail in plan.mails]
    assert len(set(runs)) == len(runs)


ENTITIES = {"Lyonnais": (8181801, 8181802, 8181911), "Parisien": (9292901, 9292902, 9292911)}
"""Two months' actuals and a target of the two entities of one workbook."""


def test_who_sees_one_entity_reads_nothing_of_the_other(tmp_path: Path) -> None:
    path = mail_book(
        tmp_path / "group.xlsx",
        KPIs=[
            ["ID", "Name", "Unit", "Direction", "Aggregation"],
            ["REV", "Takings", "€", "higher", "sum"],
        ],
        Actuals=[
            ["KPI", "Period", "Actual", "Entity"],
            *(
                ["REV", f"2026-0{i + 1}", f[i], name]
                for name, f in ENTITIES.items()
                for i in (0, 1)
            ),
        ],
        Targets=[
            ["KPI", "Period", "Target", "Entity"],
            *(["REV", "2026-02", figures[2], name] for name, figures in ENTITIES.items()),
        ],
        Benchmarks=[["Metric", "Statistic", "Value"]],
        Comments=[["KPI", "Text"], ["REV", "parisiencomment"], ["all", "parisienwhole"]],
        Actions=[["KPI", "Action"], ["REV", "parisienaction"]],
        Events=[["Date", "KPI", "Label", "Rebase"], ["2026-02-01", "all", "parisienevent", "no"]],
        Recipients=[
            ["Name", "E-mail", "Scope", "Formats"],
            ["Lea", "lea@example.com", "entity: Lyonnais", "xlsx, html, json"],
            ["Kim", "kim@example.com", "all", "json"],
        ],
    )
    plan = plan_mails([path])
    assert not plan.stopped
    sent = [(mail.delivery.entity, mail.recipient.name) for mail in plan.mails]
    assert sent == [("Lyonnais", "Lea"), ("Lyonnais", "Kim"), ("Parisien", "Kim")]
    assert [(one.entity, one.code) for one in plan.withheld] == [("Parisien", "nothing")]
    seen = texts(plan.mails[0])
    assert all(str(figure) in seen for figure in ENTITIES["Lyonnais"])
    hidden = ["parisien", "kim@example.com", *map(str, ENTITIES["Parisien"])]
    assert [word for word in hidden if word in seen] == []
    assert "parisiencomment" in texts(plan.mails[1])
    names = [file.name for file in plan.mails[2].letter.attachments]
    assert names == ["group-Parisien-2026-02.json"]


def test_nothing_that_was_said_before_of_others_is_told(tmp_path: Path) -> None:
    """Figures that earlier reports gave, and that are others now, belong to their scope too."""
    earlier = {"Zebra": 7979701, "Xerus": 5757501}
    before = mail_book(
        tmp_path / "before" / "quagga.xlsx",
        Actuals=[
            ["KPI", "2026-01", "2026-02", "2026-03"],
            ["ZEBREV", earlier["Zebra"], *FIGURES["Zebra"][1:3]],
            ["XERCASH", earlier["Xerus"], *FIGURES["Xerus"][1:3]],
        ],
    )
    history = tmp_path / "history.db"
    make_report(
        before,
        file_stem="quagga",
        output=tmp_path / "out",
        formats=["json"],
        history=history,
        now=NOW,
    )
    now = mail_book(tmp_path / "quagga.xlsx")
    plan = plan_mails([now], history=history, formats=["json", "html"])
    told = {name: texts(of(plan, f"{name}@example.com")) for name in ("head", "zoe", "xan")}
    assert all(str(figure) in told["head"] for figure in earlier.values())
    assert str(earlier["Zebra"]) in told["zoe"]
    assert str(earlier["Xerus"]) not in told["zoe"]
    assert str(earlier["Xerus"]) in told["xan"]
    assert str(earlier["Zebra"]) not in told["xan"]
