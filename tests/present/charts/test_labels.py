"""Labels in a timeline: near what they name, clear of lines, on the ground that they cover."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.present.charts import TimelinePoint, timeline
from tests.present.charts.svgs import Text, paths, points, texts
from tests.present.charts.test_goal_drawing import draw
from tests.present.charts.test_timeline import WORDS, drawn, month


def label(svg: str, text: str) -> Text:
    (found,) = [each for each in texts(svg) if each.text == text and each.bold]
    return found


def test_the_highest_figure_of_all_is_named_above_its_dot() -> None:
    """The month to come lies lower, a dashed line away: a label below would seem to be its."""
    high = [*(month(i, 100.0 + i % 3) for i in range(12)), month(12, 200.0)]
    ahead = replace(month(13, 150.0, actual_text=""), provisional=True, future=True)
    svg = timeline(
        [*high, ahead, month(14, None, future=True)], title="", alt="", bars=False,
        words=replace(WORDS, cut_axis="axis not from zero"),
        tick_text=lambda value, decimals: f"{value:,.{decimals}f}",
    ).paper  # fmt: skip
    (dot,) = [data for data in paths(svg, "actual")[0].split("M") if data]
    assert label(svg, "200").bottom <= min(y for _, y in points("M" + dot)) + 6


def test_a_hanging_column_is_named_at_its_end() -> None:
    svg = drawn([month(i, -4_100_000.0 - 1_000 * i) for i in range(30)]).svg
    own = max(y for x, y in points(paths(svg, "actual")[0]) if x > 690)
    assert 0 < label(svg, "-4,129,000").top - own < 8


def test_the_figure_of_a_month_does_not_stand_on_a_limit() -> None:
    months = [month(i, 1_000_000.0 + i, mean=500_000.0, upper=1_050_000.0) for i in range(30)]
    svg = drawn(months).svg
    limit = min(y for data in paths(svg, "limit")[:1] for _, y in points(data))
    assert not label(svg, "1,000,029").top - 2 < limit < label(svg, "1,000,029").bottom + 2


def test_the_last_target_has_its_month_where_it_is_not_the_report_months() -> None:
    past = [month(i, 7.0, 5.0) for i in range(6)]
    ahead = [month(i, None, 6.0, future=True) for i in (6, 7)]
    assert "6 (Aug)" in [t.text for t in texts(drawn([*past, *ahead], columns=False).svg)]
    same = [month(i, None, 5.0, future=True) for i in (6, 7)]
    assert "5" in [t.text for t in texts(drawn([*past, *same], columns=False).svg)]


def test_a_label_over_months_to_come_stands_on_their_ground() -> None:
    """The figure of the last closed month reaches half its width into the months to come."""
    past = [replace(month(i, 40.0), actual_text="40 million") for i in range(24)]
    svg = drawn([*past, *(month(i, None, future=True) for i in (24, 25))], columns=False).svg
    whole, patch = (points(data) for data in paths(svg, "future"))
    begins = min(x for x, _ in whole)
    (white,) = (points(data) for data in paths(svg, "halo"))
    assert min(x for x, _ in patch) == begins
    assert max(x for x, _ in patch) == pytest.approx(max(x for x, _ in white), abs=0.11)
    assert begins < max(x for x, _ in white)


def goal_near(event: int) -> str:
    """Nine months, then a goal's way down to its end at the twelfth; something happens."""
    past = [month(i, 100.0 + i, 105.0) for i in range(9)]
    way = [month(i, None, 110.0 - 8 * (i - 8), goal=True, future=True) for i in range(9, 12)]
    months: list[TimelinePoint] = [*past, *way]
    months[-1] = replace(months[-1], goal_end="A goal with a long name")
    months[event] = replace(months[event], event="Moved")
    return draw(months, columns=False)


def test_no_line_of_an_event_runs_through_a_goals_name() -> None:
    for event in (8, 9, 10, 11):
        svg = goal_near(event)
        (line,) = (points(data) for data in paths(svg, "event"))
        named = [each for each in texts(svg) if each.text == "A goal with a long name"]
        assert all(not each.left < line[0][0] < each.right for each in named)


def test_a_goals_name_stands_near_its_mark_or_not_at_all() -> None:
    """The mark is the lowest of all, and lines lie so close above it that no name fits between."""
    months = [month(i, 92.6 - i, 90.0 - i, goal=True, prior_year=91.4 - i) for i in range(12)]
    months[-1] = replace(months[-1], goal_end="A goal")
    svg = draw(months, columns=False)
    middle = max(y for _, y in points(paths(svg, "goal-end")[0])) - 4.2
    for each in texts(svg):
        if each.text == "A goal":  # the key has another word
            assert abs(each.bottom - middle) <= 26
