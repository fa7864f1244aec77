"""Eliminations in a ratio: they take out of each part what they have of it, be it nothing.

A group's ratio is its numerator over its denominator, so what is taken out of one of them leaves
it there, whether anything is taken out of the other or not. A ratio is nothing that could be taken
out by itself: of Eliminations only the parts count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpireport.compute.aggregate import Formula, Leaf, Quotient, leaves
from kpireport.compute.consolidate_lines import Member
from kpireport.compute.consolidate_parts import month_by_month, over, slot_track
from kpireport.compute.consolidate_tracks import slots_of
from kpireport.compute.figures import NOTHING, Span, Track
from kpireport.compute.ledger import Line
from kpireport.compute.months import FiscalMonths
from kpireport.compute.targets import Targets
from kpireport.model.kpi import GroupRule, Kpi


def with_taken_out(
    members: Mapping[str, Member], kpis: Mapping[str, Kpi], rules: Mapping[str, GroupRule]
) -> dict[str, Member]:
    """The members, Eliminations with a line for each ratio that others have.

    In that line a part without figures is 0 in the months in which the other part has some.
    """
    like: dict[str, Line] = {}
    for member in members.values():
        if not member.adds_only:
            like = {**member.lines, **like}
    ratios = [k for k, rule in rules.items() if rule is GroupRule.RATIO and k in like]
    return {
        name: replace(
            member,
            lines={
                **member.lines,
                **{
                    kpi_id: _taking_out(kpi_id, like[kpi_id], member.lines, kpis, rules)
                    for kpi_id in ratios
                },
            },
        )
        if member.adds_only
        else member
        for name, member in members.items()
    }


def _taking_out(
    kpi_id: str,
    like: Line,
    lines: Mapping[str, Line],
    kpis: Mapping[str, Kpi],
    rules: Mapping[str, GroupRule],
) -> Line:
    own = lines.get(kpi_id)
    now, past = (
        _filled(_parts(kpi_id, lines, kpis, rules, past=earlier)) for earlier in (False, True)
    )
    upper, lower = (
        slots_of(part, like.step, like.months) for part in (now.numerator, now.denominator)
    )
    return replace(
        like,
        kpi=kpis[kpi_id],
        actual=_presence(now, like.step, like.months),
        formula=now,
        past=_presence(past, like.step, like.months),
        past_formula=past,
        targets=Targets() if own is None else own.targets,
        weights=slot_track(like.step, now.denominator, like.months),
        budget=NOTHING if own is None else own.budget,
        forecast=NOTHING if own is None else own.forecast,
        parts=((like.parts[0][0], upper), (like.parts[1][0], lower)) if like.parts else (),
        strays=(),
    )


def _parts(
    kpi_id: str,
    lines: Mapping[str, Line],
    kpis: Mapping[str, Kpi],
    rules: Mapping[str, GroupRule],
    *,
    past: bool,
) -> Quotient:
    kpi = kpis[kpi_id]
    found: list[Formula] = []
    for part in (kpi.numerator or "", kpi.denominator or ""):
        if rules[part] is GroupRule.RATIO:
            found.append(_parts(part, lines, kpis, rules, past=past))
            continue
        found.append(_part(lines.get(part), kpis[part], rules[part], past=past))
    return Quotient(found[0], found[1], kpi.multiplier)


def _part(line: Line | None, kpi: Kpi, rule: GroupRule, *, past: bool) -> Formula:
    """What is taken out of a part; month by month where its months don't add up."""
    if line is not None and rule is not GroupRule.MEAN:
        known = (
            month_by_month(line.past_formula, line.past)
            if past
            else month_by_month(line.formula, line.actual)
        )
        if isinstance(known, Leaf):
            return known
    return Leaf(kpi.aggregation, NOTHING)


def _filled(formula: Quotient) -> Quotient:
    """With 0 in each part where only another one has a figure."""
    tracks = [leaf.track for leaf in leaves(formula)]
    every = [span for track in tracks for span in track.spans.values()]
    step = max(track.step for track in tracks)

    def filled(track: Track) -> Track:
        months = track.months()
        spans: dict[int, Span] = dict(track.spans)
        for span in every:
            stretch = range(span.first, span.last + 1)
            if months.isdisjoint(stretch):
                spans[span.last] = span._replace(value=0.0, provisional=False, cells=())
                months.update(stretch)
        return Track(track.step if track else step, spans, track.stated)

    made = over(formula, filled)
    assert isinstance(made, Quotient)
    return made


def _presence(formula: Formula, step: int, months: FiscalMonths) -> Track:
    """The slots in which some part is taken out; the quotient itself says nothing."""
    slots = [slots_of(leaf, step, months) for leaf in leaves(formula)]
    shared = set(slots[0]).intersection(*slots[1:])
    return Track(step, {m: slots[0][m]._replace(value=0.0) for m in sorted(shared)})
