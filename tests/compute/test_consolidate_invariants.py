"""What holds for every group, whatever its entities' figures: checked over generated books."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpireport.compute.consolidate import consolidate
from kpireport.compute.consolidate_lines import Adder, GroupLine
from kpireport.compute.scorecard import build_scorecard
from kpireport.model.book import Book
from kpireport.model.errors import UsageError
from kpireport.model.group import Group, GroupFigure
from kpireport.model.kpi import Aggregation, GroupRule, Kpi
from kpireport.model.scorecard import KpiResult
from tests.compute.books import book, kpi, row, settings
from tests.compute.test_invariants import plain, series, some_books
from tests.sweeps import examples

FIGURES = (
    "period",
    "measure",
    "score",
    "provisional",
    "qtd",
    "ytd",
    "rolling12",
    "fiscal_year",
    "comparisons",
    "status_change",
    "process",
    "trend",
    "history",
    "year_course",
    "landing",
    "standing",
)
"""What a KPI's result says in numbers, statuses and reasons; a group has no goals."""

UNSAID = ("cells", "goal_target", "goal_held", "forecast_version", "without")


def grouped(made: Book) -> Book:
    """The book without goals, and with a group rule for every KPI that can have one."""
    ids = {each.id for each in made.kpis}

    def rule(each: Kpi) -> GroupRule:
        parts = each.numerator in ids and each.denominator in ids
        ratio = each.aggregation in (None, Aggregation.RATIO) and parts
        return GroupRule.RATIO if ratio else GroupRule.SUM

    kpis = tuple(replace(each, group=rule(each)) for each in made.kpis)
    return replace(made, kpis=kpis, goals=())


def differences(left: Any, right: Any, where: str) -> list[str]:
    """Where two values differ by more than the noise of floating point."""
    if isinstance(left, bool) or isinstance(right, bool):
        return [] if left is right else [f"{where}: {left} is not {right}"]
    if isinstance(left, float | int) and isinstance(right, float | int):
        same = math.isclose(left, right, rel_tol=1e-6, abs_tol=1e-6)
        return [] if same else [f"{where}: {left} is not {right}"]
    if is_dataclass(left) and type(left) is type(right):
        names = [field.name for field in fields(left) if field.name not in UNSAID]
        return [
            each
            for name in names
            for each in differences(getattr(left, name), getattr(right, name), f"{where}.{name}")
        ]
    if isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
        pairs = zip(left, right, strict=True)
        return [d for n, (a, b) in enumerate(pairs) for d in differences(a, b, f"{where}[{n}]")]
    return [] if left == right else [f"{where}: {left} is not {right}"]


def told(own: KpiResult, group: KpiResult, names: Sequence[str] = FIGURES) -> list[str]:
    return [
        each
        for name in names
        for each in differences(getattr(own, name), getattr(group, name), f"{own.kpi.id}.{name}")
    ]


def scored(made: Book) -> tuple[Any, Group]:
    """The book's own scorecard and that of the group of it alone; none without any figure."""
    try:
        own = build_scorecard(made)
    except UsageError:
        assume(False)
        raise
    return own, consolidate([made], period=own.period)


@given(made=some_books())
@examples(10)
def test_the_group_of_one_entity_is_that_entity(made: Book) -> None:
    own, group = scored(grouped(made))
    assume(not group.not_consolidated)  # a part of itself, whose parent then has a child less
    for each in group.kpis:
        if each.result is not None:
            assert told(own.kpi(each.kpi.id), each.result) == []
            assert all(covered.whole for covered in each.coverage.values() if covered.counted)


