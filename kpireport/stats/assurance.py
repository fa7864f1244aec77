"""Whether a process, left as it is, will keep within what is wanted of it."""

from __future__ import annotations

from enum import StrEnum

from kpireport.stats.limits import TIE


class Assurance(StrEnum):
    """NHS England's assurance icons: always met, never met, or met by chance."""

    PASS = "pass"
    FAIL = "fail"
    HIT_OR_MISS = "hit_or_miss"


def assurance(
    lower: float, upper: float, wanted_low: float | None, wanted_high: float | None
) -> Assurance:
    """The limits held against the band of wanted values, both ends included.

    An end that is None is open: a target to exceed is ``wanted_low``, one to stay under is
    ``wanted_high``. PASS where the limits lie wholly in the band, FAIL where they lie wholly
    outside it. A limit that touches the band's end is inside, as a value on target is on target;
    Making Data Count, which asks for a target strictly beyond the limits, calls that single case
    hit or miss, and so would call a constant process that equals its target.
    """
    # Half each first: the difference of two extreme limits would overflow.
    slack = TIE * (upper / 2 - lower / 2)
    if wanted_low is not None and upper < wanted_low - slack:
        return Assurance.FAIL
    if wanted_high is not None and lower > wanted_high + slack:
        return Assurance.FAIL
    above = wanted_low is None or lower >= wanted_low - slack
    below = wanted_high is None or upper <= wanted_high + slack
    return Assurance.PASS if above and below else Assurance.HIT_OR_MISS
