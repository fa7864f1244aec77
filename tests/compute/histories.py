"""Long histories of few KPIs, for what is computed on those: figures by their place in time.

Place 0 is January 2023. A KPI is one where higher is better, unless its definition says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from kpireport.compute.ledger import Line, build_lines
from kpireport.model.book import Book, Event
from kpireport.model.kpi import Kpi
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from tests.compute.books import Figure, Goalpost, Row, every, kpi

START = Period(2023, 1)

Values = Sequence[Figure]


def at(place: int) -> Period:
    return START.shift(place)


def better_high(kpi_id: str = "K", **options: Any) -> Kpi:
    return kpi(kpi_id, **{"direction": "higher"} | options)


def history(
    values: Values,
    defined: Kpi | None = None,
    *,
    start: int = 0,
    targets: Sequence[Goalpost] = (),
    prior_year: Values = (),
    provisional: Collection[int] = (),
) -> Row:
    """A KPI with a value a slot, the first of which closes in the month at place ``start``.

    ``targets`` and the year before (``prior_year``, twelve months earlier) run alongside;
    ``provisional`` are places in the list of values.
    """
    defined = defined or better_high()
    step = defined.frequency.months
    first = at(start)
    return Row(
        defined,
        actuals=every(str(first), step, *values),
        targets=every(str(first), step, *targets),
        prior_year=every(str(first.shift(-12)), step, *prior_year),
        provisional=[str(first.shift(step * place)) for place in provisional],
    )


def event(place: int, kpi_id: str | None = None, *, rebase: bool = True) -> Event:
    """Something that happened on the 20th of the month at that place."""
    month = at(place)
    cell = CellRef("Events", f"A{place + 2}")
    return Event(date(month.year, month.month, 20), kpi_id, "New machine", rebase, cell)


def lines_of(book: Book, period: Period) -> tuple[Line, ...]:
    """The book's KPIs as they are computed from."""
    return tuple(build_lines(book, period).values())
