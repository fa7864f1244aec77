"""Single actuals a thousandfold from their row. The factors are worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import SOUND, Rows, places, read, write


def problems_of(path: Path, *figures: float | None, unit: str = "€") -> list[tuple[str, str, str]]:
    months = [f"2026-{month:02d}" for month in range(1, len(figures) + 1)]
    kpis: Rows = [SOUND["KPIs"][0], ["REV", "Revenue", unit, "higher", "sum", None]]
    rows: Rows = [["KPI", *months], ["REV", *figures]]
    targets: Rows = [["KPI", "From", "Target"], ["REV", "2026-01", 10_000]]
    _, problems = read(write(path, SOUND | {"KPIs": kpis, "Actuals": rows, "Targets": targets}))
    return places(problems)


@pytest.mark.parametrize(
    ("figures", "cell"),
    [
        ((10_000, 12_000, 11, 13_000, 9_000), "D2"),  # 10,000 / 11 = 909
        ((10_000, 12_000, 4, 13_000, 9_000), "D2"),  # 2,500, the most that counts
        ((10_000, 12_000, 25, 13_000, 9_000), "D2"),  # 400, the least
        ((-10_000, -12_000, -11, -13_000, -9_000), "D2"),
        ((10.1, 12.2, 11_000, 13.3, 9.4), "D2"),
        ((10_000, 12_000, 0.01, 13_000, 9_000), "D2"),  # a million
    ],
)
def test_a_figure_a_thousandfold_off_is_named(
    tmp_path: Path, figures: tuple[float, ...], cell: str
) -> None:
    found = problems_of(tmp_path / "book.xlsx", *figures)
    assert ("W518", "Actuals", cell) in found


@pytest.mark.parametrize(
    "figures",
    [
        (10_000, 12_000, 26, 13_000, 9_000),  # 10,000 / 26 = 385: a leap, no change of unit
        (10_000, 12_000, 3.9, 13_000, 9_000),
        (10_000, 12_000, 11, 13_000),  # three others are too few
        (10_000, 300, 11, 13_000, 9_000),  # the others lie 43 times apart
        (10, 12, 11, 12_000, 13_000, 11_000),  # of as many nobody is odd
        (10_000, 12_000, 0, 13_000, 9_000),
    ],
)
def test_other_leaps_are_not(tmp_path: Path, figures: tuple[float, ...]) -> None:
    found = problems_of(tmp_path / "book.xlsx", *figures)
    assert [place for place in found if place[0] == "W518"] == []


def test_percentages_have_a_check_of_their_own(tmp_path: Path) -> None:
    found = problems_of(tmp_path / "book.xlsx", 80, 82, 0.08, 81, 83, unit="% (0-100)")
    assert [place for place in found if place[0] == "W518"] == []
