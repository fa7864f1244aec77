"""The rules across sheets: a tuple of small functions of one signature.

Each takes the Book and its Context and yields what it finds; none needs another's result. The
rules are in the modules by what they are about; this one lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kpireport.model.book import Book
from kpireport.model.problem import Problem
from kpireport.workbook import (
    cumulated_checks,
    definition_checks,
    goal_checks,
    goal_size_checks,
    percent_checks,
    prior_year_checks,
    ratio_checks,
    reach_checks,
    scale_checks,
    series_checks,
    size_checks,
    target_checks,
    thousand_checks,
)
from kpireport.workbook.context import Context

Check = Callable[[Book, Context], Iterable[Problem]]

CHECKS: tuple[Check, ...] = (
    definition_checks.something_is_reported,
    definition_checks.direction_is_said,
    definition_checks.aggregation_is_said,
    definition_checks.names_are_told_apart,
    definition_checks.ratio_has_parts,
    definition_checks.ratios_keep_their_size,
    definition_checks.ratios_run_in_no_circle,
    definition_checks.parents_run_in_no_circle,
    definition_checks.attainment_fits_direction,
    definition_checks.progress_has_a_baseline,
    percent_checks.percentages_are_in_percent,
    percent_checks.percentages_are_of_one_kind,
    percent_checks.comparisons_are_of_one_scale,
    scale_checks.figures_are_of_one_scale,
    scale_checks.targets_are_of_the_actuals_scale,
    size_checks.figures_are_of_the_actuals_size,
    thousand_checks.actuals_are_of_one_size,
    target_checks.ranges_have_bands,
    target_checks.bands_are_upright,
    target_checks.only_ranges_have_bands,
    target_checks.month_or_dated,
    target_checks.shares_are_of_something,
    target_checks.near_limits_have_points,
    target_checks.progress_goes_somewhere,
    target_checks.span_targets_stand_once,
    series_checks.closed_month_has_figures,
    series_checks.figures_after_the_closed_month,
    series_checks.kpis_have_figures,
    series_checks.cumulative_actuals_are_said,
    series_checks.cumulative_targets_are_said,
    cumulated_checks.cumulated_actuals_run_up,
    cumulated_checks.cumulated_targets_run_up,
    ratio_checks.typed_ratios_agree,
    ratio_checks.ratio_targets_agree,
    prior_year_checks.prior_year_agrees,
    prior_year_checks.prior_year_is_the_year_before,
    reach_checks.months_lie_near,
    reach_checks.targets_reach_the_figures,
    goal_checks.goals_dont_overlap,
    goal_checks.goals_stand_alone,
    goal_checks.goals_go_the_right_way,
    goal_checks.ranges_have_no_goal,
    goal_checks.seasonal_goals_are_in_percent,
    goal_checks.goals_end_with_a_period,
    goal_checks.seasonal_goals_are_followed,
    goal_size_checks.changes_are_of_the_kpis_size,
    goal_size_checks.levels_are_of_the_kpis_size,
    percent_checks.goal_levels_are_in_percent,
)
