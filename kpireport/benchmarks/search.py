"""Finding shipped figures by industry and metric, for those who ask what there is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpireport.benchmarks.catalogue import load_catalogue
from kpireport.benchmarks.names import Named, industries, metrics
from kpireport.model.benchmark import Benchmark
from kpireport.model.errors import UsageError
from kpireport.model.names import normalise

_CLOSEST = 3
_ALIKE = 0.6
"""How alike two names must be to be taken for one another."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A metric or an industry, with the number of figures there are."""

    named: Named
    count: int


@dataclass(frozen=True, slots=True)
class Topics:
    """What the catalogue has figures about."""

    metrics: tuple[Topic, ...]
    industries: tuple[Topic, ...]


def topics() -> Topics:
    """Every metric and industry of the catalogue. A cohort may belong to several industries."""
    rows = load_catalogue()
    return Topics(
        tuple(Topic(each, sum(_is(row, each) for row in rows)) for each in metrics()),
        tuple(Topic(each, sum(each.id in row.sectors for row in rows)) for each in industries()),
    )


def _is(row: Benchmark, metric: Named) -> bool:
    return row.metric == metric.english


def find(
    industry: str | None = None, metric: str | None = None, language: str = "en"
) -> tuple[Benchmark, ...]:
    """The shipped figures of an industry (or of a publisher's cohort) and of a metric.

    Raises ``UsageError`` with the names most like it, and with all of them, for an unknown one.
    """
    rows: Sequence[Benchmark] = load_catalogue()
    if metric is not None:
        found = _named(metric, metrics())
        if found is None:
            raise _unknown("unknown_metric", metric, metrics(), language)
        rows = [row for row in rows if _is(row, found)]
    if industry is not None:
        rows = _of_industry(rows, industry, language)
    return tuple(rows)


def _of_industry(rows: Sequence[Benchmark], industry: str, language: str) -> Sequence[Benchmark]:
    sector = _named(industry, industries())
    if sector is not None:
        return [row for row in rows if sector.id in row.sectors]
    wanted = normalise(industry)
    if not any(wanted in _cohort(row) for row in load_catalogue()):
        raise _unknown("unknown_industry", industry, industries(), language)
    return [row for row in rows if wanted in _cohort(row)]


def _cohort(row: Benchmark) -> tuple[str, str]:
    return normalise(row.industry), normalise(row.french.industry)


def _named(text: str, names: Iterable[Named]) -> Named | None:
    wanted = normalise(text)
    return next((n for n in names if wanted in {normalise(each) for each in n.every}), None)


def _unknown(code: str, text: str, names: Sequence[Named], language: str) -> UsageError:
    """The names like the text, where there are any, and all of them."""
    by_key = {normalise(each): named for named in names for each in named.every}
    close = difflib.get_close_matches(normalise(text), by_key, n=6, cutoff=_ALIKE)
    closest = dict.fromkeys(by_key[key].name(language) for key in close)
    every = tuple(named.name(language) for named in names)
    # Some names hold commas, so a mark stands between them.
    shown = {"found": text, "every": " · ".join(every)}
    if not closest:
        return UsageError(f"{code}_nor_similar", shown)
    return UsageError(code, {**shown, "known": " · ".join(tuple(closest)[:_CLOSEST])})
