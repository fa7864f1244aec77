"""A bullet's bands agree with the status that is computed for every level in them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from kpireport.compute.attainment import Aim, Thresholds, judge
from kpireport.model.book import Settings
from kpireport.model.kpi import AttainmentMethod, Direction, Kpi, Tolerance, ToleranceKind
from kpireport.present.charts.bullet import Zone
from kpireport.present.status_zones import status_zones
from tests.present.scorecards import cell

SETTINGS = (Settings(), Settings(green_from=0.98, amber_from=0.9))
TOLERANCES = (None, Tolerance(4.0), Tolerance(0.08, ToleranceKind.TARGET_SHARE), Tolerance(0.0))
BANDS = ((30.0, 45.0), (None, 45.0), (30.0, None), (-20.0, -10.0), (-5.0, 10.0))
LEVELS = [n / 8 for n in range(-1200, 1800, 7)]


def zone_at(zones: tuple[Zone, ...], value: float) -> str:
    (found,) = [
        zone.status
        for zone in zones
        if (zone.low is None or zone.low < value) and (zone.high is None or value <= zone.high)
    ]
    return found


def near_an_edge(zones: tuple[Zone, ...], value: float) -> bool:
    edges = [end for zone in zones for end in (zone.low, zone.high) if end is not None]
    return any(abs(value - edge) < 1e-6 for edge in edges)


@pytest.mark.parametrize("direction", [Direction.HIGHER, Direction.LOWER])
@pytest.mark.parametrize("tolerance", TOLERANCES)
@pytest.mark.parametrize("method", [*AttainmentMethod])
def test_levels_have_the_status_of_their_band(
    direction: Direction, tolerance: Tolerance | None, method: AttainmentMethod
) -> None:
    plain = Kpi("K", "K", cell("A1"), direction=direction, tolerance=tolerance, attainment=method)
    looked_at = 0
    for settings, target in product(SETTINGS, (100.0, -40.0, 0.0)):
        baseline = target - 50 * direction.sign
        kpi = replace(plain, baseline=baseline)
        for actual in LEVELS:
            measure = judge(kpi, Thresholds.of(settings), actual, Aim(target), baseline).measure
            if method is AttainmentMethod.INVERSE and measure.attainment is None:
                continue  # then the sign decides, as without a threshold
            zones = status_zones(kpi, settings, measure)
            if near_an_edge(zones, actual):
                continue
            assert measure.status is not None
            assert zone_at(zones, actual) == measure.status.value, (target, actual, zones)
            looked_at += 1
    assert looked_at > 300


@pytest.mark.parametrize("tolerance", TOLERANCES)
@pytest.mark.parametrize("band", BANDS)
def test_levels_around_a_band(
    tolerance: Tolerance | None, band: tuple[float | None, float | None]
) -> None:
    kpi = Kpi("K", "K", cell("A1"), direction=Direction.RANGE, tolerance=tolerance)
    for settings, actual in product(SETTINGS, LEVELS):
        measure = judge(kpi, Thresholds.of(settings), actual, Aim(None, *band)).measure
        zones = status_zones(kpi, settings, measure)
        if not near_an_edge(zones, actual):
            assert measure.status is not None
            assert zone_at(zones, actual) == measure.status.value, (actual, zones)


def test_a_progress_that_has_arrived_keeps_its_bands() -> None:
    """From 80 to 50: the progress is 95 % at 80 − 0.95 · 30 = 51.5, worked by hand."""
    kpi = Kpi(
        "K", "K", cell("A1"), direction=Direction.LOWER,
        attainment=AttainmentMethod.PROGRESS, baseline=80.0,
    )  # fmt: skip
    measure = judge(kpi, Thresholds.of(Settings()), 50.0, Aim(50.0), 80.0).measure
    assert measure.attainment == 1
    _, near, far = status_zones(kpi, Settings(), measure)
    assert near == Zone("at_risk", 50.0, 51.5)
    assert far == Zone("off_track", 51.5, None)


def test_without_target_or_direction_there_are_no_bands() -> None:
    kpi = Kpi("K", "K", cell("A1"), direction=Direction.HIGHER)
    neutral = Kpi("K", "K", cell("A1"))
    for each, aim in ((kpi, Aim()), (neutral, Aim(3.0))):
        measure = judge(each, Thresholds(), 5.0, aim).measure
        assert status_zones(each, Settings(), measure) == ()
