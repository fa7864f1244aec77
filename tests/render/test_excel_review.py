"""What a finance director found in the live workbook, finding by finding."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from kpireport.pipeline import read_book
from kpireport.present.view import ReportView
from kpireport.render.excel import render_xlsx
from tests.render import live_books as live
from tests.render.workbooks import reopened


@cache
def sample(name: str = "ecommerce") -> tuple[openpyxl.Workbook, ReportView]:
    book, _ = read_book(Path(__file__).parents[2] / "samples" / f"{name}.xlsx")
    assert book is not None
    _, view = live.report(book)
    return reopened(render_xlsx(view)), view


def decimals(number_format: str) -> int:
    found = re.search(r"0\.(0+)", number_format.split(";")[0])
    return len(found[1]) if found else 0


class TestDecimals:
    """A figure that misses its target doesn't print as the target, in any month."""

    @pytest.mark.parametrize("name", ["Delivery time", "Carbon per order"])
    def test_the_summary_has_the_decimals_of_the_neediest_month(self, name: str) -> None:
        book, view = sample()
        assert view.live is not None
        measures = [
            measure
            for each in view.live.views
            for kpi in each.kpis
            if kpi.name == name
            for measure in (kpi.month, kpi.year_to_date)
        ]
        wanted = max(decimals(measure.actual.excel_format) for measure in measures)
        now = measures[:2]
        assert wanted > max(decimals(measure.actual.excel_format) for measure in now)
        sheet = book["Summary"]
        row = max(r for r in range(1, 99) if sheet.cell(r, 2).value == name)
        for column in (6, 7, 13, 14):
            assert decimals(sheet.cell(row, column).number_format) >= wanted

    def test_a_column_of_the_months_has_one_number_of_decimals(self) -> None:
        sheet = sample()[0]["KPIs"]
        heads = [r for r in range(1, sheet.max_row) if sheet.cell(r, 6).value == "Prior year"]
        assert len(heads) == 17
        for head in heads:
            rows = range(head + 1, head + 14)
            shown = {
                decimals(sheet.cell(row, column).number_format)
                for row in rows
                for column in (3, 4, 6)
                if str(sheet.cell(row, column).value).startswith("=IF")
            }
            assert len(shown) == 1, sheet.cell(head, 2).coordinate
