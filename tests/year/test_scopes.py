"""Two entities in one workbook, four scopes, and a past that was said otherwise.

``test_mail_leaks`` looks at one entity's scopes and at whole entities; here conditions meet, and
what earlier reports said of each part is another figure now. Every part has five digits of its own
that all of its figures begin with: actuals end in 01 and 02, targets in 11, what was said before in
77 and 88, what is after the closed month in 33.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpireport.model.errors import WorkbookError
from kpireport.pipeline.mail_plan import MailPlan, PlannedMail
from kpireport.pipeline.mailing import plan_mails
from kpireport.pipeline.packing import Pack, make_pack
from kpireport.pipeline.reporting import make_report
from tests.pipeline.drops import folders
from tests.pipeline.test_mail_leaks import texts
from tests.workbook.books import Rows, Sheets, write

pytestmark = pytest.mark.xdist_group("scopes")

DIGITS = {
    ("Lyonnais", "Zebra"): 81738,
    ("Lyonnais", "Yak"): 72964,
    ("Parisien", "Zebra"): 92357,
    ("Parisien", "Yak"): 63581,
}
IDS = {"Zebra": "ZEBREV", "Yak": "YAKCASH"}
WORDS = {
    "Zebra": ("zebrev", "zebrafish", "zora quist", "zebracomment"),
    "Yak": ("yakcash", "yakherd", "yves quill", "yakcomment"),
}
SEES = {
    ("Lyonnais", "lea@example.com"): ("Zebra",),
    ("Lyonnais", "yan@example.com"): ("Yak",),
    ("Lyonnais", "kim@example.com"): ("Zebra", "Yak"),
    ("Parisien", "yan@example.com"): ("Yak",),
    ("Parisien", "pia@example.com"): ("Zebra", "Yak"),
    ("Parisien", "kim@example.com"): ("Zebra", "Yak"),
}
"""Which categories each mail may tell of, by its entity and recipient."""
ALONE = {"lea@example.com": "parisien", "pia@example.com": "lyonnais"}
"""Whose entity those who may see one only must not even read the name of."""

KPIS: Rows = [
    ["ID", "Name", "Category", "Owner", "Unit", "Direction", "Aggregation"],
    ["ZEBREV", "Zebrafish takings", "Zebra", "Zora Quist", "€", "higher", "sum"],
    ["YAKCASH", "Yakherd cash", "Yak", "Yves Quill", "€", "higher", "last"],
]


def figure(entity: str, category: str, ending: int) -> int:
    return DIGITS[entity, category] * 100 + ending


def settled(**settings: str) -> Rows:
    return [["Setting", "Value"], ["Organisation", "Quagga"], *map(list, settings.items())]


def before(entity: str) -> Sheets:
    """An entity's own workbook of an earlier report: January and its target were others."""
    figures = {IDS[c]: (figure(entity, c, 77), figure(entity, c, 88)) for c in IDS}
    return {
        "Settings": settled(Entity=entity, Currency="EUR"),
        "KPIs": KPIS,
        "Actuals": [["KPI", "2026-01"], *([kpi, said[0]] for kpi, said in figures.items())],
        "Targets": [["KPI", "2026-01"], *([kpi, said[1]] for kpi, said in figures.items())],
    }


def both() -> Sheets:
    """One workbook of both entities, two months, and a figure after the closed one."""
    months = {1: "2026-01", 2: "2026-02", 33: "2026-03"}
    return {
        "Settings": settled(Currency="EUR", **{"Closed through": "2026-02"}),
        "KPIs": KPIS,
        "Actuals": [
            ["KPI", "Period", "Actual", "Entity"],
            *([IDS[c], months[m], figure(e, c, m), e] for e, c in DIGITS for m in months),
        ],
        "Targets": [
            ["KPI", "Period", "Target", "Entity"],
            *([IDS[c], months[m], figure(e, c, 11), e] for e, c in DIGITS for m in (1, 2)),
        ],
        "Comments": [["KPI", "Text"], ["ZEBREV", "zebracomment"], ["YAKCASH", "yakcomment"]],
        "Recipients": [
            ["Name", "E-mail", "Scope", "Formats"],
            ["Lea", "lea@example.com", "entity: Lyonnais; category: Zebra", "xlsx, html, json"],
            ["Yan", "yan@example.com", "category: Yak", "xlsx, json"],
            ["Pia", "pia@example.com", "entity: Parisien", "xlsx, json"],
            ["Kim", "kim@example.com", "all", "json"],
        ],
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("scopes")
    write(place / "both.xlsx", both())
    return place


@pytest.fixture(scope="module")
def plan(folder: Path) -> MailPlan:
    history = folder / "history.db"
    for entity in ("Lyonnais", "Parisien"):
        stem = f"{entity.lower()}book"
        make_report(
            write(folder / f"{stem}.xlsx", before(entity)),
            file_stem=stem,
            output=folder / "out",
            formats=["json"],
            history=history,
            now=datetime(2026, 2, 3, tzinfo=UTC),
        )
    made = plan_mails([folder / "both.xlsx"], history=history)
    assert not made.stopped
    return made


def of(plan: MailPlan, whose: tuple[str, str]) -> PlannedMail:
    return next(m for m in plan.mails if (m.delivery.entity, m.recipient.email) == whose)


def test_each_gets_the_entities_of_their_scope(plan: MailPlan) -> None:
    assert [(mail.delivery.entity, mail.recipient.email) for mail in plan.mails] == list(SEES)
    withheld = [(one.entity, one.recipient.name, one.code) for one in plan.withheld]
    assert withheld == [("Lyonnais", "Pia", "nothing"), ("Parisien", "Lea", "nothing")]


@pytest.mark.parametrize("whose", SEES)
def test_what_is_now_and_what_was_said_before_stay_in_their_scope(
    plan: MailPlan, whose: tuple[str, str]
) -> None:
    entity, address = whose
    found = texts(of(plan, whose))
    allowed = {DIGITS[entity, category] for category in SEES[whose]}
    told = {digits for digits in DIGITS.values() if str(digits) in found}
    assert told == allowed
    hidden = [word for c in IDS if c not in SEES[whose] for word in WORDS[c]]
    hidden += [ALONE[address]] if address in ALONE else []
    hidden += [other for _, other in SEES if other != address]
    assert [word for word in hidden if word in found] == []
    # The search would find it: every figure of the part is there, and what was said before.
    for category in SEES[whose]:
        for ending in (1, 2, 11, 77, 88):
            assert str(figure(entity, category, ending)) in found


def test_a_pack_is_no_workbook_to_send(folder: Path) -> None:
    """It holds everybody's figures: whoever asks to send or to watch one is refused."""
    pack = make_pack([folder / "both.xlsx"], output=folder / "packs", formats=["xlsx"])
    assert isinstance(pack, Pack)
    plan = plan_mails([pack.files["xlsx"]])
    (failure,) = plan.failures
    assert isinstance(failure.error, WorkbookError)
    assert [problem.code for problem in failure.error.problems] == ["E109"]
    assert plan.mails == ()
    drop = folders(folder)
    pack.files["xlsx"].rename(drop.inbox / "pack.xlsx")
    assert drop.once().with_problems == 1


def test_no_attachment_is_more_than_a_report(plan: MailPlan) -> None:
    for mail in plan.mails:
        stem = f"both-{mail.delivery.entity}-2026-02"
        asked = [f"{stem}.{each}" for each in mail.recipient.formats]
        assert sorted(file.name for file in mail.letter.attachments) == sorted(asked)
