"""What a group's scorecard says of itself: settings, source, events, and what holds for all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpireport.compute import consolidate_reasons as reasons
from kpireport.compute.consolidate_rates import RateTable
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book, Event, Settings, Source
from kpireport.model.group import GroupEntity, NamedBy
from kpireport.model.kpi import Kpi
from kpireport.model.reason import Reason


def group_book(
    entities: Sequence[GroupEntity], kpis: Mapping[str, Kpi], to: str | None, title: str
) -> Book:
    """What the group's scorecard says of itself: the first workbook's settings, all its KPIs."""
    first = entities[0].book
    digests = "".join(f"{entity.book.source.sha256} {entity.name}\n" for entity in entities)
    names = dict.fromkeys(entity.book.source.name for entity in entities)
    source = Source(", ".join(names), hashlib.sha256(digests.encode()).hexdigest())
    settings: Settings = replace(
        first.settings,
        entity=title or first.settings.organisation,
        title=title,
        currency=to,
        closed_through=None,
    )
    return Book(
        source,
        settings,
        tuple(kpis.values()),
        forecast=first.forecast if len(entities) == 1 else {},
        benchmarks=_shared_benchmarks(entities),
        events=_events(entities),
    )


def _shared_benchmarks(entities: Sequence[GroupEntity]) -> tuple[Benchmark, ...]:
    """Those that every workbook has: one entity's own may not be the group's."""
    first, *others = ([replace(b, cell=None) for b in e.book.benchmarks] for e in entities)
    return tuple(
        own
        for own, bare in zip(entities[0].book.benchmarks, first, strict=True)
        if all(bare in other for other in others)
    )


def _events(entities: Sequence[GroupEntity]) -> tuple[Event, ...]:
    """Every entity's events under its name; those that all have are the group's own.

    Only the group's own open a new stretch: what moves one entity need not move their sum.
    """
    every = [e for e in entities if not e.eliminations] or list(entities)

    def key(event: Event) -> tuple[object, ...]:
        return (event.on, event.kpi, event.label, event.rebase)

    keys = [{key(event) for event in entity.book.events} for entity in every]
    found: dict[tuple[object, ...], Event] = {}
    for entity in every:
        for event in entity.book.events:
            if all(key(event) in known for known in keys):
                found.setdefault(key(event), event)
            else:
                own = replace(event, label=f"{entity.name}: {event.label}", rebase=False)
                found.setdefault((entity.name, *key(event)), own)
    return tuple(found.values())


def notes_of(entities: Sequence[GroupEntity], table: RateTable, to: str | None) -> list[Reason]:
    """What is to be said of the group as a whole."""
    notes = []
    by_file = tuple(e.name for e in entities if e.named_by is NamedBy.FILE)
    if by_file:
        notes.append(reasons.named_by_file(by_file))
    eliminations = tuple(e.name for e in entities if e.eliminations)
    if eliminations:
        notes.append(reasons.eliminations_added(eliminations))
    currencies = tuple(dict.fromkeys(rate.currency for rate in table.used.values()))
    if currencies and to is not None:
        notes.append(reasons.converted(currencies, to))
    return notes
