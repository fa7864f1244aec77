"""Makes the shipped catalogue of benchmarks from a table of published figures.

``python -m tools.make_catalogue PUBLISHED.csv`` reads the columns ``metric, industry, statistic,
value, unit, period, geography, source, source_url, confidence`` and writes ``figures.csv`` and
``sources.csv`` beside the hand-written tables of names in ``kpireport/benchmarks/data``. Rows
without a unit or a date are left out, and counted. A name that the tables don't know stops the
tool: nothing is taken over unread.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parent.parent / "kpireport" / "benchmarks" / "data"
NO_UNIT = "as published (unit not in file)"
NO_DATE = "undated"
COLUMNS = (
    "metric",
    "cohort",
    "statistic",
    "sample",
    "value",
    "published_value",
    "published_unit",
    "as_of",
    "as_of_french",
    "as_of_end",
    "geography",
    "source",
    "confidence",
)
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?(?!\d)")
_COUNT = re.compile(r"(?<=[ ,])\d+(?= (?:firms|studies))")
_IN_FRENCH = (
    (re.compile(r"^(\S+) update$"), r"mise à jour du \1"),
    (re.compile(r"^last updated (\S+)$"), r"dernière mise à jour : \1"),
    (re.compile(r"^updated (\S+)$"), r"mise à jour : \1"),
    (re.compile(r"^(\S+) \(preliminary\)$"), r"\1 (provisoire)"),
)


def month_of(period: str) -> str:
    """The last month that a published period covers: ``2017`` → ``2017-12``.

    ``2025-01-05 update`` is data as it stood in January 2025. Raises ``ValueError`` for words
    that hold no date.
    """
    if found := _MONTH.search(period):
        return f"{found[1]}-{found[2]}"
    if re.fullmatch(r"\d{4}", period):
        return f"{period}-12"
    raise ValueError(f"no month can be told from the period {period!r}")


def in_french(period: str) -> str:
    """The words of a period in French; empty where it has none."""
    for pattern, words in _IN_FRENCH:
        if pattern.match(period):
            return pattern.sub(words, period)
    return ""


def statistic_of(published: str, known: Mapping[str, object]) -> tuple[str, str]:
    """The statistic's entry in the table of names, and the sample size in its words."""
    count = _COUNT.search(published)
    for key in (published, _COUNT.sub("{n}", published)):
        if key in known:
            return key, "" if count is None else count[0]
    raise KeyError(f"the statistic {published!r} is not in statistics.csv")


def value_of(published: str, unit: str) -> str:
    """The figure in our unit: fractions as percent, to the last published digit."""
    value = Decimal(published)
    return format((value * 100 if unit == "fraction" else value).normalize(), "f")


def left_out(row: Mapping[str, str]) -> str:
    """Why a published row is no benchmark; empty where it is one."""
    if not row["source"]:
        return "no source"
    if row["unit"] in ("", NO_UNIT):
        return "no unit"
    return "no date" if row["period"] in ("", NO_DATE) else ""


def figures(rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    """The catalogue's rows, in the published order."""
    metrics = {row["published"]: row["id"] for row in named("metrics")}
    cohorts, geographies = _keys("cohorts", "published"), _keys("geographies", "english")
    statistics, units = _keys("statistics", "published"), _keys("units", "published")
    sources = sources_of(rows)
    for row in rows:
        if left_out(row):
            continue
        statistic, sample = statistic_of(row["statistic"], statistics)
        yield (
            metrics[row["metric"]],
            cohorts[row["industry"]],
            statistic,
            sample,
            value_of(row["value"], row["unit"]),
            row["value"],
            units[row["unit"]],
            row["period"],
            in_french(row["period"]),
            month_of(row["period"]),
            geographies[row["geography"]],
            str(sources[row["source"], row["source_url"]]),
            row["confidence"],
        )


def sources_of(rows: Sequence[Mapping[str, str]]) -> dict[tuple[str, str], int]:
    """The number of each source and its address, in order of appearance."""
    used = [(row["source"], row["source_url"]) for row in rows if not left_out(row)]
    return {source: number for number, source in enumerate(dict.fromkeys(used), 1)}


def named(table: str) -> list[dict[str, str]]:
    """A hand-written table of names."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _keys(table: str, column: str) -> dict[str, str]:
    return {row[column]: row[column] for row in named(table)}


def _write(name: str, header: Sequence[str], rows: Iterator[tuple[str, ...]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(arguments: Sequence[str]) -> None:
    with Path(arguments[0]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    _write("figures.csv", COLUMNS, figures(rows))
    numbered = ((str(at), name, url) for (name, url), at in sources_of(rows).items())
    _write("sources.csv", ("id", "source", "url"), numbered)
    reasons = Counter(why for row in rows if (why := left_out(row)))
    kept = len(rows) - sum(reasons.values())
    sys.stdout.write(f"{kept} figures; left out: {dict(reasons)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
