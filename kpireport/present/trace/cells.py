"""The typed figures by their cells, and cells named as a user of Excel names them: ``E7:N7``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kpireport.model.book import Book, Series, Target
from kpireport.model.kpi import Direction
from kpireport.model.period import Period
from kpireport.model.problem import CellRef

_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class TypedFigure:
    """What stands in a cell, for which KPI and month. ``dated``: valid from that month on."""

    value: float
    kpi: str
    period: Period
    dated: bool = False


class TypedFigures:
    """Every figure of a book by its cell; targets by cell and bound (target, low or high)."""

    def __init__(self, book: Book) -> None:
        self._found: dict[tuple[CellRef, str], TypedFigure] = {}
        for sheet in (book.actuals, book.prior_year, book.forecast, book.budget):
            for kpi_id, series in sheet.items():
                self._add_series(kpi_id, series)
        for kpi in book.kpis:
            ranged = kpi.direction is Direction.RANGE
            for dated in book.dated_targets.get(kpi.id, ()):
                self._add_target(kpi.id, dated.target, dated.start, ranged, dated=True)
            for period, target in book.targets.get(kpi.id, {}).items():
                self._add_target(kpi.id, target, period, ranged)

    def at(self, ref: CellRef, bound: str = "") -> TypedFigure:
        """The figure of a cell; ``bound`` for targets."""
        return self._found[ref, bound]

    def belongs(self, ref: CellRef, bound: str, kpi: str) -> bool:
        """Whether a cell holds a figure of that KPI itself (and not of a part of it, or a goal)."""
        found = self._found.get((ref, bound))
        return found is not None and found.kpi == kpi

    def _add_series(self, kpi: str, series: Series) -> None:
        for period, observation in series.items():
            self._found[observation.cell, ""] = TypedFigure(observation.value, kpi, period)

    def _add_target(
        self, kpi: str, target: Target, period: Period, ranged: bool, *, dated: bool = False
    ) -> None:
        single = target.low is None and target.high is None
        bounds = [
            ("target", None if ranged else target.value, target.cell),
            ("low", target.value if ranged and single else target.low, target.cell),
            (
                "high",
                target.value if ranged and single else target.high,
                target.high_cell or target.cell,
            ),
        ]
        for bound, value, cell in bounds:
            if value is not None:
                self._found[cell, bound] = TypedFigure(value, kpi, period, dated)


def places(refs: Iterable[CellRef]) -> str:
    """Cells in their order, neighbours as a range: ``Actuals!E7:N7, P7; Targets!E7``."""
    sheets: dict[str, list[str]] = {}
    for ref in dict.fromkeys(refs):
        sheets.setdefault(ref.sheet, []).append(ref.cell)
    return "; ".join(f"{sheet}!{', '.join(_ranges(cells))}" for sheet, cells in sheets.items())


def _ranges(cells: list[str]) -> Iterator[str]:
    first = last = cells[0]
    step = (0, 0)
    for cell in cells[1:]:
        between = _between(last, cell)
        if between in ((0, 1), (1, 0)) and step in ((0, 0), between):
            last, step = cell, between
            continue
        yield _range(first, last)
        first, last, step = cell, cell, (0, 0)
    yield _range(first, last)


def _range(first: str, last: str) -> str:
    return first if first == last else f"{first}:{last}"


def _between(one: str, other: str) -> tuple[int, int]:
    """Rows down and columns to the right from one cell to the other."""
    (row, column), (other_row, other_column) = _position(one), _position(other)
    return other_row - row, other_column - column


def _position(address: str) -> tuple[int, int]:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column
