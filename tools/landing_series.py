"""Real monthly series for measuring the landing: a railway's KPIs, a labour market, classics.

They come from the folder of real KPI data beside the checkout and from files that ship in installed
packages (``vega_datasets``, ``statsmodels``); none is part of this repository.
"""

from __future__ import annotations

import csv
import importlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

LEAST_MONTHS = 37
"""A year held back, and two years and a month before it."""
LONGEST = 120
"""Of longer series the last ten years."""

TRANSIT = "New York's railways and bridges"
EMPLOYMENT = "US employment by industry"
CLASSICS = "Prices, weather, production"


@dataclass(frozen=True, slots=True, eq=False)
class RealSeries:
    """Consecutive months, the oldest first."""

    name: str
    group: str
    values: npt.NDArray[np.float64]


def real_series(real: Path) -> tuple[RealSeries, ...]:
    """Every series that is long enough. ``real`` is the folder of real KPI data."""
    found = (*_transit(real / "mta" / "mta_performance.csv"), *_employment(), *_classics())
    return tuple(series for series in found if len(series.values) >= LEAST_MONTHS)


def _series(name: str, group: str, values: npt.ArrayLike) -> RealSeries:
    numbers = np.asarray(values, dtype=np.float64)[-LONGEST:]
    assert np.isfinite(numbers).all(), name
    return RealSeries(name, group, numbers)


def _transit(path: Path) -> Iterator[RealSeries]:
    """The Metropolitan Transportation Authority's indicators, 2008 to 2011."""
    months: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            value = row["MONTHLY_ACTUAL"].replace(",", "").strip()
            if value:
                key = (row["INDICATOR_NAME"].strip(), row["INDICATOR_SEQ"])
                months[key][int(row["PERIOD_YEAR"]) * 12 + int(row["PERIOD_MONTH"])] = float(value)
    for (name, number), values in sorted(months.items()):
        if len(values) == max(values) - min(values) + 1:
            yield _series(f"{name} ({number})", TRANSIT, [values[m] for m in sorted(values)])


def _employment() -> Iterator[RealSeries]:
    """US employment, 2006 to 2015, thousands of persons, seasonally adjusted."""
    frame = importlib.import_module("vega_datasets").local_data.us_employment()
    for column in frame.columns:
        if column not in ("month", "nonfarm_change"):
            yield _series(column, EMPLOYMENT, frame[column])


def _classics() -> Iterator[RealSeries]:
    data = importlib.import_module("vega_datasets").local_data
    stocks = data.stocks().sort_values("date")
    for symbol, rows in stocks.groupby("symbol"):
        yield _series(f"Share price of {symbol}", CLASSICS, rows["price"])
    weather = data.seattle_weather()
    months = weather.groupby(weather["date"].dt.strftime("%Y-%m"))
    yield _series("Rain in Seattle", CLASSICS, months["precipitation"].sum())
    yield _series("Warmest hours in Seattle", CLASSICS, months["temp_max"].mean())
    yield _series("Wind in Seattle", CLASSICS, months["wind"].mean())
    carbon = _shipped("co2").co2.resample("MS").mean().interpolate()
    yield _series("CO2 at Mauna Loa", CLASSICS, carbon)
    yield _series(
        "Sea surface off Peru", CLASSICS, _shipped("elnino").iloc[:, 1:].to_numpy().ravel()
    )
    yield _series("Electrical equipment, euro area", CLASSICS, _shipped("elec_equip").iloc[:, 0])


def _shipped(name: str) -> Any:
    """A data set that ships in statsmodels, as a frame."""
    return importlib.import_module(f"statsmodels.datasets.{name}").load_pandas().data
