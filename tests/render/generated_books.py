"""Books drawn at random, so that every rule, direction and pattern of missing figures comes up.

The same seed gives the same book. Figures have no meaning; what matters is that formulas and
calculations agree about them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from kpireport.model.book import Book
from kpireport.model.kpi import Tolerance, ToleranceKind
from tests.compute.books import Goalpost, Row, book, kpi, months, row, settings

START = "2024-01"
_PARTS = (
    *(("sum", "sum"), ("sum", "mean"), ("last", "last"), ("mean", "mean"), ("sum", "last")),
    ("max", "min"),
)


def generated_book(seed: int, kpis: int = 40) -> Book:
    """A book of that many KPIs (ratios bring their parts besides) over almost three years."""
    draw = random.Random(seed)
    rows: list[Row] = []
    for number in range(kpis):
        rows += _ratio(draw, number) if draw.random() < 0.3 else [_plain(draw, number)]
    parent = kpi("P", roll_up=draw.choice([None, "worst_child"]), direction="higher", category="A")
    setting = settings(
        draw.choice([1, 2, 4, 10]),
        closed=draw.choice(["2026-10", "2026-09"]),
        amber_from=draw.choice([0.9, 0.95]),
        green_from=draw.choice([1, 0.98]),
        overall_score=draw.random() < 0.5,
    )
    return book(*rows, row(parent), setting=setting)


def family_book(children: int = 300) -> Book:
    """A parent with so many children that formulas which name each of them would be too long.

    Its own parent takes the worst of its three children.
    """
    top = kpi("TOP", direction="higher", roll_up="worst_child", category="A")
    parent = kpi("P", direction="higher", parent="TOP", category="A")
    rows: list[Row] = [row(top), row(parent)]
    for number in range(children + 2):
        above, category = ("P", "A" if number % 3 else "B") if number < children else ("TOP", "A")
        child = kpi(
            f"C{number}",
            aggregation="sum",
            direction="higher",
            parent=above,
            category=category,
            weight=number % 4,
        )
        figures = months("2026-10", float(10 + number * 7 % 11))
        target = {} if number % 10 == 9 else months("2026-10", 14.0)
        rows.append(row(child, figures, targets=target))
    return book(*rows)


def _options(draw: random.Random) -> dict[str, Any]:
    options: dict[str, Any] = {
        "direction": draw.choice(["higher", "lower", "range", "neutral"]),
        "category": draw.choice(["A", "B", "C"]),
        "headline": draw.random() < 0.1,
        "parent": draw.choice([None, None, None, "K0", "K1", "R0", "R1", "P"]),
        "roll_up": draw.choice([None, None, "own", "weighted_mean", "worst_child"]),
        "attainment": draw.choice(["linear", "linear", "inverse", "progress"]),
        "frequency": draw.choice(["monthly", "monthly", "monthly", "quarterly", "yearly"]),
        "weight": draw.choice([1, 2, 0]),
    }
    if draw.random() < 0.5:
        options["unit"] = "%"
    if draw.random() < 0.3:
        options["baseline"] = round(draw.uniform(-50, 100), 1)
    chance = draw.random()
    if chance < 0.2:
        options["tolerance"] = Tolerance(draw.choice([1, 5]), ToleranceKind.UNIT)
    elif chance < 0.35:
        options["tolerance"] = Tolerance(0.05, ToleranceKind.TARGET_SHARE)
    return options


def _plain(draw: random.Random, number: int) -> Row:
    options = _options(draw)
    options["aggregation"] = draw.choice(["sum", "mean", "last", "min", "max", None])
    if draw.random() < 0.15 and options["aggregation"] in ("sum", "mean", "last", None):
        options["actuals_input"] = "ytd"
    if draw.random() < 0.15:
        options["targets_input"] = "ytd"
    if draw.random() < 0.2:
        options["target_per"] = draw.choice(["quarter", "year"])
        options["phasing"] = draw.choice(["even", "last_year"])
    span = draw.choice([(10, 100), (-50, 50), (0, 3)])
    missing = draw.choice([0, 0, 0.1, 0.4])
    others: dict[str, Any] = {}
    if draw.random() < 0.3:
        others["prior_year"] = _figures(draw, span, 0.1, 12, "2023-01")
    if draw.random() < 0.3:
        others["budget"] = _figures(draw, span, 0.1, 36)
    actuals = _figures(draw, span, missing, 34)
    targets = _targets(draw, options, span, missing)
    return row(kpi(f"K{number}", **options), actuals, targets=targets, **others)


def _ratio(draw: random.Random, number: int) -> list[Row]:
    """A ratio and its two parts, with or without planned parts of their own."""
    options = _options(draw)
    missing = draw.choice([0, 0, 0.1, 0.4])
    rules = draw.choice(_PARTS)
    planned = draw.random() < 0.4
    rows = []
    for name, rule, least in (("N", rules[0], 5), ("D", rules[1], draw.choice([0, 20, 20, 20]))):
        others: dict[str, Any] = {}
        if planned:
            others["targets"] = _figures(draw, (20, 80), missing, 36)
        if draw.random() < 0.5:
            others["prior_year"] = _figures(draw, (5, 40), 0.1, 12, "2023-01")
        part = kpi(
            f"{name}{number}", aggregation=rule, report=False, frequency=options["frequency"]
        )
        rows.append(row(part, _figures(draw, (least, 80), missing, 34), **others))
    targets = _targets(draw, options, (0, 3), missing) if draw.random() < 0.7 else {}
    ratio = kpi(
        f"R{number}",
        aggregation="ratio",
        numerator=f"N{number}",
        denominator=f"D{number}",
        **options,
    )
    return [*rows, row(ratio, targets=targets)]


def _figures(
    draw: random.Random, span: tuple[float, float], missing: float, count: int, start: str = START
) -> Mapping[str, Goalpost]:
    values = [
        None if draw.random() < missing else round(draw.uniform(*span), 2) for _ in range(count)
    ]
    return months(start, *values)


def _targets(
    draw: random.Random, options: Mapping[str, Any], span: tuple[float, float], missing: float
) -> Mapping[str, Goalpost]:
    chance = draw.random()
    if chance < 0.1:
        return {}
    banded = {"range": 0.95, "neutral": 0.4}.get(options["direction"], 0.0)
    if chance < banded:
        return _bands(draw, missing)
    if chance < 0.2:
        return months(START, *[0.0] * 36)
    return _figures(draw, span, draw.choice([0, 0.2]), 36)


def _bands(draw: random.Random, missing: float) -> Mapping[str, Goalpost]:
    """Bands of one kind, or in some books of every kind among the months."""
    mixed, kind = draw.random() < 0.3, draw.choice([0, 1, 2])
    values: list[Goalpost] = []
    for _ in range(36):
        low = round(draw.uniform(30, 80), 1)
        high = low + round(draw.uniform(0, 30), 1)
        kinds: list[Goalpost] = [(low, high), (None, high), (low, None)]
        shown = draw.choice(kinds) if mixed else kinds[kind]
        values.append(None if draw.random() < missing else shown)
    return months(START, *values)
