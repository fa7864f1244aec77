"""What every window's formulas have in common: where it begins and ends, and its verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpireport.model.measure import Window
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.expressions import block, looked_up
from kpireport.render.excel.live.judging import Ground, judged
from kpireport.render.excel.live.place import Place
from kpireport.render.excel.live.thresholds import NO_DATA

_FIRST = {
    "qtd": "[month_row]-quarter_months+1",
    "ytd": "[month_row]-year_months+1",
    "r12": "[closing]-11",
    "fy": "[month_row]-year_months+1",
}
YEAR_END = "[month_row]-year_months+12"
"""The position of the fiscal year's last month."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One window of one KPI: its result, and the blocks that its formulas read."""

    place: Place
    window: str
    result: Window

    def __getitem__(self, name: str) -> str:
        """A column of this window, as formulas write it."""
        return f"[{self.window}_{name}]"

    def key(self, name: str) -> str:
        return f"{self.window}_{name}"

    @property
    def whole_year(self) -> bool:
        return self.window == "fy"

    @property
    def slots(self) -> int:
        """The slots of a year."""
        return 12 // self.place.series.step

    @property
    def first(self) -> int:
        """The twin of the column ``first``."""
        place = self.place
        return max(place.first_row, self._first)

    @property
    def _first(self) -> int:
        place = self.place
        if self.window == "r12":
            return place.closing - 11
        months = place.quarter_months if self.window == "qtd" else place.year_months
        return place.month_row - months + 1

    @property
    def last(self) -> int:
        """The twin of the column ``last``."""
        return min(self.place.last_row, self.place.closing)

    @property
    def end(self) -> int:
        """The twin of the column ``end``: where the whole year's target ends."""
        place = self.place
        return min(place.last_row, place.month_row - place.year_months + 12)

    def ends(self) -> Iterator[Cell]:
        """The first and last position of the window among the KPI's rows."""
        first = f"=MAX([first_row],{_FIRST[self.window]})"
        yield Cell(self.key("first"), first, self.first, Kind.COUNT)
        yield Cell(self.key("last"), "=MIN([last_row],[closing])", self.last, Kind.COUNT)
        if self.whole_year:
            yield Cell(self.key("end"), f"=MIN([last_row],{YEAR_END})", self.end, Kind.COUNT)

    def block(self, column: str, last: str = "last") -> str:
        return block(column, self["first"], self[last])

    def level(self, name: str, formula: str, value: float | None) -> Cell:
        return Cell(self.key(name), formula, self.place.level(value), Kind.LEVEL)

    def counted(self, name: str, formula: str, columns: Sequence[str]) -> Cell:
        """A column that counts the rows with a figure in every one of the Data columns."""
        value = self.place.count(columns, self.first, self.last)
        return Cell(self.key(name), formula, value, Kind.COUNT)

    @property
    def nothing(self) -> str:
        """Whether the window holds none of the KPI's rows."""
        return f"{self['last']}<{self['first']}"

    @property
    def beyond(self) -> str:
        """Whether the fiscal year holds none of the KPI's rows."""
        return f"{self['end']}<{self['first']}"

    def whole(self, rule_needs_all: bool, incomplete: str, total: str) -> str:
        """The actual: of a fiscal year once it is over, of a rolling sum with all its months."""
        count = self["count"]
        if self.whole_year:
            return f'=IF(OR([closing]<{YEAR_END},{incomplete}),"",{total})'
        if self.window == "r12" and rule_needs_all:
            return f'=IF({count}<{self.slots},"",{total})'
        return f'=IF({count}=0,"",{total})'

    def stated_target(self, banded: bool) -> Iterator[Cell]:
        """The target that each month's report stated."""
        yield from self._stated(("low", "high") if banded else ("target",))

    def stated(self) -> Iterator[Cell]:
        """The window's columns where only each month's report can state its figures."""
        if not self.whole_year:
            slots = self.result.months // self.place.series.step
            yield Cell(self.key("both"), looked_up(self._told("both")), slots, Kind.COUNT)
        bounds = ("low", "high") if self.place.banded else ()
        yield from self._stated(("actual", "compared", "target", *bounds))
        yield from self.verdict("both")

    def _stated(self, names: Sequence[str]) -> Iterator[Cell]:
        measure = self.result.measure
        values = {
            "actual": self.result.actual,
            "compared": measure.actual,
            "target": measure.target,
            "low": measure.target_low,
            "high": measure.target_high,
        }
        for name in names:
            yield self.level(name, looked_up(self._told(name)), values[name])

    def _told(self, name: str) -> str:
        """A column of the Texts sheet."""
        return f"stated_{self.key(name)}"

    def verdict(self, counted: str = "count") -> Iterator[Cell]:
        """Variance, attainment and status of what is compared.

        ``counted`` is the column that tells a window without figures from one that is too short.
        """
        missing = '""' if self.whole_year else f'IF({self[counted]}=0,{NO_DATA},"")'
        due = f"[closing]>={_FIRST[self.window]}" if self._may_be_early else ""
        ground = Ground(self._baseline, missing, due)
        yield from judged(self.place, self.window, self.result.measure, ground)

    @property
    def _may_be_early(self) -> bool:
        """Whether no slot of the window may have closed yet."""
        return self.place.series.step > 1 and not self.whole_year

    @property
    def _baseline(self) -> str:
        """What progress starts from, over as many slots as are compared."""
        if self.place.kpi.baseline is None:
            return ""
        if not self.place.series.accumulates:
            return "[baseline]"
        slots = str(self.slots) if self.whole_year else self["both"]
        return f"([baseline]*{slots})"
