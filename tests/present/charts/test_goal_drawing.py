"""A goal's trajectory is told apart from a typed target, and named where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpireport.present.charts import TimelinePoint, timeline
from tests.present.charts.svgs import paths, size, texts
from tests.present.charts.test_timeline import WORDS, drawn, month

GOAL_WORDS = replace(WORDS, goal="Goal")
MARKS = 2
"""The key's swatch and the one in the plot."""


def year(*, columns: bool, open_end: bool = False) -> str:
    """Six months of typed targets, then six of a goal; figures for nine."""
    typed = [month(i, 100.0 + i, 105.0) for i in range(6)]
    aimed = [month(i, 100.0 + i if i < 9 else None, 110.0 + 5 * i, goal=True) for i in range(6, 12)]
    aimed = [replace(p, future=p.actual is None) for p in aimed]
    aimed[-1] = replace(aimed[-1], goal_end="Goal", goal_open=open_end)
    return draw([*typed, *aimed], columns=columns)


def draw(points: Sequence[TimelinePoint], *, columns: bool) -> str:
    return timeline(
        points, title="T", alt="A", words=GOAL_WORDS, bars=columns,
        tick_text=lambda value, decimals: f"{value:,.{decimals}f}",
    ).svg  # fmt: skip


def test_columns_of_a_goal_are_dashed_those_of_a_typed_target_are_not() -> None:
    svg = year(columns=True)
    assert "".join(paths(svg, "goal")).count("M") == 6 + 1  # and the key's
    assert "".join(paths(svg, "plan")).count("M") == 6 + 1


def test_the_key_has_the_goal_only_where_there_is_one() -> None:
    assert "Goal" in [each.text for each in texts(year(columns=True))]
    plain = drawn([month(i, 100.0, 105.0) for i in range(6)]).svg
    assert paths(plain, "goal") == []
    assert paths(plain, "goal-end") == []


def test_a_line_goes_straight_from_month_to_month_and_arrives_at_a_mark() -> None:
    svg = year(columns=False)
    ways = [d for path in paths(svg, "plan-outer") for d in path.split("M") if d]
    # The key's two swatches, the stairs of the typed targets, the goal's six points.
    assert sorted(way.count("L") for way in ways)[-1] == 5
    assert "".join(paths(svg, "goal-end")).count("z") == MARKS


def test_the_end_is_named_above_the_mark_and_inside_the_drawing() -> None:
    for columns in (True, False):
        svg = year(columns=columns)
        wide, _ = size(svg)
        named = [each for each in texts(svg) if each.text == "Goal"]
        assert len(named) == MARKS
        assert all(each.left >= 0 and each.right <= wide and each.top >= 0 for each in named)


def test_a_goal_that_goes_on_beyond_the_drawing_has_no_end_mark() -> None:
    assert "".join(paths(year(columns=True, open_end=True), "goal-end")) == ""
