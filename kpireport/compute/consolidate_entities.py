"""The entities of a group, each by itself: its name, its scorecard, the month it has come to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from kpireport.compute import consolidate_reasons as reasons
from kpireport.compute.ledger import Ledger
from kpireport.compute.reporting_period import choose_period
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book
from kpireport.model.errors import UsageError
from kpireport.model.group import GroupEntity, NamedBy
from kpireport.model.names import normalise
from kpireport.model.period import Period
from kpireport.model.reported import Reported

_ELIMINATIONS = frozenset({"eliminations", "elimination"})


def named_books(books: Sequence[Book]) -> list[tuple[Book, str, NamedBy]]:
    """Each book with its entity's name: the Settings' Entity, else the file's name."""
    return [
        (book, book.settings.entity, NamedBy.SETTING)
        if book.settings.entity
        else (book, PurePath(book.source.name).stem, NamedBy.FILE)
        for book in books
    ]


def is_eliminations(name: str) -> bool:
    """Whether an entity takes out what the others did among themselves, by its name."""
    return normalise(name) in _ELIMINATIONS


def latest_period(books: Sequence[Book]) -> Period:
    """The latest month that at least half of the entities have come to."""
    found = []
    for book in books:
        if is_eliminations(book.settings.entity):
            continue
        try:
            found.append(choose_period(book, Ledger(book).actuals))
        except UsageError:
            continue
    if not found:
        raise UsageError("no_actuals", {"workbook": books[0].source.name})
    found.sort(reverse=True)
    return found[(len(found) + 1) // 2 - 1]


def first_currency(books: Sequence[Book]) -> str | None:
    """The first currency that a workbook's Settings name, else that a KPI is in."""
    settings = (book.settings.currency for book in books)
    units = (kpi.unit.currency for book in books for kpi in book.kpis)
    return next((each for each in (*settings, *units) if each), None)


def entity_by_itself(
    book: Book,
    name: str,
    by: NamedBy,
    period: Period,
    catalogue: Sequence[Benchmark],
    reported: Reported | None,
) -> GroupEntity:
    """The entity with the scorecard of its own report, or why it has none at ``period``."""
    scorecard, reason = None, None
    try:
        ledger = Ledger(book)
        asked = None if book.settings.closed_through == period else period
        scorecard = build_scorecard(
            book, asked, catalogue=catalogue, ledger=ledger, reported=reported
        )
    except UsageError:
        reason = reasons.entity_without_figures(name, period)
    own = (kpi.unit.currency for kpi in book.kpis if kpi.unit.currency)
    currency = next(own, book.settings.currency)
    return GroupEntity(name, book, scorecard, by, is_eliminations(name), currency, reason)
