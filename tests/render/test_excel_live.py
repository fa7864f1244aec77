"""The live model: LibreOffice computes every formula from scratch and finds what Python found.

Python's side is ``build_scorecard`` for the month that is chosen; the formulas know nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.family import family_cells
from tests.compute import books
from tests.render import live_books as live
from tests.render.generated_books import family_book
from tests.render.live_compared import blocks_differences, summary_differences
from tests.render.live_library import MISSING, NAMES, is_here, made, opened
from tests.sweeps import SWEEPING

pytestmark = pytest.mark.xdist_group("libreoffice")

MONTHS: Mapping[str, int] = {} if SWEEPING else {"lirr": 0, "family": 0, "hostile": 0}
USUAL = 23 if SWEEPING else 1
"""How many months before the report's own are chosen in each book: all of them in `make prove`."""

CALCULATED = {
    *("ABS", "AND", "AVERAGE", "AVERAGEIFS", "COUNT", "COUNTIFS", "IF", "INDEX", "LOOKUP"),
    *("IFERROR", "ISNUMBER", "MATCH", "MAX", "MIN", "MOD", "MONTH", "N", "OR", "ROW", "ROWS"),
    *("SUM", "SUMIFS", "SUMPRODUCT", "YEAR"),
}
"""All the functions there are: Excel 2010 has them, and none recalculates at every keystroke."""


@pytest.fixture(scope="session")
def all_written(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, live.Written]:
    """Every workbook, with the months to choose, written and recalculated in one run."""
    if not live.available():
        pytest.skip("LibreOffice is needed")
    folder = tmp_path_factory.mktemp("live")
    found: dict[str, live.Written] = {}
    for name in filter(is_here, NAMES):
        view, data = made(name)
        found[name] = live.write(view, data, folder / f"{name}.xlsx", MONTHS.get(name, USUAL))
    live.recalculate([path for each in found.values() for path in each.files], folder)
    return found


@pytest.fixture(params=NAMES)
def written(
    all_written: Mapping[str, live.Written], request: pytest.FixtureRequest
) -> live.Written:
    if request.param not in all_written:
        pytest.skip(MISSING)
    return all_written[request.param]


def test_every_formula_comes_to_the_value_that_python_wrote_beside_it(
    written: live.Written,
) -> None:
    path = written.path
    ours, theirs = live.values(path), live.recalculated(path)
    cells = list(live.formulas(opened(path.stem)))
    assert len(cells) > 1000
    wrong = [
        (sheet, place, ours[sheet][place].value, theirs[sheet][place].value)
        for sheet, place, _ in cells
        if not live.same(ours[sheet][place].value, theirs[sheet][place].value)
    ]
    assert wrong == []


def test_the_month_and_its_totals_have_one_number_of_decimals() -> None:
    # In some month a total of "Sickness absence" has an attainment of 94.9995 %, beside 95 %.
    sheet = opened("ecommerce")["KPIs"]
    blocks: list[list[list[str]]] = []
    for label, *figures in sheet.iter_rows(min_col=2, max_col=7):
        window = WINDOW.search(str(label.value))
        if window is not None:
            blocks += [[]] if window[1] == "month" else []
            blocks[-1].append([cell.number_format for cell in figures])
    formats = [
        {code for code in column if code != "General"}
        for block in blocks
        for column in zip(*block, strict=True)
    ]
    assert len(blocks) == 17
    assert max(map(len, formats)) == 1


WINDOW = re.compile(r"told_(month|qtd|ytd|r12|fy)_label")


