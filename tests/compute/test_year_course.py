"""The fiscal year as it adds up, month by month. Expected values worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.scorecard import KpiResult
from tests.compute.books import book, every, kpi, month, months, row, settings


def result(item: Any, at: str, setting: Any = None) -> KpiResult:
    return build_scorecard(book(item, setting=setting), month(at)).kpi(item.kpi.id)


def course(found: KpiResult) -> list[tuple[str, Any, Any, Any, bool]]:
    return [
        (str(p.period), p.window.actual, p.window.measure.target, p.prior_year, p.future)
        for p in found.year_course
    ]


def test_a_sum_grows_against_its_target_and_last_year_and_then_the_plan_goes_on() -> None:
    item = row(
        kpi(aggregation="sum", direction="higher"),
        months("2025-04", 3, 2) | months("2026-04", 4, 1),
        targets=months("2026-04", 5, 2, 6, 1),
    )
    found = result(item, "2026-05", settings(start_month=4))
    assert course(found) == [
        ("2026-04", 4, 5, 3, False),
        ("2026-05", 5, 7, 5, False),
        ("2026-06", None, 13, None, True),
        ("2026-07", None, 14, None, True),
    ]
    assert found.year_course[1].window == found.ytd


def test_last_year_is_left_out_where_it_lacks_months_of_this_one() -> None:
    item = row(
        kpi(aggregation="sum", direction="higher"),
        months("2025-02", 2) | months("2026-01", 4, 1),
    )
    found = result(item, "2026-02")
    assert [point.prior_year for point in found.year_course] == [None, None]


@pytest.mark.parametrize(("rule", "last"), [("sum", 12), ("mean", 4)])
def test_totals_by_the_kpis_own_rule(rule: str, last: float) -> None:
    item = row(kpi(aggregation=rule, direction="higher"), months("2026-01", 4, 1, 7))
    assert result(item, "2026-03").year_course[-1].window.actual == last


@pytest.mark.parametrize("rule", ["last", "min", "max", None])
def test_there_is_no_course_where_it_would_repeat_the_months(rule: str | None) -> None:
    item = row(kpi(aggregation=rule, direction="higher"), months("2026-01", 4, 1, 7))
    assert result(item, "2026-03").year_course == ()


def test_a_quarterly_kpi_has_the_months_that_close_its_quarters() -> None:
    item = row(
        kpi(aggregation="sum", direction="higher", frequency="quarterly"),
        every("2026-03", 3, 4, 1),
        targets=every("2026-03", 3, 5, 2, 3, 4),
    )
    assert [entry[0] for entry in course(result(item, "2026-07"))] == [
        *("2026-03", "2026-06", "2026-09", "2026-12")
    ]


def test_a_year_without_any_figure_yet_has_no_course() -> None:
    item = row(
        kpi(aggregation="sum", direction="higher"),
        months("2025-11", 4, 1),
        targets=months("2025-11", 5, 2, 6),
    )
    other = row(kpi("OTHER"), months("2026-01", 1))
    card = build_scorecard(book(item, other), month("2026-01"))
    assert card.kpi("K").year_course == ()
