"""Process limits, back to the points and the moving ranges they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpireport.i18n.values import shown_share
from kpireport.model.behaviour import LimitPoint
from kpireport.model.kpi import ProcessBasis
from kpireport.model.scorecard import KpiResult
from kpireport.present.behaviour import limit_decimals
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_at
from kpireport.present.trace.formula import Node
from kpireport.present.trace.targets import BOUNDS, target_at
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, Trace
from kpireport.present.view import Figure
from kpireport.stats.limits import LIMITS_PER_MOVING_RANGE, MOVING_RANGE_LIMIT, TIE


def process_explained(tracer: Tracer, result: KpiResult) -> Iterator[Explanation]:
    """Basis, points, mean, moving ranges and limits; the reason where there are none."""
    return _Limits(tracer, result).figures()


class _Limits:
    """The limits of the stretch that holds the period."""

    def __init__(self, tracer: Tracer, result: KpiResult) -> None:
        self.tracer = tracer
        self.kpi = result.kpi
        self.process = result.process
        count = self.process.points if self.process.mean is not None else 0
        self.points: Sequence[LimitPoint] = self.process.series[len(self.process.series) - count :]
        self.traces = [self._point(point) for point in self.points]
        shares = self.process.shares
        self.nodes: list[Node] = [
            f.Number(trace.value, share=True) if shares else tracer.node(trace)
            for trace in self.traces
        ]

    def figures(self) -> Iterator[Explanation]:
        process = self.process
        reason = "" if process.reason is None else self.tracer.messages.reason(process.reason)
        if process.mean is None or process.lower is None or process.upper is None:
            label = self.tracer.messages.text("label.process_limits")
            shown = self.tracer.figures_of(self.kpi.id).level(None).text
            yield Explanation("process.mean", label, None, shown, reason=reason)
            return
        yield self._basis()
        yield self._mean(process.mean)
        ranges, kept = self._ranges()
        first = _mean_of(self.tracer, ranges)
        mean_range = _mean_of(self.tracer, kept)
        yield self._figure("process.moving_range", first, f.evaluate(first))
        if len(kept) < len(ranges):
            yield from self._screened(ranges, kept, f.evaluate(first), mean_range)
        factor = self.tracer.number(LIMITS_PER_MOVING_RANGE)
        reach = f.times(factor, self._number(f.evaluate(mean_range)))
        for code, value, join in (
            ("process.lower", process.lower, f.minus),
            ("process.upper", process.upper, f.plus),
        ):
            yield self._figure(code, join(self._number(process.mean), reach), value)

    def _basis(self) -> Explanation:
        key = "" if self.process.basis is None else str(self.process.basis)
        first, last = self.points[0].period, self.points[-1].period
        span = self.tracer.messages.formats.span(first, last)
        notes = [self.tracer.text("points", count=len(self.points), span=span)]
        if self.process.provisional:
            notes.append(self.tracer.text("provisional_limits"))
        label = self.tracer.text("process_basis")
        return Explanation(
            "process.basis", label, key, self.tracer.text(f"basis_{key}"), notes=tuple(notes)
        )

    def _mean(self, mean: float) -> Explanation:
        node = _mean_of(self.tracer, self.nodes)
        inputs = tuple(each for trace in self.traces if trace.typed for each in trace.inputs)
        parts = tuple(
            self._part(point, trace)
            for point, trace in zip(self.points, self.traces, strict=True)
            if not trace.typed
        )
        shown = self._shown(mean)
        trace = Trace(mean, node, inputs, parts)
        label = self.tracer.text("process_mean")
        return self.tracer.explained("process.mean", label, trace, mean, shown, scale=self._scale)

    def _part(self, point: LimitPoint, trace: Trace) -> Explanation:
        label = self.tracer.messages.formats.month(point.period)
        shown = self._shown(point.value, more=0)
        return self.tracer.explained(
            "process.point", label, trace, point.value, shown, scale=self._scale
        )

    @property
    def _scale(self) -> float:
        return 100.0 if self.process.shares else 1.0

    def _number(self, value: float) -> f.Number:
        return f.Number(value, share=self.process.shares)

    def _shown(self, value: float, signed: bool = True, more: int = 1) -> Figure:
        """A point, the mean or a limit, in the unit of the basis; a range has no sign.

        The computed ones have a decimal ``more`` than the KPI's figures, and as many as the
        report prints limits with: a mean of whole numbers would be rounded away.
        """
        if self.process.shares:
            shown = shown_share(self.tracer.messages.formats, value, 1, signed)
            return Figure(shown.text, shown.excel_value, shown.excel_format)
        figures = self.tracer.figures_of(self.kpi.id)
        if not more:
            return figures.level(value)
        return figures.level(value, max(figures.decimals + more, self._report_decimals))

    @property
    def _report_decimals(self) -> int:
        """The decimals of the limits in the report, which are those of the actual's own."""
        figures = self.tracer.figures_of(self.kpi.id)
        on_actual = self.process.basis == ProcessBasis.ACTUAL
        return limit_decimals(figures, self.process) if on_actual else figures.decimals

    def _figure(self, code: str, node: Node, value: float) -> Explanation:
        label = self.tracer.text(code.replace(".", "_"))
        trace = Trace(value, node)
        shown = self._shown(value, signed="moving_range" not in code)
        return self.tracer.explained(code, label, trace, value, shown, scale=self._scale)

    def _ranges(self) -> tuple[list[Node], list[Node]]:
        """Every moving range, and those that the limits are computed from."""
        pairs = zip(self.nodes, self.nodes[1:], strict=False)
        ranges: list[Node] = [f.size(f.minus(later, earlier)) for earlier, later in pairs]
        mean = f.evaluate(_mean_of(self.tracer, ranges))
        most = MOVING_RANGE_LIMIT * mean * (1 + TIE)
        kept = [each for each in ranges if f.evaluate(each) <= most]
        # Where only zeros would stay the first mean stands, as in the computation.
        return ranges, kept if any(f.evaluate(each) for each in kept) else ranges

    def _screened(
        self, ranges: list[Node], kept: list[Node], mean: float, second: Node
    ) -> Iterator[Explanation]:
        edge = f.times(self.tracer.number(MOVING_RANGE_LIMIT), self._number(mean))
        yield self._figure("process.moving_range_limit", edge, f.evaluate(edge))
        months = zip(ranges, self.points[1:], strict=True)
        for node, point in ((n, p) for n, p in months if all(n is not other for other in kept)):
            value = f.evaluate(node)
            label = self.tracer.text("screened", month=point.period)
            trace = Trace(value, node)
            shown = self._shown(value, signed=False)
            yield self.tracer.explained(
                "process.screened", label, trace, value, shown, scale=self._scale
            )
        yield self._figure("process.moving_range_screened", second, f.evaluate(second))

    def _point(self, point: LimitPoint) -> Trace:
        """The plotted value of a month."""
        month = point.period.index
        actual = actual_at(self.tracer, self.kpi, month, self.tracer.actuals)
        assert actual is not None, "a plotted month has an actual"
        if self.process.basis == ProcessBasis.GAP:
            return self._gap(actual, month, point.value)
        if self.process.basis == ProcessBasis.YEAR_ON_YEAR:
            before = actual_at(self.tracer, self.kpi, month - 12, self.tracer.past)
            assert before is not None, "a change has a base"
            return self._change(actual, before, point.value)
        return actual

    def _change(self, actual: Trace, before: Trace, value: float) -> Trace:
        base = self.tracer.node(before)
        node = f.minus(self.tracer.node(actual), base)
        if self.process.shares:
            node = f.over(node, base)
        text = self.tracer.messages.text
        terms = [
            ("actual", text("label.actual"), actual),
            ("year_ago", text("label.year_ago"), before.called("year_ago", text("label.year_ago"))),
        ]
        return Trace(value, node, *self.tracer.sources(self.kpi, terms))

    def _gap(self, actual: Trace, month: int, value: float) -> Trace:
        aims = [target_at(self.tracer, self.kpi, bound, month) for bound in BOUNDS]
        known = [trace for trace in aims if trace is not None]
        nodes: list[Node] = [self.tracer.node(trace) for trace in known]
        aim = nodes[0]
        if aims[0] is None and len(nodes) == 2:
            aim = f.over(f.plus(*nodes), self.tracer.number(2))
        node = f.minus(self.tracer.node(actual), aim)
        text = self.tracer.messages.text
        terms = [("target", text("label.target"), trace) for trace in known]
        terms.insert(0, ("actual", text("label.actual"), actual))
        return Trace(value, node, *self.tracer.sources(self.kpi, terms))


def _mean_of(tracer: Tracer, nodes: Sequence[Node]) -> Node:
    return f.over(f.plus(*nodes), tracer.number(len(nodes)))
