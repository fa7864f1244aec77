"""Books made by hand for tests of the calculations: no file, no reading room.

    book(row(kpi("REV", aggregation="sum", direction="higher"),
             actuals=months("2026-01", 100, 120, None, 90),
             targets=months("2026-01", 110, 110, 110, 110)))

Figures are given by month, None for a missing one. Every figure has its own cell: the row is the
KPI's place in the book, the column the month's, so that a test can name it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kpireport.model.book import Book, DatedTarget, Observation, Settings, Source, Target
from kpireport.model.kpi import (
    Aggregation,
    AttainmentMethod,
    Direction,
    Frequency,
    InputBasis,
    Kpi,
    Phasing,
    RollUp,
    TargetSpan,
    Tolerance,
    ToleranceKind,
    Unit,
    UnitKind,
)
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import CellRef

Figure = float | None
Goalpost = float | tuple[Figure, Figure] | None
"""A target: a level, or a band as (low, high)."""

_ENUMS: dict[str, Any] = {
    "direction": Direction,
    "aggregation": Aggregation,
    "frequency": Frequency,
    "actuals_input": InputBasis,
    "targets_input": InputBasis,
    "target_per": TargetSpan,
    "phasing": Phasing,
    "attainment": AttainmentMethod,
    "roll_up": RollUp,
}
_PER_FREQUENCY = {"monthly": "month", "quarterly": "quarter", "yearly": "year"}
PERCENT = Unit("%", UnitKind.PERCENT)


def month(text: str) -> Period:
    return Period.parse(text)


def months(start: str, *figures: Goalpost) -> dict[str, Goalpost]:
    """Figures of consecutive months from ``start`` on."""
    return every(start, 1, *figures)


def every(start: str, step: int, *figures: Goalpost) -> dict[str, Goalpost]:
    """Figures ``step`` months apart (3 for quarters, which close in their last month)."""
    first = month(start)
    return {str(first.shift(step * place)): figure for place, figure in enumerate(figures)}


def kpi(kpi_id: str = "K", **options: Any) -> Kpi:
    """A KPI; enumerations by their words, ``unit="%"`` for percent, ``tolerance=5`` in its unit.

    As in the workbook the target is per the KPI's frequency unless ``target_per`` says otherwise.
    """
    frequency = str(options.get("frequency", "monthly"))
    options.setdefault("target_per", _PER_FREQUENCY[frequency])
    options.setdefault("name", kpi_id)
    for name, enum in _ENUMS.items():
        if isinstance(options.get(name), str):
            options[name] = enum(options[name])
    if options.get("unit") == "%":
        options["unit"] = PERCENT
        options.setdefault("multiplier", 100.0)
    if isinstance(options.get("tolerance"), (int, float)):
        options["tolerance"] = Tolerance(float(options["tolerance"]), ToleranceKind.UNIT)
    return Kpi(id=kpi_id, cell=CellRef("KPIs", f"A{sum(map(ord, kpi_id))}"), **options)


@dataclass(frozen=True)
class Row:
    """A KPI with its figures. ``provisional`` names months whose actual is marked so."""

    kpi: Kpi
    actuals: Mapping[str, Goalpost] = field(default_factory=dict)
    targets: Mapping[str, Goalpost] = field(default_factory=dict)
    dated: Mapping[str, Goalpost] = field(default_factory=dict)
    prior_year: Mapping[str, Goalpost] = field(default_factory=dict)
    forecast: Mapping[str, Goalpost] = field(default_factory=dict)
    budget: Mapping[str, Goalpost] = field(default_factory=dict)
    provisional: Collection[str] = ()


def row(item: Kpi, actuals: Mapping[str, Goalpost] | None = None, **figures: Any) -> Row:
    return Row(item, actuals or {}, **figures)


def settings(start_month: int = 1, closed: str | None = None, **options: Any) -> Settings:
    calendar = FiscalCalendar(start_month, options.pop("named_by", "end"))
    closed_through = month(closed) if closed else None
    return Settings(fiscal_calendar=calendar, closed_through=closed_through, **options)


def book(*rows: Row, setting: Settings | None = None, **parts: Any) -> Book:
    """A Book of these rows, in this order; ``parts`` are its other fields (goals, events…)."""
    places = {entry.kpi.id: place for place, entry in enumerate(rows, start=2)}

    def sheet(name: str, attribute: str) -> dict[str, dict[Period, Observation]]:
        return {
            entry.kpi.id: found
            for entry in rows
            if (found := _series(entry, name, getattr(entry, attribute), places[entry.kpi.id]))
        }

    return Book(
        source=Source("book.xlsx", "0" * 64),
        settings=setting or settings(),
        kpis=tuple(entry.kpi for entry in rows),
        actuals=sheet("Actuals", "actuals"),
        prior_year=sheet("Prior year", "prior_year"),
        forecast=sheet("Forecast", "forecast"),
        budget=sheet("Budget", "budget"),
        targets={
            entry.kpi.id: dict(_targets(entry.targets, places[entry.kpi.id]))
            for entry in rows
            if entry.targets
        },
        dated_targets={
            entry.kpi.id: tuple(
                DatedTarget(period, target)
                for period, target in _targets(entry.dated, places[entry.kpi.id])
            )
            for entry in rows
            if entry.dated
        },
        **parts,
    )


def address(place: int, period: Period) -> str:
    """The cell of a month in the row of that place: ``R2M2026-01``-like, but a real address."""
    column = period.index - Period(2020, 1).index + 2
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters or 'A'}{place}"


def _series(
    entry: Row, sheet: str, figures: Mapping[str, Goalpost], place: int
) -> dict[Period, Observation]:
    return {
        month(text): Observation(
            float(value),
            CellRef(sheet, address(place, month(text))),
            provisional=sheet == "Actuals" and text in entry.provisional,
        )
        for text, value in figures.items()
        if value is not None and not isinstance(value, tuple)
    }


def _targets(figures: Mapping[str, Goalpost], place: int) -> Iterable[tuple[Period, Target]]:
    for text, value in figures.items():
        cell = CellRef("Targets", address(place, month(text)))
        high_cell = CellRef("Targets", address(place + 1000, month(text)))
        if isinstance(value, tuple):
            low, high = value
            yield month(text), Target(cell, None, low, high, high_cell)
        elif value is not None:
            yield month(text), Target(cell, float(value))


def flat(value: float, count: int) -> Sequence[float]:
    """The same figure so many times."""
    return [value] * count
