"""Formulas of scores: a KPI's own, and a parent's from its children.

The twins of ``kpireport.compute.roll_up`` and ``kpireport.compute.score``. A parent reads its rows
in the table of families below, so that anybody can follow the score down.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.kpi import Kpi, RollUp
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.family import Family
from kpireport.render.excel.live.place import status_number
from kpireport.render.excel.live.thresholds import AT_RISK, OFF_TRACK, ON_TRACK, by_thresholds


def score_cells(family: Family, kpi: Kpi) -> Iterator[Cell]:
    """A KPI's columns from its own score to whether it counts in its category and in the whole."""
    result = family.results[kpi.id]
    status, attainment = "[month_status]", "[month_attainment]"
    edge = "MIN(1,MAX(0,amber_from))"
    unmeasured = f"IF({status}={AT_RISK},{edge},IF({status}={ON_TRACK},1,0))"
    own = f'IF({attainment}="",{unmeasured},MIN(1,MAX(0,{attainment})))'
    none = f'IF({status}="",TRUE,{status}>{OFF_TRACK})'
    borrowed = bool(family.children.get(kpi.id)) and kpi.roll_up is not RollUp.OWN
    score, number = result.score, status_number(result.measure.status)
    if not borrowed:
        yield Cell("score", f'=IF({none},"",{own})', score, Kind.SHARE)
        yield Cell("status", f'=IF({status}="","",{status})', number, Kind.STATUS)
    else:
        yield from _borrowed(family, kpi, f'IF({none},"",{own})')
    yield Cell("weight", "", kpi.weight, Kind.WEIGHT)
    has_score = '=IF(OR([score]="",[weight]<=0),0,1)'
    yield Cell("scored", has_score, int(score is not None and kpi.weight > 0), Kind.COUNT)
    yield Cell("known", '=IF([score]="",0,1)', int(score is not None), Kind.COUNT)
    yield from _counted(family, kpi)
    weighted = None if score is None else score * kpi.weight
    yield Cell("weighted", '=IF([score]="",0,[score]*[weight])', weighted or 0.0, Kind.WEIGHT)


def _counted(family: Family, kpi: Kpi) -> Iterator[Cell]:
    """Whether the KPI counts: it is rated, and no KPI below it stands for it.

    In its category those of the same category alone can.
    """
    rated = family.results[kpi.id].measure.status is not None
    below = list(family.below(kpi.id))
    near = [each for each in below if family.same_category(kpi.id, each)]
    for key, others, among in (
        ("in_category", near, "[*same_category],1,[*scored],1"),
        ("in_all", below, "[*scored],1"),
    ):
        stands = any(family.scored(each) for each in others)
        count = f"IF(COUNTIFS({among})>0,0,1)" if others else "1"
        formula = f'=IF([status]="",0,{count})'
        yield Cell(key, formula, int(rated and not stands), Kind.COUNT)


def _borrowed(family: Family, kpi: Kpi, own: str) -> Iterator[Cell]:
    """A parent's score and status from its children's, else its own."""
    worst = kpi.roll_up is RollUp.WORST_CHILD
    yield from _worst_child(family, kpi) if worst else _weighted_mean(family, kpi)
    score, status = "[child_score]", by_thresholds("[child_score]")
    use = "[child_weight]>0"
    if worst:
        use, status = "[child_status]>0", "[child_status]"
    elif kpi.roll_up is None:
        figures = "INDEX(data_actual,[first_row]):INDEX(data_actual,MIN([last_row],[month_row]))"
        empty = f"IF([month_row]<[first_row],TRUE,COUNT({figures})=0)"
        use = f"AND({use},{empty})"
    result = family.results[kpi.id]
    yield Cell("score", f"=IF({use},{score},{own})", result.score, Kind.SHARE)
    number = status_number(result.measure.status)
    formula = f'=IF({use},{status},IF([month_status]="","",[month_status]))'
    yield Cell("status", formula, number, Kind.STATUS)


def _weighted_mean(family: Family, kpi: Kpi) -> Iterator[Cell]:
    children = [each for each in family.children[kpi.id] if family.scored(each)]
    counted = [family.results[each] for each in children]
    total = sum(each.kpi.weight for each in counted)
    weights, sums = (f"SUMIFS([*{key}],[*child],1,[*scored],1)" for key in ("weight", "weighted"))
    yield Cell("child_weight", f"={weights}", total, Kind.WEIGHT)
    mean = sum((each.score or 0.0) * each.kpi.weight for each in counted)
    formula = f'=IF([child_weight]=0,"",{sums}/[child_weight])'
    yield Cell("child_score", formula, mean / total if total else None, Kind.SHARE)


def _worst_child(family: Family, kpi: Kpi) -> Iterator[Cell]:
    """The worst status of a child with a score, and the lowest score among those that have it."""
    children = [family.results[each] for each in family.children[kpi.id]]
    scored = [
        (status_number(each.measure.status) or 0, each.score)
        for each in children
        if each.score is not None
    ]
    known = '([*child]=1)*([*score]<>"")'
    worst = max((status for status, _ in scored), default=0)
    yield Cell("child_status", f"=MAX(IF({known},[*status],0))", worst, Kind.STATUS)
    least = min((score for status, score in scored if status == worst), default=2.0)
    formula = f"=MIN(IF({known}*([*status]=[child_status]),[*score],2))"
    yield Cell("child_score", formula, least, Kind.SHARE)
