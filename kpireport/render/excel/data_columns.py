"""Which columns of the Data sheet hold what, and the names by which formulas call them."""

from __future__ import annotations

HEADER = 0

ID, NAME, CATEGORY, UNIT, PERIOD, ACTUAL, TARGET, LOW, HIGH, PRIOR, NOTE = range(11)
MEAN, LOWER, UPPER, SIGNAL, BUDGET, FORECAST = range(11, 17)
NUMERATOR, DENOMINATOR, PLAN_NUMERATOR, PLAN_DENOMINATOR = range(17, 21)
PRIOR_NUMERATOR, PRIOR_DENOMINATOR = range(21, 23)
ACTUAL_FROM, TARGET_FROM, CHOSEN = 23, 24, 25
LABELS = (
    *("kpi_id", "kpi", "category", "unit", "period", "actual"),
    *("target", "target_low", "target_high", "prior_year", "note"),
    *("process_mean", "lower_limit", "upper_limit", "signal", "budget", "forecast"),
    *("numerator", "denominator", "planned_numerator", "planned_denominator"),
    *("prior_numerator", "prior_denominator", "actual_from", "target_from"),
)
DEFINED = {
    ID: "data_kpi",
    PERIOD: "data_period",
    ACTUAL: "data_actual",
    TARGET: "data_target",
    LOW: "data_target_low",
    HIGH: "data_target_high",
    PRIOR: "data_prior_year",
    MEAN: "data_mean",
    LOWER: "data_lower_limit",
    UPPER: "data_upper_limit",
    SIGNAL: "data_signal",
    BUDGET: "data_budget",
    FORECAST: "data_forecast",
    NUMERATOR: "data_numerator",
    DENOMINATOR: "data_denominator",
    PLAN_NUMERATOR: "data_plan_numerator",
    PLAN_DENOMINATOR: "data_plan_denominator",
    PRIOR_NUMERATOR: "data_prior_numerator",
    PRIOR_DENOMINATOR: "data_prior_denominator",
}
"""Names that formulas and charts of the user's own can rely on, in every language."""

MONTH_FORMATS = {"en": "[$-409]mmm yyyy", "fr": "[$-40C]mmm yyyy"}
"""Months in the report's language, whatever the language of the reader's Excel."""
