"""What a KPI's figures can't pass by their nature: by unit, direction and the figures there are."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.natural_bounds import natural_bounds
from kpireport.model.kpi import Unit, UnitKind
from tests.compute.books import kpi

DAYS, POINTS = Unit("days", UnitKind.OTHER), Unit("points", UnitKind.OTHER)
EURO = Unit("€", UnitKind.CURRENCY, "EUR")


@pytest.mark.parametrize(
    ("options", "values", "expected"),
    [
        ({}, [3.0, 0.0, None], (0.0, None)),  # a count
        ({"unit": DAYS}, [3.0, 1.0], (0.0, None)),
        ({}, [3.0, -0.5], (None, None)),
        ({}, [None], (None, None)),
        ({"unit": POINTS}, [43.0, 5.0], (None, None)),  # a promoter score may fall under zero
        ({"unit": EURO}, [43.0, 5.0], (None, None)),
        ({"unit": "%", "direction": "higher"}, [99.5, 100.0], (None, 100.0)),
        ({"unit": "%", "direction": "higher"}, [99.5, 100.1], (None, None)),
        ({"unit": "%", "direction": "higher"}, [-2.0, 5.0], (None, None)),  # growth, a margin
        ({"unit": "%", "direction": "lower"}, [0.2, 3.0], (0.0, 100.0)),
    ],
)
def test_bounds(options: dict[str, Any], values: list[float | None], expected: object) -> None:
    assert natural_bounds(kpi(**options), values) == expected