def test_another_month_gives_what_python_reports_for_it(written: live.Written) -> None:
    """Column by column on the Calculation sheet. What is counted as checked comes from the month's
    own scorecard; positions and counts on the way have twins of the workbook's own."""
    checked, wrong = 0, []
    for place, path in enumerate(written.files):
        expected = written.expected(place)
        sheet = live.recalculated(path)[expected.sheet]
        for kpi_id, cells in expected.cells.items():
            for cell in cells:
                if not cell.formula or cell.key == "told_row":
                    continue
                compared = expected.cell(kpi_id, cell.key.split("_")[0] + "_compared")
                scale = compared.value if compared is not None else None
                found = sheet[expected.address(kpi_id, cell.key).replace("$", "")].value
                checked += _is_reported(cell)
                about = float(scale) if isinstance(scale, (int, float)) else 1.0
                if not live.same(found, cell.value, about):
                    wrong.append((path.name, kpi_id, cell.key, found, cell.value))
        for number, (_, cells) in enumerate(expected.groups):
            for cell in cells:
                row, column = expected.group_row(number), expected.group_column(cell.key)
                found = sheet.cell(row + 1, column + 1).value
                if not live.same(found, cell.value):
                    wrong.append((path.name, str(number), cell.key, found, cell.value))
        for number, pair in enumerate(expected.family.pairs):
            for cell in family_cells(expected.family, *pair):
                row, column = expected.family_row(number), expected.family_column(cell.key)
                found = sheet.cell(row + 1, column + 1).value
                if not live.same(found, cell.value):
                    wrong.append((path.name, pair[1], cell.key, found, cell.value))
    assert wrong == []
    assert checked > 5 * len(written.files) * len(written.view.kpis)


def _is_reported(cell: Cell) -> bool:
    """Whether the cell's twin is a figure of a scorecard."""
    own = ("_outside", "_bound", "_now")
    counted = cell.kind in (Kind.COUNT, Kind.WEIGHT, Kind.TEXT)
    return not counted and not cell.key.endswith(own) and not cell.key.startswith("child_")


def test_no_month_brings_an_error(written: live.Written) -> None:
    wrong = [
        (path.name, sheet.title, cell.coordinate, cell.value)
        for path in written.files
        for sheet in live.recalculated(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or str(cell.value).startswith(("#", "Err:"))
    ]
    assert wrong == []


def test_both_sheets_say_cell_by_cell_what_the_chosen_month_s_report_says(
    written: live.Written,
) -> None:
    model = written.view.live
    assert model is not None
    for view, path in zip(model.views, written.files, strict=False):
        summary, blocks = live.recalculated(path).worksheets[:2]
        wrong = [*summary_differences(view, summary), *blocks_differences(view, blocks)]
        assert wrong == [], path.name


def test_nothing_is_volatile_and_nothing_needs_the_newest_excel(written: live.Written) -> None:
    called = {
        name
        for _, _, formula in live.formulas(opened(written.path.stem))
        for name in live.functions(formula)
    }
    assert called <= CALCULATED


def test_a_month_can_be_chosen_from_a_list(all_written: Mapping[str, live.Written]) -> None:
    path = all_written["ecommerce"].path
    book = opened(path.stem)
    rules = book.worksheets[0].data_validations.dataValidation
    assert [(str(rule.sqref), rule.type, rule.formula1) for rule in rules] == [
        (live.chosen_cell(path), "list", "periods")
    ]
    place = book.defined_names["periods"].attr_text
    sheet, cells = place.replace("'", "").split("!")
    months = [cell.value.strftime("%Y-%m") for (cell,) in book[sheet][cells.replace("$", "")]]
    assert (months[0], months[-1], len(months)) == ("2026-10", "2024-11", 24)


def test_no_formula_grows_with_the_number_of_children() -> None:
    """Excel takes 8,192 characters and 255 arguments; all 300 children stand in a table instead."""
    _, view = live.report(family_book(300))
    assert view.live is not None
    model = LiveBook(view.live, "Calculation", dict.fromkeys(view.live.results, 1))
    formulas = [
        model.written(kpi_id, cell.formula) for kpi_id, row in model.cells.items() for cell in row
    ]
    assert len(model.family.pairs) == 300 + 303
    assert max(map(len, formulas)) < 1000
    assert max(formula.count(",") for formula in formulas) < 50


def test_a_month_without_any_figure_is_left_out_of_the_list_and_no_other() -> None:
    figures = books.months("2026-01", 10.0, 11.0, None, 13.0, 14.0)
    counted = books.kpi("K", aggregation="sum", direction="higher")
    gapped = books.book(books.row(counted, figures))
    _, view = live.report(gapped)
    assert view.live is not None
    chosen = [str(card.period) for card in view.live.cards]
    assert chosen == ["2026-05", "2026-04", "2026-02", "2026-01"]
