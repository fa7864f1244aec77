"""Whatever the cells hold, parsing ends with problems and never with an exception."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Source
from kpireport.workbook.cells import CellKind, RawCell, RawSheet, RawWorkbook
from kpireport.workbook.parser import parse
from kpireport.workbook.schema import SHEETS
from kpireport.workbook.schema_definitions import KPIS
from kpireport.workbook.schema_figures import ACTUALS
from tests.sweeps import examples

COLUMN_NAMES = [
    name for s in SHEETS for c in s.columns for name in (c.names.english, c.names.french)
]
WORDS = [w for s in SHEETS for c in s.columns for ch in c.choices for w in (ch.names.english,)]
IDS = ["REV", "rev", "CHURN", "Revenue", "Total", "1", "-", "n/a", "", "é" * 50]
PERIODS = [
    "2026-01",
    "Jan-26",
    "Jan",
    "T1 2026",
    "FY26",
    "2025/26",
    "2026",
    "01/02/2026",
    "W12",
    "P5",
]
NUMBERS = ["12,5 %", "1,234", "4.2k", "5% of target", "2 pts", "€ 12", "#DIV/0!", "1e400", "4-4-5"]

texts = st.sampled_from([*COLUMN_NAMES, *WORDS, *IDS, *PERIODS, *NUMBERS]) | st.text(max_size=8)
formats = st.sampled_from(["General", "0.0%", "#,##0,", '0 "k€"', "[$$-409]0", "yyyy", ";;;", '"'])
numbers = st.sampled_from([0.0, 1.0, 0.5, 12.5, 2026.0, -3.0, 45678.0, 1e300]) | st.floats(
    allow_nan=False, allow_infinity=False
)
dates = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(9999, 12, 31))


@st.composite
def cells(draw: st.DrawFn, sheet: str, row: int, column: int) -> RawCell:
    kind = draw(st.sampled_from([CellKind.TEXT] * 4 + [CellKind.NUMBER] * 3 + list(CellKind)))
    value: object
    match kind:
        case CellKind.TEXT:
            value = draw(texts)
        case CellKind.NUMBER:
            value = draw(numbers)
        case CellKind.DATE:
            value = draw(dates)
        case CellKind.BOOLEAN:
            value = draw(st.booleans())
        case CellKind.ERROR:
            value = draw(st.sampled_from(["#DIV/0!", "#N/A", "#REF!"]))
        case CellKind.UNCALCULATED:
            value = ""
    number_format = draw(formats)
    formula = "=A1" if kind is CellKind.UNCALCULATED else None
    return RawCell(sheet, row, column, kind, value, number_format, formula)


@st.composite
def sheets(draw: st.DrawFn, name: str, headers: list[str]) -> RawSheet:
    """A sheet that mostly begins with a header of its own, then anything."""
    found: dict[tuple[int, int], RawCell] = {}
    for column, header in enumerate(headers, 1):
        found[1, column] = RawCell(name, 1, column, CellKind.TEXT, header)
    places = st.tuples(st.integers(1, 6), st.integers(1, 7))
    for row, column in draw(st.sets(places, max_size=30)):
        found[row, column] = draw(cells(name, row, column))
    last_row, last_column = map(max, zip(*found, strict=True)) if found else (0, 0)
    hidden = draw(st.booleans())
    return RawSheet(name, hidden, found, ((1, 1, 1, 3),), last_row, last_column)


@st.composite
def workbooks(draw: st.DrawFn) -> RawWorkbook:
    others = st.lists(st.sampled_from(SHEETS), max_size=5, unique=True)
    found = []
    for schema in dict.fromkeys((KPIS, ACTUALS, *draw(others))):
        names = [c.names.english for c in schema.columns] + (PERIODS if schema.figures else [])
        more = draw(st.lists(st.sampled_from(names), max_size=6, unique=True))
        headers = [names[0], *more] if draw(st.integers(0, 4)) else more
        found.append(draw(sheets(schema.names.english, headers)))
    return RawWorkbook(Source("any.xlsx", "0"), tuple(found), draw(st.booleans()))


@examples(300)
@given(workbooks())
def test_any_cells_give_problems_with_sentences_and_no_exception(raw: RawWorkbook) -> None:
    _, problems = parse(raw)
    for problem in problems:
        for language in ("en", "fr"):
            text = get_messages(language).problem(problem)
            assert text.message and text.advice
    # The same cells give the same problems, in the same order.
    assert parse(raw)[1] == problems
