"""What turns figures into management in the workbook: summary, blocks, and sheets of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from kpireport.render.excel import render_xlsx
from tests.render.management import ADDRESS, managed, reviewed
from tests.render.views import shop
from tests.render.workbooks import reopened, row_of

VIEW = reviewed(shop("en"))


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return reopened(render_xlsx(VIEW))


def cells(book: openpyxl.Workbook, sheet: str) -> list[object]:
    return [cell.value for row in book[sheet] for cell in row if cell.value is not None]


def test_sheets_are_added_where_there_is_something_in_them(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [
        *("Summary", "KPIs", "Benchmarks", "Actions & comments", "Review calendar"),
        *("Data", "Data quality", "Method", "Review of the KPIs"),
    ]
    without = reopened(render_xlsx(managed(shop("fr")))).sheetnames
    assert "Calendrier des revues" in without
    assert "Examen des indicateurs" not in without


def test_the_summary_opens_with_decisions_and_wins(book: openpyxl.Workbook) -> None:
    sheet = book["Summary"]
    first, wins = row_of(sheet, "Needs a decision"), row_of(sheet, "Wins")
    assert first < wins < row_of(sheet, VIEW.headlines[0])
    assert sheet.cell(first + 2, 2).value == "Cart abandonment"
    link = sheet.cell(first + 2, 3).hyperlink
    assert link is not None
    assert str(link.location).startswith("'KPIs'!A")
    assert sheet.cell(first + 2, 4).value == "◆ Off track"
    assert sheet.cell(first + 2, 6).value == VIEW.attention[1].sentence


def test_a_list_that_is_cut_says_how_many_more() -> None:
    view = replace(VIEW, attention_more="and 3 more KPIs")
    assert "and 3 more KPIs" in cells(reopened(render_xlsx(view)), "Summary")


def test_a_block_has_goal_landing_and_benchmark(book: openpyxl.Workbook) -> None:
    kpi = next(kpi for kpi in VIEW.kpis if kpi.id == "CART")
    assert kpi.goal
    assert kpi.landing
    assert kpi.benchmark
    found = cells(book, "KPIs")
    for text in (kpi.goal.promise, kpi.goal.progress, kpi.landing.sentence, kpi.landing.method):
        assert text in found
    assert kpi.benchmark.sentence in found
    sheet = book["KPIs"]
    row = row_of(sheet, kpi.landing.rows[1].label, start=row_of(sheet, kpi.goal.promise))
    assert sheet.cell(row, 3).value == kpi.landing.rows[1].value.excel_value
    assert sheet.cell(row, 5).value == kpi.landing.rows[1].interval


def test_a_benchmark_has_numbers_and_its_address_is_no_link(book: openpyxl.Workbook) -> None:
    sheet = book["Benchmarks"]
    row = row_of(sheet, "Conversion rate")
    assert sheet.cell(row, 3).value == VIEW.benchmarks[0].actual.excel_value
    assert (sheet.cell(row, 6).value, sheet.cell(row, 6).number_format) == (0.62, "0%")
    assert sheet.cell(row, 13).value == ADDRESS
    assert [cell.coordinate for line in sheet for cell in line if cell.hyperlink] == []
    assert sheet.cell(row + 2, 8).value == VIEW.benchmarks[2].reason


def test_the_calendar_has_dates_that_sort(book: openpyxl.Workbook) -> None:
    sheet = book["Review calendar"]
    row = row_of(sheet, "Cart abandonment")
    assert sheet.cell(row, 3).value == datetime(2026, 11, 30)
    assert sheet.cell(row, 5).value == datetime(2026, 12, 31)
    assert sheet.cell(row - 1, 5).value == "–"


def test_the_review_is_one_matrix_and_then_what_to_write(book: openpyxl.Workbook) -> None:
    sheet = book["Review of the KPIs"]
    assert VIEW.review
    assert VIEW.review.findings[0] in cells(book, "Review of the KPIs")
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[1] == "KPI")
    assert heads[2:14] == tuple(line.label for line in VIEW.review.kpis[0].criteria)
    lines = [row for row in sheet.iter_rows(values_only=True) if row[1] == "Conversion rate"]
    # Its row of signs, then a line for each of the two sentences: what can't be told, and why.
    signs, untold, why = lines
    assert "".join(str(sign) for sign in signs[2:14]) == "✓✓?✓✓✓✓✗✓✓✓✓"
    assert (untold[2], why[2]) == ("? Attainable", "✗ Why")
    assert why[4] == VIEW.review.kpis[0].criteria[7].advice[0]
    assert "✓ met · ? can’t be told · ✗ missing" in cells(book, "Review of the KPIs")
