"""A KPI's bullet charts: the month's actual among target, status limits and the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kpireport.i18n.messages import Messages
from kpireport.model.book import Settings
from kpireport.model.kpi import Direction
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.present.charts.bullet import BulletMark, Zone, bullet
from kpireport.present.figures import KpiFigures
from kpireport.present.marks import status_mark
from kpireport.present.pictures import adds_up
from kpireport.present.status_zones import status_zones
from kpireport.present.view import Chart


def kpi_bullets(
    messages: Messages, figures: KpiFigures, settings: Settings, result: KpiResult
) -> tuple[Chart | None, Chart | None]:
    """The bullet of the KPI's page and the one without words; None without figure or target."""
    measure, period = result.measure, result.period
    zones = status_zones(result.kpi, settings, measure)
    if measure.actual is None or period is None or not zones:
        return None, None
    shown = figures.measure(measure)
    prior = _prior_year(result, period)

    def named(label: str, text: str) -> str:
        return messages.text("chart.bullet_mark", name=messages.text(label), figure=text)

    marks = [
        BulletMark(value, named(label, figures.spelt(value, shown.decimals)))
        for label, value in (
            ("label.target", measure.target),
            ("label.target_low", measure.target_low),
            ("label.target_high", measure.target_high),
        )
        if value is not None
    ]
    before = "" if prior is None else named("label.prior_year", figures.spelt(prior))
    alt = " ".join(_alt(messages, figures, result, zones, prior, period))
    whole, card = (
        bullet(
            BulletMark(measure.actual, named("label.actual", shown.actual.text)),
            marks,
            zones,
            prior=BulletMark(prior, before),
            status=status_mark(messages, measure.status).code,
            bars=adds_up(result),
            alt=alt,
            title=messages.text("chart.bullet_title", name=result.kpi.name, period=period),
            worded=worded,
        )
        for worded in (True, False)
    )
    return whole, card


def _prior_year(result: KpiResult, period: Period) -> float | None:
    return next((p.prior_year for p in result.history if p.period == period), None)


def _alt(
    messages: Messages,
    figures: KpiFigures,
    result: KpiResult,
    zones: Sequence[Zone],
    prior: float | None,
    period: Period,
) -> Iterator[str]:
    """What the bullet shows: the actual, its target, where each status begins, the year before."""
    measure = result.measure
    decimals = figures.measure(measure).decimals
    yield messages.text(
        "chart.bullet",
        name=result.kpi.name,
        period=period,
        actual=figures.spelt(measure.actual or 0.0, decimals),
        status=status_mark(messages, measure.status).label,
    )
    yield messages.text(
        "chart.target_now", period=period, target=figures.spelt_target(measure, decimals)
    )
    if edge := _near_edge(zones):
        key = {Direction.HIGHER: "from", Direction.LOWER: "to"}.get(result.kpi.direction, "within")
        said = [figures.spelt(value, decimals) for value in edge]
        yield messages.text(f"chart.bullet_near_{key}", low=said[0], high=said[-1])
    if prior is not None:
        yield messages.text("chart.bullet_prior", prior=figures.spelt(prior))


def _near_edge(zones: Sequence[Zone]) -> list[float]:
    """The outer edges of being at risk: one, or both of a band."""
    edges = []
    for zone, other in pairwise(zones):
        if zone.status == "off_track" and zone.high is not None and other.status == "at_risk":
            edges.append(zone.high)
        if zone.status == "at_risk" and zone.high is not None and other.status == "off_track":
            edges.append(zone.high)
    return edges
