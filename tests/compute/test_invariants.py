"""What holds for every book, whatever the figures: properties checked over generated books."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpireport.compute.attainment import Aim, Thresholds, judge
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.book import Book
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult, Scorecard
from tests.compute import books
from tests.compute.books import Row, book, kpi, months, row
from tests.growth import growth
from tests.sweeps import examples

START = "2025-01"
RULES = ("sum", "mean", "last", "min", "max", None)
DIRECTIONS = ("higher", "lower", "range", "neutral")

plain = st.integers(-10_000, 10_000).map(lambda number: number / 4)
"""Figures that floats hold exactly, so that scaling by a power of two is exact too."""

wild = st.one_of(
    plain,
    st.sampled_from([0.0, -0.0, 1e300, -1e300, 1.7e308, 5e-324, -5e-324, 1e-300]),
    st.floats(allow_nan=False, allow_infinity=False),
)


def series(figures: st.SearchStrategy[float], size: int = 24) -> st.SearchStrategy[Any]:
    return st.lists(st.none() | figures, min_size=size, max_size=size).map(
        lambda values: months(START, *values)
    )


@st.composite
def rows(draw: st.DrawFn, kpi_id: str, figures: st.SearchStrategy[float]) -> Row:
    direction = draw(st.sampled_from(DIRECTIONS))
    options: dict[str, Any] = {
        "direction": direction,
        "aggregation": draw(st.sampled_from(RULES)),
        "frequency": draw(st.sampled_from(["monthly", "monthly", "quarterly", "yearly"])),
        "actuals_input": draw(st.sampled_from(["period", "period", "ytd"])),
        "targets_input": draw(st.sampled_from(["period", "period", "ytd"])),
        "attainment": draw(st.sampled_from(["linear", "inverse", "progress"])),
        "phasing": draw(st.sampled_from(["even", "last_year"])),
        "weight": draw(st.sampled_from([1.0, 0.0, 3.0])),
        "headline": draw(st.booleans()),
        "parent": draw(st.sampled_from([None, None, "A", "B"])),
        "roll_up": draw(st.sampled_from([None, "own", "weighted_mean", "worst_child"])),
        "baseline": draw(st.none() | figures),
        "tolerance": draw(st.none() | st.just(5)),
        "category": draw(st.sampled_from(["", "X"])),
        "unit": draw(st.sampled_from(["%", None])),
    }
    if options["unit"] is None:
        del options["unit"]
    if draw(st.booleans()):
        options["target_per"] = draw(st.sampled_from(["month", "quarter", "year"]))
    if draw(st.integers(0, 3)) == 0:
        options |= {"aggregation": "ratio", "numerator": "A", "denominator": "B"}
    if direction == "range":
        bands = st.tuples(st.none() | figures, st.none() | figures)
        targets = draw(st.dictionaries(st.sampled_from([*months(START, *range(24))]), bands))
    else:
        targets = draw(series(figures))
    dated = draw(st.dictionaries(st.sampled_from(["2024-05", "2025-04", "2026-02"]), figures))
    extra = draw(st.sampled_from([None, None, "prior_year", "forecast", "budget"]))
    extras = {} if extra is None else {extra: draw(series(figures))}
    marked = draw(st.sets(st.sampled_from([*months(START, *range(24))]), max_size=3))
    return row(
        kpi(kpi_id, **options),
        draw(series(figures)),
        targets=targets,
        dated=dated,
        provisional=marked,
        **extras,
    )


def bystander() -> Row:
    """A KPI with a figure in every month, so that each of them can be reported on."""
    return row(kpi("Z", report=False), months("2024-10", *[1.0] * 36))


@st.composite
def some_books(draw: st.DrawFn, figures: st.SearchStrategy[float] = plain) -> Book:
    names = ["A", "B", "C"][: draw(st.integers(1, 3))]
    start_month = draw(st.sampled_from([1, 4, 7]))
    closed = draw(st.sampled_from(["2026-12", "2026-08", "2025-03"]))
    setting = books.settings(start_month, closed, overall_score=True)
    return book(*(draw(rows(name, figures)) for name in names), bystander(), setting=setting)


def numbers(value: Any) -> Iterator[float]:
    """Every float anywhere inside a scorecard."""
    if isinstance(value, float):
        yield value
    elif is_dataclass(value):
        for entry in fields(value):
            yield from numbers(getattr(value, entry.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from numbers(item)


def results(card: Scorecard) -> Iterator[Any]:
    for result in card.kpis:
        yield from (result, result.history, result.ytd, result.qtd)
        yield from (result.rolling12, result.fiscal_year, result.comparisons)
    yield from (card.overall, card.categories)


def figures_of(
    result: KpiResult, *, but: Sequence[str] = ("kpi", "history", "process", "trend")
) -> Any:
    """A result without what is no figure at the period."""
    return [getattr(result, entry.name) for entry in fields(result) if entry.name not in but]


def until(of: Book, last: Period) -> Book:
    """The book as it was at the end of ``last``: no later actuals."""
    kept = {
        kpi_id: {period: seen for period, seen in found.items() if period <= last}
        for kpi_id, found in of.actuals.items()
    }
    return replace(of, actuals=kept)


@examples(80)
@given(some_books(wild))
def test_extreme_figures_never_give_nan_or_infinity(of: Book) -> None:
    card = build_scorecard(of)
    for found in results(card):
        for number in numbers(replace(found, kpi=None) if hasattr(found, "kpi") else found):
            assert math.isfinite(number)
            assert math.copysign(1, number) == 1 or number != 0, "a negative zero"


@examples(20)
@given(some_books(wild))
def test_no_month_s_figures_are_an_exception(of: Book) -> None:
    """Every month of the two years can be reported on, however odd the figures are."""
    for index in range(Period(2024, 11).index, Period(2027, 3).index, 3):
        moved = replace(of.settings, closed_through=Period.from_index(index))
        build_scorecard(replace(of, settings=moved))


@examples(50)
@given(some_books(), st.integers(0, 23))
def test_a_figure_doesn_t_change_when_later_months_are_added(of: Book, place: int) -> None:
    last = Period.parse(START).shift(place)
    of = replace(of, settings=replace(of.settings, closed_through=last))
    early, late = build_scorecard(until(of, last)), build_scorecard(of)
    assert early.period == late.period == last
    for before, after in zip(early.kpis, late.kpis, strict=True):
        assert figures_of(before) == figures_of(after)
        past = [point for point in after.history if point.period <= last]
        assert [point for point in before.history if point.period <= last] == past
    assert (early.overall, early.categories) == (late.overall, late.categories)


@examples(50)
@given(some_books(), st.randoms(use_true_random=False))
def test_the_order_of_kpis_changes_nothing(of: Book, random: Any) -> None:
    shuffled = list(of.kpis)
    random.shuffle(shuffled)
    card, other = build_scorecard(of), build_scorecard(replace(of, kpis=tuple(shuffled)))
    assert {r.kpi.id: r for r in card.kpis} == {r.kpi.id: r for r in other.kpis}
    assert card.overall == other.overall
    for category in card.categories:
        (twin,) = (c for c in other.categories if c.name == category.name)
        assert replace(twin, kpi_ids=()) == replace(category, kpi_ids=())


SCALE = 1024.0


@st.composite
def scalable(draw: st.DrawFn) -> tuple[Book, Book]:
    """The same KPI in two units, one 1024 times the other."""
    options: dict[str, Any] = {
        "direction": draw(st.sampled_from(DIRECTIONS[:2])),
        "aggregation": draw(st.sampled_from(RULES)),
        "attainment": draw(st.sampled_from(["linear", "progress"])),
    }
    baseline = draw(st.none() | plain)
    actuals, targets = draw(series(plain)), draw(series(plain))

    def in_unit(scale: float) -> Book:
        def scaled(figures: dict[str, Any]) -> dict[str, Any]:
            return {key: v if v is None else v * scale for key, v in figures.items()}

        start = None if baseline is None else baseline * scale
        item = kpi("K", baseline=start, **options)
        return book(
            row(item, scaled(actuals), targets=scaled(targets)),
            bystander(),
            setting=books.settings(closed="2026-12"),
        )

    return in_unit(1.0), in_unit(SCALE)


def in_unit(value: float | None, scale: float = SCALE) -> float | None:
    return None if value is None else value * scale


@examples(50)
@given(scalable())
def test_another_unit_scales_figures_and_leaves_shares_and_statuses(
    pair: tuple[Book, Book],
) -> None:
    small, large = (build_scorecard(of).kpi("K") for of in pair)
    assert alike(small.score, large.score)
    for one, other in (
        (small.measure, large.measure),
        (small.ytd.measure, large.ytd.measure),
        (small.fiscal_year.measure, large.fiscal_year.measure),
        *((a.measure, b.measure) for a, b in zip(small.history, large.history, strict=True)),
    ):
        assert other.status is one.status
        assert alike(other.attainment, one.attainment)
        assert alike(other.variance_pct, one.variance_pct)
        assert other.actual == in_unit(one.actual)
        assert other.target == in_unit(one.target)
        least = 1e-12 * max(abs(other.actual or 0.0), abs(other.target or 0.0))
        for name in ("variance", "favourable_variance"):
            assert alike(getattr(other, name), in_unit(getattr(one, name)), least)


def alike(one: float | None, other: float | None, least: float = 1e-12) -> bool:
    """A difference is of fifteen decimal digits, which no power of two scales exactly."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-12, abs_tol=least)


