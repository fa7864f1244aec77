"""Books at the edges of what a report must cope with, made by hand and small."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from kpireport.model.book import Book, Language
from kpireport.pipeline import build_scorecard, build_view
from kpireport.present.view import ReportView
from tests.compute.books import Row, book, kpi, months, row, settings

LONG = "Share of the orders delivered within the time promised, without returns and exchanges"


def flow(kpi_id: str, **options: Any) -> Any:
    """A KPI whose months add up."""
    return kpi(kpi_id, aggregation="sum", **{"direction": "higher", **options})


def _level(value: float, count: int = 10) -> list[float]:
    return [value * (1 + month % 5 / 10) for month in range(count)]


def _past(item: Any, value: float = 5.0, start: str = "2026-01", count: int = 10) -> Row:
    targets = months(start, *[value * 1.1] * count)
    return row(item, months(start, *_level(value, count)), targets=targets)


def _headlines(count: int) -> Book:
    names = [LONG if number % 5 == 4 else f"Headline {number + 1}" for number in range(count)]
    made = [
        flow(f"K{number}", name=name, headline=True, category=f"Part {number // 6}")
        for number, name in enumerate(names)
    ]
    return book(*(_past(item, 10.0 ** (number % 4)) for number, item in enumerate(made)))


def _news() -> Book:
    """Fourteen headline KPIs, half of them off track and half of them back on it."""
    made = []
    for number in range(14):
        item = flow(f"K{number}", name=f"Delivered in time, region {number + 1}", headline=True)
        good = [8.0] * 9 + [12.0] if number % 2 else [12.0] * 9 + [8.0]
        made.append(row(item, months("2026-01", *good), targets=months("2026-01", *[10.0] * 12)))
    return book(*made)


def _sizes() -> Book:
    """Sixty months of very small and very large figures, in letters of several scripts."""
    names = ("نسبة العملاء الجدد", "売上高（連結）", "🚀 Rocket", "שיעור המרה")
    sizes = (1e-4, 1e12, 3.0, 1e6)
    made = [
        _past(flow(f"K{size:g}", name=name, headline=size > 1, category="فئة"), size, "2021-11", 60)
        for name, size in zip(names, sizes, strict=True)
    ]
    return book(*made, setting=settings(1, closed="2026-10"))


def _ahead() -> Book:
    """KPIs with all of their months, or all but targets, after the report's."""
    ahead = months("2026-11", 5.0, 6.0)
    return book(
        row(flow("B", headline=True, category="X"), ahead, targets=ahead),
        row(flow("C", headline=True, category="X"), {}, targets=ahead),
        row(kpi("D", category="X")),
        _past(flow("A", headline=True, category="X")),
        setting=settings(1, closed="2026-10"),
    )


def _missing() -> Book:
    targets = months("2026-01", *[5.0] * 12)
    rows = row(flow("A", headline=True), {}, targets=targets), row(flow("B"))
    return book(*rows, setting=settings(1, closed="2026-10"))


BOOKS: dict[str, Callable[[], Book]] = {
    "one KPI without a target": lambda: book(row(flow("A"), months("2026-01", *_level(5.0)))),
    "no cards, no categories": lambda: book(_past(flow("A")), _past(kpi("B"))),
    "one month": lambda: book(row(flow("A", headline=True), months("2026-10", 5.0))),
    "all missing": _missing,
    "months ahead": _ahead,
    "14 headlines": lambda: _headlines(14),
    "23 headlines": lambda: _headlines(23),
    "14 headlines with news": _news,
    "sizes and scripts": _sizes,
}


@cache
def view_of(name: str, language: Language = "en") -> ReportView:
    """The report of one of the books."""
    return build_view(build_scorecard(BOOKS[name]()), language)
