"""What earlier reports said otherwise, in the JSON output."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.model.reported import Level, Restatement, Telling
from kpireport.render.json_parts import Json


def restatements_json(restatements: Sequence[Restatement] | None) -> list[Json] | None:
    """The KPI's figures that an earlier report gave otherwise; null without a history."""
    return None if restatements is None else [_restatement(each) for each in restatements]


def _restatement(each: Restatement) -> Json:
    return {
        "what": each.what.value,
        "period": str(each.period),
        **_level("before", each.before),
        **_level("after", each.after),
        "delta": each.delta,
        "status_before": each.status_before,
        "status_after": each.status_after,
        "status_changed": each.status_changed,
        "first_reported": None
        if each.first is None
        else {**_level("value", each.first_value), **_telling(each.first)},
        "last_reported": _telling(each.last),
    }


def _level(name: str, level: Level) -> Json:
    return {name: level.value, f"{name}_low": level.low, f"{name}_high": level.high}


def telling_json(telling: Telling | None) -> Json | None:
    """A report as its readers know it; null where there was none."""
    return None if telling is None else _telling(telling)


def _telling(telling: Telling) -> Json:
    return {
        "at": telling.at.isoformat(timespec="seconds"),
        "source": telling.source,
        "period": str(telling.period),
    }
