"""Targets that end before the figures, and months far ahead of all others. Counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from tests.workbook.books import MONTHS, SOUND, Rows, places, read, write

LAST_YEAR = [month.replace("2026", "2025") for month in MONTHS]


@pytest.fixture
def check(tmp_path: Path):
    """The errors and warnings of the sound book with other sheets; their sentences must fill."""

    def found(sheets: dict[str, Rows]) -> tuple[Problem, ...]:
        _, problems = read(write(tmp_path / "book.xlsx", SOUND | sheets))
        for problem in problems:
            for language in ("en", "fr"):
                assert get_messages(language).problem(problem).advice
        return tuple(p for p in problems if p.code[0] in "EW")

    return found


def test_targets_of_last_year_are_one_warning(check) -> None:
    targets = [["KPI", *LAST_YEAR], ["REV", *[110] * 6], ["CHURN", *[7] * 6]]
    problems = check({"Targets": targets})
    assert places(problems) == [("W724", "Targets", "G2")]
    assert problems[0].params == {
        "count": 2,
        "kpis": ("REV", "CHURN"),
        "last": Period(2025, 6),
        "latest": Period(2026, 6),
    }


def test_targets_may_end_a_month_before_the_figures(check) -> None:
    problems = check({"Targets": [["KPI", *MONTHS], ["REV", *[110] * 5], ["CHURN", *[7] * 6]]})
    assert places(problems) == [("W724", "Targets", "F2")]
    assert problems[0].params["kpis"] == ("REV",)


@pytest.mark.parametrize(
    ("month", "codes"), [("2026-01", []), ("2025-12", ["W724"]), ("2025-01", ["W724"])]
)
def test_a_single_target_need_only_be_of_the_last_year(check, month: str, codes: list[str]) -> None:
    problems = check({"Targets": [["KPI", month], ["REV", 110]]})
    assert [p.code for p in problems] == codes


def test_targets_need_reach_no_further_than_the_closed_month(check) -> None:
    settings = [["Setting", "Value"], ["Closed through", "2026-05"]]
    targets = [["KPI", *MONTHS], ["REV", *[110] * 5], ["CHURN", *[7] * 5]]
    assert [p.code for p in check({"Settings": settings, "Targets": targets})] == ["W611"]


def test_a_dated_target_never_ends(check) -> None:
    targets = [["KPI", "From", "Target"], ["REV", "2025-01", 110], ["CHURN", "2025-01", 7]]
    assert check({"Targets": targets}) == ()


def test_a_goal_takes_over_from_targets(check) -> None:
    goal = [["KPI", "Level", "Start", "By"], ["REV", 120, "2026-06", "2026-12"]]
    targets = [["KPI", *MONTHS], ["REV", *[110] * 5], ["CHURN", *[7] * 6]]
    assert check({"Targets": targets, "Goals": goal}) == ()


def test_a_yearly_target_holds_to_the_end_of_its_year(check) -> None:
    kpis = [
        ["ID", "Unit", "Direction", "Aggregation", "Target per"],
        ["REV", "€", "higher", "sum", "year"],
    ]
    actuals = [["KPI", *MONTHS], ["REV", *[100] * 6]]
    assert (
        check({"KPIs": kpis, "Actuals": actuals, "Targets": [["KPI", "2026"], ["REV", 900]]}) == ()
    )


def test_a_month_far_ahead_may_be_a_mistyped_year(check) -> None:
    # The year is 2052 in the last heading; the latest other month is May 2026.
    months = [*MONTHS[:5], "2052-06"]
    actuals = [["KPI", *months], *SOUND["Actuals"][1:]]
    settings = [["Setting", "Value"], ["Closed through", "2026-05"]]
    problems = check({"Actuals": actuals, "Settings": settings})
    assert places(problems) == [("E623", "Actuals", "G1"), ("W615", "Actuals", "G2")]
    assert problems[1].params == {
        "first": Period(2052, 6),
        "latest": Period(2026, 5),
        "count": 2,
    }


@pytest.mark.parametrize(("month", "codes"), [("2028-05", []), ("2028-06", ["E623", "W615"])])
def test_more_than_24_months_are_far(check, month: str, codes: list[str]) -> None:
    actuals = [["KPI", *MONTHS[:5], month], *SOUND["Actuals"][1:]]
    targets = [["KPI", "From", "Target"], ["REV", "2026-01", 110], ["CHURN", "2026-01", 7]]
    assert [p.code for p in check({"Actuals": actuals, "Targets": targets})] == codes


def test_a_long_pause_is_no_mistyped_year(check) -> None:
    months = ["2020-01", "2020-02", *MONTHS[:4]]
    actuals = [["KPI", *months], *SOUND["Actuals"][1:]]
    targets = [["KPI", "From", "Target"], ["REV", "2020-01", 110], ["CHURN", "2020-01", 7]]
    assert check({"Actuals": actuals, "Targets": targets}) == ()
