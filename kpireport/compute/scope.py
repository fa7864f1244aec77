"""A book cut down to what a recipient may see, before anything is computed from it.

Of a KPI outside the scope nothing stays: no figure, target, goal, comment, action, event,
benchmark or problem, and no name in the definition of another. What stands for no KPI in
particular, comments and actions about the whole, goes too; events for every KPI stay, since limits
start anew at them. The period of the report is the whole book's and has to be chosen before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from kpireport.compute.benchmark_choice import rows_for
from kpireport.compute.scope_ratios import PlainRatio, plain_ratios
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book
from kpireport.model.kpi import Kpi, RollUp
from kpireport.model.names import without_accents
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Problem
from kpireport.model.scope import Scope

_Figures = TypeVar("_Figures")


@dataclass(frozen=True, slots=True)
class ScopedBook:
    """What is left of a book, with the problems that are about what is left."""

    book: Book
    problems: tuple[Problem, ...]


def scoped(
    book: Book,
    scope: Scope,
    period: Period,
    problems: Sequence[Problem] = (),
    *,
    beside: Sequence[str] = (),
) -> ScopedBook | None:
    """The book within the scope; None where nothing of it is. The book as it is for everything.

    ``period`` is the report's: what a ratio's months were is worked out for a report at it.
    ``beside`` are the other entities of the same workbook. Who may not see all of them isn't shown
    what may be about another: comments, actions, what events are called, and problems of anything
    but this entity's own figures.
    """
    if not of_entity(book.settings.entity, scope):
        return None
    hidden = [name for name in beside if not of_entity(name, scope)]
    if scope.whole_book and not hidden:
        return ScopedBook(book, tuple(problems))
    kept = {kpi.id for kpi in book.kpis if _within(kpi, scope)}
    if not any(kpi.id in kept and kpi.report for kpi in book.kpis):
        return None
    cut = book if scope.whole_book else _cut(book, kept, period)
    if hidden:
        cut = replace(
            cut,
            recipients=(),
            comments=(),
            actions=(),
            events=tuple(replace(event, label="") for event in cut.events),
        )
    told = _about(problems, book, cut, kept, hidden)
    return ScopedBook(cut, (*told, *_without_children(book, cut)))


def of_entity(entity: str, scope: Scope) -> bool:
    """Whether books of that entity are within the scope."""
    return not scope.entities or _folded(entity) in {_folded(name) for name in scope.entities}


def _folded(name: str) -> str:
    return " ".join(without_accents(name).split())


def _within(kpi: Kpi, scope: Scope) -> bool:
    conditions = (
        (scope.categories, kpi.category),
        (scope.owners, kpi.owner),
        (scope.kpis, kpi.id),
    )
    return all(not names or value in names for names, value in conditions)


def _cut(book: Book, kept: Collection[str], period: Period) -> Book:
    hidden = [kpi for kpi in book.kpis if kpi.id in kept and _parts_outside(kpi, book, kept)]
    ratios = plain_ratios(book, hidden, period)
    kpis = tuple(_definition(kpi, book, kept, ratios) for kpi in book.kpis if kpi.id in kept)
    cut = replace(
        book,
        kpis=kpis,
        actuals=_of(book.actuals, kept) | {i: r.actuals for i, r in ratios.items() if r.actuals},
        targets=_of(book.targets, kept) | {i: r.targets for i, r in ratios.items() if r.targets},
        dated_targets=_of(book.dated_targets, kept),
        prior_year=_of(book.prior_year, kept)
        | {i: r.prior_year for i, r in ratios.items() if r.prior_year},
        forecast=_of(book.forecast, kept),
        budget=_of(book.budget, kept),
        goals=tuple(goal for goal in book.goals if goal.kpi in kept),
        comments=tuple(comment for comment in book.comments if comment.kpi in kept),
        actions=tuple(action for action in book.actions if action.kpi in kept),
        events=tuple(event for event in book.events if event.kpi is None or event.kpi in kept),
        recipients=(),
    )
    return replace(cut, benchmarks=_benchmarks(cut))


def _of(sheet: Mapping[str, _Figures], kept: Collection[str]) -> dict[str, _Figures]:
    return {kpi_id: figures for kpi_id, figures in sheet.items() if kpi_id in kept}


def _parts_outside(kpi: Kpi, book: Book, kept: Collection[str]) -> bool:
    """Whether the KPI's months come of parts of which one may not be seen."""
    known = {each.id for each in book.kpis}
    parts = {kpi.numerator, kpi.denominator}
    return parts <= known and not parts <= set(kept)


