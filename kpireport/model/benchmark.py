"""A figure about others, to compare a KPI with, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.model.kpi import Unit
from kpireport.model.period import Period
from kpireport.model.problem import CellRef


@dataclass(frozen=True, slots=True)
class BenchmarkWords:
    """What a benchmark says of itself, in another language. Empty where it is the same."""

    metric: str = ""
    industry: str = ""
    statistic: str = ""
    sample_size: str = ""
    unit_basis: str = ""
    as_of: str = ""
    geography: str = ""


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of the shipped list: its ID, its name in each language, and what else it is
    called (``Commerce`` for retail), which counts for less."""

    id: str
    names: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure about others, with where it comes from. ``value`` is in ``unit``.

    ``cell`` is None for a figure of the shipped catalogue. ``as_of`` is the period it stands
    for, as text (``2025``, ``2025-09``, ``2021-22`` or as typed) and ``as_of_end`` the last month
    of that period, where it can be told. ``metric_names`` are further names (in the other
    language) that the metric answers to; ``quantile`` is the share of peers at or below the value,
    where the statistic is one (0.5 for a median).
    ``measured_in`` is what ``unit`` means; ``unit_basis`` what a percentage or count is of (``of
    sessions``) and ``rate_months`` the months that one figure of a rate over time counts (1 for
    ``% of employment per month``), None where it is no such rate. ``plain_percent`` holds for a
    percentage that was typed as a plain number in a unit that doesn't settle its scale.
    ``industries`` are those of the shipped list that the cohort belongs to, ``sectors`` their IDs,
    and ``whole_sector`` whether it stands for all of one. ``french`` has the words of a shipped
    figure.
    """

    metric: str
    cell: CellRef | None
    statistic: str
    value: float
    unit: str = ""
    industry: str = ""
    source: str = ""
    as_of: str = ""
    geography: str = ""
    sample_size: str = ""
    url: str = ""
    as_of_end: Period | None = None
    quantile: float | None = None
    metric_names: tuple[str, ...] = ()
    measured_in: Unit | None = None
    unit_basis: str = ""
    rate_months: int | None = None
    plain_percent: bool = False
    industries: tuple[Industry, ...] = ()
    whole_sector: bool = False
    french: BenchmarkWords = BenchmarkWords()

    @property
    def sectors(self) -> tuple[str, ...]:
        return tuple(industry.id for industry in self.industries)
