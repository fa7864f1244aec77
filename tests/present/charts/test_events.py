"""Names of events: in full, beside their own line, and no line through another's name."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from kpireport.present.charts.events import EventFlag, lay_out_events
from kpireport.present.charts.lettering import SMALL, text_width
from kpireport.present.charts.points import TimelinePoint

LEFT, RIGHT, ABOVE, WIDTH = 40.0, 400.0, 20.0, 440.0
LONG = "Failed update of the shop, three days at half speed"


def flags(named: dict[int, str], months: int = 36) -> tuple[EventFlag, ...]:
    points = [TimelinePoint(f"M{i}", f"M{i}", "2026") for i in range(months)]
    for index, name in named.items():
        points[index] = replace(points[index], event=name)
    return lay_out_events(points, LEFT, RIGHT, ABOVE, WIDTH).flags


def line_at(flag: EventFlag) -> float:
    """Months are ten units wide here: (400 − 40) / 36."""
    return 45.0 + 10 * flag.index


def span(flag: EventFlag) -> tuple[float, float]:
    wide = text_width(flag.text, SMALL)
    start = flag.x - (wide if flag.anchor == "end" else 0.0)
    return start, start + wide


@pytest.mark.parametrize(
    "named",
    [
        {18: "New warehouse opened", 28: LONG},
        {18: LONG, 28: "New warehouse opened"},
        {2: "Strike", 3: "New website", 5: "A move to the other town"},
        {30: LONG, 32: "Guest checkout"},
    ],
)
def test_no_line_runs_through_another_events_name(named: dict[int, str]) -> None:
    found = flags(named)
    assert [flag.text for flag in found] == list(named.values())
    for one, other in combinations(found, 2):
        upper, lower = sorted((one, other), key=lambda flag: flag.y)
        start, end = span(lower)
        if upper.y == lower.y:
            assert span(one)[1] < span(other)[0] or span(other)[1] < span(one)[0]
        else:
            assert not start <= line_at(upper) <= end


def test_a_name_begins_or_ends_at_its_own_line() -> None:
    for flag in flags({18: "New warehouse opened", 28: LONG}):
        assert line_at(flag) in (pytest.approx(span(flag)[0]), pytest.approx(span(flag)[1]))


def test_names_apart_share_a_row() -> None:
    assert len({flag.y for flag in flags({1: "Strike", 20: "Website"})}) == 1


def test_names_that_can_only_cross_become_numbers() -> None:
    assert [flag.text for flag in flags(dict.fromkeys(range(10, 16), LONG))] == list("123456")


def test_many_months_of_events_are_laid_out_at_once() -> None:
    assert len(flags(dict.fromkeys(range(60), "Some name"), months=60)) == 60
