"""The windows of a ratio: its parts over the window, each by its own rule, divided.

The totals of numerator and denominator stand in columns of their own, so that each formula is one
step. The target comes from the planned parts where they cover as many rows; else each row's
target is taken at its actual denominator (the target at actual mix).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpireport.model.kpi import Aggregation
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.expressions import (
    cell,
    filled,
)
from kpireport.render.excel.live.part_totals import PARTS, PLAN, PartTotals, Rows
from kpireport.render.excel.live.window_frame import Frame


def ratio_cells(frame: Frame) -> Iterator[Cell]:
    """The window's columns, from the count of its figures to its status."""
    yield from _Ratio.of(frame).cells()


@dataclass(frozen=True, slots=True)
class _Ratio(PartTotals):
    def cells(self) -> Iterator[Cell]:
        frame = self.frame
        parts = self.blocks(PARTS)
        count = f"=IF({frame.nothing},0,{filled(parts)})"
        yield frame.counted("count", count, PARTS)
        met = f"{frame['count']}>0"
        yield self.total("numerator", self.upper, PARTS[0], PARTS[1:], when=met)
        yield self.total("denominator", self.lower, PARTS[1], PARTS[:1], when=met)
        yield frame.level("actual", self._actual(), frame.result.actual)
        if frame.whole_year:
            yield from self._whole_years_target()
        elif self.last_alone:
            yield from self._target_at_last(parts)
        else:
            yield from self._target()
        yield from frame.verdict()

    def _actual(self) -> str:
        frame = self.frame
        incomplete = f"{frame['count']}<{frame.slots}"
        if self.last_alone:
            last = f"MAX(1,{frame['last']})"
            empty = ",".join(f'INDEX(data_{name},{last})=""' for name in PARTS)
            incomplete = f"OR({frame['count']}=0,{empty})"
        needs_all = Aggregation.SUM in (self.upper, self.lower)
        return frame.whole(
            needs_all, incomplete, _quotient(frame["numerator"], frame["denominator"])
        )

    def _target(self) -> Iterator[Cell]:
        frame = self.frame
        none = f'{frame["actual"]}=""'
        planned, mixed = self.covered()
        parts = self.blocks(PARTS)
        with_target = f"=IF({none},0,{filled((*parts, frame.block('target')))})"
        yield Cell(frame.key("mixed"), with_target, mixed, Kind.COUNT)
        with_plan = f"=IF({none},0,{filled((*parts, *self.blocks(PLAN)))})"
        yield Cell(frame.key("planned"), with_plan if self.planned else "", planned, Kind.COUNT)
        both = f"=MAX({frame['mixed']},{frame['planned']})"
        yield Cell(frame.key("both"), both, max(mixed, planned), Kind.COUNT)
        by_plan = f"AND({frame['planned']}>0,{frame['planned']}>={frame['mixed']})"
        when = f"{frame['both']}>0"
        plan = by_plan if self.planned else ""
        for made in (
            self._compared("compared_numerator", self.upper, PARTS, when, by_plan),
            self._compared("compared_denominator", self.lower, PARTS[::-1], when, by_plan),
            self.met(when, plan=plan),
            self._target_denominator(when, plan),
        ):
            yield made if mixed or planned else made._replace(value=None)
        whole = f"OR({frame['both']}=0,{frame['both']}={frame['count']})"
        own = _quotient(frame["compared_numerator"], frame["compared_denominator"])
        measure = frame.result.measure
        yield frame.level("compared", f"=IF({whole},{frame['actual']},{own})", measure.actual)
        factor = f"*IF({plan},[multiplier],1)" if plan else ""
        below = frame["target_denominator"]
        aimed = f'IF({below}=0,"",{frame["target_numerator"]}{factor}/{below})'
        yield frame.level("target", f'=IF({frame["both"]}=0,"",{aimed})', measure.target)

    def _compared(
        self, name: str, rule: Aggregation, parts: Sequence[str], when: str, by_plan: str
    ) -> Cell:
        """A part over the rows that have a target too, or a plan where that is compared with."""
        column, other = parts
        planned = (by_plan, Rows(column, (other, *PLAN))) if self.planned else None
        return self.total(name, rule, column, (other, "target"), when=when, instead=planned)

    def _target_denominator(self, when: str, plan: str) -> Cell:
        """What the target's total is divided by: the planned denominators, else the actual ones."""
        frame = self.frame
        same = frame["compared_denominator"]
        value = frame.place.total(self.lower, "denominator", ("numerator", "target"), *self.span)
        formula = same
        if plan:
            rows = Rows(PLAN[1], (PLAN[0], *PARTS))
            formula = f"IF({plan},{self.aggregate(self.lower, rows, 'last')},{same})"
            if self.by_plan:
                value = frame.place.total(self.lower, rows.column, rows.others, *self.span)
        key = frame.key("target_denominator")
        return Cell(key, f'=IF({when},{formula},"")', value, Kind.COUNT)

    def _target_at_last(self, parts: Sequence[str]) -> Iterator[Cell]:
        """Of a level at a date: the target of the last row that has both parts."""
        frame = self.frame
        mask = "*".join(f'({each}<>"")' for each in parts)
        found = f"LOOKUP(2,1/({mask}),ROW({parts[0]}))-data_header"
        rows = frame.place.rows(PARTS, frame.first, frame.last)
        at_row = rows[-1] if rows else 0
        yield Cell(frame.key("at"), f"=IF({frame['count']}=0,0,{found})", at_row, Kind.COUNT)
        yield frame.level("compared", f"={frame['actual']}", frame.result.measure.actual)
        at = frame["at"]
        target = cell("target", at)
        if self.planned:
            upper, lower = (f"INDEX(data_{name},{at})" for name in PLAN)
            target = f'IF(OR({upper}="",{lower}=""),{target},{_quotient(upper, lower)})'
        yield frame.level("target", f'=IF({at}=0,"",{target})', frame.result.measure.target)

    def _whole_years_target(self) -> Iterator[Cell]:
        """From the year's plan, else at the actual mix, else the one target of every month."""
        frame, slots = self.frame, self.frame.slots
        yield frame.level("compared", f"={frame['actual']}", frame.result.measure.actual)
        if frame.place.series.year_stated:
            yield from frame.stated_target(banded=False)
            return
        formula = ""
        if self.planned:
            blocks = self.blocks(PLAN, "end")
            with_plan = f"=IF({frame.beyond},0,{filled(blocks)})"
            value = frame.place.count(PLAN, frame.first, frame.end)
            yield Cell(frame.key("planned"), with_plan, value, Kind.COUNT)
            when = f"{frame['planned']}={slots}"
            for name, rule, column, others in (
                ("plan_numerator", self.upper, PLAN[0], PLAN[1:]),
                ("plan_denominator", self.lower, PLAN[1], PLAN[:1]),
            ):
                made = self.total(name, rule, column, others, when=when, last="end")
                yield made if value == slots else made._replace(value=None)
            formula = _quotient(frame["plan_numerator"], frame["plan_denominator"])
            formula = f"IF({when},{formula},"
        yield from self._years_mix()
        target = frame.block("target", "end")
        constant = '""'
        if self.upper is self.lower:
            constant = f'IF(MIN({target})=MAX({target}),MIN({target}),"")'
        below = frame["target_denominator"]
        aimed = f'IF({below}=0,"",{frame["target_numerator"]}/{below})'
        year = f"IF({frame['mixed']}={slots},{aimed},{constant})"
        formula += f'IF({filled((target,))}<{slots},"",{year})' + (")" if formula else "")
        total = f'=IF({frame.beyond},"",{formula})'
        yield frame.level("target", total, frame.result.measure.target)

    def _years_mix(self) -> Iterator[Cell]:
        """The year's targets at its actual denominators, once every month has both."""
        frame, slots = self.frame, self.frame.slots
        blocks = (*self.blocks(PARTS), frame.block("target"))
        mixed = frame.counted(
            "mixed", f"=IF({frame.nothing},0,{filled(blocks)})", (*PARTS, "target")
        )
        yield mixed
        when = f"{frame['mixed']}={slots}"
        below = self.total(
            "target_denominator", self.lower, "denominator", ("numerator", "target"), when=when
        )
        for made in (self.met(when), below):
            yield made if mixed.value == slots else made._replace(value=None)


def _quotient(above: str, below: str) -> str:
    return f'IF({below}=0,"",{above}*[multiplier]/{below})'
