"""The values that a KPI's figures can't pass by their nature: zero for counts, 100 % for shares.

Nothing in a workbook states them. They are read from the unit and from figures that never passed
them: percentages that all lie between 0 and 100 % end there; what is counted or measured and never
was negative begins at zero. Money can be negative, and so can percentages where more is better
(margins, growth) and points (a promoter score).
"""

from __future__ import annotations

from collections.abc import Iterable

from kpireport.model.kpi import Direction, Kpi, UnitKind

WHOLE = 100.0
_MAY_BE_NEGATIVE = ("point", "pt", "°")
"""How units begin whose zero is no end."""

Bounds = tuple[float | None, float | None]


def natural_bounds(kpi: Kpi, values: Iterable[float | None]) -> Bounds:
    """The least and the largest value possible, None where there is no such end.

    ``values`` are the KPI's actuals, in its unit.
    """
    known = [value for value in values if value is not None]
    if not known or min(known) < 0:
        return None, None
    upper = WHOLE if kpi.unit.is_percent and max(known) <= WHOLE else None
    return (0.0 if _begins_at_zero(kpi) else None), upper


def _begins_at_zero(kpi: Kpi) -> bool:
    if kpi.unit.kind is UnitKind.CURRENCY:
        return False
    if kpi.unit.is_percent:
        return kpi.direction is Direction.LOWER
    return not kpi.unit.text.strip().lower().startswith(_MAY_BE_NEGATIVE)
