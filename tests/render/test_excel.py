"""The Excel scorecard, reopened by another library: what stands where, and how it is set up."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from kpireport.model.book import Language
from kpireport.present.view import ReportView
from kpireport.render.excel import render_xlsx
from tests.render.themes import resolved, rgb_of
from tests.render.views import bare, crowd, hostile, shop
from tests.render.workbooks import (
    KILO_EURO,
    SIGNED_PERCENT,
    known_view,
    parts,
    reopened,
    row_of,
    table_under,
    view_of_texts,
)

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
SPARKLINE = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
FORMULA = "{http://schemas.microsoft.com/office/excel/2006/main}"


@pytest.fixture(scope="module")
def data() -> bytes:
    return render_xlsx(known_view())


@pytest.fixture(scope="module")
def book(data: bytes) -> openpyxl.Workbook:
    return reopened(data)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Summary", "KPIs", "Actions & comments", "Data", "Data quality", "Method"]),
        (
            "fr",
            [
                *("Synthèse", "Indicateurs", "Actions et commentaires"),
                *("Données", "Qualité des données", "Méthode"),
            ],
        ),
    ],
)
def test_the_sheets_are_named_in_the_reports_language(language: Language, names: list[str]) -> None:
    assert reopened(render_xlsx(shop(language))).sheetnames == names


class TestSummary:
    def test_title_period_and_headlines_come_first(self, book: openpyxl.Workbook) -> None:
        said = [cell.value for row in book["Summary"]["A1:V12"] for cell in row if cell.value]
        view = known_view()
        assert said[:2] == [view.title, view.period_label]
        assert [text for text in said if text in view.headlines] == list(view.headlines)

    def test_a_kpis_line_holds_numbers_with_their_formats(self, book: openpyxl.Workbook) -> None:
        sheet = book["Summary"]
        columns = table_under(sheet, row_of(sheet, "KPI"))
        row = row_of(sheet, "Known KPI", start=row_of(sheet, "KPI"))
        month = {name: sheet.cell(row, columns[name][0]) for name in columns}
        assert (month["Actual"].value, month["Actual"].number_format) == (1234.5, KILO_EURO)
        assert month["Target"].value == 1300.0
        assert month["Variance"].value == 65.5
        assert month["Variance %"].value == -0.05
        assert month["Variance %"].number_format == SIGNED_PERCENT
        assert month["Unit"].value == "k€"
        shape = columns["Status"][0]
        assert [sheet.cell(row, c).value for c in (shape, shape + 1)] == ["◆", "Off track"]

    def test_what_is_missing_is_a_word_and_never_a_zero(self, book: openpyxl.Workbook) -> None:
        sheet = book["Summary"]
        columns = table_under(sheet, row_of(sheet, "KPI"))
        row = row_of(sheet, "Known KPI", start=row_of(sheet, "KPI"))
        year = {name: sheet.cell(row, columns[name][-1]).value for name in columns}
        assert year["Actual"] == 12000.0
        assert (year["Target"], year["Variance"], year["Variance %"]) == ("–", "–", "n.m.")
        assert "Over 9 of 10 months." in str(year["Note"])

    def test_variances_take_the_colour_of_their_news_not_of_their_sign(
        self, book: openpyxl.Workbook
    ) -> None:
        sheet = book["Summary"]
        columns = table_under(sheet, row_of(sheet, "KPI"))
        row = row_of(sheet, "Known KPI", start=row_of(sheet, "KPI"))
        bad, good = (
            sheet.cell(row, columns[name][0]).font.color for name in ("Variance", "Variance %")
        )
        assert rgb_of(bad.theme, bad.tint) == resolved("off_track_text")
        assert rgb_of(good.theme, good.tint) == resolved("on_track_text")

    def test_a_card_shows_the_figure_as_a_number(self, book: openpyxl.Workbook) -> None:
        sheet = book["Summary"]
        row = row_of(sheet, "Known KPI")
        unit, actual, target, variance, status = (sheet.cell(row + n, 2) for n in range(1, 6))
        assert unit.value == "k€"
        assert (actual.value, actual.number_format) == (1234.5, KILO_EURO)
        assert (target.value, target.number_format.split(";")[0]) == (
            1300.0,
            '"Target "#,##0.0" k€"',
        )
        assert variance.value == -0.05
        assert status.value == "◆ Off track"

    def test_statuses_are_coloured_by_their_words(self, book: openpyxl.Workbook) -> None:
        rules = {
            rule.formula[0]: rgb_of(rule.dxf.font.color.theme, rule.dxf.font.color.tint)
            for cells in book["Summary"].conditional_formatting
            for rule in cells.rules
        }
        for label, colour in (
            ("On track", "on_track_text"),
            ("At risk", "at_risk_text"),
            ("Off track", "off_track_text"),
        ):
            assert rules[f'"{label}"'] == resolved(colour)

    def test_every_line_leads_to_its_block(self, book: openpyxl.Workbook) -> None:
        summary, kpis = book["Summary"], book["KPIs"]
        start = row_of(summary, "KPI")
        for kpi in known_view().kpis:
            cell = summary.cell(row_of(summary, kpi.name, start=start), 3)
            assert cell.hyperlink is not None
            place = str(cell.hyperlink.location).removeprefix("'KPIs'!A")
            assert kpis.cell(int(place), 2).value == kpi.name


class TestKpis:
    def test_a_block_holds_the_measures(self, book: openpyxl.Workbook) -> None:
        sheet = book["KPIs"]
        top = row_of(sheet, "Known KPI")
        header = row_of(sheet, "Figure", start=top)
        columns = table_under(sheet, header)
        row = row_of(sheet, "Oct 2026", start=header)
        values = [
            sheet.cell(row, columns[name][0]).value
            for name in ("Actual", "Target", "Variance", "Variance %", "Attainment")
        ]
        assert values == [1234.5, 1300.0, 65.5, -0.05, 0.95]

    def test_a_block_says_everything_of_its_kpi(self, book: openpyxl.Workbook) -> None:
        sheet = book["KPIs"]
        view = known_view()
        kpi, following = view.kpis[0], view.kpis[1]
        rows = range(row_of(sheet, kpi.name), row_of(sheet, following.name))
        said = {cell.value for row in rows for cell in sheet[row]}
        texts = [kpi.verdict, *(detail.text for detail in kpi.details)]
        texts += [comparison.label for comparison in kpi.comparisons]
        texts += [comment.text for comment in kpi.comments] + [a.action for a in kpi.actions]
        assert [text for text in texts if text not in said] == []

    def test_every_kpi_with_figures_has_a_chart_with_words(self, data: bytes) -> None:
        drawings = parts(data, "xl/drawings/drawing")
        (drawing,) = drawings.values()
        said = [frame.get("descr") for frame in drawing.iter(f"{DRAWING}cNvPr")]
        assert said == [kpi.sparkline.alt for kpi in known_view().kpis]

    def test_charts_read_the_data_sheet_and_their_title_a_cell(
        self, data: bytes, book: openpyxl.Workbook
    ) -> None:
        charts = parts(data, "xl/charts/")
        assert len(charts) == len(known_view().kpis)
        kpis = {kpi.name: kpi for kpi in known_view().kpis}
        for chart in charts.values():
            references = [element.text or "" for element in chart.iter(f"{CHART}f")]
            title, *series = references
            cell = re.fullmatch(r"KPIs!\$([A-Z]+)\$(\d+)", title)
            assert cell is not None
            written = str(book["KPIs"][f"{cell[1]}{cell[2]}"].value)
            kpi = next(kpi for name, kpi in kpis.items() if written.startswith(name))
            assert all(reference.startswith("Data!") for reference in series)
            first, last = re.findall(r"\$F\$(\d+)", next(r for r in series if ":$F$" in r))
            ids = {book["Data"].cell(row, 1).value for row in range(int(first), int(last) + 1)}
            assert ids == {kpi.id}


class TestData:
    def test_it_is_a_row_a_kpi_and_month_sorted(self, book: openpyxl.Workbook) -> None:
        sheet = book["Data"]
        expected = [
            (kpi.id, datetime.fromisoformat(f"{month.period_iso}-01"))
            for kpi in known_view().kpis
            for month in kpi.history
        ]
        found = [
            (sheet.cell(r, 1).value, sheet.cell(r, 5).value) for r in range(2, sheet.max_row + 1)
        ]
        assert found == expected
        for kpi_id in {kpi_id for kpi_id, _ in found}:
            months = [month for one, month in found if one == kpi_id]
            assert months == sorted(months)

    def test_its_figures_are_those_of_the_view(self, book: openpyxl.Workbook) -> None:
        sheet = book["Data"]
        months = [month for kpi in known_view().kpis for month in kpi.history]
        for row, month in enumerate(months, start=2):
            figures = {6: month.actual, 7: month.target, 10: month.prior_year}
            for column, figure in figures.items():
                # The file holds sixteen significant digits, one more than Excel counts with.
                written, value = sheet.cell(row, column).value, figure.excel_value
                assert written == (value if value is None else pytest.approx(value, rel=1e-15))
            note = "to come" if month.future else "provisional" if month.provisional else None
            assert sheet.cell(row, 11).value == note

    def test_it_is_a_native_table_with_defined_names(self, book: openpyxl.Workbook) -> None:
        sheet = book["Data"]
        table = sheet.tables["kpireport_data"]
        assert table.ref == f"A1:Y{sheet.max_row}"
        assert [column.name for column in table.tableColumns] == [c.value for c in sheet[1]]
        ends = {"data_kpi": "A", "data_period": "E", "data_actual": "F"}
        ends |= {"data_signal": "O", "data_budget": "P"}
        for name, letter in ends.items():
            place = f"Data!${letter}$2:${letter}${sheet.max_row}"
            assert book.defined_names[name].attr_text.replace("'", "") == place

    def test_sparklines_read_the_last_thirteen_months(self, data: bytes) -> None:
        sheet = parts(data, "xl/worksheets/sheet1.xml")["xl/worksheets/sheet1.xml"]
        ranges = [element.text or "" for element in sheet.iter(f"{FORMULA}f")]
        assert len(ranges) == len(known_view().kpis)
        for cells in ranges:
            found = re.fullmatch(r"'Data'!F(\d+):F(\d+)", cells)
            assert found is not None, cells
            assert int(found[2]) - int(found[1]) == 12


class TestSetUp:
    def test_no_cell_holds_a_formula(self, data: bytes) -> None:
        for name, sheet in parts(data, "xl/worksheets/sheet").items():
            assert list(sheet.iter(f"{MAIN}f")) == [], name

    def test_every_sheet_prints_landscape_one_page_wide_or_at_a_scale_of_its_own(
        self, book: openpyxl.Workbook
    ) -> None:
        for sheet in book:
            assert sheet.page_setup.orientation == "landscape"
            assert sheet.page_setup.paperSize == 9
            assert sheet.print_area
            if sheet.sheet_properties.pageSetUpPr.fitToPage:
                # Excel drops the breaks of a sheet that is fitted to pages.
                assert not sheet.row_breaks.brk and not sheet.col_breaks.brk
                assert sheet.page_setup.fitToWidth in (None, 1)
            else:
                assert 45 <= sheet.page_setup.scale < 100
            assert "Run 3f9a1c07b2de" in sheet.oddFooter.right.text
            assert sheet.freeze_panes or sheet.title == "Data quality"

    def test_long_sheets_repeat_their_heading(self, book: openpyxl.Workbook) -> None:
        assert {name: book[name].print_title_rows for name in ("Data", "KPIs")} == {
            "Data": "$1:$1",
            "KPIs": "$1:$4",
        }
        assert book["Summary"].print_title_rows

    def test_only_the_data_sheet_shows_its_grid(self, book: openpyxl.Workbook) -> None:
        shown = {sheet.title for sheet in book if sheet.sheet_view.showGridLines is not False}
        assert shown == {"Data"}

    def test_headers_and_footers_hold_any_text(self) -> None:
        view = replace(shop(), organisation="R&D " * 90, confidentiality="100 & more")
        book = reopened(render_xlsx(view))
        root = parts(render_xlsx(view), "xl/worksheets/sheet1")["xl/worksheets/sheet1.xml"]
        for element in (*root.iter(f"{MAIN}oddHeader"), *root.iter(f"{MAIN}oddFooter")):
            assert element.text is not None
            assert len(element.text) <= 255
            assert "&D" not in element.text.replace("&&", "")
        assert book["Summary"].oddFooter.left.text.strip() == "100 && more"

    def test_the_file_says_what_it_is(self, book: openpyxl.Workbook) -> None:
        view = known_view()
        assert book.properties.title == f"{view.organisation} – {view.title}"
        assert book.properties.creator == view.prepared_by
        assert book.properties.created == datetime(2026, 10, 31)
        assert {p.name: p.value for p in book.custom_doc_props.props} == {
            "kpireport_run": "3f9a1c07b2de"
        }

    def test_our_own_output_is_refused_as_input(self, data: bytes, tmp_path: Path) -> None:
        from kpireport.workbook import read_book

        path = tmp_path / "scorecard.xlsx"
        path.write_bytes(data)
        parsed, problems = read_book(path)
        assert parsed is None
        assert [problem.code[0] for problem in problems] == ["E"]


class TestSameBytes:
    @pytest.mark.parametrize("view", [shop(), shop("fr"), crowd(), bare()])
    def test_the_same_view_gives_the_same_bytes(self, view: ReportView) -> None:
        assert render_xlsx(view) == render_xlsx(view)

    @pytest.mark.parametrize("seed", ["1", "2"])
    def test_another_process_writes_the_same_bytes(
        self, seed: str, repository: Path, data: bytes
    ) -> None:
        code = (
            "import hashlib\n"
            "from kpireport.render.excel import render_xlsx\n"
            "from tests.render.workbooks import known_view\n"
            "print(hashlib.sha256(render_xlsx(known_view())).hexdigest())"
        )
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(repository), "TZ": "Asia/Tokyo"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, check=True
        )
        assert done.stdout.decode().strip() == hashlib.sha256(data).hexdigest()


DANGEROUS = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    '=HYPERLINK("http://example.org";"x")',
    "{=1+1}",
    "http://example.org/",
    "mailto:somebody@example.org",
    "internal:Data!A1",
    "external:c:\\temp\\x.xlsx",
    "\\\\server\\share\\x.xlsx",
    "file:///etc/passwd",
    "'quoted",
    "0123",
    "1e5",
    "_x0041_",
]


class TestTextIsText:
    @pytest.mark.parametrize("text", DANGEROUS)
    def test_text_from_the_workbook_is_never_a_formula_or_a_link(self, text: str) -> None:
        data = render_xlsx(view_of_texts(text))
        for name, part in parts(data, "xl/worksheets/").items():
            assert list(part.iter(f"{MAIN}f")) == [], name
            for link in part.iter(f"{MAIN}hyperlink"):
                assert (link.get("location") or "").startswith(("'KPIs'!", "'Summary'!"))
        for name, part in parts(data, "xl/").items():
            if name.endswith(".rels"):
                assert [one for one in part if one.get("TargetMode") == "External"] == [], name
        book = reopened(data)
        found = [cell for sheet in book for row in sheet for cell in row if cell.value == text]
        assert len(found) > 20
        assert {cell.data_type for cell in found} == {"s"}

    @pytest.mark.parametrize(
        ("text", "stored"),
        [
            ("bell \x07 and tab\t.", "bell  and tab\t."),
            ("vertical\x0btab", "verticaltab"),
            ("two\r\nlines", "two\nlines"),
            ("half \ud83d", "half \N{REPLACEMENT CHARACTER}"),
            ("<b>&amp;\"'", "<b>&amp;\"'"),
            ("\N{PILE OF POO} é 漢字 עברית", "\N{PILE OF POO} é 漢字 עברית"),
        ],
    )
    def test_any_character_leaves_a_well_formed_file(self, text: str, stored: str) -> None:
        data = render_xlsx(view_of_texts(text))
        assert len(parts(data)) > 15
        values = [cell.value for row in reopened(data)["Data"]["A2:D2"] for cell in row]
        assert values == [stored] * 4

    def test_a_text_longer_than_a_cell_is_cut_with_a_mark(self) -> None:
        data = render_xlsx(view_of_texts("word " * 8000))
        book = reopened(data)
        sheet = book["Method"]
        longest = max(len(str(cell.value)) for row in sheet for cell in row)
        assert longest == 32_767
        assert {str(c.value)[-1] for row in sheet for c in row if len(str(c.value)) > 32_000} == {
            "…"
        }

    def test_hostile_texts_and_colours_do_no_harm(self) -> None:
        assert len(parts(render_xlsx(hostile()))) > 15


def test_a_report_without_figures_still_opens() -> None:
    book = reopened(render_xlsx(bare()))
    assert [cell.value for row in book["Data"]["A2:L9"] for cell in row] == [None] * 96
    assert row_of(book["KPIs"], "Something") > 4
    assert book["Data quality"]["B5"].value == "No problem was found in the workbook."
