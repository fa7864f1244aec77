"""Signals of special cause: which points of a process say that something happened.

The four rules of NHS England's Making Data Count, strongest first; a point carries one signal,
its strongest. A value within rounding of the mean or of a limit lies on the line: on neither side
of the mean, not outside the limit, not risen.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from kpireport.stats.limits import TIE, Limits
from kpireport.stats.rows import BoolArray, CodeArray, FloatArray, IntArray

RUN_LENGTH = 7
"""Points strictly on one side of the mean, or strictly rising or falling, that make a signal."""

_ROUNDING = 8 * float(np.finfo(np.float64).eps)


class Rule(IntEnum):
    """Why a point is a signal, strongest first; ``code`` is the rule's name for other programs."""

    NONE = 0
    BEYOND_LIMITS = 1
    TREND_OF_7 = 2
    TWO_OF_THREE = 3
    RUN_OF_7 = 4

    @property
    def code(self) -> str:
        return self.name.lower()


def side_code(rule: Rule, side: int) -> str:
    """The side of a signal in words: rising or falling for a trend, else high or low."""
    if rule is Rule.TREND_OF_7:
        return "rising" if side > 0 else "falling"
    return "high" if side > 0 else "low"


def find_signals(
    values: FloatArray, stretch: IntArray, limits: Limits
) -> tuple[CodeArray, CodeArray]:
    """The rule (a ``Rule``) and the side (+1 high or rising, −1 low or falling) of each point.

    Takes packed series (see ``rows.pack``). Where both a rising and a falling trend end in one
    point, a peak or a trough, the earlier trend is named.
    """
    reach = limits.upper - limits.mean
    slack = TIE * reach + _ROUNDING * np.maximum(np.abs(limits.mean), np.abs(values))
    offset = values - limits.mean
    beyond = _sign(offset, reach + slack)
    side = _sign(offset, slack)
    runs = _whole_windows(side, stretch, RUN_LENGTH)
    near = _two_of_three(_sign(offset, reach * (2 / 3) + slack), side, beyond, stretch)
    trends = _trends(values, slack, stretch)

    rule = np.zeros(values.shape, dtype=np.int8)
    sides = np.zeros(values.shape, dtype=np.int8)
    weakest_first = (
        (Rule.RUN_OF_7, runs),
        (Rule.TWO_OF_THREE, near),
        (Rule.TREND_OF_7, trends),
        (Rule.BEYOND_LIMITS, beyond),
    )
    for code, found in weakest_first:
        rule[found != 0] = code
        sides[found != 0] = found[found != 0]
    return rule, sides


def _sign(offset: FloatArray, threshold: FloatArray) -> CodeArray:
    """+1 over the threshold, −1 under its negative, 0 between them or where missing."""
    return _difference(offset > threshold, offset < -threshold)


def _difference(up: BoolArray, down: BoolArray) -> CodeArray:
    """+1 where ``up``, −1 where ``down``."""
    return up.astype(np.int8) - down.astype(np.int8)


def _window_of(stretch: IntArray, size: int) -> BoolArray:
    """Whether a window of ``size`` points that begins here stays within one stretch."""
    inside = np.zeros(stretch.shape, dtype=np.bool_)
    openings = stretch.shape[1] - size + 1
    if openings > 0:
        inside[:, :openings] = stretch[:, :openings] == stretch[:, size - 1 :]
    return inside


def _ahead(array: CodeArray, steps: int) -> CodeArray:
    """The value ``steps`` points later; 0 past the end."""
    shifted = np.zeros_like(array)
    if steps < array.shape[1]:
        shifted[:, : array.shape[1] - steps] = array[:, steps:]
    return shifted


def _behind(array: CodeArray, steps: int) -> CodeArray:
    """The value ``steps`` points earlier; 0 before the start."""
    shifted = np.zeros_like(array)
    if steps < array.shape[1]:
        shifted[:, steps:] = array[:, : array.shape[1] - steps]
    return shifted


def _all_alike(side: CodeArray, size: int) -> CodeArray:
    """The common side of the ``size`` points that begin here; 0 where they differ."""
    total = side.copy()
    for step in range(1, size):
        total += _ahead(side, step)
    return _difference(total == size, total == -size)


def _whole_windows(side: CodeArray, stretch: IntArray, size: int) -> CodeArray:
    """Marks every point of each window of ``size`` points that are all on one side."""
    opens = np.where(_window_of(stretch, size), _all_alike(side, size), 0).astype(np.int8)
    return _marked(opens, size)


def _marked(opens: CodeArray, size: int) -> CodeArray:
    """Each window's side on all its ``size`` points; where two overlap, the earlier one's."""
    marks = np.zeros_like(opens)
    for step in range(size):
        # Later windows first, so that the earliest has the last word.
        earlier = _behind(opens, step)
        marks = np.where(earlier != 0, earlier, marks)
    return marks


def _two_of_three(
    outer: CodeArray, side: CodeArray, beyond: CodeArray, stretch: IntArray
) -> CodeArray:
    """Points past two thirds of the way to a limit, at least two in a window of three.

    The window's three points lie strictly on one side of the mean; those outside the limits
    don't count, and only the points past two thirds carry the signal.
    """
    near = np.where(beyond == 0, outer, 0).astype(np.int8)
    alike = np.where(_window_of(stretch, 3), _all_alike(side, 3), 0).astype(np.int8)
    near_ones = np.abs(near) + np.abs(_ahead(near, 1)) + np.abs(_ahead(near, 2))
    opens = np.where(near_ones >= 2, alike, 0).astype(np.int8)
    return np.where(near != 0, _marked(opens, 3), 0).astype(np.int8)


def _trends(values: FloatArray, slack: FloatArray, stretch: IntArray) -> CodeArray:
    """Marks every point of each window of seven that strictly rises or strictly falls."""
    steps = np.zeros(values.shape, dtype=np.int8)
    if values.shape[1] > 1:
        steps[:, :-1] = _sign(values[:, 1:] - values[:, :-1], slack[:, :-1])
    alike = _all_alike(steps, RUN_LENGTH - 1)
    opens = np.where(_window_of(stretch, RUN_LENGTH), alike, 0).astype(np.int8)
    return _marked(opens, RUN_LENGTH)
