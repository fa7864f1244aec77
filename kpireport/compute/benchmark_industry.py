"""Which cohort's figures stand for the company's industry.

The Settings' Industry means, in this order: an industry of the shipped list, by its ID or its name
in either language; a cohort, by its own name; an industry by another of its names; the industry of
a cohort that only other metrics have. Then the nearest figures are taken:

1. those of the industry alone: of the cohort that is the whole of it, else the only cohort of it;
2. those of the only cohort that holds the industry beside others;
3. those of all industries, by the first rule.

That a figure is only of a wider cohort than ours is said (``Fitting.ours``).

Several cohorts of which none fits better than another are refused: nothing is picked by chance. Nor
are figures of another industry taken where ours is known; where it isn't, the only cohort there is.
Rows of the Benchmarks sheet are the user's own choice: the only one of them always counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpireport.compute.benchmark_reasons import benchmark_industries, benchmark_other_industry
from kpireport.model.benchmark import Benchmark, Industry
from kpireport.model.names import normalise
from kpireport.model.reason import Reason

ALL = "all"
_EVERYONE = frozenset({"", "all", "allindustries", "tous", "toussecteurs", "touslessecteurs"})


@dataclass(frozen=True, slots=True)
class Fitting:
    """The rows of the cohort that fits, and whether they are of our industry alone.

    A row of the sheet always is: it was chosen by whoever wrote it. So is any where the Settings
    name no industry.
    """

    rows: Sequence[Benchmark]
    ours: bool = True


def of_industry(
    rows: Sequence[Benchmark], industry: str, catalogue: Sequence[Benchmark]
) -> Fitting | Reason:
    """The rows of the cohort that fits the industry best, or why none does."""
    wanted = normalise(industry)
    ours = _listed(wanted, (*rows, *catalogue))
    by_name = [row for row in rows if wanted and wanted in _cohort_names(row)]
    if ours is not None and wanted in _first_names(ours):
        # What the list calls an industry is all of it, even where a cohort is called the same.
        by_name = [row for row in by_name if not row.industries]
    if by_name:
        return Fitting(by_name)
    sectors = {ours.id} if ours else _of_other_metrics(wanted, catalogue)
    own = [row for row in rows if sectors and set(row.sectors) == sectors]
    mixed = [row for row in rows if sectors < set(row.sectors)] if sectors else []
    for nearest in (own, mixed, [row for row in rows if _of_everyone(row)]):
        if nearest:
            found = _one_cohort(nearest)
            if found is None:
                return benchmark_industries(cohorts(nearest), industry)
            return Fitting(found, nearest is own or wanted in _EVERYONE or not found[0].industries)
    if len(cohorts(rows)) > 1:
        return benchmark_industries(cohorts(rows), industry)
    shipped = bool(rows[0].industries)
    if sectors and shipped:
        return benchmark_other_industry(cohorts(rows)[0], industry)
    return Fitting(rows, not wanted or not shipped)


def cohorts(rows: Iterable[Benchmark]) -> tuple[str, ...]:
    """The cohorts of the rows, each once, by the first of its names."""
    names: dict[str, str] = {}
    for row in rows:
        names.setdefault(_cohort(row), row.industry)
    return tuple(names.values())


def _cohort(row: Benchmark) -> str:
    """What a cohort is known by. Two publishers' names of one have the same French name here."""
    return normalise(row.french.industry or row.industry)


def _cohort_names(row: Benchmark) -> set[str]:
    return {normalise(row.industry), normalise(row.french.industry)} - {""}


def _of_everyone(row: Benchmark) -> bool:
    return row.sectors == (ALL,) or normalise(row.industry) in _EVERYONE


def _first_names(industry: Industry) -> set[str]:
    return {normalise(name) for name in (industry.id, *industry.names)}


def _listed(wanted: str, rows: Iterable[Benchmark]) -> Industry | None:
    """The industry of the shipped list that is called so; its first names count before others."""
    known = {industry.id: industry for row in rows for industry in row.industries}.values()
    for industry in known:
        if wanted in _first_names(industry):
            return industry
    others = (each for each in known if wanted in {normalise(name) for name in each.others})
    return next(others, None)


def _of_other_metrics(wanted: str, catalogue: Iterable[Benchmark]) -> set[str]:
    """The industries of the cohort of that name, which has no figure of this metric."""
    named = (row for row in catalogue if wanted and wanted in _cohort_names(row))
    return next((set(row.sectors) for row in named), set())


def _one_cohort(rows: Sequence[Benchmark]) -> Sequence[Benchmark] | None:
    """Those of the whole industry, else of its only cohort; None where several are as good.

    A row of the sheet says no less than that it is the whole.
    """
    whole = [row for row in rows if row.whole_sector or not row.industries]
    for some in (whole, [row for row in whole if _has_the_name(row)]):
        if len(cohorts(some)) == 1:
            return some
    return rows if not whole and len(cohorts(rows)) == 1 else None


def _has_the_name(row: Benchmark) -> bool:
    """Whether the cohort is called as its industry is."""
    return any(_cohort_names(row) & _first_names(industry) for industry in row.industries)
