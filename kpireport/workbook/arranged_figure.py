"""One figure of an arranged workbook, and what its month does to it: sums, and last year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kpireport.model.period import FiscalCalendar, Period
from kpireport.workbook.arrangement import Role
from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.numbers import read_number
from kpireport.workbook.periods import read_period
from kpireport.workbook.texts import read_text

_FIRST = 1900
"""No month lies before that year."""


@dataclass(frozen=True, slots=True)
class ArrangedFigure:
    """One figure: its cell, the cells that name its KPI and period, and what it is.

    ``said`` is what stands beside it about the KPI, by column of the KPIs sheet.
    """

    cell: RawCell
    kpi: RawCell
    period: RawCell
    role: Role
    entity: RawCell | None
    said: Mapping[str, RawCell]


def with_text(cell: RawCell, text: str) -> RawCell:
    """The cell with another text in it: what it means, at the place where it is said."""
    if cell.kind is CellKind.TEXT and cell.value == text:
        return cell
    return replace(cell, kind=CellKind.TEXT, value=text, number_format="General", formula=None)


def a_year_back(
    figures: list[ArrangedFigure], calendar: FiscalCalendar
) -> Iterator[ArrangedFigure]:
    """The figures, last year's under their own months.

    A table with both puts them under one header, that of the month they are compared with; a
    table of last year's alone has their own dates.
    """
    own = {_key(f, calendar) for f in figures if f.role is Role.ACTUAL}
    beside = any(f.role is Role.PRIOR_YEAR and _key(f, calendar) in own for f in figures)
    for figure in figures:
        month = _month(figure.period, calendar)
        if beside and figure.role is Role.PRIOR_YEAR and month is not None and month.year > _FIRST:
            yield replace(figure, period=with_text(figure.period, str(month.shift(-12))))
        else:
            yield figure


def _key(figure: ArrangedFigure, calendar: FiscalCalendar) -> tuple[str, str, str]:
    month = _month(figure.period, calendar)
    return read_text(figure.kpi), str(month), read_text(figure.entity)


def _month(period: RawCell, calendar: FiscalCalendar) -> Period | None:
    reading = read_period(period)
    return None if reading is None else reading.place(calendar)


def added_up(figures: list[ArrangedFigure], calendar: FiscalCalendar) -> Iterator[ArrangedFigure]:
    """Rows of one KPI, month, role and entity summed into one figure; what is no number stays.

    The sum says which cells it was added up from: the first to the last of its column.
    """
    sums: dict[tuple[str, str, str, Role], list[ArrangedFigure]] = {}
    for figure in figures:
        if read_number(figure.cell).value is None or _month(figure.period, calendar) is None:
            yield figure
            continue
        sums.setdefault((*_key(figure, calendar), figure.role), []).append(figure)
    for (_, month, _, _), group in sums.items():
        yield replace(group[0], cell=_total(group), period=with_text(group[0].period, month))


def _total(group: list[ArrangedFigure]) -> RawCell:
    first, last = group[0].cell, group[-1].cell
    if len(group) == 1:
        return first
    total = sum(read_number(figure.cell).value or 0.0 for figure in group)
    place = f"{first.address}:{last.address}"
    return replace(first, kind=CellKind.NUMBER, value=total, formula=None, place=place)
