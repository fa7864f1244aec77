"""What every trace needs: the figures as they were computed, the cells, the words.

The tracer reads the very lines that the scorecard was computed from, so that a formula can't say
anything else than what was done.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from kpireport.compute.actuals import Actuals
from kpireport.compute.history import history_at
from kpireport.compute.ledger import Ledger, Line
from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import EQUAL, own_decimals, rounded
from kpireport.model.book import Book
from kpireport.model.kpi import Aggregation, Kpi
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.model.scorecard import Scorecard
from kpireport.present.figures import KpiFigures
from kpireport.present.trace import formula
from kpireport.present.trace.cells import TypedFigures
from kpireport.present.trace.formula import Call, Node, Number, over, plus, times
from kpireport.present.trace.values import Explanation, Input, Trace
from kpireport.present.trace.writing import exact, lines
from kpireport.present.view import Figure

_TYPED_DECIMALS = 4
_LITERAL = re.compile(r'"[^"]*"')
_DECIMALS = re.compile(r"\.(0+)")


class Tracer:
    """Traces the figures of one book in a report at one period."""

    def __init__(self, book: Book, scorecard: Scorecard, messages: Messages) -> None:
        self.book = book
        self.scorecard = scorecard
        self.messages = messages
        ledger = Ledger(book)
        self.actuals = ledger.actuals
        self.past = Actuals(book, prior_year=True)
        self.lines = ledger.lines(scorecard.period)
        self.typed = TypedFigures(book)
        self._published = {result.kpi.id: result for result in scorecard.kpis}
        self.figures_of = cache(self._figures_of)

    def line(self, kpi: Kpi) -> Line:
        return self.lines[kpi.id]

    def text(self, key: str, **params: str | int | float | Period) -> str:
        return self.messages.text(f"explanation.{key}", **params)

    def _figures_of(self, kpi_id: str) -> KpiFigures:
        """How the figures of a KPI are shown: as in its report."""
        shown = self._published.get(kpi_id)
        if shown is not None:
            return KpiFigures.of(self.messages, self.scorecard.settings, shown)
        line = self.lines[kpi_id]
        history = history_at(line, self.scorecard.period.index)
        return KpiFigures(self.messages, self.scorecard.settings, line.kpi, history)

    def number(self, value: float) -> Number:
        """A number as it was typed. A result pasted with all its digits is written shorter."""
        if own_decimals(value) > _TYPED_DECIMALS:
            return Number(value)
        return Number(float(value), self.messages.formats.plain(value))

    def input(self, role: str, label: str, ref: CellRef, bound: str = "") -> Input:
        """The figure in a cell."""
        typed = self.typed.at(ref, bound)
        shown = self.messages.formats.plain(typed.value + 0.0)
        return Input(role, label, typed.value + 0.0, shown, ref, typed.period)

    def defined(self, kpi: Kpi, column: str, value: float) -> tuple[Input, ...]:
        """The cell of a number in a KPI's definition, where the book says where it stands."""
        ref = kpi.cells.get(column)
        label = self.messages.text(f"label.{column}")
        return () if ref is None else (self._other(column, label, value, ref),)

    def setting(self, key: str, value: float) -> tuple[Input, ...]:
        """The cell of a threshold in the settings; none where it is the default."""
        ref = self.scorecard.settings.cells.get(key)
        label = self.text(key)
        return () if ref is None else (self._other(key, label, value, ref),)

    def _other(self, role: str, label: str, value: float, ref: CellRef) -> Input:
        return Input(role, label, value + 0.0, self.messages.formats.plain(value + 0.0), ref)

    def node(self, trace: Trace) -> Number:
        """A traced value as a number in a formula: as typed, or the result of its own."""
        return self.number(trace.value) if trace.typed else Number(trace.value)

    def part(self, figure: str, label: str, kpi: Kpi, trace: Trace) -> Explanation:
        """A traced value as a part of another figure's formula."""
        return self.explained(
            figure, label, trace, trace.value, self.figures_of(kpi.id).level(trace.value)
        )

    def explained(
        self,
        figure: str,
        label: str,
        trace: Trace,
        value: float,
        shown: Figure,
        reason: str = "",
        scale: float = 1.0,
    ) -> Explanation:
        """A traced value as the figure that a report shows; ``scale`` is 100 for a fraction."""
        plain = isinstance(trace.node, Number)
        return Explanation(
            figure=figure,
            label=label,
            value=value,
            shown=shown.text,
            formula=() if plain else self.lines_of(trace.node, value, shown, scale),
            exact="" if plain else exact(trace.node),
            inputs=trace.inputs,
            parts=trace.parts,
            reason=reason,
            notes=trace.notes,
        )

    def lines_of(
        self, node: Node, value: float, shown: Figure, scale: float = 1.0
    ) -> tuple[str, ...]:
        """The formula, its numbers precise enough to give the figure as it is shown."""
        decimals = shown_decimals(shown)

        def agrees(found: float) -> bool:
            if math.isclose(found, value, rel_tol=EQUAL):  # 0.0025, computed as 0.00249999999999995
                return True
            return rounded(found * scale, decimals) == rounded(value * scale, decimals)

        # Two more decimals than the figure has, so that terms that differ look different.
        return lines(node, self.messages.formats, agrees, decimals + 2)

    def sources(
        self, kpi: Kpi, terms: Iterable[tuple[str, str, Trace]]
    ) -> tuple[tuple[Input, ...], tuple[Explanation, ...]]:
        """What stands in a formula: cells, or figures computed themselves (code, label, trace)."""
        inputs: list[Input] = []
        parts: list[Explanation] = []
        for figure, label, trace in terms:
            if trace.typed:
                inputs += trace.inputs
            else:
                parts.append(self.part(figure, label, kpi, trace))
        return tuple(inputs), tuple(parts)

    def combined(
        self, rule: Aggregation, terms: Sequence[tuple[str, Trace, int]], kpi: Kpi
    ) -> Trace:
        """Figures as one total by a rule. Each has its label and the slots it stands for."""
        if rule is Aggregation.LAST or len(terms) == 1:
            return terms[-1][1]
        nodes: list[Node] = [self.node(trace) for _, trace, _ in terms]
        if rule is Aggregation.SUM:
            node: Node = plus(*nodes)
        elif rule is Aggregation.MEAN:
            counts = [count for _, _, count in terms]
            weighted = [
                each if count == 1 else times(self.number(count), each)
                for each, count in zip(nodes, counts, strict=True)
            ]
            node = over(plus(*weighted), self.number(sum(counts)))
        else:
            node = Call(rule.value, tuple(nodes))
        inputs, parts = self.sources(kpi, (("month", label, trace) for label, trace, _ in terms))
        notes = dict.fromkeys(note for _, trace, _ in terms if trace.typed for note in trace.notes)
        return Trace(formula.evaluate(node), node, inputs, parts, tuple(notes))

    def quotient(
        self, upper: tuple[Kpi, Trace], lower: tuple[Kpi, Trace], multiplier: float
    ) -> Trace:
        """Two traced totals divided, times the multiplier."""
        parts, inputs = [], []
        for role, (kpi, trace) in (("numerator", upper), ("denominator", lower)):
            label = self.text(role, name=kpi.name)
            if trace.typed:
                inputs.append(replace(trace.inputs[0], role=role, label=label))
            else:
                parts.append(self.part(role, label, kpi, trace))
        node = over(self.node(upper[1]), self.node(lower[1]))
        if multiplier != 1:
            node = times(node, self.number(multiplier))
        return Trace(formula.evaluate(node), node, tuple(inputs), tuple(parts))


def shown_decimals(shown: Figure) -> int:
    """The decimals that a figure shows."""
    found = _DECIMALS.search(_LITERAL.sub("", shown.excel_format))
    return len(found[1]) if found else 0
