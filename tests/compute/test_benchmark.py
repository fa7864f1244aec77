"""A KPI among others. Percentiles and positions are worked out by hand in the comments."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.benchmark import Benchmark, Industry
from kpireport.model.kpi import Unit, UnitKind
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.model.standing import Position, Standing, StandingBasis
from tests.compute.books import PERCENT, book, flat, kpi, months, row, settings

EURO = Unit("€", UnitKind.CURRENCY, "EUR")
KILO_EURO = Unit("k€", UnitKind.CURRENCY, "EUR", 1000.0)
POUND = Unit("GBP", UnitKind.CURRENCY, "GBP")
DAYS = Unit("days", UnitKind.OTHER)
PLAIN = Unit()
END = Period(2025, 12)


def published(value: float, quantile: float | None = None, **options: Any) -> Benchmark:
    options.setdefault("metric", "K")
    options.setdefault("unit", PLAIN)
    unit = options.pop("unit")
    return Benchmark(
        cell=options.pop("cell", CellRef("Benchmarks", "D2")),
        statistic=options.pop("statistic", "mean" if quantile is None else f"p{quantile}"),
        value=value,
        unit=unit.text,
        measured_in=unit,
        as_of_end=options.pop("as_of_end", END),
        quantile=quantile,
        **options,
    )


QUARTILES = (published(10, 0.25), published(20, 0.5), published(40, 0.75))


def standing(
    actual: float,
    *benchmarks: Benchmark,
    direction: str = "higher",
    closed: str = "2026-06",
    industry: str = "",
    catalogue: tuple[Benchmark, ...] = (),
    **options: Any,
) -> Standing | None:
    """A KPI with the same figure in each month of 2025 and the first half of 2026."""
    options.setdefault("aggregation", "last")
    one = row(
        kpi("K", direction=direction, **options), actuals=months("2025-01", *flat(actual, 18))
    )
    made = book(one, setting=settings(closed=closed, industry=industry), benchmarks=benchmarks)
    return build_scorecard(made, catalogue=catalogue).kpi("K").standing


def known(found: Standing | None) -> Standing:
    assert found is not None
    return found


# Percentiles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("actual", "higher", "lower", "position"),
    [
        # Between p25 = 10 and p50 = 20: 15 is half way, so 37.5 % are beaten where higher is
        # better, and 62.5 % where lower is.
        (15, 0.375, 0.625, "between"),
        # A quarter of the way from 20 to 40: 0.5 + 0.25 × 0.25 = 0.5625.
        (25, 0.5625, 0.4375, "between"),
        # On the median half of the peers are beaten either way.
        (20, 0.5, 0.5, "between"),
        # On and beyond the outermost points: what the point says, at least or at most.
        (10, 0.25, 0.75, "low"),
        (3, 0.25, 0.75, "low"),
        (40, 0.75, 0.25, "high"),
        (400, 0.75, 0.25, "high"),
    ],
)
def test_share_of_peers_beaten(actual: float, higher: float, lower: float, position: str) -> None:
    up = known(standing(actual, *QUARTILES))
    down = known(standing(actual, *QUARTILES, direction="lower"))
    assert (up.percentile, down.percentile) == (pytest.approx(higher), pytest.approx(lower))
    best, worst = Position.AT_OR_BEYOND_BEST, Position.AT_OR_BEYOND_WORST
    between = (Position.BETWEEN, Position.BETWEEN)
    expected = {"between": between, "low": (worst, best), "high": (best, worst)}[position]
    assert (up.position, down.position) == expected


def test_the_gap_is_to_the_median_and_counted_in_our_favour() -> None:
    up = known(standing(25, *QUARTILES))
    assert (up.value, up.gap, up.gap_pct, up.favourable_gap) == (20, 5, 0.25, 5)
    down = known(standing(25, *QUARTILES, direction="lower"))
    assert (down.gap, down.gap_pct, down.favourable_gap) == (5, 0.25, -5)
    assert up.benchmark == QUARTILES[1]


def test_quantiles_without_a_median_have_no_central_figure() -> None:
    found = known(standing(25, QUARTILES[0], QUARTILES[2]))
    # Half way from 10 at 25 % to 40 at 75 %.
    assert found.percentile == pytest.approx(0.5)
    assert (found.value, found.gap, found.favourable_gap) == (None, None, None)
    assert found.benchmark == QUARTILES[0]


def test_where_two_quantiles_are_the_same_nobody_is_beaten_by_an_equal_figure() -> None:
    tied = (published(10, 0.25), published(10, 0.5), published(40, 0.75))
    assert known(standing(10, *tied)).percentile == 0.25
    assert known(standing(10, *tied, direction="lower")).percentile == 0.5


def test_all_quantiles_the_same_and_met_is_neither_best_nor_worst() -> None:
    same = tuple(published(10, share) for share in (0.25, 0.5, 0.75))
    found = known(standing(10, *same))
    assert (found.position, found.percentile) == (Position.BETWEEN, 0.25)


def test_quantiles_that_fall_are_refused() -> None:
    found = known(standing(15, published(40, 0.25), published(10, 0.75)))
    assert found.reason is not None and found.reason.code == "benchmark_out_of_order"
    assert found.percentile is None


@pytest.mark.parametrize(
    ("actual", "direction", "position", "favourable"),
    [
        (15, "higher", "better", 5), (5, "higher", "worse", -5), (10, "higher", "equal", 0),
        (15, "lower", "worse", -5), (5, "lower", "better", 5),
        (15, "neutral", "above", None), (5, "range", "below", None), (10, "neutral", "equal", None),
    ],
)  # fmt: skip
def test_one_figure(actual: float, direction: str, position: str, favourable: float | None) -> None:
    found = known(standing(actual, published(10), direction=direction))
    assert (found.position, found.favourable_gap) == (position, favourable)
    assert (found.percentile, found.points) == (None, ())
    assert (found.value, found.gap) == (10, actual - 10)


def test_without_a_direction_nobody_is_beaten() -> None:
    found = known(standing(15, *QUARTILES, direction="neutral"))
    assert (found.percentile, found.position, found.gap) == (None, Position.BELOW, -5)


def test_no_share_of_percentages_or_of_what_is_not_positive() -> None:
    percent = known(standing(15, published(10, unit=PERCENT), unit="%"))
    assert (percent.gap, percent.gap_pct) == (5, None)
    assert known(standing(15, published(-10))).gap_pct is None


# What is compared --------------------------------------------------------------------------------


def test_a_stock_is_compared_as_its_month() -> None:
    found = known(standing(15, published(10)))
    assert (found.basis, found.start, found.end) == (
        StandingBasis.MONTH,
        Period(2026, 6),
        Period(2026, 6),
    )
    assert known(standing(15, published(10), aggregation="mean")).basis is StandingBasis.MONTH


def test_a_flow_is_compared_over_twelve_months() -> None:
    found = known(standing(15, published(10), aggregation="sum"))
    assert found.actual == 180
    assert (found.basis, found.start, found.end) == (
        StandingBasis.ROLLING_12,
        Period(2025, 7),
        Period(2026, 6),
    )


def ratio_book(
    numbers: tuple[float | None, ...], rule: str, benchmark: Benchmark, start: str = "2025-01"
) -> Standing:
    parts = (
        row(kpi("N", aggregation="sum"), actuals=months(start, *numbers)),
        row(kpi("D", aggregation=rule), actuals=months(start, *flat(100, len(numbers)))),
        row(
            kpi("K", aggregation="ratio", numerator="N", denominator="D", unit="%",
                direction="lower")
        ),
    )  # fmt: skip
    made = book(*parts, setting=settings(closed="2026-06"), benchmarks=(benchmark,))
    return known(build_scorecard(made).kpi("K").standing)


def test_a_ratio_with_a_flow_is_compared_over_twelve_months() -> None:
    # 2 leavers a month over a headcount of 100: 24 % over the twelve months.
    found = ratio_book((2.0,) * 18, "mean", published(20, unit=PERCENT))
    assert (found.actual, found.basis) == (pytest.approx(24), StandingBasis.ROLLING_12)
    # Of a sum over a sum: 2 %.
    assert ratio_book((2.0,) * 18, "sum", published(20, unit=PERCENT)).actual == pytest.approx(2)


def test_a_rate_per_month_is_compared_with_the_month() -> None:
    # Twelve months of leavers over a mean headcount make a rate per year, twelve times as large.
    monthly = published(2.1, unit=PERCENT, rate_months=1)
    found = ratio_book((2.0,) * 18, "mean", monthly)
    assert (found.actual, found.basis) == (pytest.approx(2), StandingBasis.MONTH)
    assert found.position is Position.BETTER


def test_a_rate_per_month_has_nothing_to_stand_beside_a_quarterly_kpi() -> None:
    found = known(standing(15, published(10, rate_months=1), frequency="quarterly"))
    assert found.reason is not None and found.reason.code == "benchmark_other_span"
    assert (found.actual, found.gap, found.value) == (None, None, 10)


def test_a_rate_per_year_needs_a_year() -> None:
    yearly = published(4, rate_months=12)
    assert known(standing(0.4, yearly, aggregation="sum")).actual == pytest.approx(4.8)
    mean = known(standing(0.4, yearly, aggregation="mean"))
    assert mean.reason is not None and mean.reason.code == "benchmark_other_span"
    assert known(standing(4.2, yearly, aggregation="last")).basis is StandingBasis.MONTH


def test_where_twelve_months_are_not_whole_the_last_fiscal_year_counts() -> None:
    gap = (*flat(2, 14), None, *flat(2, 3))
    one = row(kpi("K", aggregation="sum", direction="higher"), actuals=months("2025-01", *gap))
    made = book(one, setting=settings(closed="2026-06"), benchmarks=(published(20),))
    found = known(build_scorecard(made).kpi("K").standing)
    assert (found.actual, found.basis) == (24, StandingBasis.FISCAL_YEAR)
    assert (found.start, found.end) == (Period(2025, 1), Period(2025, 12))


def test_where_the_year_just_over_has_a_hole_the_one_before_counts() -> None:
    gap = (*flat(2, 14), None, *flat(3, 9))
    one = row(kpi("K", aggregation="sum", direction="higher"), actuals=months("2025-01", *gap))
    made = book(one, setting=settings(closed="2026-12"), benchmarks=(published(20),))
    found = known(build_scorecard(made).kpi("K").standing)
    assert (found.actual, found.basis) == (24, StandingBasis.FISCAL_YEAR)
    assert (found.start, found.end) == (Period(2025, 1), Period(2025, 12))


def test_without_a_whole_year_a_flow_is_not_compared() -> None:
    one = row(kpi("K", aggregation="sum"), actuals=months("2026-01", *flat(2, 6)))
    made = book(one, setting=settings(closed="2026-06"), benchmarks=(published(20),))
    found = known(build_scorecard(made).kpi("K").standing)
    assert found.reason is not None and found.reason.code == "benchmark_needs_a_year"


def test_a_month_without_a_figure_is_not_compared() -> None:
    other = row(kpi("L"), actuals=months("2026-01", *flat(2, 6)))
    one = row(kpi("K", aggregation="last"), actuals=months("2026-01", 1, 1, 1))
    made = book(one, other, setting=settings(closed="2026-06"), benchmarks=(published(20),))
    found = known(build_scorecard(made).kpi("K").standing)
    assert found.reason is not None and found.reason.code == "benchmark_no_actual"


# Units and dates ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "other", "value"),
    [
        (EURO, POUND, None),
        (PERCENT, PLAIN, None),
        (DAYS, PLAIN, None),
        (EURO, PLAIN, None),
        (EURO, KILO_EURO, 10_000.0),
        (KILO_EURO, EURO, 0.01),
        (Unit("jours", UnitKind.OTHER), DAYS, 10.0),
        (DAYS, Unit("hours", UnitKind.OTHER), None),
    ],
)
def test_units(unit: Unit, other: Unit, value: float | None) -> None:
    found = known(standing(15, published(10, unit=other), unit=unit))
    assert found.value == (None if value is None else pytest.approx(value))
    if value is None:
        code = "benchmark_unit_differs" if other.text else "benchmark_without_unit"
        assert found.reason is not None and found.reason.code == code
        assert found.actual is None


def unit_of(text: str) -> Unit:
    kind = UnitKind.PERCENT if text.startswith("%") else UnitKind.OTHER
    currency = "EUR" if text.startswith("€") else None
    return Unit(text, UnitKind.CURRENCY if currency else kind, currency)


@pytest.mark.parametrize(
    ("name", "unit", "other", "same"),
    [
        ("Basket", "€/order", "€/order", True),
        ("Basket", "€/order", "€ par commande", True),
        ("Basket", "€/order", "€/visitor", False),
        ("Revenue", "€/order", "€", False),
        ("Revenue", "€", "€/order", False),
        ("Orders", "€", "€/order", False),  # a total of all orders
        ("Average order value", "€", "€/order", True),
        ("Panier moyen", "€", "€/commande", True),
        ("Average order value", "€/order", "€", True),
        ("Revenue per visitor", "€/order", "€", False),
        ("Waste", "kg/order", "kg/site", False),
        ("Waste", "kg/order", "kg/commande", True),
        ("Waste", "kg/sites", "kg per site", True),
        ("Waste", "kg", "kg/site", False),
        ("Waste per site", "kg", "kg/site", True),
        ("Absence", "days", "days per worker per year", False),
        ("Jours d'absence par salarié", "days", "days per worker per year", True),
        ("Conversion rate", "%", "% of sessions", True),
        ("Taux de conversion", "%", "% des visites", True),
        ("Conversion", "% of visits", "% of sessions", True),
        ("Conversion", "% of customers", "% of sessions", False),
        ("Marketing", "%", "% of revenue", False),
        ("Marketing", "% of revenue", "%", False),
        ("Marketing over sales", "%", "% of revenue", True),
        ("Marketing", "% du CA", "% of revenue", True),
        ("Taux de marge", "%", "% du chiffre d'affaires", True),
        ("Gross margin", "%", "% of sessions", False),
        ("Absence rate", "%", "% of working hours", True),
        ("Staff turnover", "%", "% of employment per month", True),
        ("Staff turnover", "% per month", "% of employment per month", True),
        ("Staff turnover", "% per month", "% of employment per year", False),
        ("Staff turnover", "% per month", "%", False),
        ("Monthly turnover", "% per month", "%", True),
    ],
)  # fmt: skip
def test_what_figures_are_counted_per(name: str, unit: str, other: str, same: bool) -> None:
    spans = {"month": 1, "year": 12}
    row = published(10, metric=name, unit=unit_of(other), rate_months=spans.get(other.split()[-1]))
    found = known(standing(15, row, name=name, unit=unit_of(unit)))
    code = None if found.reason is None else found.reason.code
    assert (code != "benchmark_per_differs") is same


def test_a_ratios_denominator_says_what_it_is_per() -> None:
    parts = (
        row(kpi("N", aggregation="sum"), actuals=months("2025-01", *flat(2, 18))),
        row(kpi("D", name="Orders", aggregation="sum"), actuals=months("2025-01", *flat(1, 18))),
        row(kpi("K", aggregation="ratio", numerator="N", denominator="D", unit=EURO)),
    )
    made = book(*parts, benchmarks=(published(20, unit=unit_of("€/order")),))
    assert known(build_scorecard(made).kpi("K").standing).value == 20


@pytest.mark.parametrize(
    ("actual", "value", "plain", "refused"),
    [
        (31, 0.12, True, True),
        (31, 0.12, False, False),  # a percent cell, or a unit that says % (0-100)
        (1.6, 1.4, True, False),  # an e-mail click rate, and one like it
        (1.1, 0.12, True, False),  # a hundredfold would be farther off
        (1.2, 0.12, True, True),
        (31, 2.5, True, False),
    ],
)
def test_a_fraction_typed_for_a_percentage_is_not_compared(
    actual: float, value: float, plain: bool, refused: bool
) -> None:
    found = known(standing(actual, published(value, unit=PERCENT, plain_percent=plain), unit="%"))
    assert (found.reason is not None) is refused
    if found.reason is not None:
        assert found.reason.code == "benchmark_fraction"
        assert (found.actual, found.gap) == (None, None)


@pytest.mark.parametrize(("end", "later"), [("2026-06", False), ("2026-07", True)])
def test_a_figure_of_a_later_period_is_told(end: str, later: bool) -> None:
    assert known(standing(15, published(10, as_of_end=Period.parse(end)))).later is later


def test_of_two_currencies_ours_is_taken() -> None:
    pounds = published(10, unit=POUND, as_of_end=Period(2026, 1))
    assert known(standing(15, pounds, published(12, unit=EURO), unit=EURO)).value == 12


@pytest.mark.parametrize(("end", "dated"), [("2024-06", False), ("2024-05", True)])
def test_dated_after_twenty_four_months(end: str, dated: bool) -> None:
    assert known(standing(15, published(10, as_of_end=Period.parse(end)))).dated is dated


def test_without_a_date_nothing_is_said_to_be_dated() -> None:
    assert not known(standing(15, published(10, as_of_end=None))).dated


# Which row ---------------------------------------------------------------------------------------


def test_without_a_benchmark_there_is_no_standing() -> None:
    assert standing(15) is None
    assert standing(15, published(10, metric="Something else")) is None


def test_a_row_names_the_kpi_by_id_or_name_and_its_signs() -> None:
    assert known(standing(15, published(10, metric="márge %"), name="Marge %")).value == 10
    assert standing(15, published(10, metric="Marge €"), name="Marge %") is None


def test_the_sheet_comes_before_the_catalogue() -> None:
    shipped = published(30, metric="Basket", cell=None, metric_names=("Panier",))
    own = published(10, metric="Panier")
    found = known(standing(15, own, catalogue=(shipped,), benchmark="Panier"))
    assert (found.value, found.from_catalogue) == (10, False)
    found = known(standing(15, catalogue=(shipped,), benchmark="panier"))
    assert (found.value, found.from_catalogue) == (30, True)


def test_an_unknown_name_says_so() -> None:
    found = known(standing(15, published(10, metric="Basket"), benchmark="Baskets of fruit"))
    assert found.reason is not None and found.reason.code == "benchmark_unknown"
    assert found.benchmark is None


def cohort(name: str, value: float, *sectors: str, whole: bool = False, **more: Any) -> Benchmark:
    names = {"retail": ("Retail", "Commerce de détail")}
    return published(
        value,
        cell=None,
        industry=name,
        industries=tuple(Industry(each, names.get(each, ())) for each in sectors),
        whole_sector=whole,
        **more,
    )


GROCERS, CARS = cohort("Retail (Grocery)", 1, "retail"), cohort("Retail (Cars)", 2, "retail")
TRADE = cohort("Retail trade", 3, "retail", whole=True)
STEEL, EVERYONE = cohort("Steel", 4, "mining"), cohort("Total Market", 5, "all", whole=True)


@pytest.mark.parametrize(
    ("industry", "rows", "value"),
    [
        ("retail (cars)", (GROCERS, CARS, TRADE, EVERYONE), 2),  # the cohort itself
        ("Commerce de détail", (GROCERS, TRADE, CARS, EVERYONE), 3),  # the whole of the industry
        ("Commerce de détail", (GROCERS, STEEL, EVERYONE), 1),  # the only one of it
        ("Commerce de détail", (GROCERS, CARS, EVERYONE), None),  # two of it: no guess
        ("Commerce de détail", (STEEL, EVERYONE), 5),  # none of it: everyone
        ("", (GROCERS, STEEL, EVERYONE), 5),
        ("Handicraft", (STEEL,), 4),  # nobody knows what that is: the only one there is
        ("Commerce de détail", (STEEL, cohort("Shoes", 6, "goods")), None),
        ("", (GROCERS, STEEL), None),
    ],
)
def test_which_industry_is_taken(
    industry: str, rows: tuple[Benchmark, ...], value: float | None
) -> None:
    found = known(standing(15, catalogue=rows, benchmark="K", industry=industry))
    assert found.value == value
    if value is None:
        code = "benchmark_industries" if industry else "benchmark_industry_missing"
        assert found.reason is not None and found.reason.code == code


def test_the_only_cohort_there_is_is_not_taken_where_it_is_of_another_industry() -> None:
    other = cohort("Retail (Cars)", 9, "retail", metric="Other")
    for industry in ("Retail", "Commerce de détail", "Retail (Cars)"):
        found = known(standing(15, catalogue=(STEEL, other), benchmark="K", industry=industry))
        assert found.reason is not None and found.reason.code == "benchmark_other_industry"
        assert found.reason.params == {"cohort": "Steel", "industry": industry}


def test_a_cohort_of_another_metric_tells_what_our_industry_is() -> None:
    # The Settings name a cohort that this metric has no figure of; its industry has one.
    other = cohort("Retail (Cars)", 9, "retail", metric="Other")
    found = standing(15, catalogue=(STEEL, TRADE, other), benchmark="K", industry="Retail (Cars)")
    assert known(found).value == 3


def test_a_cohort_of_several_industries_doesnt_lend_us_the_others() -> None:
    # "Commerce de détail" is one of the industries of the third row, transport another. We are in
    # transport no more for that.
    transport = cohort("Transportation and utilities", 3.1, "transport", whole=True)
    traders = cohort("Wholesale and retail trade", 3.0, "wholesale", "retail")
    services = cohort("Trade and transportation", 2.2, "retail", "transport", metric="Other")
    rows = (transport, traders, services)
    found = standing(15, catalogue=rows, benchmark="K", industry="Commerce de détail")
    assert known(found).value == 3.0


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ((published(1, as_of_end=Period(2024, 1)), published(2, as_of_end=Period(2025, 1))), 2),
        ((published(1, as_of_end=None), published(2, as_of_end=Period(1999, 1))), 2),
        ((published(1), published(2, 0.5)), 2),  # of one date, the median
        ((published(1, sample_size="98 firms"), published(2, sample_size="1,200 firms")), 2),
        ((published(2), published(1)), 2),  # else the first
    ],
)
def test_which_of_several_figures_is_taken(rows: tuple[Benchmark, ...], value: float) -> None:
    assert known(standing(15, *rows)).value == value


def test_quantiles_of_another_publication_are_no_part_of_the_band() -> None:
    rows = (
        published(10, 0.25, source="A"),
        published(20, 0.5, source="A"),
        published(99, 0.75, source="B"),
        published(1, 0.1, source="A", as_of_end=Period(2020, 1)),
    )
    assert [point.value for point in known(standing(15, *rows)).points] == [10, 20]


@pytest.mark.parametrize("lacking", [{"as_of_end": None}, {"geography": ""}, {"source": ""}])
def test_a_quantile_that_only_lacks_a_word_belongs_to_the_band(lacking: dict[str, Any]) -> None:
    said = {"geography": "UK", "source": "A"}
    rows = (
        published(10, 0.25, **said),
        published(20, 0.5, **said),
        published(40, 0.75, **{**said, **lacking}),
    )
    found = known(standing(24, *rows))
    # p50 = 20 and p75 = 40: a fifth of the way, 0.5 + 0.25 × 0.2 = 0.55. Without p75 "at least 50".
    assert [point.value for point in found.points] == [10, 20, 40]
    assert found.percentile == pytest.approx(0.55)


def test_a_quantile_that_could_be_of_two_publications_is_of_neither() -> None:
    rows = (
        published(10, 0.25),
        published(20, 0.5),
        published(8, 0.25, as_of_end=Period(2024, 12)),
        published(16, 0.5, as_of_end=Period(2024, 12)),
        published(40, 0.75, as_of_end=None),
    )
    assert [point.value for point in known(standing(15, *rows)).points] == [10, 20]


def test_a_shipped_figure_of_another_cohort_says_which_industry_it_lacks() -> None:
    found = standing(15, catalogue=(STEEL, EVERYONE), benchmark="K", industry="Commerce de détail")
    assert known(found).lacks_industry == "Commerce de détail"
    for industry in ("", "All"):
        found = standing(15, catalogue=(STEEL, EVERYONE), benchmark="K", industry=industry)
        assert known(found).lacks_industry == ""
    found = standing(15, catalogue=(GROCERS, EVERYONE), benchmark="K", industry="Retail (Grocery)")
    assert known(found).lacks_industry == ""
    # A row of one's own sheet was chosen by whoever wrote it.
    own = standing(15, published(3, industry="Steel"), industry="Retail")
    assert known(own).lacks_industry == ""