@given(
    st.floats(-1e12, 1e12),
    st.floats(-1e12, 1e12).filter(bool),
    st.sampled_from(["higher", "lower"]),
)
def test_attainment_less_one_has_the_sign_of_the_favourable_variance(
    actual: float, target: float, direction: str
) -> None:
    measure = judge(kpi(direction=direction), Thresholds(), actual, Aim(target)).measure
    assume(measure.attainment is not None)  # a target next to nothing: too large for a float
    assert measure.attainment is not None
    assert measure.favourable_variance is not None
    beyond = measure.attainment - 1
    # A difference too small for a float to add to 1 is no difference.
    assert beyond == 0 or (beyond > 0) == (measure.favourable_variance > 0)
    if abs(measure.favourable_variance) > 1e-12 * abs(target):
        assert beyond != 0


full = st.lists(plain, min_size=12, max_size=12)


def has_target(target: Any) -> bool:
    """Whether a level or a band says anything."""
    return target is not None and target != (None, None)


bands = st.tuples(st.none() | plain, st.none() | plain)
"""Bands closed, open at one end, and of no end at all."""

goalposts = st.lists(plain, min_size=12, max_size=12) | st.one_of(
    st.lists(bands, min_size=12, max_size=12),
    st.lists(bands.filter(has_target), min_size=12, max_size=12),
    st.lists(st.tuples(plain, plain), min_size=12, max_size=12),
    st.lists(st.tuples(st.none(), plain), min_size=12, max_size=12),
)


