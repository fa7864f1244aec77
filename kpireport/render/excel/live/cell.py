"""A computed cell: its formula and its twin, the value that Python computed for the same thing."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a number is, so that it is shown as such."""

    LEVEL = "level"
    CHANGE = "change"
    SHARE = "share"
    RELATIVE = "relative"
    STATUS = "status"
    COUNT = "count"
    WEIGHT = "weight"
    TEXT = "text"


Value = float | str | None


class Cell(NamedTuple):
    """One column's cell in a KPI's row of the Calculation sheet.

    In ``formula`` ``[key]`` stands for the cell of that column in the same row, ``[key@3]`` for the
    one in the row of the KPI with that number (from 0), ``[*key]`` for the KPI's rows of that
    column in the table of families. Without a formula the cell holds ``value`` itself.
    """

    key: str
    formula: str
    value: Value
    kind: Kind


STATUS_NUMBERS = {"on_track": 1, "at_risk": 2, "off_track": 3, "no_target": 4, "no_data": 5}
"""How statuses are counted in formulas; a KPI without a direction has an empty cell."""
