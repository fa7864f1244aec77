"""The Scope column: what its words mean, in both languages, and that nothing in it is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language
from kpireport.model.kpi import Kpi
from kpireport.model.problem import CellRef, has_errors
from kpireport.model.scope import Scope
from kpireport.workbook.scope_words import ScopeReader
from tests.workbook.books import SOUND, read, write


def kpi(kpi_id: str, name: str, category: str, owner: str) -> Kpi:
    return Kpi(kpi_id, name, CellRef("KPIs", "A2"), category=category, owner=owner)


KPIS = (
    kpi("REV", "Revenue", "Sales", "Ana Silva"),
    kpi("ORD", "Orders", "Sales", "Bob"),
    kpi("MAR", "Margin", "Profit, cash", "ana silva"),
    kpi("NPS", "Promoters", "Customers", "Customers"),
    kpi("GM1", "Gross margin", "", ""),
    kpi("GM2", "Gross margin", "", ""),
)
READER = ScopeReader(KPIS, "Lyon")


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("all", Scope()),
        (" Tout ", Scope()),
        ("category: sales", Scope(categories=("Sales",))),
        ("Catégorie : SALES, Customers", Scope(categories=("Sales", "Customers"))),
        ("category: Profit, cash", Scope(categories=("Profit, cash",))),
        ("owner: Ana Silva", Scope(owners=("Ana Silva", "ana silva"))),
        ("responsable : bob", Scope(owners=("Bob",))),
        ("KPI: rev, Orders", Scope(kpis=("REV", "ORD"))),
        ("indicateurs: MAR", Scope(kpis=("MAR",))),
        ("entity: Lyon, Paris", Scope(entities=("Lyon", "Paris"))),
        ("entité : Paris ; tout", Scope(entities=("Paris",))),
        ("Sales", Scope(categories=("Sales",))),
        ("REV, MAR", Scope(kpis=("REV", "MAR"))),
        ("lyon", Scope(entities=("Lyon",))),
        ("category: Sales; owner: Bob", Scope(categories=("Sales",), owners=("Bob",))),
        ("kpi: REV, ORD; KPI: ORD", Scope(kpis=("ORD",))),
    ],
)
def test_what_the_words_mean(text: str, scope: Scope) -> None:
    assert READER.read(text) == (scope, None)


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("", "W870", None),
        (" ; ", "W870", None),
        ("Finance", "W871", "Finance"),
        ("category: Sales, Finance", "W871", "Finance"),
        ("KPI: REV, XYZ", "W871", "XYZ"),
        ("all; Nobody", "W871", "Nobody"),
        ("Customers", "W872", "Customers"),  # a category and an owner
        ("Sales, Bob", "W872", "Sales, Bob"),
        ("KPI: Gross margin", "W872", "Gross margin"),
        ("category:", "W873", "category:"),
        ("KPI: REV; KPI: ORD", "W873", "KPI: REV; KPI: ORD"),
    ],
)
def test_nobody_gets_more_than_was_said(text: str, code: str, found: str | None) -> None:
    scope, finding = READER.read(text)
    assert scope is None
    assert finding is not None
    assert (finding.code, finding.params.get("found")) == (code, found)


def test_all_is_no_longer_all_where_something_is_called_so() -> None:
    reader = ScopeReader((kpi("REV", "Revenue", "All", "Ana"),))
    scope, finding = reader.read("all")
    assert scope is None
    assert finding is not None
    assert finding.code == "W872"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_cell_is_named_and_the_report_still_made(tmp_path: Path, language: Language) -> None:
    rows = [
        ["Name", "E-mail", "Scope"],
        ["Ada", "ada@example.com", "Nowhere"],
        ["Bob", "bob@example.com", None],
    ]
    book, problems = read(write(tmp_path / "book.xlsx", {**SOUND, "Recipients": rows}))
    said = [(p.code, str(CellRef(p.sheet or "", p.cell or ""))) for p in problems]
    assert said == [("W871", "Recipients!C2"), ("W870", "Recipients!C3")]
    assert not has_errors(problems)
    assert [recipient.limits for recipient in book.recipients] == [None, None]
    texts = [get_messages(language).problem(problem).message for problem in problems]
    assert "Ada" in texts[0]
    assert "Nowhere" in texts[0]
    assert "Bob" in texts[1]
