"""Formulas of scores: a KPI's own, a parent's from its children, a category's, the whole's.

The twins of ``kpireport.compute.roll_up`` and ``kpireport.compute.score``. A KPI's row names the
rows of its children, so that anybody can follow the score down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpireport.model.kpi import Kpi, RollUp
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.render.excel.live.cell import STATUS_NUMBERS, Cell, Kind
from kpireport.render.excel.live.place import status_number

_ON, _RISK, _OFF = (STATUS_NUMBERS[code] for code in ("on_track", "at_risk", "off_track"))
_EQUAL = "1E-9"


@dataclass(frozen=True, slots=True)
class Family:
    """The published KPIs by ID, and the IDs of each parent's children."""

    results: Mapping[str, KpiResult]
    children: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, card: Scorecard, children: Mapping[str, Sequence[str]]) -> Family:
        return cls({result.kpi.id: result for result in card.kpis}, children)

    def number(self, kpi_id: str) -> int:
        """The KPI's place among all, by which formulas name its row."""
        return list(self.results).index(kpi_id)

    def below(self, kpi_id: str) -> Iterator[str]:
        """Every descendant, each once."""
        for child in self.children.get(kpi_id, ()):
            yield child
            yield from self.below(child)


def score_cells(family: Family, kpi: Kpi) -> Iterator[Cell]:
    """A KPI's columns from its own score to whether it counts in its category and in the whole."""
    result = family.results[kpi.id]
    status, attainment = "[month_status]", "[month_attainment]"
    edge = "MIN(1,MAX(0,amber_from))"
    unmeasured = f"IF({status}={_RISK},{edge},IF({status}={_ON},1,0))"
    own = f'IF({attainment}="",{unmeasured},MIN(1,MAX(0,{attainment})))'
    none = f'IF({status}="",TRUE,{status}>{_OFF})'
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
    category = [each for each in family.below(kpi.id) if _category(family, each) == kpi.category]
    for key, others in (("in_category", category), ("in_all", list(family.below(kpi.id)))):
        yield _counted(family, kpi, key, others)
    weighted = None if score is None else score * kpi.weight
    yield Cell("weighted", '=IF([score]="",0,[score]*[weight])', weighted or 0.0, Kind.WEIGHT)


def _category(family: Family, kpi_id: str) -> str:
    return family.results[kpi_id].kpi.category


def _counted(family: Family, kpi: Kpi, key: str, descendants: Sequence[str]) -> Cell:
    """Whether the KPI counts: it is rated, and none of its descendants stands for it."""
    rated = family.results[kpi.id].measure.status is not None
    stands = any(
        family.results[each].score is not None and family.results[each].kpi.weight > 0
        for each in descendants
    )
    formula = '=IF([status]="",0,1)'
    if descendants:
        flags = ",".join(f"[scored@{family.number(each)}]" for each in dict.fromkeys(descendants))
        formula = f'=IF([status]="",0,IF(MAX({flags})=1,0,1))'
    return Cell(key, formula, int(rated and not stands), Kind.COUNT)


def _borrowed(family: Family, kpi: Kpi, own: str) -> Iterator[Cell]:
    """A parent's score and status from its children's, else its own."""
    result, children = family.results[kpi.id], family.children[kpi.id]
    numbers = [family.number(child) for child in children]
    rows = [(f"[score@{n}]", f"[status@{n}]", f"[weight@{n}]") for n in numbers]
    scored = [r for c in children if (r := family.results[c]).score is not None]
    if kpi.roll_up is RollUp.WORST_CHILD:
        worst = ",".join(f'IF({score}="",0,{status})' for score, status, _ in rows)
        worst_now = max((status_number(r.measure.status) or 0 for r in scored), default=0)
        yield Cell("child_status", f"=MAX({worst})", worst_now, Kind.STATUS)
        least = ",".join(
            f'IF({score}="",2,IF({status}=[child_status],{score},2))' for score, status, _ in rows
        )
        low = min(
            (r.score or 0.0 for r in scored if status_number(r.measure.status) == worst_now),
            default=2.0,
        )
        yield Cell("child_score", f"=MIN({least})", low, Kind.SHARE)
        use = "[child_status]>0"
        status, score = "[child_status]", "[child_score]"
    else:
        weights = "+".join(f'IF({score}="",0,MAX(0,{weight}))' for score, _, weight in rows)
        total = sum(max(0.0, r.kpi.weight) for r in scored)
        yield Cell("child_weight", f"={weights}", total, Kind.WEIGHT)
        sums = "+".join(f'IF({score}="",0,{score}*MAX(0,{weight}))' for score, _, weight in rows)
        mean = sum((r.score or 0.0) * max(0.0, r.kpi.weight) for r in scored)
        value = mean / total if total else None
        yield Cell(
            "child_score", f'=IF([child_weight]=0,"",({sums})/[child_weight])', value, Kind.SHARE
        )
        use = "[child_weight]>0"
        score = "[child_score]"
        status = threshold_status(score)
        if kpi.roll_up is None:
            figures = (
                "INDEX(data_actual,[first_row]):INDEX(data_actual,MIN([last_row],[month_row]))"
            )
            empty = f"IF([month_row]<[first_row],TRUE,COUNT({figures})=0)"
            use = f"AND({use},{empty})"
    yield Cell("score", f"=IF({use},{score},{own})", result.score, Kind.SHARE)
    number = status_number(result.measure.status)
    formula = f'=IF({use},{status},IF([month_status]="","",[month_status]))'
    yield Cell("status", formula, number, Kind.STATUS)


def threshold_status(score: str) -> str:
    """The status that a score leads to."""
    green, amber = (f"{score}>={edge}*(1-{_EQUAL})" for edge in ("green_from", "amber_from"))
    return f"IF({green},{_ON},IF({amber},{_RISK},{_OFF}))"
