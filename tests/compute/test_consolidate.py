"""A group of three entities, worked out by hand: who is counted in each figure, and what it is.

North and South keep their books in euros, West in dollars. Fourteen months, January 2025 to
February 2026, which is the period.

REV, revenue (sum, higher is better)
    North   2025: 100 a month      2026: 120, 130     targets 2026: 110, 125
    South   2025: 200, no February 2026: 210, 190     no targets
    West $  2025:  50 a month      2026: none, 60     targets 2026:  55,  50
ORD, orders (sum)
    North   10 a month             South 20, January 2026: 21       West 5
AOV, revenue an order (ratio REV/ORD), targets 2026: North 12, South 10, West $10
STOCK (last, lower is better)
    North   40, target 45          South 50, target 60              West $10, target $10
Dollars in euros: 2025 0.8 (average and closing); January 2026 0.9 and 0.85, February 0.9 and 1.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.compute.consolidate import consolidate
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Book, Language, Rate, Source
from kpireport.model.errors import WorkbookError
from kpireport.model.group import EntityCoverage, Group, GroupFigure, NamedBy
from kpireport.model.kpi import GroupRule, Unit, UnitKind
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.model.status import Status
from tests.compute.books import Row, flat, kpi, months, row, settings
from tests.compute.entities import FEBRUARY, covered, entity, simple

EURO = Unit("€", UnitKind.CURRENCY, "EUR")
DOLLAR = Unit("$", UnitKind.CURRENCY, "USD")
EURO_AN_ORDER = Unit("€/order", UnitKind.CURRENCY, "EUR", per="order")
DOLLAR_AN_ORDER = Unit("$/order", UnitKind.CURRENCY, "USD", per="order")


def rates(first: str = "2025-01") -> tuple[Rate, ...]:
    found = []
    month = Period.parse(first)
    while month <= FEBRUARY:
        average = 0.9 if month.year == 2026 else 0.8
        closing = {Period(2026, 1): 0.85, FEBRUARY: 1.0}.get(month, 0.8)
        place = month.index - Period(2025, 1).index + 2
        cells = CellRef("Rates", f"C{place}"), CellRef("Rates", f"D{place}")
        found.append(Rate("USD", "EUR", month, average, closing, *cells))
        month = month.shift(1)
    return tuple(found)


def rows(
    revenue: list[float | None],
    targets: tuple[float | None, float | None],
    orders: list[float | None],
    order_target: float,
    stock: tuple[float, float],
    *,
    dollars: bool = False,
) -> tuple[Row, ...]:
    amount, an_order = (DOLLAR, DOLLAR_AN_ORDER) if dollars else (EURO, EURO_AN_ORDER)
    return (
        row(
            kpi("REV", aggregation="sum", direction="higher", unit=amount),
            months("2025-01", *revenue),
            targets=months("2026-01", *targets),
        ),
        row(kpi("ORD", aggregation="sum"), months("2025-01", *orders)),
        row(
            kpi(
                "AOV",
                aggregation="ratio",
                direction="higher",
                numerator="REV",
                denominator="ORD",
                unit=an_order,
            ),
            targets=months("2026-01", order_target, order_target),
        ),
        row(
            kpi("STOCK", aggregation="last", direction="lower", unit=amount),
            months("2025-01", *flat(stock[0], 14)),
            targets=months("2026-01", stock[1], stock[1]),
        ),
    )


def north() -> Book:
    revenue = [*flat(100, 12), 120, 130]
    return entity("North", *rows(revenue, (110, 125), [*flat(10, 14)], 12, (40, 45)))


def south() -> Book:
    revenue = [200, None, *flat(200, 10), 210, 190]
    orders = [*flat(20, 12), 21, 20]
    return entity("South", *rows(revenue, (None, None), orders, 10, (50, 60)))


def west(*, known: tuple[Rate, ...] | None = None) -> Book:
    revenue = [*flat(50, 12), None, 60]
    figures = rows(revenue, (55, 50), [*flat(5, 14)], 10, (10, 10), dollars=True)
    return entity("West", *figures, currency="USD", rates=rates() if known is None else known)


@pytest.fixture(scope="module")
def group() -> Group:
    return consolidate([north(), south(), west()], title="All three")


def test_the_group_is_about_the_month_all_have_come_to(group: Group) -> None:
    assert (group.period, group.currency, group.title) == (FEBRUARY, "EUR", "All three")
    assert [entity.name for entity in group.entities] == ["North", "South", "West"]
    assert {entity.named_by for entity in group.entities} == {NamedBy.SETTING}
    assert group.scorecard.settings.entity == "All three"
    assert [each.kpi.id for each in group.kpis] == ["REV", "ORD", "AOV", "STOCK"]


def test_an_entity_without_a_target_leaves_both_sides_of_the_month(group: Group) -> None:
    # North 130 + West 60 × 0.9 = 184, against 125 + 50 × 0.9 = 170. South has no target.
    measure = group.scorecard.kpi("REV").measure
    assert measure.actual == pytest.approx(184)
    assert measure.target == pytest.approx(170)
    assert measure.attainment == pytest.approx(184 / 170)
    assert measure.status is Status.ON_TRACK
    assert covered(group, "REV", GroupFigure.PERIOD) == EntityCoverage(2, 3, ("South",))
    # All three together took 130 + 190 + 54 = 374, which stands beside it.
    assert group.kpi("REV").every_actual == pytest.approx(374)
    assert group.kpi("REV").every_coverage == EntityCoverage(3, 3)


def test_the_year_to_date_holds_the_months_with_both_sides(group: Group) -> None:
    # North 120 + 130 + West's February 54 = 304; targets 110 + 125 + 45 = 280. West has no
    # January. All actuals of the year: 304 + South 210 + 190 = 704.
    ytd = group.scorecard.kpi("REV").ytd
    assert ytd.measure.actual == pytest.approx(304)
    assert ytd.measure.target == pytest.approx(280)
    assert ytd.actual == pytest.approx(704)
    assert (ytd.months, ytd.expected_months) == (2, 2)
    expected = EntityCoverage(2, 3, ("South",), ("West",))
    assert covered(group, "REV", GroupFigure.YTD) == expected
    assert ytd.reason is not None
    assert ytd.reason.code == "entities_left_out"


def test_the_previous_month_is_compared_with_those_that_had_one(group: Group) -> None:
    # West has no January: 130 + 190 = 320 against 120 + 210 = 330.
    previous = group.scorecard.kpi("REV").comparisons.previous
    assert previous.value == pytest.approx(330)
    assert previous.delta == pytest.approx(-10)
    assert group.kpi("REV").compared[GroupFigure.PREVIOUS] == pytest.approx(320)
    assert covered(group, "REV", GroupFigure.PREVIOUS) == EntityCoverage(2, 3, ("West",))


def test_a_year_ago_leaves_out_who_had_no_figure_then(group: Group) -> None:
    # South has no February 2025: 130 + 54 = 184 against 100 + 50 × 0.8 = 140.
    year_ago = group.scorecard.kpi("REV").comparisons.year_ago
    assert year_ago.value == pytest.approx(140)
    assert year_ago.delta == pytest.approx(44)
    assert year_ago.delta_pct == pytest.approx(44 / 140)
    assert covered(group, "REV", GroupFigure.YEAR_AGO) == EntityCoverage(2, 3, ("South",))


def test_last_years_months_are_those_that_both_years_have(group: Group) -> None:
    # North January and February 250 against 200, South January 210 against 200, West February
    # 54 against 40: 514 against 440.
    then = group.scorecard.kpi("REV").comparisons.ytd_year_ago
    assert then.value == pytest.approx(440)
    assert then.delta == pytest.approx(74)
    assert group.kpi("REV").compared[GroupFigure.YTD_YEAR_AGO] == pytest.approx(514)
    expected = EntityCoverage(3, 3, (), ("South", "West"))
    assert covered(group, "REV", GroupFigure.YTD_YEAR_AGO) == expected


def test_twelve_months_are_of_those_that_have_all_twelve(group: Group) -> None:
    # March 2025 to February 2026. North 10 × 100 + 250 = 1250, South 10 × 200 + 400 = 2400; West
    # lacks January. Only North has targets, in two months: 250 against 235.
    rolling = group.scorecard.kpi("REV").rolling12
    assert rolling.actual == pytest.approx(3650)
    assert rolling.measure.actual == pytest.approx(250)
    assert rolling.measure.target == pytest.approx(235)
    expected = EntityCoverage(1, 3, ("South", "West"))
    assert covered(group, "REV", GroupFigure.ROLLING12) == expected


def test_a_ratio_is_made_of_its_parts(group: Group) -> None:
    # (130 + 190 + 54) / (10 + 20 + 5) = 374/35, not the mean of 13, 9.5 and 10.8.
    # Its target at the actual mix: (12 × 10 + 10 × 20 + 9 × 5)/35 = 365/35.
    aov = group.scorecard.kpi("AOV")
    assert group.kpi("AOV").rule is GroupRule.RATIO
    assert aov.measure.actual == pytest.approx(374 / 35)
    assert aov.measure.target == pytest.approx(365 / 35)
    assert covered(group, "AOV", GroupFigure.PERIOD) == EntityCoverage(3, 3)
    # West's January has orders and no revenue: neither counts. Revenue 120 + 130 + 210 + 190 + 54
    # = 704 over orders 10 + 10 + 21 + 20 + 5 = 66; target (120 + 120 + 210 + 200 + 45)/66.
    assert aov.ytd.actual == pytest.approx(704 / 66)
    assert aov.ytd.measure.target == pytest.approx(695 / 66)
    assert covered(group, "AOV", GroupFigure.YTD) == EntityCoverage(3, 3, (), ("West",))


def test_what_has_no_direction_adds_up_all_the_same(group: Group) -> None:
    # 10 + 20 + 5 = 35; the year 20 + 41 + 10 = 71; a year ago 35, then 2 × 35 = 70.
    orders = group.scorecard.kpi("ORD")
    assert (orders.measure.actual, orders.ytd.actual) == (35, 71)
    assert orders.comparisons.year_ago.value == 35
    assert orders.comparisons.ytd_year_ago.value == 70
    assert orders.measure.status is None


def test_a_stock_is_converted_at_the_closing_rate(group: Group) -> None:
    # 40 + 50 + 10 × 1 = 100 against 45 + 60 + 10 × 1 = 115; a year ago 40 + 50 + 8 = 98;
    # January 40 + 50 + 8.5 = 98.5.
    stock = group.scorecard.kpi("STOCK")
    assert stock.measure.actual == pytest.approx(100)
    assert stock.measure.target == pytest.approx(115)
    assert stock.measure.status is Status.ON_TRACK
    assert stock.ytd.actual == pytest.approx(100)
    assert stock.ytd.measure.target == pytest.approx(115)
    assert stock.comparisons.year_ago.value == pytest.approx(98)
    assert stock.comparisons.previous.value == pytest.approx(98.5)
    assert covered(group, "STOCK", GroupFigure.YTD) == EntityCoverage(3, 3)


def test_a_month_that_lacks_an_entity_is_marked(group: Group) -> None:
    # The history is of North and West, as the period is: January 2026 lacks West.
    history = {point.period: point for point in group.scorecard.kpi("REV").history}
    january = history[Period(2026, 1)]
    assert (january.measure.actual, january.measure.target) == (120, 110)
    assert january.provisional
    assert history[Period(2025, 2)].measure.actual == pytest.approx(140)
    assert not history[Period(2025, 2)].provisional
    assert not history[FEBRUARY].provisional


def test_best_and_worst_are_by_the_entities_own_targets(group: Group) -> None:
    # Stock: North 2 − 40/45 = 1.111, South 2 − 50/60 = 1.167, West 2 − 10/10 = 1.
    ranking = group.kpi("STOCK").ranking
    assert ranking.best is not None
    assert ranking.worst is not None
    assert (ranking.best.name, ranking.worst.name) == ("South", "West")
    # Revenue: North 130/125 = 1.04, West 60/50 = 1.2; South has no target.
    assert [place.name for place in group.kpi("REV").ranking.places] == ["West", "North"]
    reason = group.kpi("ORD").ranking.reason
    assert reason is not None
    assert reason.code == "ranking_without_direction"


def test_the_rates_used_are_told_with_their_cells(group: Group) -> None:
    february = [rate for rate in group.rates if rate.period == FEBRUARY]
    assert [(rate.value, rate.closing, str(rate.cell)) for rate in february] == [
        (0.9, False, "Rates!C15"),
        (1.0, True, "Rates!D15"),
    ]
    assert {rate.workbook for rate in group.rates} == {"west.xlsx"}
    assert [note.code for note in group.notes] == ["group_converted"]


def test_a_figure_names_the_workbooks_of_its_cells(group: Group) -> None:
    cells = {str(cell.ref) for cell in group.scorecard.kpi("STOCK").cells}
    assert any(cell.startswith("[north.xlsx]Actuals!") for cell in cells)
    assert any(cell.startswith("[west.xlsx]Targets!") for cell in cells)


def test_the_cells_of_a_figure_come_in_the_order_of_the_entities() -> None:
    """The same in every run; six names seldom come out of a set in this order."""
    names = ("North", "South", "West", "East", "Coast", "Valley")
    sold = months("2026-01", 1, 1)
    books = [entity(name, row(kpi("REV", aggregation="sum"), sold, targets=sold)) for name in names]
    (group_kpi,) = consolidate(books).kpis
    assert group_kpi.result is not None
    cells = group_kpi.result.history[-1].cells
    for role in ("actual", "target"):
        found = [str(cell.ref).split("]")[0][1:] for cell in cells if cell.role == role]
        assert found == [f"{name.lower()}.xlsx" for name in names]


def test_without_a_rate_nothing_is_converted() -> None:
    kept = tuple(rate for rate in rates() if rate.period != FEBRUARY)
    with pytest.raises(WorkbookError) as caught:
        consolidate([north(), west(known=kept)])
    codes = {problem.code: problem.params for problem in caught.value.problems}
    assert codes["E892"]["months"] == ("2026-02",)
    assert codes["E898"]["months"] == ("2026-02",)
    assert codes["E892"]["entity"] == "West"


def test_without_last_years_rates_only_last_year_is_left_out() -> None:
    group = consolidate([north(), west(known=rates("2026-01"))])
    assert group.scorecard.kpi("REV").measure.actual == pytest.approx(184)
    assert covered(group, "REV", GroupFigure.YEAR_AGO) == EntityCoverage(1, 2, ("West",))
    assert [p.code for p in group.problems] == ["W897"]


def test_a_rate_serves_the_other_way_round() -> None:
    # In dollars: North 130 / 0.9 + West 60 = 204.44.
    group = consolidate([west(), north()])
    assert group.currency == "USD"
    assert group.scorecard.kpi("REV").measure.actual == pytest.approx(130 / 0.9 + 60)
    assert all(rate.inverse for rate in group.rates)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everything_a_group_says_has_its_sentence(language: Language, group: Group) -> None:
    messages = get_messages(language)
    said = [messages.reason(note) for note in group.notes]
    said += [
        messages.reason(reason)
        for each in group.kpis
        for reason in (each.reason, each.ranking.reason, each.result and each.result.ytd.reason)
        if reason is not None
    ]
    kept = tuple(rate for rate in rates("2026-01") if rate.period != FEBRUARY)
    other = simple("B", 2, unit="%")
    wrong = replace(
        other,
        settings=replace(
            other.settings, fiscal_calendar=settings(4).fiscal_calendar, green_from=0.9
        ),
    )
    found = []
    for books in (
        [north(), west(known=kept)],
        [north(), west(known=rates("2026-01"))],
        [simple("A", 1, weight=2.0), simple("a", 2), wrong],
        [west(), replace(west(known=tuple(replace(r, average=2.0) for r in rates())),
                         settings=settings(entity="East", currency="USD"),
                         source=Source("east.xlsx", "e" * 64)), north()],
    ):  # fmt: skip
        try:
            found += consolidate(books).problems
        except WorkbookError as error:
            found += error.problems
    codes = {problem.code for problem in found}
    assert codes >= {"E890", "E891", "E892", "E893", "E894", "E898", "W895", "W896", "W897"}
    said += [messages.problem(problem).message for problem in found]
    assert all("{" not in sentence for sentence in said)
