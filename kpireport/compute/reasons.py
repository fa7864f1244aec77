"""Every reason for which a figure is missing or partial, in one place.

A function a code; the sentences stand under ``[reason]`` in ``kpireport/i18n/locales``. Counts are
whole numbers, months are ``Period`` values, names are the workbook's own words.
"""

from __future__ import annotations

from kpireport.model.period import Period
from kpireport.model.reason import Reason

# A month's actual


def no_actual_yet() -> Reason:
    """No actual at or before the report's period."""
    return Reason("no_actual_yet")


def no_actual(period: Period, last: Period) -> Reason:
    """The month has none; ``last`` is the latest one that has."""
    return Reason("no_actual", {"period": period, "last": last})


def cumulated_gap(period: Period) -> Reason:
    return Reason("cumulated_gap", {"period": period})


def cumulated_not_separable() -> Reason:
    return Reason("cumulated_not_separable")


def inside_slot(typed: Period, closing: Period) -> Reason:
    """A quarterly or yearly figure typed under another month than the last of its span."""
    return Reason("inside_slot", {"typed": typed, "closing": closing})


def part_without_figure(part: str, period: Period) -> Reason:
    return Reason("part_without_figure", {"part": part, "period": period})


def denominator_zero() -> Reason:
    return Reason("denominator_zero")


def too_large() -> Reason:
    return Reason("too_large")


# A target, an attainment


def no_target(period: Period) -> Reason:
    return Reason("no_target", {"period": period})


def targets_differ(first: Period, last: Period) -> Reason:
    """Different targets typed for one quarter or year."""
    return Reason("targets_differ", {"first": first, "last": last})


def no_shape_of_last_year() -> Reason:
    return Reason("no_shape_of_last_year")


def target_gap(period: Period) -> Reason:
    return Reason("target_gap", {"period": period})


def band_without_range() -> Reason:
    return Reason("band_without_range")


def zero_target() -> Reason:
    return Reason("zero_target")


def zero_band() -> Reason:
    return Reason("zero_band")


def no_baseline_for_progress() -> Reason:
    return Reason("no_baseline_for_progress")


def target_not_beyond_baseline() -> Reason:
    return Reason("target_not_beyond_baseline")


def inverse_not_defined() -> Reason:
    return Reason("inverse_not_defined")


def from_children() -> Reason:
    """Score and status are the weighted mean of the KPI's children."""
    return Reason("from_children")


def from_worst_child(child: str) -> Reason:
    return Reason("from_worst_child", {"child": child})


# A window


def parts_outside_scope() -> Reason:
    return Reason("parts_outside_scope")


def no_aggregation() -> Reason:
    return Reason("no_aggregation")


def percent_without_parts() -> Reason:
    return Reason("percent_without_parts")


def ratio_without_parts() -> Reason:
    return Reason("ratio_without_parts")


def part_without_rule(part: str) -> Reason:
    return Reason("part_without_rule", {"part": part})


def parts_in_a_circle() -> Reason:
    return Reason("parts_in_a_circle")


def parts_without_figures() -> Reason:
    return Reason("parts_without_figures")


def no_actual_in_window() -> Reason:
    return Reason("no_actual_in_window")


def nothing_closed_yet() -> Reason:
    """A quarterly or yearly KPI of which no span has closed within the window."""
    return Reason("nothing_closed_yet")


def ends_earlier(end: Period, count: int, expected: int) -> Reason:
    return Reason("ends_earlier", {"end": end, "count": count, "expected": expected})


def months_missing(count: int, expected: int) -> Reason:
    """A partial figure: over ``count`` of ``expected`` months."""
    return Reason("months_missing", {"count": count, "expected": expected})


def needs_every_month(count: int, expected: int) -> Reason:
    """No figure, because it would need all ``expected`` months."""
    return Reason("needs_every_month", {"count": count, "expected": expected})


def needs_last_month(period: Period) -> Reason:
    return Reason("needs_last_month", {"period": period})


