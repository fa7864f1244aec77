"""What an explanation is made of: frozen values that a command prints and a program reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kpireport.model.kpi import Kpi
from kpireport.model.measure import Measure
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.present.trace.formula import Node


@dataclass(frozen=True, slots=True)
class Input:
    """A figure that stands in a formula and in a cell of the workbook.

    ``role`` is a code (``actual``, ``target``, ``low``…), ``label`` its words, ``value`` what
    the cell holds, in the KPI's unit.
    """

    role: str
    label: str
    value: float
    shown: str
    ref: CellRef
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One figure, back to its formula and its cells.

    ``figure`` is a code (``ytd.attainment``), ``label`` its words. ``value`` is unrounded (a
    status is a word), ``shown`` as every output shows it. ``formula`` has the numbers in it as a
    reader writes them, a second line where long sums were shortened; ``exact`` the same with
    every digit. Both are empty where the figure stands in a cell as it is. ``inputs`` are the
    cells used directly, ``parts`` the figures in the formula that are computed themselves.
    ``reason`` says why there is no figure, or why it is partial; ``notes`` how it came to be.
    """

    figure: str
    label: str
    value: float | str | None
    shown: str
    formula: tuple[str, ...] = ()
    exact: str = ""
    inputs: tuple[Input, ...] = ()
    parts: tuple[Explanation, ...] = ()
    reason: str = ""
    notes: tuple[str, ...] = ()

    def walk(self) -> Iterator[Explanation]:
        """This figure and every computed one in its formula, and in theirs."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class ExplanationSection:
    """Figures that belong together: the month, the year to date, the process."""

    title: str
    figures: tuple[Explanation, ...]


@dataclass(frozen=True, slots=True)
class KpiExplanation:
    """Every figure of one KPI at one period. ``period`` is the report's."""

    id: str
    name: str
    unit: str
    source: str
    period: Period
    title: str
    subtitle: str
    sections: tuple[ExplanationSection, ...]

    def figures(self) -> Iterator[Explanation]:
        for section in self.sections:
            yield from section.figures

    def figure(self, code: str) -> Explanation:
        """The figure of that code; ``KeyError`` where there is none."""
        for each in self.figures():
            if each.figure == code:
                return each
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Trace:
    """A value that is on its way into an explanation: its formula, and what that was made from."""

    value: float
    node: Node
    inputs: tuple[Input, ...] = ()
    parts: tuple[Explanation, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def typed(self) -> bool:
        """Whether the value stands in one cell as it is."""
        return len(self.inputs) == 1 and not self.parts and self.inputs[0].value == self.value

    def called(self, role: str, label: str) -> Trace:
        """The same with another role and label for its cells."""
        return replace(
            self, inputs=tuple(replace(each, role=role, label=label) for each in self.inputs)
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with the traces of its actual and its target, by bound (target, low, high).

    ``prefix`` begins the figures' codes (``ytd.``), ``baseline`` is what progress starts from,
    over the same months. ``reason`` says why something is missing, ``no_target`` why a target is.
    """

    kpi: Kpi
    measure: Measure
    actual: Trace | None
    targets: Mapping[str, Trace]
    prefix: str = ""
    baseline: float | None = None
    reason: str = ""
    no_target: str = ""
