"""An actual against its target. Expected values are the spec's own examples, or worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.attainment import Aim, Judged, Thresholds, judge
from kpireport.model.kpi import Tolerance, ToleranceKind
from kpireport.model.measure import Measure
from kpireport.model.status import Status
from tests.compute.books import kpi

ON, RISK, OFF = Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK


def held(
    actual: float | None,
    target: float | tuple[float | None, float | None] | None,
    thresholds: Thresholds | None = None,
    **options: Any,
) -> Judged:
    aim = Aim(None, *target) if isinstance(target, tuple) else Aim(target)
    options.setdefault("direction", "range" if isinstance(target, tuple) else "higher")
    item = kpi(**options)
    return judge(item, thresholds or Thresholds(), actual, aim, item.baseline)


def attainment(*given: Any, **options: Any) -> float | None:
    return held(*given, **options).measure.attainment


def status(*given: Any, **options: Any) -> Status | None:
    return held(*given, **options).measure.status


class TestTheSpecsExamples:
    def test_higher_150_of_200(self) -> None:
        assert attainment(150, 200) == 0.75  # spec: 150/200

    def test_lower_5_against_4_linear(self) -> None:
        assert attainment(5, 4, direction="lower") == 0.75  # spec: 2 − 5/4

    def test_lower_5_against_4_inverse(self) -> None:
        assert attainment(5, 4, direction="lower", attainment="inverse") == 0.8  # spec: 4/5

    def test_a_negative_target(self) -> None:
        assert attainment(-80, -100) == 1.2  # spec: 1 + 20/100

    def test_below_a_range(self) -> None:
        # spec: 2 away from 18, and 18 is larger than the width 4
        assert attainment(16, (18, 22)) == pytest.approx(1 - 2 / 18)
        assert attainment(16, (18, 22)) == pytest.approx(0.8889, abs=5e-5)

    def test_below_a_range_that_starts_at_zero(self) -> None:
        assert attainment(-0.1, (0, 5)) == pytest.approx(0.98)  # spec: 1 − 0.1/5

    def test_095_on_the_edge_in_floating_point(self) -> None:
        # spec: 0.95 computed as 0.9499999999999 is at risk. 0.1·9.5 = 0.9500000000000001 and the
        # like go either way; the smallest float under 0.95 must not.
        assert status(0.9499999999999, 1) is RISK
        assert status(0.949999, 1) is OFF


class TestVariance:
    def test_is_actual_less_target_and_a_share_of_the_target(self) -> None:
        # By hand: 90 − 120 = −30; −30/120 = −0.25.
        found = held(90, 120).measure
        assert (found.variance, found.variance_pct, found.favourable_variance) == (-30, -0.25, -30)

    def test_is_favourable_below_the_target_where_lower_is_better(self) -> None:
        found = held(90, 120, direction="lower").measure
        assert (found.variance, found.favourable_variance) == (-30, 30)

    @pytest.mark.parametrize("target", [0, -100])
    def test_has_no_share_of_a_target_that_is_not_positive(self, target: float) -> None:
        assert held(-80, target).measure.variance_pct is None

    def test_of_a_percent_kpi_is_in_points_only(self) -> None:
        found = held(48, 50, unit="%").measure
        assert (found.variance, found.variance_pct) == (-2, None)

    def test_of_a_range_is_the_distance_outside_it(self) -> None:
        found = held(25, (18, 22)).measure
        assert (found.target, found.target_low, found.target_high) == (None, 18, 22)
        assert (found.variance, found.favourable_variance) == (None, -3)
        assert held(20, (18, 22)).measure.favourable_variance == 0

    def test_never_shows_a_negative_zero(self) -> None:
        found = held(5.0, 5.0, direction="lower").measure
        assert str(found.favourable_variance) == "0.0"
        assert str(found.variance) == "0.0"


class TestAttainment:
    def test_linear_of_a_loss_that_should_be_small(self) -> None:
        # Lower is better, target −100 (a credit), actual −120: by hand 1 + 20/100.
        assert attainment(-120, -100, direction="lower") == 1.2

    def test_progress_from_a_baseline(self) -> None:
        # From 50 to 80, now 65: half the way.
        assert attainment(65, 80, attainment="progress", baseline=50.0) == 0.5

    def test_progress_downwards(self) -> None:
        # From 10 down to 4, now 7: half the way.
        options: dict[str, Any] = {"direction": "lower", "attainment": "progress"}
        assert attainment(7, 4, baseline=10.0, **options) == 0.5

    def test_progress_needs_a_target_beyond_the_baseline(self) -> None:
        found = held(65, 50, attainment="progress", baseline=80.0)
        assert found.measure.attainment is None
        assert found.reason is not None
        assert found.reason.code == "target_not_beyond_baseline"
        assert found.measure.status is ON  # 65 is above 50: the sign decides

    def test_progress_needs_a_target_that_is_not_the_baseline(self) -> None:
        found = held(65, 50, attainment="progress", baseline=50.0)
        assert found.measure.attainment is None
        assert found.reason is not None
        assert found.reason.code == "target_not_beyond_baseline"

    def test_zero_target_without_baseline(self) -> None:
        for actual, expected in ((3, OFF), (0, ON), (-1, ON)):
            found = held(actual, 0, direction="lower")
            assert found.measure.attainment is None
            assert found.measure.status is expected
            assert found.reason is not None
            assert found.reason.code == "zero_target"

    def test_zero_target_with_baseline_is_progress(self) -> None:
        # From 10 accidents to none, now 4: 6 of 10.
        assert attainment(4, 0, direction="lower", baseline=10.0) == 0.6

    def test_a_zero_target_says_where_attainment_is_measured_from(self) -> None:
        # From 14 accidents to none, now 3: 11 of 14.
        found = held(3, 0, direction="lower", baseline=14.0).measure
        assert (found.attainment, found.measured_from) == (pytest.approx(11 / 14), 14.0)
        assert held(4, 2, direction="lower", baseline=14.0).measure.measured_from is None
        asked = held(3, 0, direction="lower", attainment="progress", baseline=14.0)
        assert asked.measure.measured_from is None

    def test_inverse_is_for_positive_figures_where_lower_is_better(self) -> None:
        found = held(0, 4, direction="lower", attainment="inverse")
        assert found.measure.attainment is None
        assert found.measure.status is ON  # nothing spent of a limit of 4
        assert found.reason is not None
        assert found.reason.code == "inverse_not_defined"
        assert attainment(5, 4, attainment="inverse") is None

    def test_inverse_of_small_figures(self) -> None:
        assert attainment(0.8, 0.4, direction="lower", attainment="inverse") == 0.5

    def test_range_open_at_one_end_is_measured_by_its_bound(self) -> None:
        assert attainment(9, (10, None)) == 0.9  # by hand: 1 − 1/10
        assert attainment(1e9, (10, None)) == 1
        assert attainment(12, (None, 10)) == 0.8

    def test_range_without_width_at_zero_has_none(self) -> None:
        found = held(1, (0, 0))
        assert (found.measure.attainment, found.measure.status) == (None, OFF)
        assert found.reason is not None
        assert found.reason.code == "zero_band"


class TestStatus:
    @pytest.mark.parametrize(
        ("actual", "expected"), [(100, ON), (99.9, RISK), (95, RISK), (94.9, OFF)]
    )
    def test_by_the_usual_thresholds(self, actual: float, expected: Status) -> None:
        assert status(actual, 100) is expected

    def test_by_thresholds_of_the_settings(self) -> None:
        own = Thresholds(green_from=0.9, amber_from=0.8)
        assert status(90, 100, own) is ON
        assert status(89, 100, own) is RISK
        assert status(79, 100, own) is OFF

    def test_a_tolerance_replaces_the_amber_edge(self) -> None:
        assert status(97, 100, tolerance=3) is RISK
        assert status(96.9, 100, tolerance=3) is OFF
        # 60 of 100 would be far off track without the tolerance of 40.
        assert status(60, 100, tolerance=40) is RISK

    def test_a_tolerance_leaves_green_where_it_is(self) -> None:
        assert status(100, 100, tolerance=3) is ON
        assert status(99.9, 100, tolerance=3) is RISK

    def test_a_tolerance_of_points_and_one_of_the_target(self) -> None:
        points = Tolerance(2, ToleranceKind.POINTS)
        share = Tolerance(0.05, ToleranceKind.TARGET_SHARE)
        assert status(48, 50, unit="%", tolerance=points) is RISK
        assert status(47.9, 50, unit="%", tolerance=points) is OFF
        assert status(190, 200, tolerance=share) is RISK  # 5 % of 200 is 10
        assert status(-105, -100, tolerance=share) is RISK
        assert status(-105.1, -100, tolerance=share) is OFF

    def test_a_tolerance_edge_in_floating_point(self) -> None:
        # 8.2 − 8.3 = −0.10000000000000142 and 0.3 − 0.4 = −0.10000000000000003 in floats.
        assert status(8.2, 8.3, tolerance=0.1) is RISK
        assert status(0.3, 0.4, tolerance=0.1) is RISK
        assert status(999999.9, 1e6, tolerance=0.1) is RISK
        assert status(999999.89, 1e6, tolerance=0.1) is OFF

    def test_a_tolerance_around_a_zero_target(self) -> None:
        assert status(1, 0, direction="lower", tolerance=2) is RISK
        assert status(3, 0, direction="lower", tolerance=2) is OFF

    def test_a_tolerance_around_a_range(self) -> None:
        assert status(24, (18, 22), tolerance=2) is RISK
        assert status(24.1, (18, 22), tolerance=2) is OFF

    def test_inside_a_range_is_on_track_whatever_green_says(self) -> None:
        assert status(20, (18, 22), Thresholds(green_from=1.1)) is ON

    def test_without_data_without_target_without_direction(self) -> None:
        assert status(None, 100) is Status.NO_DATA
        assert status(None, None) is Status.NO_DATA
        assert status(5, None) is Status.NO_TARGET
        assert status(5, None, direction="range") is Status.NO_TARGET
        for actual, target in ((5, 4), (None, 4), (5, None)):
            assert status(actual, target, direction="neutral") is None

    def test_a_neutral_kpi_still_has_a_variance(self) -> None:
        found = held(5, 4, direction="neutral").measure
        assert found == Measure(5, 4, variance=1, variance_pct=0.25)


class TestExtremes:
    def test_what_overflows_is_left_out_and_the_sign_decides(self) -> None:
        found = held(1e300, -1.7e308)
        assert found.measure.status is ON
        lost = held(1.7e308, -1.7e308)
        assert (lost.measure.variance, lost.measure.attainment) == (None, None)
        assert lost.measure.status is ON
        assert lost.reason is not None
        assert lost.reason.code == "too_large"
        assert held(1e300, 1e-300).measure.attainment is None

    def test_a_variance_that_overflows_says_so_without_a_direction_too(self) -> None:
        lost = held(1.7e308, -1.7e308, direction="neutral")
        assert lost.reason is not None
        assert lost.reason.code == "too_large"
        assert held(1, 2, direction="neutral").reason is None
