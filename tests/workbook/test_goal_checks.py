"""Goals that Excel stores, and goals that can't be what they say. Cells read off the tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.goal import GoalChangeKind
from kpireport.model.problem import Problem
from tests.workbook.books import SOUND, Rows, Shown, Value, places, read, write

TWO_YEARS = [f"{year}-{month:02d}" for year in (2025, 2026) for month in range(1, 13)]
COLUMNS: list[Value] = ["KPI", "Change", "Level", "Start", "By", "Path"]
Check = Callable[..., tuple[Problem, ...]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """A workbook of the KPI K with figures from January 2025 on and these goals; its problems."""

    def found(
        *goals: list[Value],
        values: list[Value] | None = None,
        definition: tuple[Value, ...] = ("€", "higher", "sum", "monthly"),
        more: dict[str, Rows] | None = None,
    ) -> tuple[Problem, ...]:
        sheets: dict[str, Rows] = {
            "KPIs": [["ID", "Unit", "Direction", "Aggregation", "Frequency"], ["K", *definition]],
            "Actuals": [["KPI", *TWO_YEARS], ["K", *(values or [500 + m for m in range(14)])]],
            "Targets": [["KPI", *TWO_YEARS]],
            "Goals": [COLUMNS, *goals],
        }
        _, problems = read(write(tmp_path / "book.xlsx", SOUND | sheets | (more or {})))
        for problem in problems:
            assert get_messages("en").problem(problem).message
            assert get_messages("fr").problem(problem).message
        return problems

    return found


@pytest.mark.parametrize(
    ("cell", "change", "kind"),
    [
        # What Excel keeps when +40%, -10 % or +15 is typed into a cell of the General format.
        (Shown(0.4, "0%"), 0.4, GoalChangeKind.SHARE),
        (Shown(-0.1, "0.00%"), -0.1, GoalChangeKind.SHARE),
        (Shown(0.125, "+0.0%;-0.0%"), 0.125, GoalChangeKind.SHARE),
        (Shown(15, "General"), 15.0, GoalChangeKind.UNIT),
        (Shown(15, "+0;-0"), 15.0, GoalChangeKind.UNIT),
        (Shown(15, "#,##0.00 €"), 15.0, GoalChangeKind.UNIT),
        # In a cell of the text format, or behind an apostrophe.
        ("+40%", 0.4, GoalChangeKind.SHARE),
        ("-10 %", -0.1, GoalChangeKind.SHARE),
        ("+12,5 %", 0.125, GoalChangeKind.SHARE),
        ("+15", 15.0, GoalChangeKind.UNIT),
        ("\u221220%", -0.2, GoalChangeKind.SHARE),
    ],
)
def test_a_change_as_excel_stores_it(
    tmp_path: Path, cell: Value, change: float, kind: GoalChangeKind
) -> None:
    rows: Rows = [COLUMNS, ["REV", cell, None, "2026-07", "2026-12"]]
    book, problems = read(write(tmp_path / "book.xlsx", SOUND | {"Goals": rows}))
    (goal,) = book.goals
    assert goal.change == pytest.approx(change)
    assert goal.change_kind is kind
    assert [p.code for p in problems if p.code[0] == "E"] == []


def test_a_seasonal_path_needs_a_percentage(check: Check) -> None:
    assert places(check(["K", 15, None, "2026-01", "2026-12", "seasonal"])) == [
        ("E821", "Goals", "B2")
    ]
    assert places(check(["K", None, 900, "2026-01", "2026-12", "seasonal"])) == [
        ("E821", "Goals", "C2")
    ]
    assert places(check(["K", "+15%", None, "2026-01", "2026-12", "seasonal"])) == []


def quarters(*values: float) -> list[Value]:
    return [v for value in values for v in (None, None, value)]


@pytest.mark.parametrize(
    ("start", "by", "due"),
    [
        ("2026-01", "2026-02", "2026-03"),
        ("2026-02", "2026-08", "2026-09"),
        ("2026-01", "2026-03", None),
        ("2026-06", "2026-06", None),
    ],
)
def test_a_quarterly_goal_is_due_when_the_quarter_closes(
    check: Check, start: str, by: str, due: str | None
) -> None:
    problems = check(
        ["K", None, 9, start, by],
        values=quarters(5, 6, 7, 8, 9),
        definition=("€", "higher", "last", "quarterly"),
    )
    found = [(p.code, str(p.params["due"])) for p in problems]
    assert found == ([] if due is None else [("I880", due)])


def test_a_target_typed_where_the_goal_is_due_counts(check: Check) -> None:
    # The goal of August is due in September, for which there is a target already.
    typed: Rows = [["KPI", "2026-09"], ["K", 7]]
    problems = check(
        ["K", None, 9, "2026-02", "2026-08"],
        values=quarters(5, 6, 7, 8, 9),
        definition=("€", "higher", "last", "quarterly"),
        more={"Targets": typed},
    )
    assert ("W818", "2026-09") in [(p.code, str(p.params.get("period"))) for p in problems]


def test_a_yearly_goal_is_due_when_the_fiscal_year_closes(check: Check) -> None:
    # Years from April on close in March.
    year: Rows = [["Setting", "Value"], ["Fiscal year start", "April"]]
    problems = check(
        ["K", None, 9, "2025-04", "2025-12"],
        values=[None, None, 5, *[None] * 11, 6],
        definition=("€", "higher", "last", "yearly"),
        more={"Settings": year},
    )
    assert [(p.code, str(p.params.get("due"))) for p in problems] == [("I880", "2026-03")]


def test_a_seasonal_goal_that_is_due_later_has_not_ended(check: Check) -> None:
    # Due with September 2026, which is the latest figure.
    problems = check(
        ["K", "+10%", None, "2026-01", "2026-08", "seasonal"],
        values=quarters(5, 6, 7, 8, 9, 9, 9),
        definition=("€", "higher", "sum", "quarterly"),
    )
    assert [p.code for p in problems] == ["I880"]


def test_over_more_than_a_year_the_usual_path_is_not_seasonal(check: Check) -> None:
    # January 2026 to January 2027 are thirteen months, with the twelve before known.
    values: list[Value] = [500 + m for m in range(26)]
    columns = [*TWO_YEARS, "2027-01", "2027-02"]
    more: dict[str, Rows] = {"Actuals": [["KPI", *columns], ["K", *values]]}
    assert places(check(["K", "+10%", None, "2026-01", "2027-01"], more=more)) == []
    whole_year = check(["K", "+10%", None, "2026-01", "2026-12"], more=more)
    assert places(whole_year) == [("W823", "Goals", "B2")]


def test_a_seasonal_goal_that_has_ended(check: Check) -> None:
    # Figures reach to February 2026; January to December 2025 have their twelve months before.
    stated = ["K", "+10%", None, "2025-01", "2025-12", "seasonal"]
    assert places(check(stated)) == [("W823", "Goals", "B2")]
    by_default = ["K", "+10%", None, "2026-01", "2026-01"]
    problems = check(by_default)
    assert places(problems) == [("W823", "Goals", "B2")]
    assert str(problems[0].params["latest"]) == "2026-02"
    assert places(check(["K", "+10%", None, "2026-01", "2026-02"])) == []
    assert places(check(["K", "+10%", None, "2026-01", "2026-01", "linear"])) == []
    assert places(check(["K", "+10%", None, "2025-06", "2025-09"])) == []  # no twelve months
    followed = check(by_default, ["K", None, 600, "2026-02", "2026-06"])
    assert places(followed) == []
    typed: Rows = [["KPI", "2026-02"], ["K", 500]]
    assert places(check(by_default, more={"Targets": typed})) == []
    # The Prior year sheet counts as well.
    prior: Rows = [["KPI", *[f"2024-{m:02d}" for m in range(1, 13)]], ["K", *range(480, 492)]]
    whole = check(["K", "+10%", None, "2025-01", "2025-12"], more={"Prior year": prior})
    assert places(whole) == [("W823", "Goals", "B2")]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (0.4, ["W824"]),
        (-0.4, ["W819", "W824"]),
        (5, []),
        (15, []),
        (Shown(0.4, "0%"), []),
        (Shown(40, "0%"), ["W825"]),
        (Shown(9.99, "0%"), []),
    ],
)
def test_a_change_of_another_size(check: Check, change: Value, codes: list[str]) -> None:
    assert [p.code for p in check(["K", change, None, "2026-01", "2026-12"])] == codes


def test_a_small_change_of_small_figures_is_fine(check: Check) -> None:
    values: list[Value] = [4.1 + m / 10 for m in range(14)]
    assert places(check(["K", 0.4, None, "2026-01", "2026-12"], values=values)) == []


def test_a_goals_level_goes_on_where_targets_by_month_have_ended(check: Check) -> None:
    # Targets to December 2025, a goal to January 2026, figures to February 2026.
    typed: Rows = [["KPI", *TWO_YEARS[:12]], ["K", *[500] * 12]]
    by_level = check(["K", None, 520, "2026-01", "2026-01"], more={"Targets": typed})
    assert places(by_level) == []
    by_season = check(["K", "+10%", None, "2026-01", "2026-01"], more={"Targets": typed})
    assert [code for code, _, _ in places(by_season)] == ["W724", "W823"]
