"""Measures the landing on real series and writes the tables of docs/landing.md.

    python -m tools.landing_backtest ../shared/real

A year is held back from every series; 0 to 11 of its months are then made known, and the year's
figure (the mean of its months) is landed. The column of the library needs ``statsforecast``.
"""

from __future__ import annotations

import importlib
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kpireport.stats.landing import COVERAGE, Case, land
from tools.landing_series import RealSeries, real_series

DOCUMENT = Path(__file__).parents[1] / "docs" / "landing.md"
KNOWN = (0, 1, 3, 6, 9, 11)
"""The months known in the table of errors."""
YEAR = 12
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class YearEnd:
    """A held-back year of one series: what it became, and what was said with ``known`` months.

    ``naive`` carries the last month on, ``seasonal_naive`` the same month of the year before.
    """

    series: RealSeries
    known: int
    actual: float
    landing: float
    low: float
    high: float
    naive: float
    seasonal_naive: float

    def error(self, figure: float) -> float:
        """How far a figure was off, as a share of what the year became."""
        return abs(figure - self.actual) / abs(self.actual)

    @property
    def held(self) -> bool:
        return self.low <= self.actual <= self.high


def year_ends(series: Sequence[RealSeries], known: Iterable[int]) -> tuple[YearEnd, ...]:
    """The last year of every series, landed with so many of its months known."""
    tries = [(each, count) for count in known for each in series]
    found = land([Case(_before(each, count)[None], count, _mean) for each, count in tries])
    ends = []
    for (each, count), landed in zip(tries, found, strict=True):
        assert landed is not None, f"{each.name} is too short"
        history, year = _before(each, count), each.values[-YEAR:]
        ends.append(
            YearEnd(
                each,
                count,
                float(year.mean()),
                landed.value,
                landed.low,
                landed.high,
                _whole(year[:count], np.full(YEAR - count, history[-1])),
                _whole(year[:count], each.values[-2 * YEAR + count : -YEAR]),
            )
        )
    return tuple(ends)


def automatic_smoothing(end: YearEnd) -> float:
    """The year's figure by the library's automatic exponential smoothing."""
    model = importlib.import_module("statsforecast.models").AutoETS(season_length=YEAR)
    ahead = model.forecast(y=_before(end.series, end.known), h=YEAR - end.known)["mean"]
    return _whole(end.series.values[-YEAR:][: end.known], ahead)


def coverage(ends: Sequence[YearEnd]) -> float:
    """The share of year ends inside their interval."""
    return sum(end.held for end in ends) / len(ends)


def mean_error(ends: Sequence[YearEnd], figure: Callable[[YearEnd], float]) -> float:
    return float(np.mean([end.error(figure(end)) for end in ends]))


def _before(series: RealSeries, known: int) -> Numbers:
    """What is known of a series with so many months of its last year."""
    return series.values[: len(series.values) - YEAR + known]


def _mean(parts: Numbers) -> Numbers:
    return np.asarray(parts[0].mean(axis=-1))


def _whole(known: Numbers, ahead: Numbers) -> float:
    return float(np.concatenate([known, ahead]).mean())


# The tables --------------------------------------------------------------------------------------


def error_table(ends: Sequence[YearEnd], library: Callable[[YearEnd], float]) -> list[str]:
    """Error of the year's figure by the months known, for all series and for each group."""
    rows = [
        "| series | months known | naive | seasonal naive | AutoETS | our landing |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    groups = list(dict.fromkeys(end.series.group for end in ends))
    for group in (None, *groups):
        for known in KNOWN:
            of = [e for e in ends if e.known == known and group in (None, e.series.group)]
            figures = (
                lambda end: end.naive,
                lambda end: end.seasonal_naive,
                library,
                lambda end: end.landing,
            )
            errors = " | ".join(f"{mean_error(of, figure) * 100:.2f} %" for figure in figures)
            name = f"all {len(of)}" if group is None else f"{group} ({len(of)})"
            rows.append(f"| {name} | {known} | {errors} |")
    return rows


def coverage_table(ends: Sequence[YearEnd]) -> list[str]:
    """The share of year ends inside the interval, by the months known."""
    of = [[end for end in ends if end.known == known] for known in range(YEAR)]
    shares = " | ".join(f"{coverage(each) * 100:.0f} %" for each in of)
    return [
        "| months known | " + " | ".join(str(known) for known in range(YEAR)) + " | all |",
        "| --- " * (YEAR + 2) + "|",
        f"| inside | {shares} | {coverage(ends) * 100:.1f} % |",
    ]


def _write(name: str, rows: Sequence[str]) -> None:
    """Put a table between its marks in the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    marks = (f"<!-- {name} -->", f"<!-- end of {name} -->")
    pattern = re.compile(f"{re.escape(marks[0])}.*?{re.escape(marks[1])}", re.DOTALL)
    table = "\n".join((marks[0], "", *rows, "", marks[1]))
    assert pattern.search(text), f"{DOCUMENT} has no {marks[0]}"
    DOCUMENT.write_text(pattern.sub(lambda _: table, text), encoding="utf-8")


def main(real: Path) -> None:
    series = real_series(real)
    start = time.perf_counter()
    every = year_ends(series, range(YEAR))
    ours = (time.perf_counter() - start) / len(every) * 1000
    ends = [end for end in every if end.known in KNOWN]
    start = time.perf_counter()
    by_library = {id(end): automatic_smoothing(end) for end in ends}
    theirs = (time.perf_counter() - start) / len(ends) * 1000
    _write("errors", error_table(ends, lambda end: by_library[id(end)]))
    _write("coverage", coverage_table(every))
    sys.stdout.write(
        f"{len(series)} series; {ours:.2f} ms a landing, {theirs:.1f} ms a fit of the library\n"
        f"{coverage(every):.1%} inside an interval of {COVERAGE:.0%}\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
