"""Rules about the KPIs' definitions: what is missing, contradicts itself or runs in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kpireport.model.book import Book
from kpireport.model.kpi import Aggregation, AttainmentMethod, Direction, Kpi
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.findings import Finding
from kpireport.workbook.texts import fold_name


def direction_is_said(book: Book, context: Context) -> Iterator[Problem]:
    """W421: without a direction a KPI is neutral and has no status. Parts of ratios need none."""
    silent = [kpi for kpi in book.kpis if kpi.report]
    yield from _unsaid("W421", "direction", silent, context)


def aggregation_is_said(book: Book, context: Context) -> Iterator[Problem]:
    """I422: without an aggregation there are no totals. Numerator and denominator say it too."""
    silent = [kpi for kpi in book.kpis if not (kpi.numerator and kpi.denominator)]
    yield from _unsaid("I422", "aggregation", silent, context)


def _unsaid(code: str, column: str, kpis: Iterable[Kpi], context: Context) -> Iterator[Problem]:
    """One problem for each KPI with an empty cell; one for all where the column is missing."""
    silent = [kpi for kpi in kpis if column not in context.row(kpi.id).typed]
    if column in context.kpis.columns:
        for kpi in silent:
            yield Finding(code, {"kpis": (kpi.id,), "count": 1}).at(context.cell(kpi.id, column))
    elif silent:
        ids = tuple(kpi.id for kpi in silent)
        yield Finding(code, {"kpis": ids, "count": len(ids)}).at(silent[0].cell)


def something_is_reported(book: Book, context: Context) -> Iterator[Problem]:
    """E121: a scorecard of no KPI at all would be an empty page."""
    if book.kpis and not any(kpi.report for kpi in book.kpis):
        yield Finding("E121", {"count": len(book.kpis)}).at(context.cell(book.kpis[0].id, "report"))


def names_are_told_apart(book: Book, context: Context) -> Iterator[Problem]:
    """W428: two KPIs of one name look the same to a reader."""
    first: dict[str, Kpi] = {}
    for kpi in book.kpis:
        other = first.setdefault(fold_name(kpi.name) or kpi.name, kpi)
        if other is not kpi:
            params: dict[str, Param] = {"name": kpi.name, "first": other.id, "kpi": kpi.id}
            yield Finding("W428", params).at(context.cell(kpi.id, "name"))


def ratio_has_parts(book: Book, context: Context) -> Iterator[Problem]:
    """E409: a ratio needs both its parts. W410: parts need the aggregation ratio."""
    for kpi in book.kpis:
        row = context.row(kpi.id)
        both = {"numerator", "denominator"} <= row.typed
        if kpi.aggregation is Aggregation.RATIO:
            for part in ("numerator", "denominator"):
                if part not in row.typed:
                    yield Finding("E409", {"kpi": kpi.id}).at(context.cell(kpi.id, part))
                    break
        elif both and kpi.aggregation is not None:
            yield Finding("W410", {"kpi": kpi.id}).at(context.cell(kpi.id, "aggregation"))


_LEVELS = (Aggregation.MEAN, Aggregation.LAST, Aggregation.MIN, Aggregation.MAX)


def ratios_keep_their_size(book: Book, context: Context) -> Iterator[Problem]:
    """W435: a level over a sum is a twelfth of itself after twelve months."""
    by_id = {kpi.id: kpi for kpi in book.kpis}
    for kpi in book.kpis:
        above, below = by_id.get(kpi.numerator or ""), by_id.get(kpi.denominator or "")
        if kpi.aggregation is not Aggregation.RATIO or above is None or below is None:
            continue
        if above.aggregation in _LEVELS and below.aggregation is Aggregation.SUM:
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "numerator": above.id,
                "denominator": below.id,
                "first": str(context.cell(above.id, "aggregation")),
            }
            yield Finding("W435", params).at(kpi.cell)


def ratios_run_in_no_circle(book: Book, context: Context) -> Iterator[Problem]:
    """E408: a ratio can't be a part of itself."""
    parts = {kpi.id: tuple(p for p in (kpi.numerator, kpi.denominator) if p) for kpi in book.kpis}
    for circle in _circles(parts):
        yield Finding("E408", {"chain": " → ".join(circle)}).at(
            context.cell(circle[0], "numerator")
        )


def parents_run_in_no_circle(book: Book, context: Context) -> Iterator[Problem]:
    """E407: a KPI can't be its own ancestor."""
    parents = {kpi.id: (kpi.parent,) if kpi.parent else () for kpi in book.kpis}
    for circle in _circles(parents):
        yield Finding("E407", {"chain": " → ".join(circle)}).at(context.cell(circle[0], "parent"))


def _circles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Each circle once, from its first member in the workbook's order and back to it."""
    told: set[str] = set()
    for start in edges:
        circle = _way_back(start, edges)
        if circle and told.isdisjoint(circle):
            told.update(circle)
            yield circle


def _way_back(start: str, edges: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """A way from ``start`` to itself, both ends included."""
    seen: set[str] = set()
    ways: list[tuple[str, ...]] = [(start,)]
    while ways:
        way = ways.pop()
        for following in edges.get(way[-1], ()):
            if following == start:
                return (*way, start)
            if following not in seen:
                seen.add(following)
                ways.append((*way, following))
    return None


def attainment_fits_direction(book: Book, context: Context) -> Iterator[Problem]:
    """E414: inverse is for lower-is-better. W430: ranges and neutral KPIs have their own rule."""
    for kpi in book.kpis:
        if "attainment" not in context.row(kpi.id).typed:
            continue
        cell = context.cell(kpi.id, "attainment")
        if kpi.attainment is AttainmentMethod.INVERSE and kpi.direction is Direction.HIGHER:
            yield Finding("E414", {"kpi": kpi.id}).at(cell)
        elif kpi.direction.sign == 0 and kpi.attainment is not AttainmentMethod.LINEAR:
            yield Finding("W430", {"kpi": kpi.id}).at(cell)


def progress_has_a_baseline(book: Book, context: Context) -> Iterator[Problem]:
    """E415: progress is counted from somewhere."""
    for kpi in book.kpis:
        typed = context.row(kpi.id).typed
        if kpi.attainment is AttainmentMethod.PROGRESS and "baseline" not in typed:
            yield Finding("E415", {"kpi": kpi.id}).at(context.cell(kpi.id, "baseline"))
