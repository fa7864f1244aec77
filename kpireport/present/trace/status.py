"""Which condition a status rests on, with the numbers in it."""

from __future__ import annotations

from kpireport.compute.arithmetic import same
from kpireport.i18n.precision import own_decimals
from kpireport.i18n.values import shown_share
from kpireport.model.kpi import Direction, Kpi, Tolerance, ToleranceKind
from kpireport.model.measure import Measure
from kpireport.model.status import Status
from kpireport.present.marks import status_mark
from kpireport.present.trace import formula as f
from kpireport.present.trace.formula import Condition, Node
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, Input, Measured
from kpireport.present.trace.writing import exact, lines


def status_explained(tracer: Tracer, measured: Measured) -> Explanation:
    """The status and what it rests on; the reason where there is none."""
    measure, kpi = measured.measure, measured.kpi
    label = tracer.messages.text("label.status")
    mark = status_mark(tracer.messages, measure.status)
    value = None if measure.status is None else measure.status.value
    code = f"{measured.prefix}status"
    if measure.status in (None, Status.NO_DATA, Status.NO_TARGET):
        neutral = kpi.direction is Direction.NEUTRAL
        reason = tracer.text("not_rated") if neutral else measured.reason
        shown = mark.label if neutral or measure.status else tracer.messages.text("label.no_data")
        return Explanation(code, label, value, shown, reason=reason)
    return rated(tracer, kpi, measure, code, label, mark.label)


def rated(
    tracer: Tracer,
    kpi: Kpi,
    measure: Measure,
    code: str,
    label: str,
    shown: str,
    inputs: tuple[Input, ...] = (),
) -> Explanation:
    """A measure's status with its condition, and the cells of the thresholds in it."""
    condition, notes, edges = condition_of(tracer, kpi, measure)
    return Explanation(
        code,
        label,
        None if measure.status is None else measure.status.value,
        shown,
        formula=lines(condition, tracer.messages.formats),
        exact=exact(condition),
        inputs=inputs + edges,
        notes=notes,
    )


def condition_of(
    tracer: Tracer, kpi: Kpi, measure: Measure
) -> tuple[Condition, tuple[str, ...], tuple[Input, ...]]:
    """What is true of a measure so that its status is what it is; the rule; the edges' cells."""
    status, attainment = measure.status, measure.attainment
    on_track = status is Status.ON_TRACK
    if kpi.direction is Direction.RANGE and on_track and measure.favourable_variance == 0:
        return _inside(tracer, kpi, measure), (), ()
    if kpi.tolerance is not None and not on_track:
        edge = _tolerated(tracer, kpi, measure, kpi.tolerance)
        sign = ">=" if status is Status.AT_RISK else "<"
        cells = tracer.defined(kpi, "tolerance", kpi.tolerance.value)
        condition = Condition((_near(tracer, kpi, measure, edge), edge), (sign,))
        return condition, (tracer.text("tolerance_rule"),), cells
    if attainment is None:
        sign = ">=" if on_track else "<"
        return Condition((_change(tracer, kpi, measure), _zero()), (sign,)), (), ()
    shown = tracer.figures_of(kpi.id).measure(measure).attainment.text
    settings = tracer.scorecard.settings
    cells = tracer.setting("green_from", settings.green_from)
    cells += tracer.setting("amber_from", settings.amber_from)
    return share_condition(tracer, attainment, status, shown), (_thresholds(tracer),), cells


def share_condition(tracer: Tracer, value: float, status: Status | None, shown: str) -> Condition:
    """Between which thresholds a share (a score of several KPIs) lies."""
    settings = tracer.scorecard.settings
    green, amber = (_share(tracer, edge) for edge in (settings.green_from, settings.amber_from))
    number = _snapped(value, shown, settings.green_from, settings.amber_from)
    if status is Status.ON_TRACK:
        return Condition((number, green), (">=",))
    if status is Status.AT_RISK:
        return Condition((amber, number, green), ("<=", "<"))
    return Condition((number, amber), ("<",))


def _thresholds(tracer: Tracer) -> str:
    settings = tracer.scorecard.settings
    return tracer.text(
        "thresholds",
        green=_share(tracer, settings.green_from).text or "",
        amber=_share(tracer, settings.amber_from).text or "",
    )


def _share(tracer: Tracer, edge: float) -> f.Number:
    decimals = own_decimals(edge * 100)
    return f.Number(edge, shown_share(tracer.messages.formats, edge, decimals).text)


def _snapped(value: float, text: str, *edges: float) -> f.Number:
    """A figure that is an edge but for the noise of floating point is written as that edge."""
    return f.Number(next((edge for edge in edges if same(value, edge)), value), text)


def _inside(tracer: Tracer, kpi: Kpi, measure: Measure) -> Condition:
    low, high, actual = measure.target_low, measure.target_high, measure.actual or 0.0
    edges = [edge for edge in (low, high) if edge is not None]
    figures = tracer.figures_of(kpi.id)
    text = figures.measure(measure).actual.text
    middle = _snapped(actual, text, *edges)
    terms: list[Node] = [middle]
    if low is not None:
        terms.insert(0, tracer.number(low))
    if high is not None:
        terms.append(tracer.number(high))
    return Condition(tuple(terms), ("<=",) * (len(terms) - 1))


def _zero() -> f.Number:
    return f.Number(0.0, "0")


def _change(tracer: Tracer, kpi: Kpi, measure: Measure) -> f.Number:
    favourable = measure.favourable_variance or 0.0
    if (
        measure.actual is not None
        and measure.target is not None
        and same(measure.actual, measure.target)
    ):
        favourable = 0.0
    decimals = tracer.figures_of(kpi.id).measure(measure).decimals
    return f.Number(favourable, tracer.messages.formats.number(favourable, decimals))


def _near(tracer: Tracer, kpi: Kpi, measure: Measure, edge: Node) -> f.Number:
    """The favourable variance; where it only seems to be beyond the edge, the edge itself."""
    value = f.evaluate(edge)
    favourable = measure.favourable_variance or 0.0
    noise = measure.status is Status.AT_RISK and favourable < value
    shown = _change(tracer, kpi, measure)
    return f.Number(value, shown.text) if noise else shown


def _tolerated(tracer: Tracer, kpi: Kpi, measure: Measure, tolerance: Tolerance) -> Node:
    """How unfavourable a variance is still at risk: minus the tolerance."""
    allowed = tracer.number(tolerance.value)
    if tolerance.kind is not ToleranceKind.TARGET_SHARE:
        return tracer.number(-tolerance.value)
    aim = measure.target
    if aim is None:
        low, actual = measure.target_low, measure.actual or 0.0
        aim = low if low is not None and actual < low else measure.target_high
    share = f.Number(allowed.value, _share(tracer, allowed.value).text)
    return f.minus(_zero(), f.times(share, f.size(tracer.number(aim or 0.0))))