def targets_missing(count: int, expected: int) -> Reason:
    """Compared over ``count`` of the ``expected`` months with an actual."""
    return Reason("targets_missing", {"count": count, "expected": expected})


def no_target_in_window() -> Reason:
    return Reason("no_target_in_window")


def fiscal_year_not_over(count: int, expected: int) -> Reason:
    return Reason("fiscal_year_not_over", {"count": count, "expected": expected})


def fiscal_year_not_over_nor_planned(count: int, expected: int, why: Reason) -> Reason:
    """Neither the year's actual is whole nor its target; ``why`` is ``year_target_incomplete``."""
    planned = {**why.params, "planned": why.params["count"]}
    both = {**planned, "count": count, "expected": expected}
    return Reason("fiscal_year_not_over_nor_planned", both)


def fiscal_year_not_over_nor_mix(count: int, expected: int) -> Reason:
    """The year's target, too, waits for the denominators of months to come."""
    return Reason("fiscal_year_not_over_nor_mix", {"count": count, "expected": expected})


def year_target_incomplete(
    count: int, year: tuple[Period, Period], without: tuple[Period, Period]
) -> Reason:
    """``count`` months have a target; ``without`` are the first and the last that have none."""
    (start, end), (first, last) = year, without
    expected = end.index - start.index + 1
    lacking = {"start": start, "end": end, "gap_start": first, "gap_end": last}
    return Reason("year_target_incomplete", {"count": count, "expected": expected, **lacking})


def band_low_in_some_months() -> Reason:
    """Neither a band over all the months nor an open one is what was typed."""
    return Reason("band_low_in_some_months")


def band_high_in_some_months() -> Reason:
    return Reason("band_high_in_some_months")


def year_target_needs_mix() -> Reason:
    """A ratio's full-year target depends on denominators that are not known yet."""
    return Reason("year_target_needs_mix")


# A comparison, a change of status


def no_earlier_value(period: Period) -> Reason:
    return Reason("no_earlier_value", {"period": period})


def same_months_only(count: int, expected: int) -> Reason:
    return Reason("same_months_only", {"count": count, "expected": expected})


def no_baseline() -> Reason:
    return Reason("no_baseline")


def no_budget() -> Reason:
    return Reason("no_budget")


def no_status() -> Reason:
    return Reason("no_status")


def first_figure() -> Reason:
    return Reason("first_figure")


def between_closings(period: Period) -> Reason:
    """Nothing new: the figure shown is still that of ``period``."""
    return Reason("between_closings", {"period": period})


# The process and the trend


def process_off() -> Reason:
    """The workbook wants no limits for this KPI."""
    return Reason("process_off")


def process_too_few_points(count: int, expected: int) -> Reason:
    return Reason("process_too_few_points", {"count": count, "expected": expected})


def process_too_few_gaps(count: int, expected: int) -> Reason:
    """Limits of the gap to target, of which too few months have both sides."""
    return Reason("process_too_few_gaps", {"count": count, "expected": expected})


def process_too_few_changes(count: int, expected: int) -> Reason:
    """Limits of the change on a year before, which too few months have."""
    return Reason("process_too_few_changes", {"count": count, "expected": expected})


def process_too_few_since(since: Period, count: int, expected: int) -> Reason:
    """Too few points since the event of month ``since`` opened a new level."""
    return Reason("process_too_few_since", {"since": since, "count": count, "expected": expected})


def assurance_target_moved(count: int) -> Reason:
    """Limits, but no assurance: the target differs within the last ``count`` points."""
    return Reason("assurance_target_moved", {"count": count})


def assurance_of_changes() -> Reason:
    """Limits of changes on a year before, which a target is not one of."""
    return Reason("assurance_of_changes")


def trend_too_few_points(count: int, expected: int) -> Reason:
    return Reason("trend_too_few_points", {"count": count, "expected": expected})


def trend_needs_two_years(count: int, expected: int) -> Reason:
    """A sum of ``count`` months, in which trend and season can't be told apart."""
    return Reason("trend_needs_two_years", {"count": count, "expected": expected})
