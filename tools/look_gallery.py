"""One example of everything the look is made of, drawn by the program's own code.

The pages of ``docs/look.md`` and the golden pictures of the tests show the same examples.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace

from kpireport.i18n.messages import get_messages
from kpireport.present.chart_words import chart_words
from kpireport.present.charts import TimelinePoint, sparkline, timeline
from kpireport.present.charts.benchmark_gap import GAP_TICKS, benchmark_gap
from kpireport.present.charts.bullet import BulletMark, Zone, bullet
from kpireport.present.charts.drawing import Drawing, hatching, polyline, rectangle, segment
from kpireport.present.charts.points import SharedScale
from kpireport.present.charts.quartile_band import Ours, PublishedPoint, quartile_band
from kpireport.present.charts.sparkline import STATUS_MARKS
from kpireport.present.charts.variance_bar import shared_limit, variance_bar
from kpireport.present.tokens import DARK, LIGHT, STATUS_SHAPES, Palette
from kpireport.present.view import Chart, Tone
from tools.look_sheet import placed, stacked, with_parts

MESSAGES = get_messages("en")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CLOSED, SHOWN = 22, 24


def pictures() -> Mapping[str, str]:
    """Every example by name, as a whole SVG."""
    return {
        "notation": notation(),
        "columns": columns().svg,
        "line": line().svg,
        "line-narrow": line().narrow,
        "bullet": stacked([bullet_bar().svg, bullet_mark().svg, bullet_band().svg], 340, 16),
        "variance-bars": variance_bars(),
        "sparklines": sparklines(),
        "quartile-band": band().svg,
        "benchmark-gap": gap().svg,
        "statuses": statuses(),
        "palette": palettes(),
    }


def _wave(index: int, level: float, growth: float, swing: float) -> float:
    season = math.sin(index * math.pi / 6) + 0.4 * math.sin(index * 1.9)
    return round(level + growth * index + swing * season)


def _months(
    actual: Callable[[int], float],
    target: Callable[[int], float],
    *,
    higher: bool,
    text: Callable[[float], str],
) -> list[TimelinePoint]:
    """Twenty-two closed months and two to come, the year before twelve months behind."""
    made = []
    for i in range(SHOWN):
        value = actual(i) if i < CLOSED else None
        gap = None if value is None else value - target(i)
        good = gap is not None and (gap > 0) == higher
        made.append(
            TimelinePoint(
                label=f"{MONTHS[i % 12]} {2025 + i // 12}",
                month=MONTHS[i % 12],
                year=str(2025 + i // 12),
                actual=value,
                target=target(i),
                prior_year=actual(i - 12),
                variance=gap,
                tone=Tone.PLAIN if not gap else Tone.GOOD if good else Tone.BAD,
                future=i >= CLOSED,
                actual_text="" if value is None else text(value),
                target_text=text(target(i)),
                forecast=actual(i) if i >= CLOSED else None,
                forecast_text=text(actual(i)) if i >= CLOSED else "",
                variance_text="" if gap is None else f"{'+' if gap > 0 else '−'}{text(abs(gap))}",
            )
        )
    return made


def columns() -> Chart:
    """Figures that add up: columns from zero."""
    points = _months(
        lambda i: _wave(i, 480, 5, 60),
        lambda i: _wave(i, 500, 5, 45),
        higher=True,
        text=lambda value: f"£{value:,.0f}k",
    )
    points[9] = replace(points[9], event="New shop in Leeds")
    points[21] = replace(points[21], provisional=True)
    return _timeline(points, bars=True, note="same scale as Web sales", text="£{:,.0f}k")


def line() -> Chart:
    """Figures that don't: a line, with process limits, signals, an event and a goal's way."""
    points = _months(
        lambda i: _wave(i, 58, -0.6, 4) / 20,
        lambda i: (54 if i < 12 else 49 if i < 18 else 54 - 0.4 * i) / 20,
        higher=False,
        text=lambda value: f"{value:.1f}",
    )
    limited = [replace(p, mean=2.6, lower=2.1, upper=3.1) for p in points]
    limited[4] = replace(limited[4], signal=Tone.BAD)
    limited[20] = replace(limited[20], signal=Tone.GOOD)
    limited[12] = replace(limited[12], event="Second carrier")
    for i in range(18, SHOWN):
        limited[i] = replace(limited[i], goal=True, goal_end="Goal" if i == SHOWN - 1 else "")
    return _timeline(limited, bars=False, note="own scale", text="{:.1f}")


def _timeline(points: Sequence[TimelinePoint], *, bars: bool, note: str, text: str) -> Chart:
    return timeline(
        points,
        title="",
        alt="An example of the look.",
        words=chart_words(MESSAGES),
        tick_text=lambda value, decimals: text.format(value),
        bars=bars,
        shared=SharedScale((), note),
    )


def _bullet(
    actual: float,
    targets: Sequence[float],
    ends: Sequence[tuple[str, float | None, float | None]],
    prior: float,
    status: str,
    *,
    bars: bool,
    shown: str,
) -> Chart:
    names = ("Target",) if len(targets) == 1 else ("Target from", "Target to")
    return bullet(
        BulletMark(actual, f"Actual {shown.format(actual)}"),
        [
            BulletMark(value, f"{name} {shown.format(value)}")
            for name, value in zip(names, targets, strict=True)
        ],
        [Zone(*each) for each in ends],
        prior=BulletMark(prior, f"Prior year {shown.format(prior)}"),
        status=status,
        bars=bars,
        alt="An example of the look.",
    )


def bullet_bar() -> Chart:
    """Higher is better, and it adds up: a bar from zero."""
    zones = [("off_track", None, 560.0), ("at_risk", 560.0, 589.0), ("on_track", 589.0, None)]
    return _bullet(575, [589], zones, 510, "at_risk", bars=True, shown="£{:.0f}k")


def bullet_mark() -> Chart:
    """Lower is better, and its axis need not hold zero: a mark."""
    zones = [("on_track", None, 2.5), ("at_risk", 2.5, 2.625), ("off_track", 2.625, None)]
    return _bullet(2.7, [2.5], zones, 2.9, "off_track", bars=False, shown="{:.1f} days")


def bullet_band() -> Chart:
    """A range: good between two levels."""
    zones = [
        ("off_track", None, 28.0),
        ("at_risk", 28.0, 30.0),
        ("on_track", 30.0, 45.0),
        ("at_risk", 45.0, 47.5),
        ("off_track", 47.5, None),
    ]
    return _bullet(43, [30, 45], zones, 49, "on_track", bars=False, shown="{:.0f} days")


def variance_bars() -> str:
    """Rows of a table in one scale, one of them far off."""
    rows = (
        ("Cash at bank", 0.452, "+45.2%"),
        ("Return rate", 0.058, "−0.5 pts"),
        ("Average order value", 0.006, "+0.6%"),
        ("Acquisition cost", -0.03, "+3.0%"),
        ("Delivery time", -0.08, "+8.0%"),
    )
    limit = shared_limit(share for _, share, _ in rows)
    drawing, parts = Drawing(340), []
    for at, (name, share, text) in enumerate(rows):
        y = 16 + 24 * at
        drawing.text(4, y, name, size=12)
        drawing.text(336, y, text, size=12, style="muted-text", anchor="end")
        parts.append(placed(variance_bar(share, limit, alt=name).svg, 160, y - 13))
    return with_parts(drawing, parts, 24 * len(rows) + 4)


def sparklines() -> str:
    """A line, columns and a band, each with its status at the end."""
    wave = [_wave(i, 50, 1, 9) for i in range(13)]
    drawn = (
        sparkline(wave, [56.0] * 13, status="on_track", alt="A line"),
        sparkline(wave, [62.0] * 13, status="off_track", alt="Columns", bars=True),
        sparkline(wave, status="at_risk", alt="A band", lows=[45.0] * 13, highs=[60.0] * 13),
    )
    parts = [placed(chart.svg, 8 + 130 * at, 4) for at, chart in enumerate(drawn)]
    return with_parts(Drawing(400), parts, 40)


def band() -> Chart:
    """Ours among a benchmark's quartiles."""
    points = (
        PublishedPoint(1.2, "lower quartile 1.2%"),
        PublishedPoint(1.6, "median 1.6%", central=True),
        PublishedPoint(2.4, "upper quartile 2.4%"),
    )
    own = Ours(
        "Ours 1.9%", "An example of the look.",
        tone=Tone.GOOD, better="better", higher_is_better=True,
    )  # fmt: skip
    return quartile_band(points, 1.9, own)


