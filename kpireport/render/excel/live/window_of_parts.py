"""The windows of a ratio: its parts over the window, each by its own rule, divided.

The target comes from the planned parts where they cover as many rows; else each row's target is
taken at its actual denominator (the target at actual mix).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpireport.model.kpi import Aggregation
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.expressions import (
    aggregate,
    cell,
    filled,
    product_total,
)
from kpireport.render.excel.live.window_frame import Frame

_PARTS = ("numerator", "denominator")
_PLAN = ("plan_numerator", "plan_denominator")


def ratio_cells(frame: Frame) -> Iterator[Cell]:
    """The window's columns, from the count of its figures to its status."""
    yield from _Ratio.of(frame).cells()


@dataclass(frozen=True, slots=True)
class _Ratio:
    frame: Frame
    upper: Aggregation
    lower: Aggregation

    @classmethod
    def of(cls, frame: Frame) -> _Ratio:
        series = frame.place.series
        assert series.numerator_rule is not None and series.denominator_rule is not None
        return cls(frame, series.numerator_rule, series.denominator_rule)

    @property
    def planned(self) -> bool:
        return self.frame.place.series.planned

    @property
    def last_alone(self) -> bool:
        return self.upper is self.lower is Aggregation.LAST

    def cells(self) -> Iterator[Cell]:
        frame = self.frame
        parts = self._blocks(_PARTS)
        count = f"=IF({frame.nothing},0,{filled(parts)})"
        yield frame.counted("count", count, _PARTS)
        yield frame.level("actual", self._actual(parts), frame.result.actual)
        if frame.whole_year:
            yield from self._whole_years_target(parts)
        elif self.last_alone:
            yield from self._target_at_last(parts)
        else:
            yield from self._target(parts)
        yield from frame.verdict()

    def _blocks(self, names: Sequence[str], last: str = "last") -> tuple[str, ...]:
        return tuple(self.frame.block(name, last) for name in names)

    def _divided(self, parts: Sequence[str], others: Sequence[str] = ()) -> str:
        """The parts' totals over the rows that have both (and the others), divided."""
        upper, lower = parts
        below = aggregate(self.lower, lower, (upper, *others))
        above = aggregate(self.upper, upper, (lower, *others))
        return _quotient(above, below)

    def _at_actual_mix(self, parts: Sequence[str], target: str) -> str:
        upper, lower = parts
        met = product_total(self.upper, target, lower, (upper,))
        below = aggregate(self.lower, lower, (upper, target))
        return f'IF({below}=0,"",{met}/{below})'

    def _actual(self, parts: Sequence[str]) -> str:
        frame = self.frame
        incomplete = f"{frame['count']}<{frame.slots}"
        if self.last_alone:
            last = f"MAX(1,{frame['last']})"
            empty = ",".join(f'INDEX(data_{name},{last})=""' for name in _PARTS)
            incomplete = f"OR({frame['count']}=0,{empty})"
        needs_all = Aggregation.SUM in (self.upper, self.lower)
        return frame.whole(needs_all, incomplete, self._divided(parts))

    def _target(self, parts: Sequence[str]) -> Iterator[Cell]:
        frame, target, plan = self.frame, self.frame.block("target"), self._blocks(_PLAN)
        none = f'{frame["actual"]}=""'
        known = frame.result.actual is not None
        mixed = frame.counted(
            "mixed", f"=IF({none},0,{filled((*parts, target))})", (*_PARTS, "target")
        )
        yield mixed if known else mixed._replace(value=0)
        planned = frame.counted(
            "planned", f"=IF({none},0,{filled((*parts, *plan))})", (*_PARTS, *_PLAN)
        )
        if not self.planned:
            planned = planned._replace(formula="", value=0)
        yield planned if known else planned._replace(value=0)
        counts = [float(each.value or 0) if known else 0.0 for each in (mixed, planned)]
        both = f"=MAX({frame['mixed']},{frame['planned']})"
        yield Cell(frame.key("both"), both, max(counts), Kind.COUNT)
        own, aimed = self._divided(parts, (target,)), self._at_actual_mix(parts, target)
        if self.planned:
            by_plan = f"AND({frame['planned']}>0,{frame['planned']}>={frame['mixed']})"
            own = f"IF({by_plan},{self._divided(parts, plan)},{own})"
            aimed = f"IF({by_plan},{self._divided(plan, parts)},{aimed})"
        whole = f"OR({frame['both']}=0,{frame['both']}={frame['count']})"
        measure = frame.result.measure
        yield frame.level("compared", f"=IF({whole},{frame['actual']},{own})", measure.actual)
        yield frame.level("target", f'=IF({frame["both"]}=0,"",{aimed})', measure.target)

    def _target_at_last(self, parts: Sequence[str]) -> Iterator[Cell]:
        """Of a level at a date: the target of the last row that has both parts."""
        frame = self.frame
        mask = "*".join(f'({each}<>"")' for each in parts)
        found = f"LOOKUP(2,1/({mask}),ROW({parts[0]}))-data_header"
        rows = frame.place.rows(_PARTS, frame.first, frame.last)
        at_row = rows[-1] if rows else 0
        yield Cell(frame.key("at"), f"=IF({frame['count']}=0,0,{found})", at_row, Kind.COUNT)
        yield frame.level("compared", f"={frame['actual']}", frame.result.measure.actual)
        at = frame["at"]
        target = cell("target", at)
        if self.planned:
            upper, lower = (f"INDEX(data_{name},{at})" for name in _PLAN)
            target = f'IF(OR({upper}="",{lower}=""),{target},{_quotient(upper, lower)})'
        yield frame.level("target", f'=IF({at}=0,"",{target})', frame.result.measure.target)

    def _whole_years_target(self, parts: Sequence[str]) -> Iterator[Cell]:
        """From the year's plan, else at the actual mix, else the one target of every month."""
        frame, slots = self.frame, self.frame.slots
        yield frame.level("compared", f"={frame['actual']}", frame.result.measure.actual)
        if frame.place.series.year_stated:
            yield from frame.stated_target(banded=False)
            return
        target, known = frame.block("target", "end"), frame.block("target")
        constant = '""'
        if self.upper is self.lower:
            constant = f'IF(MIN({target})=MAX({target}),MIN({target}),"")'
        mixed = f"IF({frame.nothing},0,{filled((*parts, known))})={slots}"
        year = f"IF({mixed},{self._at_actual_mix(parts, known)},{constant})"
        formula = f'IF({filled((target,))}<{slots},"",{year})'
        if self.planned:
            plan = self._blocks(_PLAN, "end")
            formula = f"IF({filled(plan)}={slots},{self._divided(plan)},{formula})"
        total = f'=IF({frame.beyond},"",{formula})'
        yield frame.level("target", total, frame.result.measure.target)


def _quotient(above: str, below: str) -> str:
    return f'IF({below}=0,"",{above}*[multiplier]/{below})'
