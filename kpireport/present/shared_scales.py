"""The same scale for the same unit: which KPIs' charts share an axis, and what is said where not.

Within a category, charts of one unit and one kind (columns or lines) share an axis as long as
each still uses a fair part of it: columns down to a quarter of the highest, lines down to a
quarter of the span. Beyond that the smaller would lie flat (2.8 % beside 71 %); those have a scale
of their own, and so have those of other categories; a note over their axis says so. A figure that
isn't final sets no scale but its own KPI's: one that lies outside of what the others span has a
scale of its own. Plain numbers have no unit to share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kpireport.i18n.messages import Messages
from kpireport.i18n.typography import isolated
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.present.bounds import bounds_of, within
from kpireport.present.charts.points import NO_SHARE, SharedScale
from kpireport.present.charts.scale import drawable
from kpireport.present.pictures import adds_up, prior_years_drawn
from kpireport.present.rows import limits_of_actual, shown_history

_LEAST = 1 / 4
_MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class _Span:
    """What a KPI's chart spans by itself, and how far its provisional figures reach beyond."""

    kpi_id: str
    low: float
    high: float
    bars: bool
    lowest: float
    highest: float


def shared_scales(messages: Messages, scorecard: Scorecard) -> Mapping[str, SharedScale]:
    """Each KPI's scale by its ID; KPIs alone in their unit are left out."""
    rooms: dict[tuple[str, str], list[_Span]] = defaultdict(list)
    in_unit: Counter[str] = Counter()
    for result in scorecard.kpis:
        unit = result.kpi.unit.text
        if unit and (span := _span(scorecard, result)) is not None:
            rooms[unit, result.kpi.category].append(span)
            in_unit[unit] += 1
    names = {result.kpi.id: isolated(result.kpi.name) for result in scorecard.kpis}
    found: dict[str, SharedScale] = {}
    for (unit, _), spans in rooms.items():
        for family in _parted(_families(spans)) if in_unit[unit] > 1 else ():
            ends = (min(s.lowest for s in family), max(s.highest for s in family))
            for span in family:
                others = [names[s.kpi_id] for s in family if s is not span]
                note = _note(messages, others)
                found[span.kpi_id] = SharedScale(ends if others else (), note)
    return found


def scale_of(scales: Mapping[str, SharedScale], result: KpiResult) -> SharedScale:
    """The scale of one KPI's chart."""
    return scales.get(result.kpi.id, NO_SHARE)


def _note(messages: Messages, others: list[str]) -> str:
    """With whom the scale is shared: by name, or how many where they are many."""
    if not others:
        return messages.text("chart.own_scale")
    if len(others) > _MOST_NAMED:
        return messages.text("chart.same_scale_many", count=len(others))
    return messages.text("chart.same_scale", names=tuple(others))


def _span(scorecard: Scorecard, result: KpiResult) -> _Span | None:
    points = shown_history(result, scorecard.period)
    before = prior_years_drawn(result)
    held = [
        value
        for point in points
        for measure in (point.measure,)
        for each in (
            None if point.provisional else measure.actual,
            measure.target,
            measure.target_low,
            measure.target_high,
            point.prior_year if before else None,
            point.forecast if measure.actual is None else None,
        )
        if (value := drawable(each)) is not None
    ]
    bounds = bounds_of(result)
    held += [
        value
        for limit in limits_of_actual(result).values()
        for each in (limit.lower, limit.upper)
        if (value := drawable(within(bounds, each))) is not None
    ]
    bars = adds_up(result)
    held += [0.0] if bars and held else []
    whole = [*held, *(v for p in points if (v := drawable(p.measure.actual)) is not None)]
    if not whole:
        return None
    held = held or whole
    return _Span(result.kpi.id, min(held), max(held), bars, min(whole), max(whole))


def _families(spans: list[_Span]) -> list[list[_Span]]:
    """The spans that can share an axis, each in the first family that it fits."""
    families: list[list[_Span]] = []
    for span in sorted(spans, key=lambda each: each.low / 2 - each.high / 2):
        fitting = (family for family in families if _fits([*family, span]))
        if (family := next(fitting, None)) is not None:
            family.append(span)
        else:
            families.append([span])
    return families


def _parted(families: list[list[_Span]]) -> Iterator[list[_Span]]:
    """The families, and apart from each the KPIs whose provisional figures lie outside of it."""
    for family in families:
        low, high = min(s.low for s in family), max(s.high for s in family)
        inside = [s for s in family if low <= s.lowest and s.highest <= high]
        if inside:
            yield inside
        yield from ([span] for span in family if span not in inside)


def _fits(family: list[_Span]) -> bool:
    """Whether the smallest still uses enough of what all of them span."""
    if len({span.bars for span in family}) > 1:
        return False
    whole = max(s.high for s in family) / 2 - min(s.low for s in family) / 2
    return whole > 0 and all(span.high / 2 - span.low / 2 >= _LEAST * whole for span in family)