def gap() -> Chart:
    """Ours beside a benchmark of one figure."""
    own = Ours(
        "Ours £89.81", "An example of the look.",
        tone=Tone.BAD, better="better", higher_is_better=True,
    )  # fmt: skip
    ticks = [f"{tick:+.0%}".replace("-", "−").replace("+0%", "0%") for tick in GAP_TICKS]
    note = MESSAGES.text("benchmark.gap_scale")
    return benchmark_gap(-0.1, ticks, "mean of IRP merchants £99.79", note, own)


def notation() -> str:
    """What is solid, lighter, outlined, hatched; what is hollow and what solid."""
    drawing = Drawing(680)
    shown = (
        ("Actual", "actual"),
        ("Provisional", "provisional"),
        ("Prior year", "prior-tick"),
        ("Plan, target", "plan"),
        ("Goal", "goal"),
        ("Forecast", "hatched"),
        ("Better", "good-hollow"),
        ("Worse", "bad"),
    )
    for at, (word, style) in enumerate(shown):
        x = 20 + 82 * at
        if style == "prior-tick":
            drawing.path(style, segment(x, x + 44, 40))
        else:
            drawing.path(style, rectangle(x, 80, 44, -60))
        if style == "hatched":
            drawing.path("hatch", hatching(x, 20, 44, 60))
        drawing.text(x + 22, 98, word, size=11, anchor="middle")
    drawing.path("zero", polyline([(8, 80), (672, 80)]))
    return drawing.svg(108, "The notation: one column for each kind of figure.", "chart")


def statuses() -> str:
    """Each status with its sign, in words; the marks that charts use."""
    drawing = Drawing(680)
    for at, (code, sign) in enumerate(STATUS_SHAPES.items()):
        x = 12 + 112 * at
        word = MESSAGES.text(f"label.{code}") if MESSAGES.has(f"label.{code}") else code
        drawing.text(x, 20, f"{sign} {word}", size=12)
        if code in STATUS_MARKS:
            style, shape = STATUS_MARKS[code]
            drawing.path(style, shape(x + 6, 40, 6))
    return drawing.svg(54, "The statuses: a sign and a word each.", "chart")


def palettes() -> str:
    """Every colour of the light and the dark palette, by name."""
    drawing, names = Drawing(680), [entry.name for entry in fields(Palette)]
    parts = []
    for at, name in enumerate(names):
        x, y = 8 + 168 * (at % 4), 8 + 22 * (at // 4)
        for step, colours in enumerate((LIGHT, DARK)):
            colour = getattr(colours, name)
            parts.append(
                f'<rect x="{x + 18 * step}" y="{y}" width="18" height="14" fill="{colour}" '
                f'stroke="{LIGHT.line}"/>'
            )
        drawing.text(x + 42, y + 11, name, size=10.5)
    return with_parts(drawing, parts, 22 * math.ceil(len(names) / 4) + 12)
