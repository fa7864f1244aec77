"""The way to a goal: progress, pace and the change so far, each back to its figures and cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpireport.compute.goals import Trajectory
from kpireport.compute.months import month_at
from kpireport.i18n.values import Shown
from kpireport.model.goal import GoalPath
from kpireport.model.goal_progress import GoalProgress
from kpireport.model.kpi import Aggregation
from kpireport.model.reason import Reason
from kpireport.model.scorecard import KpiResult
from kpireport.present.figures import share_text
from kpireport.present.goal_words import change_shown
from kpireport.present.measures import month_label
from kpireport.present.trace import formula as f
from kpireport.present.trace.actuals import actual_at
from kpireport.present.trace.goal_targets import goal_base, goal_target
from kpireport.present.trace.tracer import Tracer
from kpireport.present.trace.values import Explanation, Trace
from kpireport.present.view import Figure

_PACE_DECIMALS = 2
Term = tuple[str, str, Trace]
"""A figure of a formula: its code, its words, and where it comes from."""


def goal_explained(tracer: Tracer, result: KpiResult) -> Iterator[Explanation]:
    """How far the KPI's goal is, or why that can't be said; nothing where it has none."""
    told = result.goal
    if told is None:
        return
    ways = tracer.line(result.kpi).targets.ways
    way = next(way for way in ways if way.goal == told.goal)
    if told.progress is None or told.as_of is None:
        said = "" if told.reason is None else tracer.messages.reason(told.reason)
        label = tracer.messages.text("goal.trace_progress")
        shown = tracer.figures_of(result.kpi.id).level(None).text
        yield Explanation("goal.progress", label, None, shown, reason=said)
        return
    yield from _Told(tracer, result, told, way).figures()


class _Told:
    """One goal's figures. A is what was made, B what it starts from, E where it leads."""

    def __init__(
        self, tracer: Tracer, result: KpiResult, told: GoalProgress, way: Trajectory
    ) -> None:
        self.tracer = tracer
        self.kpi = result.kpi
        self.told = told
        self.way = way
        self.slots = [
            slot
            for slot in way.slots
            if told.as_of is not None and slot <= told.as_of.index and slot in way.targets
        ]
        track = tracer.actuals.track(self.kpi)
        self.measured = [slot for slot in self.slots if track.at(slot) is not None]

    def figures(self) -> Iterator[Explanation]:
        told, messages = self.told, self.tracer.messages
        if told.progress is not None:
            terms = self._season() if self.way.path is GoalPath.SEASONAL else self._along()
            yield self._share("progress", terms, told.progress, share_text(messages, told.progress))
            yield from self._pace(told.progress)
        achieved, promised = told.achieved_change, told.promised_so_far
        if achieved is not None:
            shown = change_shown(messages, achieved, (promised, told.goal.change))
            yield self._change("achieved_change", self._made(), achieved, shown)
        if promised is not None:
            shown = change_shown(messages, promised, (achieved,))
            yield self._change("promised_so_far", self._wanted(), promised, shown)

    def _share(
        self, code: str, terms: tuple[Term, Term, Term], value: float, shown: Shown
    ) -> Explanation:
        """(A − B)/(E − B)."""
        made, start, end = (self.tracer.node(trace) for _, _, trace in terms)
        node = f.over(f.minus(made, start), f.minus(end, start))
        return self._explained(code, node, terms, value, shown)

    def _change(
        self, code: str, terms: tuple[Term, Term], value: float, shown: Shown
    ) -> Explanation:
        """(A − B)/B, B as often as there are months in A."""
        made, start = (self.tracer.node(trace) for _, _, trace in terms)
        whole: f.Node = start
        if self.told.together and self.way.path is not GoalPath.SEASONAL and self._count() > 1:
            whole = f.times(self.tracer.number(self._count()), start)
        return self._explained(code, f.over(f.minus(made, whole), whole), terms, value, shown)

    def _explained(
        self, code: str, node: f.Node, terms: Iterable[Term], value: float, shown: Shown
    ) -> Explanation:
        inputs, parts = self.tracer.sources(self.kpi, terms)
        trace = Trace(value, node, inputs, parts)
        figure = Figure(shown.text, shown.excel_value, shown.excel_format)
        keys = {"progress": "trace_progress", "achieved_change": "achieved"}
        label = self.tracer.messages.text(f"goal.{keys.get(code, code)}")
        return self.tracer.explained(f"goal.{code}", label, trace, value, figure, scale=100.0)

    def _pace(self, progress: float) -> Iterator[Explanation]:
        """Progress over the share of the goal's months that had passed."""
        if self.told.pace is None or self.told.as_of is None:
            return
        text, tracer = self.tracer.messages.text, self.tracer
        passed = sum(1 for slot in self.way.slots if slot <= self.told.as_of.index)
        count = len(self.way.slots)
        time = f.over(tracer.number(passed), tracer.number(count))
        note = text("goal.trace_time", passed=passed, count=count, period=self.told.as_of)
        trace = Trace(self.told.pace, f.over(f.Number(progress, share=True), time), notes=(note,))
        shown = tracer.messages.formats.number(self.told.pace, _PACE_DECIMALS)
        figure = Figure(shown, self.told.pace, "0.00")
        yield tracer.explained("goal.pace", text("goal.pace"), trace, self.told.pace, figure)

    # What the formulas are made of

    def _along(self) -> tuple[Term, Term, Term]:
        end = self.way.end
        assert not isinstance(end, Reason), "a goal with progress has an end"
        label = self.tracer.messages.text("goal.end_target")
        aim = ("target", label, goal_target(self.tracer, self.kpi, end))
        return self._last(), self._base(), aim

    def _season(self) -> tuple[Term, Term, Term]:
        made, before = self._made()
        return made, before, self._wanted()[0]

    def _made(self) -> tuple[Term, Term]:
        """What was made, and what it is held against."""
        if not self.told.together:
            return self._last(), self._base()
        made = self._together("actual", "trace_actuals", self.measured)
        return made, self._before()

    def _wanted(self) -> tuple[Term, Term]:
        """What the goal's months so far were to make, and what that is held against."""
        return self._together("target", "trace_targets", self.measured), self._before()

    def _before(self) -> Term:
        if self.way.path is GoalPath.SEASONAL:
            return self._together("base", "trace_before", self.measured)
        return self._base()

    def _last(self) -> Term:
        assert self.told.as_of is not None
        found = actual_at(self.tracer, self.kpi, self.told.as_of.index, self.tracer.actuals)
        assert found is not None, "progress is that of a figure"
        label = month_label(self.tracer.messages, self.kpi.frequency, self.told.as_of)
        return "actual", label, found

    def _base(self) -> Term:
        base, end = self.way.base, self.way.end
        assert not isinstance(base, Reason) and not isinstance(end, Reason)
        return ("base", *goal_base(self.tracer, self.kpi, base, end))

    def _together(self, code: str, words: str, slots: list[int]) -> Term:
        """The sum over the goal's months so far."""
        messages = self.tracer.messages
        terms = [
            (month_label(messages, self.kpi.frequency, month_at(slot)), self._of(code, slot), 1)
            for slot in slots
        ]
        label = messages.text(f"goal.{words}")
        return code, label, self.tracer.combined(Aggregation.SUM, terms, self.kpi)

    def _of(self, code: str, slot: int) -> Trace:
        target = self.way.targets[slot]
        if code == "target":
            return goal_target(self.tracer, self.kpi, target)
        if code == "base":
            assert target.base is not None, "a seasonal target starts from the year before"
            return goal_base(self.tracer, self.kpi, target.base, target)[1]
        found = actual_at(self.tracer, self.kpi, slot, self.tracer.actuals)
        assert found is not None, "only months with a figure are together"
        return found

    def _count(self) -> int:
        return len(self.measured)
