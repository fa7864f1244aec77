"""The columns of the Calculation sheet: which there are, in which order, called what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpireport.render.excel.live.cell import Cell

_GROUPS = ("month", "qtd", "ytd", "r12", "fy", "previous", "year_ago", "budget", "start", "bench")
_OWN_GROUP = {"ytd_now": "last_ytd", "ytd_then": "last_ytd", "ytd_common": "last_ytd"}
_SCORES = (
    *("child_status", "child_weight", "child_score", "score", "status", "weight", "scored"),
    *("known", "in_category", "in_all", "weighted"),
)


def group_of(key: str) -> tuple[str, str]:
    """A column's group and its name inside it: ``ytd_target`` → ``("ytd", "target")``."""
    if key in _SCORES:
        return "scores", key
    for prefix in ("ytd_now", "ytd_then", "ytd_common"):
        if key.startswith(prefix):
            rest = key.removeprefix(prefix).lstrip("_")
            if rest in ("numerator", "denominator"):
                return "last_ytd", key.removeprefix("ytd_")
            return "last_ytd", rest or prefix.removeprefix("ytd_")
    if key == "month_row":
        return "place", key
    for group in sorted(_GROUPS, key=len, reverse=True):
        if key == group or key.startswith(group + "_"):
            return group, key.removeprefix(group).lstrip("_") or "value"
    return "place", key


def columns_of(rows: Iterable[Sequence[Cell]]) -> tuple[str, ...]:
    """Every key that some row has, each once, in an order that suits all rows."""
    order: list[str] = []
    for row in rows:
        place = 0
        for cell in row:
            if cell.key in order:
                place = order.index(cell.key) + 1
            else:
                order.insert(place, cell.key)
                place += 1
    return tuple(order)