def test_what_one_entity_adds_up_to_is_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same by the adding itself, which a group of one otherwise has no need of."""

    def added(adder: Adder, kpi_id: str, own: Any, allowed: Any) -> GroupLine:
        ratio = adder.rules[kpi_id] is GroupRule.RATIO
        make = adder._ratio if ratio else adder._sum
        return make(kpi_id, own, allowed, whole_targets=False)

    monkeypatch.setattr(Adder, "_alone", added)

    @given(made=some_books())
    @examples(15)
    def check(made: Book) -> None:
        made = grouped(made)
        ratios = {each.id for each in made.kpis if each.group is GroupRule.RATIO}
        typed = {"actuals": made.actuals, "prior_year": made.prior_year}
        bare = {name: without(sheet, ratios) for name, sheet in typed.items()}
        made = replace(made, **bare)
        own, group = scored(made)
        assume(not group.not_consolidated)
        for each in group.kpis:
            if each.result is not None:
                found = told(own.kpi(each.kpi.id), each.result)
                assert [line for line in found if ".landing.reason." not in line] == []

    check()


def without(sheet: Mapping[str, Any], ids: set[str]) -> dict[str, Any]:
    return {kpi_id: figures for kpi_id, figures in sheet.items() if kpi_id not in ids}


def entities(count: int) -> st.SearchStrategy[list[Book]]:
    """Books of the same three KPIs (a sum, another, their ratio), each with its own figures."""

    @st.composite
    def one(draw: st.DrawFn, name: str) -> Book:
        parts = [
            row(
                kpi(kpi_id, aggregation="sum", direction="higher"),
                draw(series(plain)),
                targets=draw(series(plain)),
                budget=draw(series(plain)),
            )
            for kpi_id in ("A", "B")
        ]
        ratio = kpi("R", aggregation="ratio", direction="lower", numerator="A", denominator="B")
        stock = row(
            kpi("L", aggregation="last", direction="higher"),
            draw(series(plain)),
            targets=draw(series(plain)),
        )
        wanted = row(ratio, targets=draw(series(plain)))
        return book(*parts, wanted, stock, setting=settings(entity=name, closed="2026-10"))

    return st.tuples(*(one(f"E{number}") for number in range(count))).map(list)


@given(made=entities(3), order=st.permutations(range(3)))
@examples(10)
def test_the_order_of_the_entities_does_not_matter(made: list[Book], order: list[int]) -> None:
    group = consolidate_or_skip(made)
    other = consolidate([made[place] for place in order], period=group.period)
    for each in group.kpis:
        again = other.kpi(each.kpi.id)
        assert each.result is not None
        assert again.result is not None
        names = [name for name in FIGURES if name not in ("landing", "standing")]
        found = told(each.result, again.result, names)
        assert [line for line in found if ".reason." not in line] == []
        for figure, covered in each.coverage.items():
            assert (covered.counted, covered.total) == (
                again.coverage[figure].counted,
                again.coverage[figure].total,
            )
            assert set(covered.left_out) == set(again.coverage[figure].left_out)


def consolidate_or_skip(made: list[Book]) -> Group:
    try:
        return consolidate(made)
    except UsageError:
        assume(False)
        raise


@given(made=entities(2), share=st.sampled_from([0.25, 0.5, 0.75]))
@examples(10)
def test_an_entity_split_in_two_changes_no_sum(made: list[Book], share: float) -> None:
    """Each figure of the first entity is divided among two that have everything it has."""
    group = consolidate_or_skip(made)
    first, other = made
    halves = [part_of(first, "E0a", share), part_of(first, "E0b", 1 - share)]
    split = consolidate([*halves, other], period=group.period)
    for kpi_id in ("A", "B", "L"):
        whole, parts = group.kpi(kpi_id).result, split.kpi(kpi_id).result
        assert whole is not None
        assert parts is not None
        names = ("measure", "qtd", "ytd", "rolling12", "fiscal_year", "comparisons", "history")
        found = told(whole, parts, names)
        assert [line for line in found if ".reason" not in line] == []


def part_of(made: Book, name: str, share: float) -> Book:
    def observed(sheet: Mapping[str, Any]) -> dict[str, Any]:
        return {
            kpi_id: {
                month: replace(each, value=each.value * share) for month, each in figures.items()
            }
            for kpi_id, figures in sheet.items()
            if kpi_id != "R"
        }

    targets = {
        kpi_id: {
            month: replace(each, value=each.value * share)
            for month, each in figures.items()
            if each.value is not None
        }
        for kpi_id, figures in made.targets.items()
        if kpi_id != "R"
    }
    return replace(
        made,
        settings=replace(made.settings, entity=name),
        actuals=observed(made.actuals),
        budget=observed(made.budget),
        targets=targets,
    )


@given(made=entities(3))
@examples(10)
def test_the_year_to_date_is_the_sum_of_what_the_entities_compare(made: list[Book]) -> None:
    """Month by month each entity is on both sides or on none, and so is their sum."""
    group = consolidate_or_skip(made)
    for kpi_id in ("A", "B"):
        result = group.kpi(kpi_id).result
        assert result is not None
        own = [
            window
            for entity in group.entities
            if (mine := entity.result(kpi_id)) is not None
            and (window := mine.ytd).measure.target is not None
        ]
        if GroupFigure.YTD not in group.kpi(kpi_id).coverage or not own:
            continue
        late = [entity for entity in group.entities if entity.scorecard is None]
        if late:
            continue
        actual = sum(window.measure.actual or 0.0 for window in own)
        target = sum(window.measure.target or 0.0 for window in own)
        assert result.ytd.measure.actual == pytest.approx(actual)
        assert result.ytd.measure.target == pytest.approx(target)
