"""Entities of a group, each a workbook of its own."""

from __future__ import annotations

from dataclasses import replace

from kpireport.model.book import Book, Source
from kpireport.model.group import EntityCoverage, Group, GroupFigure
from kpireport.model.period import Period
from tests.compute.books import Row, book, kpi, months, row, settings

FEBRUARY = Period(2026, 2)


def entity(name: str, *rows: Row, currency: str | None = "EUR", **parts: object) -> Book:
    made = book(*rows, setting=settings(entity=name, currency=currency), **parts)
    return replace(made, source=Source(f"{name.lower()}.xlsx", name.ljust(64, "0")))


def simple(name: str, actual: float | None, target: float | None = None, **options: object) -> Book:
    options = {"aggregation": "sum", "direction": "higher", **options}
    return entity(
        name,
        row(kpi("K", **options), months("2026-02", actual), targets=months("2026-02", target)),
        currency=None,
    )


def running(name: str, start: str, *figures: float | None, **options: object) -> Book:
    """One KPI over consecutive months; ``options`` may hold figures of other sheets."""
    sheets = {key: options.pop(key) for key in ("targets", "forecast", "budget") if key in options}
    options = {"aggregation": "sum", "direction": "higher", **options}
    made = row(kpi("K", **options), months(start, *figures), **sheets)
    return entity(name, made, currency=None)


def covered(group: Group, kpi_id: str, figure: GroupFigure) -> EntityCoverage:
    return group.kpi(kpi_id).coverage[figure]
