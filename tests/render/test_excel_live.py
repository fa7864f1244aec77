"""The live model: LibreOffice computes every formula from scratch and finds what Python found.

Python's side is ``build_scorecard`` for the month that is chosen; the formulas know nothing of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from kpireport.pipeline import read_book
from tests.compute import books
from tests.render import live_books as live
from tests.render.generated_books import generated_book
from tests.render.workbooks import reopened

pytestmark = pytest.mark.xdist_group("libreoffice")

_LONG = int(os.environ.get("SWEEP_FACTOR", "1")) > 1
SAMPLES = {"ecommerce": 23, "retail_fr": 23} if _LONG else {"ecommerce": 4, "retail_fr": 1}
"""The sample books, and how many months before the report's own are chosen in each: every one of
them in ``make prove``."""
SEEDS = tuple(range(1, 11)) if _LONG else (2,)
MONTHS_OF_GENERATED = 8 if _LONG else 1
"""The same for generated books."""


@pytest.fixture(scope="session")
def written(
    tmp_path_factory: pytest.TempPathFactory, repository: Path
) -> Mapping[str, live.Written]:
    """Every workbook, with the months to choose, written and recalculated."""
    if not live.available():
        pytest.skip("LibreOffice is needed")
    folder = tmp_path_factory.mktemp("live")
    found: dict[str, live.Written] = {}
    for name, months in SAMPLES.items():
        book, _ = read_book(repository / "samples" / f"{name}.xlsx")
        assert book is not None
        _, view = live.report(book)
        found[name] = live.write(view, folder, name, months)
    for seed in SEEDS:
        _, view = live.report(generated_book(seed))
        found[f"seed{seed}"] = live.write(view, folder, f"seed{seed}", MONTHS_OF_GENERATED)
    files = [path for each in found.values() for path in each.files]
    live.recalculate(files, folder)
    return found


NAMES = (*SAMPLES, *(f"seed{seed}" for seed in SEEDS))


@pytest.mark.parametrize("name", NAMES)
def test_every_formula_comes_to_the_value_that_python_wrote_beside_it(
    written: Mapping[str, live.Written], name: str
) -> None:
    path = written[name].path
    ours, theirs = live.values(path), live.recalculated(path)
    cells = list(live.formulas(reopened(path.read_bytes())))
    assert len(cells) > 1000
    wrong = [
        (sheet, place, ours[sheet][place].value, theirs[sheet][place].value)
        for sheet, place, _ in cells
        if not live.same(ours[sheet][place].value, theirs[sheet][place].value)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_another_month_gives_what_python_reports_for_it(
    written: Mapping[str, live.Written], name: str
) -> None:
    checked, wrong = 0, []
    for place, path in enumerate(written[name].files):
        expected = written[name].expected(place)
        sheet = live.recalculated(path)[expected.sheet]
        for kpi_id, cells in expected.cells.items():
            for cell in cells:
                if not cell.formula or cell.key == "told_row":
                    continue
                compared = expected.cell(kpi_id, cell.key.split("_")[0] + "_compared")
                scale = compared.value if compared is not None else None
                found = sheet[expected.address(kpi_id, cell.key).replace("$", "")].value
                checked += 1
                about = float(scale) if isinstance(scale, (int, float)) else 1.0
                if not live.same(found, cell.value, about):
                    wrong.append((path.name, kpi_id, cell.key, found, cell.value))
        for number, (_, cells) in enumerate(expected.groups):
            for cell in cells:
                row, column = expected.group_row(number), expected.group_column(cell.key)
                found = sheet.cell(row + 1, column + 1).value
                if not live.same(found, cell.value):
                    wrong.append((path.name, number, cell.key, found, cell.value))
    assert checked > 1000
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_no_month_brings_an_error(written: Mapping[str, live.Written], name: str) -> None:
    wrong = [
        (path.name, sheet.title, cell.coordinate, cell.value)
        for path in written[name].files
        for sheet in live.recalculated(path)
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or str(cell.value).startswith(("#", "Err:"))
    ]
    assert wrong == []


@pytest.mark.parametrize("name", SAMPLES)
def test_the_summary_says_what_the_chosen_month_s_report_says(
    written: Mapping[str, live.Written], name: str
) -> None:
    """Sentences, statuses and figures of the first sheet against that month's own view."""
    each = written[name]
    model = each.view.live
    assert model is not None
    for place, path in enumerate(each.files):
        view = model.views[place]
        sheet = live.recalculated(path).worksheets[0]
        cells = {cell.value for row in sheet.iter_rows() for cell in row}
        missing = [text for text in view.headlines if text not in cells]
        missing += [
            line.sentence for line in (*view.attention, *view.wins) if line.sentence not in cells
        ]
        missing += [count.count for count in view.counts if count.count not in cells]
        assert missing == [], path.name
        for kpi in view.kpis:
            row = next(
                r
                for r in sheet.iter_rows(min_row=30)
                if r[1].value == kpi.name and r[5].value is not None
            )
            assert row[11].value == kpi.status.label, (path.name, kpi.id)
            actual = kpi.month.actual
            shown = actual.text if actual.excel_value is None else actual.excel_value
            assert live.same(row[5].value, shown), (path.name, kpi.id)


def test_a_month_can_be_chosen_from_a_list(written: Mapping[str, live.Written]) -> None:
    path = written["ecommerce"].path
    book = reopened(path.read_bytes())
    rules = book.worksheets[0].data_validations.dataValidation
    assert [(str(rule.sqref), rule.type, rule.formula1) for rule in rules] == [
        (live.chosen_cell(path), "list", "periods")
    ]
    place = book.defined_names["periods"].attr_text
    sheet, cells = place.replace("'", "").split("!")
    months = [cell.value.strftime("%Y-%m") for (cell,) in book[sheet][cells.replace("$", "")]]
    assert (months[0], months[-1], len(months)) == ("2026-10", "2024-11", 24)


def test_nothing_is_volatile_and_nothing_needs_the_newest_excel(
    written: Mapping[str, live.Written],
) -> None:
    """Functions that Excel 2010 lacks, or that recalculate at every keystroke, are not used."""
    unwanted = (
        *("OFFSET(", "INDIRECT(", "NOW(", "TODAY(", "RAND", "MINIFS(", "MAXIFS(", "XLOOKUP("),
        *("FILTER(", "LET(", "TEXTJOIN(", "IFS(", "SWITCH(", "CONCAT(", "_xlfn", "_xlws"),
    )
    allowed = ("COUNTIFS(", "SUMIFS(", "AVERAGEIFS(")
    for _, place, formula in live.formulas(reopened(written["seed2"].path.read_bytes())):
        plain = formula
        for name in allowed:
            plain = plain.replace(name, "")
        assert not [word for word in unwanted if word in plain], (place, formula)
        assert len(formula) < 8192


def test_a_month_without_any_figure_is_left_out_of_the_list_and_no_other() -> None:
    figures = books.months("2026-01", 10.0, 11.0, None, 13.0, 14.0)
    counted = books.kpi("K", aggregation="sum", direction="higher")
    gapped = books.book(books.row(counted, figures))
    _, view = live.report(gapped)
    assert view.live is not None
    chosen = [str(card.period) for card in view.live.cards]
    assert chosen == ["2026-05", "2026-04", "2026-02", "2026-01"]
