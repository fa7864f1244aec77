"""Reads the shipped figures. They are made by ``tools/make_catalogue.py``, never by hand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from kpireport.benchmarks.names import industries, metrics, table
from kpireport.model.benchmark import Benchmark, BenchmarkWords, Industry
from kpireport.model.kpi import Unit, UnitKind
from kpireport.model.period import Period

Row = Mapping[str, str]
_UNITS = {
    "%": Unit("%", UnitKind.PERCENT),
    "GBP": Unit("GBP", UnitKind.CURRENCY, "GBP"),
    "days": Unit("days", UnitKind.OTHER),
}


@cache
def load_catalogue() -> tuple[Benchmark, ...]:
    """Every shipped figure, percentages in percent, in the published order."""
    tables = _Tables()
    return tuple(tables.benchmark(row) for row in table("figures"))


class _Tables:
    """The tables of names, by the key that a figure's row has for them."""

    def __init__(self) -> None:
        self._metrics = {metric.id: metric for metric in metrics()}
        self._cohorts = {row["published"]: row for row in table("cohorts")}
        self._statistics = {row["published"]: row for row in table("statistics")}
        self._units = {row["published"]: row for row in table("units")}
        self._geographies = {row["english"]: row["french"] for row in table("geographies")}
        self._sources = {row["id"]: row for row in table("sources")}
        by_id = {
            each.id: Industry(each.id, (each.english, each.french), each.others)
            for each in industries()
        }
        self._industries = {
            name: tuple(by_id[each] for each in row["industries"].split("|") if each)
            for name, row in self._cohorts.items()
        }
        self._month = cache(Period.parse)

    def benchmark(self, row: Row) -> Benchmark:
        metric, unit = self._metrics[row["metric"]], self._units[row["published_unit"]]
        cohort, statistic = self._cohorts[row["cohort"]], self._statistics[row["statistic"]]
        source = self._sources[row["source"]]
        return Benchmark(
            metric=metric.english,
            cell=None,
            statistic=statistic["english"],
            value=float(row["value"]),
            unit=unit["unit"],
            industry=row["cohort"],
            source=source["source"],
            as_of=row["as_of"],
            geography=row["geography"],
            sample_size=statistic["sample_english"].replace("{n}", row["sample"]),
            url=source["url"],
            as_of_end=self._month(row["as_of_end"]),
            quantile=float(statistic["quantile"]) if statistic["quantile"] else None,
            metric_names=metric.every[1:],
            measured_in=_UNITS[unit["unit"]],
            unit_basis=unit["basis_english"],
            rate_months=int(unit["rate_months"]) if unit["rate_months"] else None,
            industries=self._industries[row["cohort"]],
            whole_sector=cohort["whole"] == "yes",
            french=BenchmarkWords(
                metric.french,
                cohort["french"],
                statistic["french"],
                statistic["sample_french"].replace("{n}", row["sample"]),
                unit["basis_french"],
                row["as_of_french"],
                self._geographies[row["geography"]],
            ),
        )
