"""What needs a decision, and what became better: the two lists that open the summary.

A KPI stands in one of them at most. Bad news comes first: where a KPI needs a decision, or a rule
holds that nobody asked to be alerted about, its good news is left out. A parent whose status is
its children's is not listed for it beside the child that caused it. docs/alerts.md has the method.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from kpireport.compute.alerts import Alerts, alerts_of, further_causes, is_rolled_up
from kpireport.compute.attainment import Thresholds
from kpireport.compute.roll_up import children_of
from kpireport.compute.wins import wins_of
from kpireport.model.book import Settings
from kpireport.model.highlight import AlertRule, Cause, Highlight
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.model.status import Status

_ATTENTION = (
    "off_track",
    "missing_data",
    "goal_missed",
    "concern_signal",
    "landing_forecast",
    "landing_unlikely",
    "at_risk",
    "goal_behind",
    "goal_behind_season",
    "goal_behind_together",
    "overdue_action",
    "out_of_reach",
)
_WINS = (
    "back_on_track",
    "goal_reached",
    "goal_reached_early",
    "record",
    "improvement_signal",
    "goal_ahead",
    "goal_ahead_season",
    "goal_ahead_together",
    "improving_trend",
)
_ABOVE_ALL = frozenset({"off_track", "missing_data"})
"""What no list may hide under a number of further KPIs while it names lesser causes."""
_BY_STATUS = frozenset({"off_track", "at_risk"})
_BETTER_STATUS = frozenset({"back_on_track"})
_NO_GOOD_NEWS = (Status.OFF_TRACK, Status.NO_DATA)


def highlights(
    results: Sequence[KpiResult], settings: Settings, period: Period
) -> tuple[tuple[Highlight, ...], tuple[Highlight, ...]]:
    """What needs a decision and what became better, each the most important KPI first."""
    family = children_of([result.kpi for result in results])
    alerts = _alerts(results, settings, period)
    attention = _attention(results, alerts, settings, period)
    listed = _without_repeats(results, attention, family, _BY_STATUS)
    wins = {
        result.kpi.id: Highlight(result.kpi.id, causes)
        for result in results
        if _may_be_praised(result, alerts[result.kpi.id], attention)
        and (causes := _strongest_first(wins_of(result, period), _WINS))
    }
    told = _without_repeats(results, wins, family, _BETTER_STATUS)
    return _ordered(results, listed, _ATTENTION), _ordered(results, told, _WINS)


def alerts_held(scorecard: Scorecard, rules: Collection[AlertRule]) -> tuple[Highlight, ...]:
    """The published KPIs for which one of ``rules`` holds, with what makes it hold.

    What the Settings ask to be alerted about plays no part, nor do a parent's children.
    """
    results = scorecard.kpis
    alerts = _alerts(results, scorecard.settings, scorecard.period)
    held = {
        kpi_id: found for kpi_id, of_it in alerts.items() if (found := _asked(kpi_id, of_it, rules))
    }
    return _ordered(results, held, _ATTENTION)


def _alerts(results: Sequence[KpiResult], settings: Settings, period: Period) -> dict[str, Alerts]:
    thresholds = Thresholds.of(settings)
    return {result.kpi.id: alerts_of(result, period, thresholds) for result in results}


def _attention(
    results: Sequence[KpiResult],
    alerts: Mapping[str, Alerts],
    settings: Settings,
    period: Period,
) -> dict[str, Highlight]:
    """Every KPI that needs a decision, by ID; none at all where no alert is wanted."""
    found = {}
    for result in results if settings.alert_on else ():
        kpi_id = result.kpi.id
        asked = _asked(kpi_id, alerts[kpi_id], settings.alert_on)
        rules, causes = (asked.rules, asked.causes) if asked else ((), ())
        if causes := _strongest_first((*causes, *further_causes(result, period)), _ATTENTION):
            found[kpi_id] = Highlight(kpi_id, causes, rules)
    return found


def _asked(kpi_id: str, alerts: Alerts, rules: Collection[AlertRule]) -> Highlight | None:
    held = tuple(rule for rule in alerts if rule in rules)
    causes = tuple(cause for rule in held for cause in alerts[rule])
    return Highlight(kpi_id, causes, held) if held else None


def _may_be_praised(result: KpiResult, alerts: Alerts, attention: Mapping[str, Highlight]) -> bool:
    """Whether nothing is wrong with the KPI that its good news would hide."""
    worse = alerts.keys() - {AlertRule.AT_RISK}
    return (
        not worse and result.kpi.id not in attention and result.measure.status not in _NO_GOOD_NEWS
    )


def _without_repeats(
    results: Sequence[KpiResult],
    found: Mapping[str, Highlight],
    family: Mapping[str, Sequence[str]],
    codes: Collection[str],
) -> dict[str, Highlight]:
    """Without what a parent only has from a child that says it itself."""
    kept = dict(found)
    for result in results:
        one = found.get(result.kpi.id)
        if one is None or not is_rolled_up(result):
            continue
        below = [found[kpi_id] for kpi_id in _below(result.kpi.id, family) if kpi_id in found]
        if any(cause.code in codes for child in below for cause in child.causes):
            causes = tuple(cause for cause in one.causes if cause.code not in codes)
            rules = tuple(rule for rule in one.rules if rule.value not in codes)
            kept[one.kpi_id] = Highlight(one.kpi_id, causes, rules)
    return {kpi_id: one for kpi_id, one in kept.items() if one.causes}


def _below(kpi_id: str, family: Mapping[str, Sequence[str]]) -> list[str]:
    """The children, their children and so on."""
    children = family.get(kpi_id, ())
    return [*children, *(each for child in children for each in _below(child, family))]


def _strongest_first(causes: Sequence[Cause], order: Sequence[str]) -> tuple[Cause, ...]:
    return tuple(sorted(causes, key=lambda cause: order.index(cause.code)))


def _ordered(
    results: Sequence[KpiResult], found: Mapping[str, Highlight], order: Sequence[str]
) -> tuple[Highlight, ...]:
    """What is off track or has no figure first; then headline KPIs, cause, weight, the workbook."""

    def importance(result: KpiResult) -> tuple[bool, bool, int, float]:
        code = found[result.kpi.id].causes[0].code
        place = order.index(code)
        return code not in _ABOVE_ALL, not result.kpi.headline, place, -result.kpi.weight

    listed = [result for result in results if result.kpi.id in found]
    return tuple(found[result.kpi.id] for result in sorted(listed, key=importance))
