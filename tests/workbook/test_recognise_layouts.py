"""The same figures in every layout: whatever a sheet looks like, it says the same.

The truth is a table of random numbers; each layout writes it in its own way, and what is read
must be that table. Names are such that a role, a month or a total could be seen in them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from kpireport.model.period import Period
from kpireport.workbook import read_book
from tests.sweeps import FACTOR
from tests.workbook.books import Value, write

NAMES = (
    *("Revenue", "Customer growth", "Total costs", "Plan members", "Market share", "Out of stock"),
    *("Réclamations", "Umsatz", "Set-up time", "Contract", "N° of calls", "Real estate"),
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Truth = dict[tuple[str, str, int], float]
Grid = list[list[Value]]
ROLES = ("Actual", "Target")


def months_of(truth: Truth) -> list[int]:
    return sorted({month for _, _, month in truth})


def names_of(truth: Truth) -> list[str]:
    return list(dict.fromkeys(name for name, _, _ in truth))


def label(month: int) -> str:
    return f"{MONTHS[month - 1]} 2026"


def suffixes(truth: Truth) -> Grid:
    rows: Grid = [["KPI", *map(label, months_of(truth))]]
    for name in names_of(truth):
        for role in ROLES:
            figures = [truth[name, role, month] for month in months_of(truth)]
            rows.append([f"{name} {role}", *figures])
    return rows


def groups_of_columns(truth: Truth) -> Grid:
    top: list[Value] = [None]
    second: list[Value] = ["KPI"]
    for month in months_of(truth):
        top += [label(month), None, None]
        second += [*ROLES, "Var"]
    rows: Grid = [["Report"], [], top, second]
    for name in names_of(truth):
        row: list[Value] = [name]
        for month in months_of(truth):
            one, two = (truth[name, role, month] for role in ROLES)
            row += [one, two, one - two]
        rows.append(row)
    return rows


def groups_of_months(truth: Truth) -> Grid:
    months = months_of(truth)
    gap: list[Value] = [None] * (len(months) - 1)
    rows: Grid = [[None, "Actual", *gap, "Target", *gap]]
    rows.append(["KPI", *map(label, months), *map(label, months)])
    for name in names_of(truth):
        rows.append([name, *(truth[name, role, month] for role in ROLES for month in months)])
    return rows


def a_column_of_roles(truth: Truth) -> Grid:
    rows: Grid = [["KPI", "Scenario", *map(label, months_of(truth)), "Total"]]
    for name in names_of(truth):
        for role in ROLES:
            figures = [truth[name, role, month] for month in months_of(truth)]
            rows.append([name, role, *figures, sum(figures)])
    return rows


def rows_under_names(truth: Truth) -> Grid:
    rows: Grid = [[None, *map(label, months_of(truth))]]
    for name in names_of(truth):
        rows.append([name])
        for role in ROLES:
            rows.append([f"  {role}", *(truth[name, role, month] for month in months_of(truth))])
    return rows


def months_down(truth: Truth) -> Grid:
    top: list[Value] = [None]
    second: list[Value] = ["Month"]
    for name in names_of(truth):
        top += [name, None]
        second += ROLES
    rows: Grid = [top, second]
    for month in months_of(truth):
        figures = [truth[name, role, month] for name in names_of(truth) for role in ROLES]
        rows.append([f"2026-{month:02d}", *figures])
    return rows


def a_list(truth: Truth) -> Grid:
    rows: Grid = [["Year", "Month", "KPI", "Actual", "Target"]]
    for name in names_of(truth):
        for month in months_of(truth):
            figures = [truth[name, role, month] for role in ROLES]
            rows.append([2026, MONTHS[month - 1], name, *figures])
    return rows


def blocks(truth: Truth) -> Grid:
    rows: Grid = []
    for role in ROLES:
        rows += [[f"{role}s"], ["KPI", *map(label, months_of(truth))]]
        for name in names_of(truth):
            rows.append([name, *(truth[name, role, month] for month in months_of(truth))])
        rows += [[], ["Source: ledger"], []]
    return rows


LAYOUTS: tuple[Callable[[Truth], Grid], ...] = (
    suffixes,
    groups_of_columns,
    groups_of_months,
    a_column_of_roles,
    rows_under_names,
    months_down,
    a_list,
    blocks,
)


def random_truth(seed: int) -> Truth:
    dice = random.Random(seed)
    first = dice.randint(1, 6)
    months = range(first, first + dice.randint(2, 6))
    names = dice.sample(NAMES, dice.randint(2, 6))
    return {
        (name, role, month): round(dice.uniform(-50, 900), dice.choice((0, 1, 3)))
        for name in names
        for role in ROLES
        for month in months
    }


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_the_same_figures_in_every_layout(layout: Callable[[Truth], Grid], tmp_path: Path) -> None:
    for seed in range(8 * FACTOR):
        truth = random_truth(seed)
        book, problems = read_book(write(tmp_path / "book.xlsx", {"Data": layout(truth)}))
        assert book is not None, problems
        names = {kpi.id: kpi.id for kpi in book.kpis}
        found = {
            (names[kpi], role, period.month): figure.value
            for role, series in (("Actual", book.actuals), ("Target", book.targets))
            for kpi, months in series.items()
            for period, figure in months.items()
            if period.year == 2026
        }
        assert found == truth, (seed, [p for p in problems if p.code[0] in "EW"])
        assert Period(2026, months_of(truth)[0]) in book.actuals[names_of(truth)[0]]
