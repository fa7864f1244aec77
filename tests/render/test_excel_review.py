"""What a finance director found in the live workbook, finding by finding."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import column_index_from_string, get_column_letter

from kpireport.pipeline import read_book
from kpireport.present.view import ReportView
from kpireport.render.excel import render_xlsx
from kpireport.render.excel.lettering import text_width
from tests.compute import books
from tests.render import live_books as live
from tests.render.workbooks import reopened

pytestmark = pytest.mark.xdist_group("libreoffice")  # what is shared is made once


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
        every = [kpi for each in view.live.views for kpi in each.kpis if kpi.name == name]
        sheet = book["Summary"]
        row = max(r for r in range(1, 99) if sheet.cell(r, 2).value == name)
        for window, columns in (("month", (6, 7)), ("year_to_date", (13, 14))):
            needed = [decimals(getattr(kpi, window).actual.excel_format) for kpi in every]
            if window == "year_to_date":
                # December 2025 needs more decimals than some other month.
                assert max(needed) > min(needed)
            for column in columns:
                assert decimals(sheet.cell(row, column).number_format) == max(needed)

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


def said(book: openpyxl.Workbook, sheet: str, text: str) -> list[str]:
    """The formulas of a sheet that hold ``text``."""
    return [
        str(cell.value)
        for row in book[sheet].iter_rows()
        for cell in row
        if isinstance(cell.value, str) and text in cell.value
    ]


class TestTheMonthChosen:
    def test_a_quarterly_kpis_heading_is_looked_up(self) -> None:
        book, view = sample()
        titles = said(book, "KPIs", "told_title_line")
        assert len(titles) == 1  # Net promoter score, the one quarterly KPI
        nps = next(kpi for kpi in view.kpis if kpi.name == "Net promoter score")
        texts = book["Texts"]
        head = next(
            cell for row in texts.iter_rows() for cell in row if cell.value == "told_title_line"
        )
        rows = [
            (texts.cell(row, 3).value, texts.cell(row, head.column).value)
            for row in range(head.row + 1, texts.max_row + 1)
            if texts.cell(row, 2).value == nps.name
        ]
        by_month = {f"{when:%Y-%m}": text for when, text in rows}
        assert by_month["2026-10"].endswith("Quarter to Sep 2026")
        assert by_month["2026-05"].endswith("Quarter to Mar 2026")

    def test_a_month_that_is_not_in_the_list_shows_the_reports_own_and_says_so(self) -> None:
        book, _ = sample()
        names = book.defined_names
        sheet, cell = str(names["period_number"].attr_text).split("!")
        calculation = book[sheet.strip("'")]
        assert calculation[cell.replace("$", "")].value == "=IFERROR(MATCH(kpi_period,periods,0),1)"
        # Every figure follows the month shown; the cell itself is read in two places alone.
        readers = {value for each in book.sheetnames for value in said(book, each, "kpi_period")}
        assert readers == {
            "=IFERROR(MATCH(kpi_period,periods,0),1)",
            "=IF(ISNUMBER(MATCH(kpi_period,periods,0)),1,0)",
        }
        warned = said(book, "Summary", "Choose a month from the list")
        assert len(warned) == 1
        assert warned[0].startswith("=IF(month_listed=0,")
        [rule] = book["Summary"].data_validations.dataValidation
        assert not rule.allow_blank

    def test_a_chart_without_the_chosen_month_says_which_months_it_shows(self) -> None:
        book, _ = sample()
        assert len(said(book, "KPIs", "Chart and months as of October 2026")) == 17

    def test_the_key_to_signs_has_those_of_every_month(self) -> None:
        book, view = sample()
        assert view.live is not None
        keys = said(book, "Summary", "n.m.: not meaningful")
        wanted = {mark.label for each in view.live.views for mark in (*each.legend, *each.marks)}
        assert wanted > {mark.label for mark in (*view.legend, *view.marks)}
        assert all(label in keys[0] for label in wanted)


class TestFormulas:
    def test_no_count_month_or_place_is_typed_into_a_formula(self) -> None:
        book, _ = sample()
        assert len(said(book, "Summary", "=kpi_count-SUM(")) == 1
        sheet = book["Calculation"]
        heads = {sheet.cell(8, column).value: column for column in range(1, 20)}
        row = [str(sheet.cell(9, heads[name]).value) for name in ("First row", "Last row")]
        assert row == ["=MATCH($B9,data_kpi,0)", "=$F9+SUMPRODUCT(--(data_kpi=$B9))-1"]
        assert not said(book, "Calculation", "(shown_period)-20")
        assert not said(book, "Calculation", "=0+")

    def test_a_ratio_on_data_is_the_quotient_of_its_own_row(self) -> None:
        sheet = sample()[0]["Data"]
        rates = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 18).value]
        assert rates
        for row in rates:
            held = str(sheet.cell(row, 6).value)
            assert held.startswith(f'=IF(N(S{row})=0,"",R{row}*')
            assert held.endswith(f"/S{row})")

    def test_an_actual_after_the_reports_month_is_provisional(self) -> None:
        counted = books.kpi("K", aggregation="sum", direction="higher")
        rows = books.row(counted, books.months("2026-01", 1.0, 2.0, 3.0, 4.0))
        book = books.book(rows, setting=books.settings(closed="2026-03"))
        _, view = live.report(book)
        written = reopened(render_xlsx(view))
        data = written["Data"]
        notes = {f"{row[4].value:%Y-%m}": row[10].value for row in data.iter_rows(min_row=2)}
        assert notes["2026-03"] is None
        assert notes["2026-04"] == "provisional"
        months = [row for row in written["KPIs"].iter_rows() if row[1].value == "Apr 2026"]
        assert [row[10].value for row in months] == ["provisional"]


class TestCards:
    def test_a_variance_gives_way_to_the_difference_and_no_target_says_so(self) -> None:
        loss = books.kpi("LOSS", aggregation="sum", direction="higher", headline=True)
        aimless = books.kpi("AIMLESS", aggregation="sum", direction="higher", headline=True)
        figures = books.months("2026-01", -10.0, -12.0, -15.0)
        book = books.book(
            books.row(loss, figures, targets=books.months("2026-01", -20.0, -20.0, -20.0)),
            books.row(aimless, figures),
        )
        _, view = live.report(book)
        data = render_xlsx(view)
        shown = reopened(data, data_only=True)["Summary"]
        rows = {shown.cell(row, 2).value: row for row in range(1, shown.max_row)}
        cards = shown.iter_rows(min_row=rows["Headline KPIs"], max_row=rows["KPI"] - 1)
        values = [cell.value for row in cards for cell in row]
        assert 5.0 in values  # −15 against −20
        assert "No target" in values
        assert "–" not in values


class TestRows:
    def test_names_of_two_lines_have_room_in_the_lists(self) -> None:
        name = "The gross and net margin of all our shops and stalls, in percent of sales"
        long = books.kpi("LONG", name=name, aggregation="sum", direction="higher")
        book = books.book(
            books.row(
                long,
                books.months("2026-01", 1.0, 2.0, 3.0),
                targets=books.months("2026-01", 9.0, 9.0, 9.0),
            )
        )
        _, view = live.report(book)
        sheet = reopened(render_xlsx(view))["Summary"]
        row = next(
            row
            for row in range(1, sheet.max_row)
            if "told_attention_name_1" in str(sheet.cell(row, 2).value)
        )
        assert sheet.row_dimensions[row].height >= 28

    def test_the_note_under_the_month_is_as_wide_as_its_longest(self) -> None:
        book, view = sample()
        assert view.live is not None
        sheet = book["Summary"]
        place = str(book.defined_names["kpi_period"].attr_text).split("$")
        first = column_index_from_string(place[1])
        letters = [get_column_letter(column) for column in range(first, 23)]
        room = sum(sheet.column_dimensions[letter].width for letter in letters) * 7
        longest = view.labels["choose_from_list"] + "September 2026"
        assert room >= text_width(longest)

    def test_a_row_without_a_note_is_at_most_two_lines_high(self) -> None:
        book, view = sample()
        sheet = book["Summary"]
        for kpi in view.kpis:
            row = max(r for r in range(1, 99) if sheet.cell(r, 2).value == kpi.name)
            assert sheet.row_dimensions[row].height <= 30, kpi.name

    def test_the_table_begins_on_the_first_page(self) -> None:
        sheet = sample()[0]["Summary"]
        head = next(r for r in range(1, 99) if sheet.cell(r, 2).value == "KPI")
        breaks = [each.id for each in sheet.row_breaks.brk]
        assert breaks and min(breaks) > head + 3
