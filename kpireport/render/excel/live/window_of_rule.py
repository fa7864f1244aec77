"""The windows of a KPI whose slots add up by one rule: sum, mean, last, smallest, largest."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.kpi import Aggregation, Direction
from kpireport.render.excel.live.cell import Cell, Kind
from kpireport.render.excel.live.expressions import aggregate, cell, filled
from kpireport.render.excel.live.window_frame import YEAR_END, Frame

_LARGEST = "9.99E+300"


def rule_cells(frame: Frame) -> Iterator[Cell]:
    """The window's columns, from the count of its figures to its status."""
    rule = frame.place.series.rule
    assert rule is not None
    banded = frame.place.kpi.direction is Direction.RANGE
    yield from _actual(frame, rule)
    if frame.whole_year:
        yield from _whole_years_target(frame, rule, banded)
    elif rule is Aggregation.LAST:
        yield from _target_at_last(frame, banded)
    elif banded:
        yield from _bands(frame, rule)
    else:
        yield from _level(frame, rule)
    yield from frame.verdict()


def _actual(frame: Frame, rule: Aggregation) -> Iterator[Cell]:
    actual = frame.block("actual")
    count = f"=IF({frame.nothing},0,{filled((actual,))})"
    yield frame.counted("count", count, ("actual",))
    incomplete = f"{frame['count']}<{frame.slots}"
    if rule is Aggregation.LAST:
        last = f"INDEX(data_actual,MAX(1,{frame['last']}))"
        incomplete = f'OR({frame["count"]}=0,{last}="")'
    total = frame.whole(rule is Aggregation.SUM, incomplete, aggregate(rule, actual))
    yield frame.level("actual", total, frame.result.actual)
    if rule is Aggregation.LAST and not frame.whole_year:
        at = f"=IF({frame['count']}=0,0,{frame['first']}-1+MATCH({_LARGEST},{actual}))"
        rows = frame.place.rows(("actual",), frame.first, frame.last)
        yield Cell(frame.key("at"), at, rows[-1] if rows else 0, Kind.COUNT)


def _compared(frame: Frame, formula: str) -> Cell:
    return frame.level("compared", formula, frame.result.measure.actual)


def _level(frame: Frame, rule: Aggregation) -> Iterator[Cell]:
    """Actual and target over the rows that have both."""
    actual, target = frame.block("actual"), frame.block("target")
    both = frame["both"]
    yield _both(frame, filled((actual, target)), _compared_rows(frame, "actual", "target"))
    part = f"IF({both}={frame['count']},{frame['actual']},{aggregate(rule, actual, (target,))})"
    yield _compared(frame, f"=IF({both}=0,{frame['actual']},{part})")
    total = f'=IF({both}=0,"",{aggregate(rule, target, (actual,))})'
    yield frame.level("target", total, frame.result.measure.target)


def _both(frame: Frame, expression: str, value: int, name: str = "both") -> Cell:
    """How many rows are compared; none where the window has no actual."""
    formula = f'=IF({frame["actual"]}="",0,{expression})'
    return Cell(frame.key(name), formula, value, Kind.COUNT)


def _compared_rows(frame: Frame, *columns: str) -> int:
    """The twin: the rows with a figure in each of the columns."""
    if frame.result.actual is None:
        return 0
    return frame.place.count(columns, frame.first, frame.last)


def _bands(frame: Frame, rule: Aggregation) -> Iterator[Cell]:
    """Bound by bound, where a bound is there in every compared row or in none."""
    actual, low, high = (frame.block(name) for name in ("actual", "low", "high"))
    with_low = _compared_rows(frame, "actual", "low")
    with_high = _compared_rows(frame, "actual", "high")
    either = with_low + with_high - _compared_rows(frame, "actual", "low", "high")
    yield _both(frame, filled((actual, low)), with_low, "lows")
    yield _both(frame, filled((actual, high)), with_high, "highs")
    lows, highs, both = frame["lows"], frame["highs"], frame["both"]
    together = filled((actual, low, high))
    yield _both(frame, f"{lows}+{highs}-{together}", either)
    partial = f"OR(AND({lows}>0,{lows}<{both}),AND({highs}>0,{highs}<{both}))"
    by_low, by_high = aggregate(rule, actual, (low,)), aggregate(rule, actual, (high,))
    part = f"IF({lows}={both},{by_low},{by_high})"
    own = f"IF(OR({both}={frame['count']},{partial}),{frame['actual']},{part})"
    yield _compared(frame, f"=IF({both}=0,{frame['actual']},{own})")
    measure = frame.result.measure
    for name, bound, value in (
        ("low", low, measure.target_low),
        ("high", high, measure.target_high),
    ):
        total = aggregate(rule, bound, (actual,))
        yield frame.level(name, f'=IF(OR({frame[name + "s"]}=0,{partial}),"",{total})', value)


def _target_at_last(frame: Frame, banded: bool) -> Iterator[Cell]:
    """Of a level at a date: the target of the last row that has a figure."""
    at, measure = frame["at"], frame.result.measure
    yield _compared(frame, f"={frame['actual']}")
    values = {"target": measure.target, "low": measure.target_low, "high": measure.target_high}
    for name in ("low", "high") if banded else ("target",):
        yield frame.level(name, f'=IF({at}=0,"",{cell(name, at)})', values[name])


def _whole_years_target(frame: Frame, rule: Aggregation, banded: bool) -> Iterator[Cell]:
    """The target of all the year's months; of a level at a date the last one's."""
    yield _compared(frame, f"={frame['actual']}")
    if frame.place.series.year_stated:
        yield from frame.stated_target(banded)
        return
    if banded:
        yield from _whole_years_band(frame, rule)
        return
    target = frame.block("target", "end")
    if rule is Aggregation.LAST:
        formula = _at_the_end(frame, "target")
    else:
        missing = f"IF({frame.beyond},0,{filled((target,))})<{frame.slots}"
        formula = f'=IF({missing},"",{aggregate(rule, target)})'
    yield frame.level("target", formula, frame.result.measure.target)


def _at_the_end(frame: Frame, name: str) -> str:
    none = f"OR({frame.beyond},{frame['end']}<{YEAR_END})"
    return f'=IF({none},"",{cell(name, frame["end"])})'


def _whole_years_band(frame: Frame, rule: Aggregation) -> Iterator[Cell]:
    measure, slots = frame.result.measure, frame.slots
    values = {"low": measure.target_low, "high": measure.target_high}
    if rule is Aggregation.LAST:
        for name, value in values.items():
            yield frame.level(name, _at_the_end(frame, name), value)
        return
    blocks = {name: frame.block(name, "end") for name in values}
    for name, each in blocks.items():
        count = f"=IF({frame.beyond},0,{filled((each,))})"
        known = frame.place.count((name,), frame.first, frame.end)
        yield Cell(frame.key(name + "s"), count, known, Kind.COUNT)
    lows, highs = frame["lows"], frame["highs"]
    either = f"{lows}+{highs}-{filled((blocks['low'], blocks['high']))}"
    partial = f"OR(AND({lows}>0,{lows}<{slots}),AND({highs}>0,{highs}<{slots}),{either}<{slots})"
    for name, value in values.items():
        total = aggregate(rule, blocks[name])
        yield frame.level(name, f'=IF({frame[name + "s"]}=0,"",IF({partial},"",{total}))', value)