def _definition(
    kpi: Kpi, book: Book, kept: Collection[str], ratios: Mapping[str, PlainRatio]
) -> Kpi:
    """The KPI's row without the names of others."""
    if kpi.id in ratios:
        kpi = ratios[kpi.id].kpi
    if not {part for part in (kpi.numerator, kpi.denominator) if part} <= set(kept):
        kpi = replace(kpi, numerator=None, denominator=None)
    if kpi.parent not in kept:
        kpi = replace(kpi, parent=None)
    below = [each.id for each in book.kpis if each.parent == kpi.id]
    if any(child not in kept for child in below):
        kpi = replace(kpi, roll_up=RollUp.OWN)
    return kpi


def _without_children(book: Book, cut: Book) -> Iterable[Problem]:
    """A hint where a status is the KPI's own here and its children's in the whole report."""
    for kpi in cut.kpis:
        before = book.kpi(kpi.id)
        by_children = before.roll_up is not RollUp.OWN and (
            before.roll_up is not None or kpi.id not in book.actuals
        )
        if kpi.roll_up is RollUp.OWN and by_children:
            yield Problem("I876", kpi.cell.sheet, kpi.cell.cell, {"kpi": kpi.name})


def _benchmarks(cut: Book) -> tuple[Benchmark, ...]:
    """The rows of the sheet that one of the KPIs left is compared with."""
    wanted = {id(row) for kpi in cut.kpis for row in rows_for(kpi, cut.benchmarks, ()) or ()}
    return tuple(row for row in cut.benchmarks if id(row) in wanted)


def _about(
    problems: Iterable[Problem],
    book: Book,
    cut: Book,
    kept: Collection[str],
    hidden: Sequence[str],
) -> Iterable[Problem]:
    """The problems about what is left that name nothing else.

    Where entities are ``hidden`` a KPI's row tells of all of them: only figures' cells count.
    """
    cells = _figure_cells(cut)
    rows = set() if hidden else {_row(ref) for ref in _row_cells(cut)}
    left = set() if hidden else {name for kpi in cut.kpis for name in (kpi.id, kpi.name)}
    dropped = [kpi for kpi in book.kpis if kpi.id not in kept]
    outside = _naming((*hidden, *(name for kpi in dropped for name in (kpi.id, kpi.name))))
    for problem in problems:
        if problem.sheet is None or problem.cell is None:
            continue
        ref = CellRef(problem.sheet, problem.cell)
        about = ref in cells or _row(ref) in rows or problem.params.get("kpi") in left
        if about and not any(outside.search(text) for text in _texts(problem)):
            yield problem


def _figure_cells(cut: Book) -> set[CellRef]:
    sheets = (cut.actuals, cut.prior_year, cut.forecast, cut.budget)
    cells = {seen.cell for sheet in sheets for series in sheet.values() for seen in series.values()}
    typed = [target for months in cut.targets.values() for target in months.values()]
    typed += [dated.target for dates in cut.dated_targets.values() for dated in dates]
    for target in typed:
        cells |= {target.cell, *([target.high_cell] if target.high_cell else [])}
    return cells


def _row_cells(cut: Book) -> Iterable[CellRef]:
    """A cell of each row that stands for one KPI alone."""
    for kpi in cut.kpis:
        yield kpi.cell
    yield from (goal.cell for goal in cut.goals)
    yield from (comment.cell for comment in cut.comments)
    yield from (action.cell for action in cut.actions)
    for event in cut.events:
        if event.kpi is not None:
            yield event.cell


def _row(ref: CellRef) -> tuple[str, str]:
    return ref.sheet, ref.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _naming(texts: Iterable[str]) -> re.Pattern[str]:
    """What finds one of the names in a text, as words of their own."""
    names = {_folded(name) for name in texts if _folded(name)}
    if not names:
        return re.compile(r"(?!)")
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)")


def _texts(problem: Problem) -> Iterable[str]:
    for value in problem.params.values():
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield _folded(text)
