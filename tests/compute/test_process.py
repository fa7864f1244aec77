"""Which points limits are computed on, and what is said of them: hand-worked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from kpireport.compute.process import processes
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.behaviour import Process
from kpireport.model.book import Book
from kpireport.model.kpi import Kpi, ProcessBasis
from kpireport.model.period import Period
from kpireport.model.reason import Reason
from tests.compute.books import book, settings
from tests.compute.histories import Values, at, better_high, event, history, lines_of

SEVEN = (10.0, 12.0, 11.0, 13.0, 12.0, 14.0, 12.0)
"""Mean 12, mean moving range 10/6: limits 12 ± 26.6/6."""

REACH = 26.6 / 6
TWELVE = (10.0, 12.0) * 6
"""Mean 11, moving ranges 2: limits 11 ± 5.32 = 5.68 and 16.32."""


GAP, ON_YEAR, OFF = ProcessBasis.GAP, ProcessBasis.YEAR_ON_YEAR, ProcessBasis.NONE


def process_in(made: Book, period: Period) -> Process:
    return processes(lines_of(made, period), made.events, period.index)[0]


def process_of(
    values: Values, defined: Kpi | None = None, *, period: Period | None = None, **more: Any
) -> Process:
    """The process of one KPI, by default at the month of the last of its values."""
    parts = {name: more.pop(name) for name in ("events", "setting") if name in more}
    made = book(history(values, defined, **more), **parts)
    return process_in(made, period or at(len(values) - 1))


# Which points


def test_limits_of_the_actual() -> None:
    found = process_of(SEVEN)
    assert found.basis == "actual"
    assert found.mean == 12
    assert (found.lower, found.upper) == pytest.approx((12 - REACH, 12 + REACH))
    assert (found.points, found.provisional) == (7, True)
    assert (found.variation, found.assurance) == ("common_cause", None)
    assert (found.signals, found.reason, found.shares) == ((), None, False)
    assert [point.value for point in found.series] == list(SEVEN)
    assert [point.period for point in found.series] == [at(place) for place in range(7)]
    assert {point.upper for point in found.series} == {found.upper}


def test_limits_are_firm_from_twelve_points() -> None:
    assert process_of(TWELVE[:11]).provisional
    assert not process_of(TWELVE).provisional


def test_under_seven_points_nothing_and_why() -> None:
    found = process_of(SEVEN[:6])
    assert found == Process(
        basis="actual",
        points=6,
        reason=Reason("process_too_few_points", {"count": 6, "expected": 7}),
    )
    assert process_of((None, None)).reason == Reason(
        "process_too_few_points", {"count": 0, "expected": 7}
    )


def test_missing_months_are_left_out() -> None:
    gaps = (10, None, 12, 11, None, None, 13, 12, 14, 12, None)
    found = process_of(gaps)
    assert found.upper == pytest.approx(12 + REACH)
    assert found.series[-1].period == at(9)


def test_provisional_months_and_months_after_the_period_are_left_out() -> None:
    found = process_of((*SEVEN, 99, 98), provisional=(7,), period=at(7))
    assert found.upper == pytest.approx(12 + REACH)
    assert found.points == 7
    closed = settings(closed="2023-07")
    assert process_of((*SEVEN, 99), setting=closed).points == 7


def test_quarters_are_points() -> None:
    quarterly = better_high(frequency="quarterly")
    found = process_of(SEVEN, quarterly, start=2, period=Period(2024, 10))
    assert found.upper == pytest.approx(12 + REACH)
    assert found.series[-1].period == Period(2024, 9)


def test_process_can_be_switched_off() -> None:
    found = process_of(SEVEN, better_high(process=OFF))
    assert found == Process(basis="none", reason=Reason("process_off"))


# Signals and variation


def test_a_signal_has_its_month_its_rule_and_its_side() -> None:
    # Mean (12 × 20 + 30)/13 = 270/13; ranges 11 × 2 and 11, of which 3.267 × 33/12 = 8.98 leaves
    # the 11 out: limits ± 5.32.
    values = (21.0, 19.0) * 6 + (30.0,)
    found = process_of(values, better_high(direction="lower"))
    assert found.mean == pytest.approx(270 / 13)
    assert found.upper == pytest.approx(270 / 13 + 5.32)
    (signal,) = found.signals
    assert (signal.period, signal.rule, signal.side) == (at(12), "beyond_limits", "high")
    assert found.series[-1].signal == signal
    assert found.series[0].signal is None
    assert found.variation == "concern_high"


@pytest.mark.parametrize(
    ("defined", "expected"),
    [
        (better_high(), "concern_low"),
        (better_high(direction="lower"), "improvement_low"),
        (better_high(direction="neutral"), "neutral_low"),
        (better_high(direction="range"), "neutral_low"),
    ],
)
def test_the_last_point_gives_the_variation(defined: Kpi, expected: str) -> None:
    falling = (5, 19, 4, 20, 5, 12, 11, 10, 9, 8, 7, 6)
    found = process_of(falling, defined)
    assert {(signal.rule, signal.side) for signal in found.signals} == {("trend_of_7", "falling")}
    assert [signal.period for signal in found.signals] == [at(place) for place in range(5, 12)]
    assert found.variation == expected
    assert process_of((*falling, 6), defined).variation == "common_cause"


# Rebase


def test_an_event_opens_a_new_stretch_with_its_at() -> None:
    shifted = (*SEVEN, *(value + 100 for value in SEVEN))
    found = process_of(shifted, events=(event(7, "K"),))
    assert (found.mean, found.points) == (112, 7)
    assert found.upper == pytest.approx(112 + REACH)
    assert [point.mean for point in found.series] == [12] * 7 + [112] * 7
    assert found.signals == ()
    assert found.since == at(7)
    assert process_of(shifted, events=(event(7),)).mean == 112


def test_only_rebasing_events_of_the_kpi_up_to_the_period_count() -> None:
    whole = process_of(TWELVE)
    others = (event(5, "other"), event(5, "K", rebase=False), event(12, "K"))
    assert process_of(TWELVE, events=others) == whole
    assert whole.since is None


def test_an_event_before_or_in_the_first_month_opens_nothing() -> None:
    assert process_of(TWELVE, events=(event(0, "K"),)).since is None


def test_an_event_in_a_month_without_a_figure_counts_for_the_next() -> None:
    values = (*SEVEN, None, *(value + 100 for value in SEVEN))
    found = process_of(values, events=(event(7),))
    assert found.mean == 112


def test_soon_after_a_rebase_there_are_no_limits_yet_but_the_old_ones_stay() -> None:
    found = process_of((*TWELVE, 50, 51, 52), events=(event(12, "K"),))
    assert (found.mean, found.lower, found.upper, found.variation) == (None, None, None, None)
    assert (found.points, found.since) == (3, at(12))
    assert found.reason == Reason(
        "process_too_few_since", {"since": at(12), "count": 3, "expected": 7}
    )
    assert len(found.series) == 12
    assert found.series[0].mean == 11
    # A month later nothing has come in, and another event opens the next level.
    events = (event(12, "K"), event(15, "K"))
    later = process_of((*TWELVE, 50, 51, 52), events=events, period=at(15))
    assert later.reason == found.reason


# Assurance


@pytest.mark.parametrize(
    ("target", "higher", "lower"),
    [(5.0, "pass", "fail"), (11.0, "hit_or_miss", "hit_or_miss"), (17.0, "fail", "pass")],
)
def test_the_target_against_the_limits(target: float, higher: str, lower: str) -> None:
    targets = [target] * 12
    assert process_of(TWELVE, targets=targets).assurance == higher
    assert process_of(TWELVE, better_high(direction="lower"), targets=targets).assurance == lower


def test_the_band_against_the_limits() -> None:
    ranged = better_high(direction="range")
    for low, high, expected in (
        (5, 17, "pass"),
        (None, 17, "pass"),
        (6, 17, "hit_or_miss"),
        (17, 18, "fail"),
    ):
        assert process_of(TWELVE, ranged, targets=[(low, high)] * 12).assurance == expected


def test_without_target_or_direction_there_is_no_assurance() -> None:
    assert process_of(TWELVE).assurance is None
    neutral = process_of(TWELVE, better_high(direction="neutral"), targets=[5.0] * 12)
    assert (neutral.assurance, neutral.reason) == (None, None)


def test_the_target_must_have_held_over_the_last_twelve_points() -> None:
    values = (*TWELVE, *TWELVE[:3])
    early = process_of(values, targets=[6.0] * 3 + [5.0] * 12)
    assert (early.assurance, early.reason) == ("pass", None)
    late = process_of(values, targets=[6.0] * 4 + [5.0] * 11)
    assert late.assurance is None
    assert late.reason == Reason("assurance_target_moved", {"count": 12})
    assert late.mean is not None
    gap = process_of(values, targets=[5.0] * 9 + [None] + [5.0] * 5)
    assert gap.reason == Reason("assurance_target_moved", {"count": 12})
    fewer = process_of(SEVEN, targets=[6.0] + [5.0] * 6)
    assert fewer.reason == Reason("assurance_target_moved", {"count": 7})


def test_a_target_that_differs_by_rounding_held() -> None:
    targets = [0.3, 0.1 + 0.2] * 6
    assert process_of(TWELVE, targets=targets).assurance == "pass"


# Basis: the gap to target


def test_limits_of_the_gap() -> None:
    # Actual less target is 10 12 11 … less 0: the same limits, wherever the target goes.
    targets = [3.0, 50, 7, -20, 1, 2, 400]
    values = [value + target for value, target in zip(SEVEN, targets, strict=True)]
    found = process_of(values, better_high(process=GAP), targets=targets)
    assert found.basis == "gap"
    assert found.mean == pytest.approx(12)
    assert found.upper == pytest.approx(12 + REACH)
    assert [point.value for point in found.series] == pytest.approx(list(SEVEN))
    # The whole band of gaps, 7.57 to 16.43, is over zero.
    assert found.assurance == "pass"
    worse = process_of(values, better_high(process=GAP, direction="lower"), targets=targets)
    assert worse.assurance == "fail"


def test_the_gap_to_a_band_is_measured_from_its_middle() -> None:
    ranged = better_high(direction="range", process=GAP)
    found = process_of(SEVEN, ranged, targets=[(2, 22)] * 7)
    assert found.mean == 0
    # ±10 around the middle, limits ±4.43.
    assert found.assurance == "pass"
    assert process_of(SEVEN, ranged, targets=[(None, 9)] * 7).mean == 3


def test_months_without_a_target_have_no_gap() -> None:
    gap = better_high(process=GAP)
    found = process_of(SEVEN, gap, targets=[None, *[1.0] * 6])
    assert found.reason == Reason("process_too_few_gaps", {"count": 6, "expected": 7})
    assert process_of(SEVEN, gap).reason == Reason(
        "process_too_few_gaps", {"count": 0, "expected": 7}
    )


# Basis: the change on a year before


def test_limits_of_the_change_in_per_cent() -> None:
    first = [50.0, 100, 200, 400, 100, 50, 80, 90, 100, 100, 100, 100]
    changes = [0.10, 0.12, 0.11, 0.13, 0.12, 0.14, 0.12]
    values = [*first, *(base * (1 + c) for base, c in zip(first, changes, strict=False))]
    found = process_of(values, better_high(process=ON_YEAR))
    assert (found.basis, found.shares) == ("year_on_year", True)
    assert found.mean == pytest.approx(0.12)
    assert found.upper == pytest.approx(0.12 + REACH / 100)
    assert found.series[0].period == at(12)


@pytest.mark.parametrize(("defined", "base"), [(better_high(unit="%"), 50.0), (better_high(), 0.0)])
def test_the_change_is_in_the_unit_for_percentages_and_without_positive_bases(
    defined: Kpi, base: float
) -> None:
    values = [base] * 12 + [base + change for change in SEVEN]
    on_year = better_high(unit=defined.unit, process=ON_YEAR)
    found = process_of(values, on_year)
    assert (found.mean, found.shares) == (12, False)


def test_the_year_before_may_stand_in_the_sheet_prior_year() -> None:
    values = [100 + value for value in SEVEN]
    found = process_of(values, better_high(process=ON_YEAR), prior_year=[100.0] * 7)
    assert found.mean == pytest.approx(0.12)


def test_a_change_on_a_provisional_figure_is_left_out() -> None:
    values = [100.0] * 12 + [100 + value for value in (*SEVEN, 12.0)]
    found = process_of(values, better_high(process=ON_YEAR), provisional=(7,))
    assert found.points == 7
    assert found.mean == pytest.approx(0.12)


def test_too_few_changes_and_why() -> None:
    found = process_of([100.0] * 15, better_high(process=ON_YEAR))
    assert found.reason == Reason("process_too_few_changes", {"count": 3, "expected": 7})


def test_the_target_is_no_change_so_it_gives_no_assurance() -> None:
    found = process_of(
        [100.0, 102.0] * 12,
        better_high(process=ON_YEAR),
        targets=[90.0] * 24,
    )
    assert found.mean == 0
    assert (found.assurance, found.reason) == (None, Reason("assurance_of_changes"))


# Basis: found from the data

NOISE = np.random.default_rng(1).normal(0, 1, 36)
GROWTH = [100 * 1.02**place for place in range(24)]
SEASON = [value * 10 for value in (5, 5, 6, 7, 6, 5, 4, 4, 6, 7, 11, 19)]


def test_two_per_cent_a_month_is_read_year_on_year() -> None:
    found = process_of(GROWTH)
    assert (found.basis, found.shares, found.points) == ("year_on_year", True, 12)
    assert found.mean == pytest.approx(1.02**12 - 1)
    assert found.signals == ()
    stated = process_of(GROWTH, better_high(process=ProcessBasis.ACTUAL))
    assert stated.basis == "actual"
    # The spec's own example: 19 of 24 points outside.
    assert sum(signal.rule == "beyond_limits" for signal in stated.signals) == 19


def test_under_two_years_the_actual_is_taken_whatever_it_does() -> None:
    assert process_of(GROWTH[:23]).basis == "actual"


def test_a_season_is_read_year_on_year() -> None:
    values = [value + noise for value, noise in zip(SEASON * 2, NOISE, strict=False)]
    assert process_of(values).basis == "year_on_year"
    assert process_of(values, better_high(seasonal=False)).basis == "actual"


def test_noise_and_steps_are_not() -> None:
    assert process_of([100 + noise for noise in NOISE]).basis == "actual"
    step = [100 + noise + 6 * (place >= 15) for place, noise in enumerate(NOISE)]
    found = process_of(step)
    assert found.basis == "actual"
    assert found.signals != ()


def test_what_the_workbook_says_of_the_season_is_believed_from_two_years_on() -> None:
    flat = [100 + noise for noise in NOISE[:24]]
    assert process_of(flat, better_high(seasonal=True)).basis == "year_on_year"
    assert process_of(flat[:23], better_high(seasonal=True)).basis == "actual"
    assert process_of(GROWTH, better_high(seasonal=False)).basis == "year_on_year"


def test_a_rebase_explains_a_level_but_no_season() -> None:
    values = [value + 500 * (place >= 12) for place, value in enumerate(SEASON * 3)]
    assert process_of(values, events=(event(12),)).basis == "year_on_year"


def test_too_few_changes_of_a_seasonal_quarterly_better_high() -> None:
    # Two and a half years of quarters: a strong season, and only six changes on a year.
    values = [10.0, 20, 15, 40, 11, 21, 14, 42, 10, 20]
    quarterly = better_high(frequency="quarterly")
    found = process_of(values, quarterly, start=2, period=Period(2025, 6))
    assert found.basis == "year_on_year"
    assert found.reason == Reason("process_too_few_changes", {"count": 6, "expected": 7})


# Many at once


def test_many_kpis_at_once_give_what_each_gives_alone() -> None:
    rows = [
        history(SEVEN, better_high("A"), targets=[5.0] * 7),
        history(GROWTH, better_high("B")),
        history(SEVEN, better_high("C", process=OFF)),
        history(SEASON * 2, better_high("D"), start=-5),
        history(SEVEN, better_high("E", frequency="quarterly"), start=2),
        history((), better_high("F")),
        history((*SEVEN, *SEVEN), better_high("G")),
    ]
    events = (event(7, "G"), event(3, "F"))
    period = at(23)
    together = book(*rows, events=events)
    found = processes(lines_of(together, period), events, period.index)
    assert len(found) == 7
    for one, row in zip(found, rows, strict=True):
        assert one == process_in(book(row, events=events), period)
    assert found[0].assurance == "pass"


def test_the_scorecard_has_them_for_the_published_kpis_at_its_period() -> None:
    made = book(
        history(SEVEN, better_high("A", report=False)),
        history((*TWELVE, 99.0), better_high("B", direction="lower")),
        history((*SEVEN, 13.0), better_high("C")),
        events=(event(1, "A"),),
    )
    then = build_scorecard(made, at(11))
    assert [result.kpi.id for result in then.kpis] == ["B", "C"]
    assert [result.process.mean for result in then.kpis] == [11, 97 / 8]
    assert then.kpi("B").trend.test == "mann_kendall"
    now = build_scorecard(made, at(12))
    assert now.kpi("B").process.variation == "concern_high"
    assert now.kpi("B").process.reason is None


def test_no_kpi_at_all() -> None:
    assert processes((), (), at(0).index) == ()


def test_extremes_give_finite_figures() -> None:
    found = process_of([1.7e308, -1.7e308] * 6, better_high(process=ON_YEAR))
    assert found.reason is not None
    wild = process_of([1.7e308, -1.7e308] * 12, targets=[1.7e308] * 24)
    assert wild.upper is not None
    assert np.isfinite([wild.mean, wild.lower, wild.upper]).all()
