"""Our own sheet writes the same file as XlsxWriter's, and asks less of every cell."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.render.excel import render_xlsx
from kpireport.render.excel.frame import options
from kpireport.render.excel.sheet import Sheet
from tests.render import live_books as live
from tests.render.generated_books import family_book

if TYPE_CHECKING:
    from collections.abc import Sequence

Content = tuple[int, int, str, str | float | date | None]

_TEXTS = ["", " spaced ", "Tom & Jerry <b>", 'say "no"', "#N/A", "#1", "two\nlines", "–"]
_CONTENTS = st.one_of(
    st.tuples(st.just("string"), st.sampled_from(_TEXTS)),
    st.tuples(st.just("number"), st.floats(allow_nan=False, allow_infinity=False)),
    st.tuples(st.just("formula"), st.sampled_from([*_TEXTS, 0.1, 12, -3.5e-7])),
    st.tuples(st.just("array"), st.sampled_from(["", "high", 7.25])),
    st.tuples(st.just("blank"), st.none()),
    st.tuples(st.just("date"), st.dates(date(1980, 1, 1), date(2090, 1, 1))),
)
_CELLS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 1100), _CONTENTS).map(
        lambda cell: (cell[0], cell[1], *cell[2])
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda cell: cell[:2],
)


@given(_CELLS)
def test_same_bytes(cells: list[Content]) -> None:
    assert _written(cells, Sheet) == _written(cells, Worksheet)


@pytest.mark.parametrize("kind", ["comment", "high row", "row alone", "table"])
def test_same_bytes_with(kind: str) -> None:
    cells: list[Content] = [(2, 1, "string", "a"), (40, 3, "number", 1.5), (4, 0, "blank", None)]
    assert _written(cells, Sheet, kind) == _written(cells, Worksheet, kind)


def _written(cells: Sequence[Content], kind: type[Worksheet], more: str = "") -> dict[str, bytes]:
    """The parts of a file with these cells."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, options()) as file:
        file.set_properties({"created": datetime(2026, 1, 31)})
        sheet = file.add_worksheet("A", kind)
        formats = [file.add_format({"bold": True}), file.add_format({"num_format": "0.0"})]
        for place, (row, column, content, value) in enumerate(cells):
            look = formats[place % 2]
            if content == "string":
                sheet.write_string(row, column, str(value), look)
            elif content == "blank":
                sheet.write_blank(row, column, None, look)
            elif isinstance(value, date):
                sheet.write_datetime(row, column, value, look)
            elif content == "formula":
                shown = value if isinstance(value, (int, float)) else str(value)
                sheet.write_formula(row, column, '=IF(A1<>B1,"a&b",B2)', look, shown)
            elif content == "array":
                shown = value if isinstance(value, (int, float)) else str(value)
                array = "{=MAX(IF(A1:A9<3,B1:B9))}"
                sheet.write_array_formula(row, column, row, column, array, look, shown)
            elif isinstance(value, (int, float)):
                sheet.write_number(row, column, value, look)
        if more == "comment":
            sheet.write_comment(60, 7, "seen")
        if more == "high row":
            sheet.set_row(2, 33.0)
        if more == "row alone":
            sheet.set_row(12, 33.0)
        if more == "table":
            columns = [{"header": "One"}, {"header": "Two"}]
            sheet.add_table(10, 0, 12, 1, {"columns": columns})
    with ZipFile(stream) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_no_kpi_is_looked_up_through_all_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand KPIs, each of which passes by a thousand, would take a hundred times as long."""
    _, view = live.report(family_book(5))

    def scanned(self: Scorecard, kpi_id: str) -> KpiResult:
        raise AssertionError(f"{kpi_id} is looked for among all KPIs")

    monkeypatch.setattr(Scorecard, "kpi", scanned)
    assert render_xlsx(view)
