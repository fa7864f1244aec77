"""An actual against its target, figure by figure: variance, attainment, status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kpireport.compute.arithmetic import same
from kpireport.compute.attainment import Aim, judge
from kpireport.model.kpi import AttainmentMethod, Direction
from kpireport.present.edges import distance
from kpireport.present.figures import NO_FIGURE, MeasureFigures
from kpireport.present.trace import formula as f
from kpireport.present.trace.formula import Node
from kpireport.present.trace.status import status_explained
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, Input, Measured, Trace
from kpireport.present.view import Figure


class Explainer:
    """Explains one measure. Inputs that stand in a cell are named with every figure."""

    def __init__(self, tracer: Tracer, measured: Measured) -> None:
        self.tracer = tracer
        self.measured = measured
        self.kpi = measured.kpi
        self.measure = measured.measure
        self.shown: MeasureFigures = tracer.figures_of(measured.kpi.id).measure(measured.measure)

    def targets(self) -> Iterator[Explanation]:
        """The target: a level, or the two ends of a band."""
        level, low, high = self._aims()
        label = self.tracer.messages.text
        banded = low is not None or high is not None
        if level is None and not banded:
            reason = self.measured.no_target
            yield self._missing("target", label("label.target"), reason=reason)
        if level is not None:
            yield self._known("target", label("label.target"), "target", level, self.shown.target)
        for bound, value, shown in (
            ("low", low, self.shown.target_low),
            ("high", high, self.shown.target_high),
        ):
            if value is not None and shown is not None:
                yield self._known(
                    f"target_{bound}", label(f"label.target_{bound}"), bound, value, shown
                )

    def comparisons(self) -> Iterator[Explanation]:
        """Variance, variance in percent, favourable variance, attainment and status."""
        measure = self.measure
        if measure.actual is None or not any(aim is not None for aim in self._aims()):
            yield from self._status()
            return
        yield self._variance()
        if measure.target is not None and not self.kpi.unit.is_percent:
            yield self._variance_pct()
        if self.kpi.direction is not Direction.NEUTRAL:
            yield self._favourable()
            yield self._attainment()
        yield from self._status()

    def _status(self) -> Iterator[Explanation]:
        """The status; that a KPI is not rated is said once, with the month."""
        if self.kpi.direction is not Direction.NEUTRAL or not self.measured.prefix:
            yield status_explained(self.tracer, self.measured)

    def _aims(self) -> tuple[float | None, float | None, float | None]:
        return self.measure.target, self.measure.target_low, self.measure.target_high

    def _known(
        self, figure: str, label: str, bound: str, value: float, shown: Figure
    ) -> Explanation:
        trace = self.measured.targets[bound]
        return self.tracer.explained(self.measured.prefix + figure, label, trace, value, shown)

    def _missing(
        self, figure: str, label: str, shown: Figure = NO_FIGURE, reason: str | None = None
    ) -> Explanation:
        text = self.measured.reason if reason is None else reason
        return Explanation(self.measured.prefix + figure, label, None, shown.text, reason=text)

    def _made(
        self, figure: str, node: Node, value: float, shown: Figure, scale: float = 1.0, **more: str
    ) -> Explanation:
        label = self.tracer.text(figure)
        note = more.get("note")
        trace = Trace(value, node, self._inputs(), (), (note,) if note else ())
        code = self.measured.prefix + figure
        return self.tracer.explained(code, label, trace, value, shown, scale=scale)

    def _inputs(self) -> tuple[Input, ...]:
        """The cells of the actual and the target where each stands in one."""
        traces = [self.measured.actual, *self.measured.targets.values()]
        found = [
            each for trace in traces if trace is not None and trace.typed for each in trace.inputs
        ]
        return tuple(found)

    def _actual(self) -> Node:
        return node_of(self.tracer, self.measure.actual, self.measured.actual)

    def _target(self, bound: str = "target") -> Node:
        value = dict(zip(("target", "low", "high"), self._aims(), strict=True))[bound]
        return node_of(self.tracer, value, self.measured.targets.get(bound))

    def _nearest(self) -> str | None:
        """The bound of a band that the actual lies beyond; None inside."""
        low, high, actual = self.measure.target_low, self.measure.target_high, self.measure.actual
        if low is not None and actual is not None and actual < low:
            return "low"
        return "high" if high is not None and actual is not None and actual > high else None

    def _variance(self) -> Explanation:
        value = distance(self.measure)
        bound = "target" if self.measure.target is not None else self._nearest()
        if value is None:
            return self._missing("variance", self.tracer.text("variance"))
        if bound is None:
            return self._made(
                "variance",
                f.Number(0.0, "0"),
                0.0,
                self.shown.variance,
                note=self.tracer.text("inside"),
            )
        node = f.minus(self._actual(), self._target(bound))
        return self._made("variance", node, value, self.shown.variance)

    def _variance_pct(self) -> Explanation:
        value = self.measure.variance_pct
        if value is None:
            shown = self.shown.variance_pct
            label = self.tracer.text("variance_pct")
            return self._missing("variance_pct", label, shown, shown.note)
        node = f.over(f.minus(self._actual(), self._target()), self._target())
        return self._made("variance_pct", node, value, self.shown.variance_pct, 100.0)

    def _favourable(self) -> Explanation:
        value = self.measure.favourable_variance
        if value is None:
            return self._missing("favourable_variance", self.tracer.text("favourable_variance"))
        shown = self.tracer.figures_of(self.kpi.id).difference(value, decimals=self.shown.decimals)
        key = f"direction_{self.kpi.direction.value}"
        note = self.tracer.text(key)
        if self.kpi.direction is Direction.RANGE:
            bound = self._nearest()
            if bound is None or value == 0:
                node: Node = f.Number(0.0, "0")
            else:
                gap = f.size(f.minus(self._actual(), self._target(bound)))
                node = f.minus(f.Number(0.0, "0"), gap)
        elif self.kpi.direction is Direction.LOWER:
            node = f.minus(self._target(), self._actual())
        else:
            node = f.minus(self._actual(), self._target())
        return self._made("favourable_variance", node, value, shown, note=note)

    def _attainment(self) -> Explanation:
        value = self.measure.attainment
        if value is None:
            why = self._why_no_attainment()
            label = self.tracer.text("attainment")
            return self._missing("attainment", label, self.shown.attainment, why)
        node, method = self._attained()
        note = self.tracer.text(f"method_{method}")
        made = self._made("attainment", node, value, self.shown.attainment, 100.0, note=note)
        if method != "progress":
            return made
        base = self.tracer.defined(self.kpi, "baseline", self.kpi.baseline or 0.0)
        return replace(made, inputs=made.inputs + base)

    def _why_no_attainment(self) -> str:
        """The reason of the attainment itself: the window's own may be another one."""
        measured = self.measured
        thresholds = self.tracer.line(self.kpi).thresholds
        aim = Aim(*self._aims())
        reason = judge(self.kpi, thresholds, self.measure.actual, aim, measured.baseline).reason
        return measured.reason if reason is None else self.tracer.messages.reason(reason)

    def _attained(self) -> tuple[Node, str]:
        """The formula of the attainment, and the method's code."""
        if self.kpi.direction is Direction.RANGE:
            return self._in_range(), "range"
        actual, target = self._actual(), self._target()
        one = self.tracer.number(1.0)
        method = self.kpi.attainment
        if method is AttainmentMethod.PROGRESS or self.measure.target == 0:
            base = self._baseline()
            return f.over(f.minus(actual, base), f.minus(target, base)), "progress"
        if method is AttainmentMethod.INVERSE:
            return f.over(target, actual), "inverse"
        share = f.over(f.minus(actual, target), f.size(target))
        join = f.plus if self.kpi.direction is Direction.HIGHER else f.minus
        return join(one, share), "linear"

    def _baseline(self) -> Node:
        """What progress starts from: of several months that add up, as often as there are."""
        own, over_window = self.kpi.baseline or 0.0, self.measured.baseline or 0.0
        number = self.tracer.number(own)
        if own == over_window or own == 0:
            return number
        return f.times(number, self.tracer.number(over_window / own))

    def _in_range(self) -> Node:
        bound = self._nearest()
        one = self.tracer.number(1.0)
        actual = self.measure.actual or 0.0
        if bound is None or same(
            actual, dict(zip(("target", "low", "high"), self._aims(), strict=True))[bound] or 0.0
        ):
            return one
        edge = self._target(bound)
        scale: Node = f.size(edge)
        low, high = self.measure.target_low, self.measure.target_high
        if low is not None and high is not None:
            scale = f.Call("max", (scale, f.minus(self._target("high"), self._target("low"))))
        return f.minus(one, f.over(f.size(f.minus(self._actual(), edge)), scale))


def node_of(tracer: Tracer, value: float | None, trace: Trace | None) -> Node:
    """A figure in a formula: as typed where it stands in a cell, else as the result it is."""
    number = 0.0 if value is None else value
    if trace is not None and trace.typed:
        return tracer.number(number)
    return f.Number(number)
