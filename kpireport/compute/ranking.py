"""Which entity does best and worst on a KPI: by the attainment of its own target in the month."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.compute import consolidate_reasons as reasons
from kpireport.compute.arithmetic import same
from kpireport.model.group import GroupEntity, Ranked, Ranking
from kpireport.model.kpi import Direction, Kpi


def ranking_of(kpi: Kpi, entities: Sequence[GroupEntity], ids: dict[str, str]) -> Ranking:
    """The entities with an attainment, the best first; ``ids`` has the KPI's ID at each.

    Of those that are alike the earlier in the entities' order comes first.
    """
    if kpi.direction is Direction.NEUTRAL:
        return Ranking(reason=reasons.ranking_without_direction())
    places = []
    for entity in entities:
        result = None if entity.eliminations else entity.result(ids.get(entity.name, kpi.id))
        if result is None or result.measure.attainment is None:
            continue
        places.append(Ranked(entity.name, result.measure.attainment, result.measure.status))
    places.sort(key=lambda place: -place.attainment)
    ranked = tuple(places)
    if len(ranked) < 2:
        return Ranking(ranked, reason=reasons.ranking_too_few())
    best, last = ranked[0], ranked[-1]
    if same(best.attainment, last.attainment):
        return Ranking(ranked, reason=reasons.ranking_all_alike())
    worst = next(place for place in ranked if same(place.attainment, last.attainment))
    return Ranking(ranked, best, worst)
