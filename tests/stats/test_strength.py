"""How strong season and trend are: by hand, and how often noise is taken for either."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from kpireport.stats.strength import STRONG, Strength, strength

GAP = float("nan")
SHAPE = np.array([10, 12, 30, 8, 5, 6, 9, 14, 20, 22, 25, 60], dtype=float)


def one(values: npt.ArrayLike, period: int = 12, starts: tuple[int, ...] = ()) -> Strength:
    row = np.asarray(values, dtype=float)[None, :]
    opened = np.zeros(row.shape, dtype=bool)
    opened[0, list(starts)] = True
    return strength(row, np.arange(row.shape[1]), period, opened)


def test_trend_by_hand() -> None:
    # 1 3 2 4 around 2.5 at times −1.5 −0.5 0.5 1.5: Σty = 4, Σt² = 5, total 5; the line leaves
    # 5 − 16/5 = 1.8, 0.9 for each of 2 degrees of freedom; without it 5/3. The best step, 1 | 324,
    # explains 3 and leaves 2 for 1 degree: more than the line. Strength 1 − 0.9/(5/3) = 0.46.
    assert one([1, 3, 2, 4], period=2).trend[0] == pytest.approx(0.46)


def test_season_by_hand() -> None:
    # Seasons 1 9 | 2 12 | 3 9 with period 2: level −5 3 −4 6 −3 3 around 6. Within the seasons:
    # −1 −1 | 0 2 | 1 −1 against times −2 −2 0 0 2 2: Σty = 4, Σt² = 16, slope 1/4; left
    # 8 − 1 = 7, for 6 − 2 − 1 = 3 degrees. Without seasons a line on times −2.5 … 2.5 (Σt² 17.5,
    # Σty = 12.5 − 4.5 + 2 + 3 − 4.5 + 7.5 = 16): 104 − 256/17.5 = 89.371, for 4 degrees; the best
    # step, −5 | the rest, explains 25 × 6/5 = 30 and leaves 74, for 3. The line's 22.343 is less.
    found = one([1, 9, 2, 12, 3, 9], period=2)
    assert found.season[0] == pytest.approx(1 - (7 / 3) / ((104 - 256 / 17.5) / 4))


def test_two_per_cent_a_month_is_a_strong_trend() -> None:
    grown = 100 * 1.02 ** np.arange(24)
    assert one(grown).trend[0] > 0.95
    assert one(grown).season[0] < STRONG


def test_the_same_year_twice_is_a_strong_season() -> None:
    assert one([*SHAPE, *SHAPE]).season[0] == 1
    assert one([*SHAPE, *SHAPE * 1.1, *SHAPE * 1.2]).season[0] > 0.95


def test_a_lasting_step_is_neither() -> None:
    noise = np.random.default_rng(3).normal(0, 1, 24)
    for month in (6, 12, 18):
        found = one(noise + 8 * (np.arange(24) >= month))
        assert found.trend[0] < STRONG
        assert found.season[0] < STRONG


def test_a_step_that_an_event_explains_hides_no_season() -> None:
    values = [*SHAPE, *SHAPE + 100]
    assert one(values, starts=(12,)).season[0] == 1
    assert one(values, starts=(12,)).trend[0] < STRONG


def test_a_stretch_costs_a_degree_of_freedom_by_hand() -> None:
    # 0 1 2 3 4 5 6 | 9: levels −3 … 3 | 0 at times −3.5 … 3.5: Σty = 28, Σt² = 42, total 28; the
    # line leaves 28 − 784/42 = 28/3 for 8 − 1 − 2 = 5 degrees, without it 28 for 6. The best step
    # (three | five) explains 36 × 8/15 and leaves 8.8 for 4, more than the line.
    found = one([0, 1, 2, 3, 4, 5, 6, 9], starts=(7,))
    assert found.trend[0] == pytest.approx(1 - (28 / 3 / 5) / (28 / 6))


def test_missing_months_are_left_out() -> None:
    values = np.array([*SHAPE, *SHAPE, *SHAPE])
    values[[3, 17, 18, 30]] = GAP
    assert one(values).season[0] == pytest.approx(1)


@pytest.mark.parametrize("values", [[5.0] * 24, [GAP] * 24, [1.0, 2.0], [0.0, -0.0] * 12, [7.0]])
def test_nothing_to_explain_or_too_little_to_say(values: list[float]) -> None:
    found = one(values)
    assert (found.season[0], found.trend[0]) == (0, 0)


def test_extremes_neither_overflow_nor_warn() -> None:
    found = one(1e300 * 1.01 ** np.arange(24))
    assert found.trend[0] > 0.95
    assert one([1.7e308, -1.7e308] * 12).trend[0] < STRONG


def test_noise_is_seldom_taken_for_a_season_or_a_trend() -> None:
    # Beta(11/2, 11/2) puts about 1 % of noise over the threshold at two years; less later.
    noise = np.random.default_rng(5).normal(0, 1, (2_000, 36))
    two_years, three_years = (strength(noise[:, :n], np.arange(n), 12) for n in (24, 36))
    for found, share in ((two_years, 0.02), (three_years, 0.002)):
        strong = (found.season >= STRONG) | (found.trend >= STRONG)
        assert strong.mean() <= share
