"""Student's t: against printed tables, the closed forms of few degrees of freedom, and scipy."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from kpireport.stats.student import below, quantile

# The 90 % points of any printed table of t, by degrees of freedom.
TABLE = {1: 3.078, 2: 1.886, 3: 1.638, 4: 1.533, 9: 1.383, 10: 1.372, 30: 1.310, 120: 1.289}


@pytest.mark.parametrize(("freedom", "point"), TABLE.items())
def test_quantiles_of_the_table(freedom: int, point: float) -> None:
    assert quantile(0.9, freedom) == pytest.approx(point, abs=0.0005)


def test_one_degree_is_cauchys_and_two_have_a_closed_form() -> None:
    assert below(1.0, 1) == pytest.approx(0.75)
    assert below(-1.0, 1) == pytest.approx(0.25)
    assert below(2.0, 2) == pytest.approx(0.5 + 2 / (2 * math.sqrt(2 + 4)))


@pytest.mark.parametrize("freedom", [1, 2, 3, 4, 5, 8, 13, 40, 101])
@pytest.mark.parametrize("t", [-50.0, -1.3, 0.0, 0.01, 2.1, 9.0])
def test_agrees_with_scipy(freedom: int, t: float) -> None:
    assert below(t, freedom) == pytest.approx(float(stats.t.cdf(t, freedom)), abs=1e-13)


def test_what_is_no_distribution_or_share_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        below(0.0, 0)
    for share in (0.5, 1.0):
        with pytest.raises(ValueError, match=r"between 0\.5 and 1"):
            quantile(share, 3)