@examples(120)
@given(
    full,
    goalposts,
    st.sampled_from([rule for rule in RULES if rule]),
    st.sampled_from([1, 4, 7]),
    st.sampled_from(["period", "ytd"]),
)
def test_year_to_date_of_the_last_month_is_the_fiscal_year(
    actuals: list[float], targets: list[Any], rule: str, start_month: int, basis: str
) -> None:
    start = Period(2026, start_month)
    direction = "range" if isinstance(targets[0], tuple) else "higher"
    item = kpi(direction=direction, aggregation=rule, actuals_input=basis)
    of = book(
        row(item, months(str(start), *actuals), targets=months(str(start), *targets)),
        setting=books.settings(start_month),
    )
    found = build_scorecard(of, start.shift(11)).kpi("K")
    assert found.ytd.actual == found.fiscal_year.actual == found.rolling12.actual
    if all(has_target(target) for target in targets):
        assert found.ytd.measure == found.fiscal_year.measure
        assert found.ytd.reason == found.fiscal_year.reason
    elif rule != "last":  # the year to date compares the months it can, the year wants them all
        year = found.fiscal_year.measure
        assert (year.target, year.target_low, year.target_high) == (None, None, None)


@examples(50)
@given(full, full)
def test_quarters_of_a_sum_add_up_to_the_year(actuals: list[float], targets: list[float]) -> None:
    item = row(
        kpi(direction="higher", aggregation="sum"),
        months("2026-01", *actuals),
        targets=months("2026-01", *targets),
    )
    ends = [Period(2026, 3 * quarter) for quarter in (1, 2, 3, 4)]
    found = [build_scorecard(book(item), end).kpi("K") for end in ends]
    # Quarters of four digits are exact in floats, so the sums are equal to the last bit.
    assert sum(f.qtd.actual or 0 for f in found) == found[-1].fiscal_year.actual
    assert sum(f.qtd.measure.target or 0 for f in found) == found[-1].fiscal_year.measure.target


@examples(60)
@given(
    st.lists(plain.map(abs), min_size=12, max_size=12).filter(any),
    st.sampled_from(["even", "last_year"]),
)
def test_a_year_s_target_is_whole_again_over_its_months(shape: list[float], phasing: str) -> None:
    item = row(
        kpi(direction="higher", aggregation="sum", target_per="year", phasing=phasing),
        months("2025-01", *shape) | months("2026-01", *shape),
        targets={"2026-12": 1000},
    )
    found = build_scorecard(book(item), Period(2026, 12)).kpi("K")
    monthly = [point.measure.target or 0 for point in found.history[12:]]
    assert sum(monthly) == pytest.approx(1000)
    assert found.ytd.measure.target == found.fiscal_year.measure.target == 1000


def test_ten_times_the_kpis_take_ten_times_as_long() -> None:
    figures = [float(n % 7 + 95) for n in range(36)]

    def prepare(count: int) -> Callable[[], object]:
        entries = [
            row(
                kpi(f"K{n}", direction="higher", aggregation=("sum", "mean", "last")[n % 3]),
                months("2024-01", *figures),
                targets=months("2024-01", *([97.0] * 36)),
            )
            for n in range(count)
        ]
        of = book(*entries)
        return lambda: build_scorecard(of)

    assert growth(prepare, 40, 400) < 20
