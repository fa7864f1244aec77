"""The article's goals as a workbook: read from a real file, computed, every month worked by hand.

"Raise e-commerce sales by 40 % in 12 months, cut cart abandonment by 10 % in 3 months, raise the
average order by $15 in two quarters, acquisition cost −20 % in 3 months, e-mail open rate +15 % in
4 months, be carbon neutral by a date." The report is of December 2026; the goals start in 2027.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.goal import GoalPath
from kpireport.model.period import Period
from kpireport.model.problem import Severity
from kpireport.model.reason import Reason
from kpireport.model.scorecard import HistoryPoint, KpiResult, Scorecard
from kpireport.workbook import read_book

YEAR = [f"2026-{month:02d}" for month in range(1, 13)]

# ID, Name, Unit, Direction, Aggregation, Frequency; then the figures of 2026.
KPIS: list[tuple[str, str, str, str, str, str, list[float | None]]] = [
    # 50 + 60 + 70 + 60 + 80 + 90 + 100 + 90 + 110 + 120 + 170 + 200 = 1200, a mean of 100.
    ("SALES", "E-commerce sales", "k$", "higher", "sum", "monthly",
     [50, 60, 70, 60, 80, 90, 100, 90, 110, 120, 170, 200]),
    ("STEADY", "E-commerce sales, steady", "k$", "higher", "sum", "monthly",
     [50, 60, 70, 60, 80, 90, 100, 90, 110, 120, 170, 200]),
    ("CART", "Cart abandonment", "%", "lower", "mean", "monthly",
     [72, 71, 73, 72, 71, 70, 71, 70, 72, 71, 71, 70]),
    ("ORDER", "Average order", "$", "higher", "mean", "monthly",
     [80, 81, 82, 83, 82, 84, 83, 84, 84, 85, 84, 85]),
    ("ORDERQ", "Average order by quarter", "$", "higher", "mean", "quarterly",
     [None, None, 81, None, None, 83, None, None, 84, None, None, 85]),
    ("COST", "Customer acquisition cost", "$", "lower", "mean", "monthly",
     [48, 47, 46, 47, 46, 45, 46, 45, 46, 45, 46, 45]),
    ("OPEN", "E-mail open rate", "%", "higher", "mean", "monthly",
     [19, 19.5, 20, 19, 20, 20.5, 20, 19.5, 20, 20, 19.5, 20]),
    ("CARBON", "Carbon emissions", "t", "lower", "last", "monthly",
     [500, 500, 490, 490, 485, 485, 480, 485, 480, 480, 482, 480]),
]  # fmt: skip

# KPI, Change (as Excel stores what was typed) with its number format, Level, Start, By, Path.
GOALS: list[tuple[str, float | str | None, str, float | None, str, str, str | None]] = [
    ("SALES", 0.4, "0%", None, "2027-01", "2027-12", None),
    ("STEADY", "+40%", "@", None, "2027-01", "2027-12", "linear"),
    ("CART", -0.1, "0%", None, "2027-01", "2027-03", None),
    ("ORDER", 15, "General", None, "Q1 2027", "Q2 2027", None),
    ("ORDERQ", 15, "General", None, "Q1 2027", "Q2 2027", None),
    ("COST", -0.2, "0.0%", None, "2027-01", "2027-03", None),
    ("OPEN", "+15 %", "@", None, "2027-01", "2027-04", None),
    ("CARBON", None, "General", 0, "2027-01", "2027-12", None),
]


def workbook(path: Path, more: dict[str, list[float | None]] | None = None) -> Path:
    """The workbook as a user would type it; ``more`` are figures from January 2027 on."""
    later = more or {}
    months = YEAR + [
        f"2027-{m:02d}" for m in range(1, 1 + max(map(len, later.values()), default=0))
    ]
    book = openpyxl.Workbook()
    kpis, actuals, goals = book.active, book.create_sheet("Actuals"), book.create_sheet("Goals")
    assert kpis is not None
    kpis.title = "KPIs"
    kpis.append(["ID", "Name", "Unit", "Direction", "Aggregation", "Frequency"])
    actuals.append(["KPI", *months])
    for *definition, figures in KPIS:
        kpis.append(definition)
        actuals.append([definition[0], *figures, *later.get(definition[0], [])])
    goals.append(["KPI", "Change", "Level", "Start", "By", "Path"])
    for kpi, change, number_format, *rest in GOALS:
        goals.append([kpi, change, *rest])
        goals.cell(goals.max_row, 2).number_format = number_format
    book.save(path)
    return path


def scorecard(path: Path, period: str = "2026-12") -> Scorecard:
    book, problems = read_book(path)
    assert book is not None
    assert [p.code for p in problems if p.severity is not Severity.HINT] == []
    return build_scorecard(book, Period.parse(period), problems)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Scorecard:
    """The report of December 2026, the month before every goal starts."""
    return scorecard(workbook(tmp_path_factory.mktemp("article") / "goals.xlsx"))


def promised(result: KpiResult) -> list[HistoryPoint]:
    return [point for point in result.history if point.goal_target]


def targets(card: Scorecard, kpi: str) -> list[float | None]:
    return [point.measure.target for point in promised(card.kpi(kpi))]


def test_sales_by_season(before: Scorecard) -> None:
    # Each month of 2026 × 1.4.
    expected = [
        70,  # January   50 × 1.4
        84,  # February  60 × 1.4
        98,  # March     70 × 1.4
        84,  # April     60 × 1.4
        112,  # May      80 × 1.4
        126,  # June     90 × 1.4
        140,  # July    100 × 1.4
        126,  # August   90 × 1.4
        154,  # September 110 × 1.4
        168,  # October 120 × 1.4
        238,  # November 170 × 1.4
        280,  # December 200 × 1.4
    ]
    assert targets(before, "SALES") == pytest.approx(expected)
    assert sum(expected) == 1680  # 1200 × 1.4: the goal itself
    told = before.kpi("SALES").goal
    assert told is not None
    assert told.path is GoalPath.SEASONAL
    assert told.reason == Reason("goal_not_started", {"start": Period(2027, 1)})


def test_sales_by_monthly_steps(before: Scorecard) -> None:
    # Mean month 100, c = 0.4, N = 12: T_k = 100 × (1 + 0.8·k/13), a step of 80/13 = 6.153846….
    expected = [
        106.153846,  # 100 +  80/13
        112.307692,  # 100 + 160/13
        118.461538,  # 100 + 240/13
        124.615385,  # 100 + 320/13
        130.769231,  # 100 + 400/13
        136.923077,  # 100 + 480/13
        143.076923,  # 100 + 560/13
        149.230769,  # 100 + 640/13
        155.384615,  # 100 + 720/13
        161.538462,  # 100 + 800/13
        167.692308,  # 100 + 880/13
        173.846154,  # 100 + 960/13
    ]
    found = targets(before, "STEADY")
    assert found == pytest.approx(expected, abs=1e-6)
    # 1200 + (80/13) × 78 = 1200 + 480: the months together make the 40 %.
    assert sum(value or 0 for value in found) == pytest.approx(1680)


@pytest.mark.parametrize(
    ("kpi", "expected"),
    [
        # B = 70, T_end = 70 × 0.9 = 63 (relative, not 60), a third of −7 a month.
        ("CART", [67.666667, 65.333333, 63]),
        # B = 85, T_end = 100; two quarters are six months: 2.5 a month.
        ("ORDER", [87.5, 90, 92.5, 95, 97.5, 100]),
        # The same promise of a quarterly KPI: 7.5 a quarter.
        ("ORDERQ", [92.5, 100]),
        # B = 45, T_end = 45 × 0.8 = 36: −3 a month.
        ("COST", [42, 39, 36]),
        # B = 20, T_end = 20 × 1.15 = 23 percent: +0.75 points a month.
        ("OPEN", [20.75, 21.5, 22.25, 23]),
        # B = 480, T_end = 0: −40 t a month.
        ("CARBON", [440, 400, 360, 320, 280, 240, 200, 160, 120, 80, 40, 0]),
    ],
)
def test_the_way_to_each_goal(before: Scorecard, kpi: str, expected: list[float]) -> None:
    assert targets(before, kpi) == pytest.approx(expected, abs=1e-6)


def test_the_quarters_stand_in_their_last_months(before: Scorecard) -> None:
    months = [str(point.period) for point in promised(before.kpi("ORDERQ"))]
    assert months == ["2027-03", "2027-06"]


@pytest.mark.parametrize("kpi", [row[0] for row in KPIS])
def test_each_target_names_the_goals_cell_and_what_it_starts_from(
    before: Scorecard, kpi: str
) -> None:
    row = [goal[0] for goal in GOALS].index(kpi) + 2
    column = "C" if kpi == "CARBON" else "B"
    first = promised(before.kpi(kpi))[0]
    cells = [(cell.role, str(cell.ref)) for cell in first.cells if cell.role in ("goal", "base")]
    place = [each[0] for each in KPIS].index(kpi) + 2
    bases = {
        "SALES": [f"B{place}"],  # January 2026
        "STEADY": [f"{letter}{place}" for letter in "BCDEFGHIJKLM"],  # the twelve months
    }.get(kpi, [f"M{place}"])  # December 2026, the last closed month
    assert cells == [
        ("goal", f"Goals!{column}{row}"),
        *(("base", f"Actuals!{address}") for address in bases),
    ]


def test_half_way_through(tmp_path: Path) -> None:
    more: dict[str, list[float | None]] = {
        "SALES": [70, 90, 98],  # 258 of 252 wanted; 180 a year before
        "CART": [68, 66, 63.7],
        "ORDER": [86, 90, 94],
        "ORDERQ": [None, None, 91],
        "COST": [44, 43, 42],
        "OPEN": [20, 21, 22],
        "CARBON": [450, 410, 360],
    }
    card = scorecard(workbook(tmp_path / "goals.xlsx", more), "2027-03")

    def told(kpi: str) -> tuple[Any, ...]:
        goal = card.kpi(kpi).goal
        assert goal is not None
        return goal.progress, goal.elapsed, goal.pace

    # (258 − 180)/(252 − 180) = 78/72 of the change, in 3 of 12 months; no pace by season.
    assert told("SALES") == (pytest.approx(78 / 72), 0.25, None)
    # (63.7 − 70)/(63 − 70) = 0.9 at the end: not reached.
    assert told("CART") == (pytest.approx(0.9), 1, pytest.approx(0.9))
    # (94 − 85)/15 = 0.6 of the way at half of the time.
    assert told("ORDER") == (pytest.approx(0.6), 0.5, pytest.approx(1.2))
    # (91 − 85)/15 = 0.4 after one quarter of two.
    assert told("ORDERQ") == (pytest.approx(0.4), 0.5, pytest.approx(0.8))
    # (42 − 45)/(36 − 45) = 1/3 at the end.
    assert told("COST") == (pytest.approx(1 / 3), 1, pytest.approx(1 / 3))
    # (22 − 20)/3 = 2/3 of the way at 3/4 of the time.
    assert told("OPEN") == (pytest.approx(2 / 3), 0.75, pytest.approx(8 / 9))
    # (360 − 480)/(0 − 480) = 1/4 at a quarter of the time.
    assert told("CARBON") == (pytest.approx(0.25), 0.25, pytest.approx(1))
    achieved = card.kpi("SALES").goal
    assert achieved is not None
    assert achieved.achieved_change == pytest.approx(78 / 180)  # +43.3 % of +40 %


def test_what_holds_after_a_goal(tmp_path: Path) -> None:
    more: dict[str, list[float | None]] = {row[0]: [row[6][-1]] * 12 for row in KPIS}
    more |= {"ORDERQ": [None, None, 85] * 4}
    card = scorecard(workbook(tmp_path / "goals.xlsx", more), "2027-12")
    # The cart's goal ended in March at 63, and 63 holds; the year's sales were the goal's.
    assert targets(card, "CART") == pytest.approx([67.666667, 65.333333, *[63] * 10], abs=1e-6)
    assert card.kpi("SALES").fiscal_year.measure.target == pytest.approx(1680)
    assert card.kpi("STEADY").fiscal_year.measure.target == pytest.approx(1680)
    assert card.kpi("SALES").ytd.measure.target == pytest.approx(1680)
