"""Real workbooks, with what they hold counted by openpyxl alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpireport.model.period import Period
from tests.workbook.books import read


def cells(path: Path, sheet: str) -> list[tuple[object, ...]]:
    return list(load_workbook(path)[sheet].iter_rows(min_row=2, values_only=True))


@pytest.mark.parametrize("sheet", ["Actuals", "Targets"])
def test_a_wide_workbook(real: Path, sheet: str) -> None:
    path = real / "mta" / "lirr.xlsx"
    book, problems = read(path)
    assert [problem for problem in problems if problem.code.startswith("E")] == []
    rows = cells(path, sheet)
    counts = {str(row[0]): sum(value is not None for value in row[1:]) for row in rows}
    found = book.actuals if sheet == "Actuals" else book.targets
    assert {kpi: len(series) for kpi, series in found.items()} == {
        kpi: count for kpi, count in counts.items() if count
    }
    assert len(book.kpis) == len(cells(path, "KPIs"))


@pytest.mark.parametrize("sheet", ["Actuals", "Targets"])
def test_a_long_workbook(real: Path, sheet: str) -> None:
    path = real / "mta" / "mnr_long.xlsx"
    book, problems = read(path)
    assert [problem for problem in problems if problem.code.startswith("E")] == []
    rows = cells(path, sheet)
    expected = {
        (str(row[0]), Period(row[1].year, row[1].month)): float(str(row[2]))
        for row in rows
        if row[2] is not None
    }
    found = {
        (kpi, period): figure.value
        for kpi, series in (book.actuals if sheet == "Actuals" else book.targets).items()
        for period, figure in series.items()
    }
    assert found == expected


def test_the_closed_month_and_later_figures(real: Path) -> None:
    book, problems = read(real / "mta" / "lirr.xlsx")
    assert book.settings.closed_through == Period(2011, 4)
    late = [p for p in problems if p.code == "W611"]
    rows = cells(real / "mta" / "lirr.xlsx", "Actuals")
    header = next(
        load_workbook(real / "mta" / "lirr.xlsx")["Actuals"].iter_rows(max_row=1, values_only=True)
    )
    after = [i for i, month in enumerate(header) if i and (month.year, month.month) > (2011, 4)]
    count = sum(row[i] is not None for row in rows for i in after)
    assert [p.params["count"] for p in late] == [count]


@pytest.mark.parametrize("name", ["ecommerce.xlsx", "retail_fr.xlsx"])
def test_the_samples_have_neither_errors_nor_warnings(repository: Path, name: str) -> None:
    _, problems = read(repository / "samples" / name)
    assert [problem for problem in problems if problem.code[0] in "EW"] == []
