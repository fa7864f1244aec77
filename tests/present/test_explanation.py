"""Every figure back to its formula and its cells, in examples worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

import kpireport
from kpireport.i18n.formats import get_formats
from kpireport.model.book import Book
from kpireport.model.kpi import Tolerance, ToleranceKind
from kpireport.model.problem import CellRef
from kpireport.pipeline import build_scorecard, explain
from kpireport.present.trace.cells import places
from kpireport.present.trace.formula import Number, minus, over, plus, times
from kpireport.present.trace.values import Explanation, KpiExplanation
from kpireport.present.trace.writing import exact, lines
from tests.compute.books import book, kpi, month, months, row
from tests.present.explained import decimals_of

SALES = kpi("REV", direction="higher", aggregation="sum")


def explained(workbook: Book, kpi_id: str = "K", period: str | None = None) -> KpiExplanation:
    card = build_scorecard(workbook, month(period) if period else None)
    return explain(workbook, card, kpi_id, "en")


def cells(figure: Explanation) -> list[tuple[str, float, str]]:
    return [(each.role, each.value, str(each.ref)) for each in figure.inputs]


class TestTheMonth:
    """460 against 500: variance −40, −8 %, attainment 92 %, under the amber edge of 95 %."""

    FOUND = explained(
        book(
            row(
                kpi(direction="higher", aggregation="sum"),
                months("2026-01", 440, 460),
                targets=months("2026-01", 450, 500),
            )
        )
    )

    @pytest.mark.parametrize(
        ("code", "shown", "formula", "exact"),
        [
            ("variance", "−40", "460 − 500", "460-500"),
            ("variance_pct", "−8.0%", "(460 − 500) / 500", "(460-500)/500"),
            ("favourable_variance", "−40", "460 − 500", "460-500"),
            ("attainment", "92.0%", "1 + (460 − 500) / |500|", "1+(460-500)/abs(500)"),
            ("status", "Off track", "92.0% < 95%", "0.92 < 0.95"),
            ("score", "92%", "min(100%; max(0%; 92%))", "min(1, max(0, 0.92))"),
            ("ytd.actual", "900", "440 + 460", "440+460"),
            ("ytd.target", "950", "450 + 500", "450+500"),
        ],
    )
    def test_formula(self, code: str, shown: str, formula: str, exact: str) -> None:
        figure = self.FOUND.figure(code)
        assert (figure.shown, figure.formula, figure.exact) == (shown, (formula,), exact)

    def test_typed_figures_have_a_cell_and_no_formula(self) -> None:
        actual, target = self.FOUND.figure("actual"), self.FOUND.figure("target")
        assert actual.formula == target.formula == ()
        assert cells(actual) == [("actual", 460.0, "Actuals!BW2")]
        assert cells(target) == [("target", 500.0, "Targets!BW2")]

    def test_a_computed_figure_names_the_cells_of_what_is_in_it(self) -> None:
        assert cells(self.FOUND.figure("attainment")) == [
            ("actual", 460.0, "Actuals!BW2"),
            ("target", 500.0, "Targets!BW2"),
        ]

    def test_what_is_missing_says_why(self) -> None:
        figure = self.FOUND.figure("fiscal_year.actual")
        assert figure.value is None
        assert figure.reason == (
            "The fiscal year is not over: 2 of 12 months have an actual. "
            "No target for the full year, Jan 2026 to Dec 2026: months with one, 2 of 12; the "
            "first without is Mar 2026, the last Dec 2026."
        )


class TestAttainmentByItsMethod:
    def formula(self, *, actual: float, target: Any, **options: Any) -> tuple[str, str]:
        options.setdefault("direction", "lower")
        workbook = book(
            row(kpi(**options), months("2026-01", actual), targets=months("2026-01", target))
        )
        figure = explained(workbook).figure("attainment")
        return figure.shown, figure.formula[0] if figure.formula else figure.reason

    def test_lower_is_better(self) -> None:
        assert self.formula(actual=45, target=50) == ("110.0%", "1 − (45 − 50) / |50|")

    def test_inverse(self) -> None:
        assert self.formula(actual=40, target=50, attainment="inverse") == ("125.0%", "50 / 40")

    def test_progress(self) -> None:
        found = self.formula(actual=6, target=4, attainment="progress", baseline=12.0)
        assert found == ("75.0%", "(6 − 12) / (4 − 12)")

    def test_negative_target(self) -> None:
        found = self.formula(actual=-120, target=-100, direction="higher")
        assert found == ("80.0%", "1 + (−120 − (−100)) / |−100|")

    def test_beyond_a_range(self) -> None:
        # 3 beyond the nearest bound, which is larger than the width of 10.
        found = self.formula(actual=27, target=(30, 40), direction="range")
        assert found == ("90.0%", "1 − |27 − 30| / max(|30|; 40 − 30)")

    def test_none_of_a_zero_target(self) -> None:
        shown, reason = self.formula(actual=3, target=0)
        assert shown == "n.m."
        assert reason.startswith("No attainment: the target is zero.")


class TestStatus:
    def condition(self, actual: float, target: Any, **options: Any) -> tuple[str, ...]:
        options.setdefault("direction", "higher")
        workbook = book(
            row(kpi(**options), months("2026-01", actual), targets=months("2026-01", target))
        )
        figure = explained(workbook).figure("status")
        return figure.shown, *figure.formula, figure.exact

    def test_between_the_thresholds(self) -> None:
        found = self.condition(97, 100)
        assert found == ("At risk", "95% ≤ 97.0% < 100%", "0.95 <= 0.97 < 1")

    def test_an_edge_but_for_floating_point(self) -> None:
        # 1 + (0.285 − 0.3)/0.3 is 0.9499999999999999 in floating point.
        found = self.condition(0.285, 0.3)
        assert found == ("At risk", "95% ≤ 95.0% < 100%", "0.95 <= 0.95 < 1")

    def test_within_a_tolerance(self) -> None:
        found = self.condition(94, 100, tolerance=6)
        assert found == ("At risk", "−6 ≥ −6", "-6 >= -6")

    def test_beyond_a_tolerance_that_is_a_share(self) -> None:
        share = Tolerance(0.05, ToleranceKind.TARGET_SHARE)
        found = self.condition(94, 100, tolerance=share)
        assert found == ("Off track", "−6 < 0 − 5% × |100|", "-6 < 0-0.05*abs(100)")

    def test_by_the_sign_where_there_is_no_attainment(self) -> None:
        assert self.condition(3, 0, direction="lower") == ("Off track", "−3 < 0", "-3 < 0")

    def test_inside_a_range(self) -> None:
        found = self.condition(35, (30, 40), direction="range")
        assert found == ("On track", "30 ≤ 35 ≤ 40", "30 <= 35 <= 40")

    def test_a_neutral_kpi_is_not_rated(self) -> None:
        workbook = book(row(kpi(), months("2026-01", 3)))
        figure = explained(workbook).figure("status")
        assert figure.value is None
        assert figure.reason == "A KPI without a direction is not rated."


class TestHowATargetCameToBe:
    def target(
        self, options: dict[str, Any], period: str = "2026-02", **figures: Any
    ) -> Explanation:
        options = {"direction": "higher", "aggregation": "sum", **options}
        actuals = figures.pop("actuals", months("2025-01", *range(100, 112), 100, 100))
        return explained(book(row(kpi(**options), actuals, **figures)), "K", period).figure(
            "target"
        )

    def test_valid_from_a_month_on(self) -> None:
        found = self.target({}, dated={"2025-03": 70, "2026-01": 90})
        assert (found.value, found.formula) == (90.0, ())
        assert found.notes == ("Valid from Jan 2026 on.",)

    def test_a_year_in_equal_parts(self) -> None:
        found = self.target({"target_per": "year"}, targets={"2026-12": 1200})
        assert (found.value, found.formula) == (100.0, ("1,200 / 12",))
        assert found.notes == ("The target for Jan–Dec 2026, in 12 equal parts.",)

    def test_a_year_by_last_years_shape(self) -> None:
        # 100 + 101 + … + 111 = 1,266, of which February had 101.
        options = {"target_per": "year", "phasing": "last_year"}
        found = self.target(options, targets={"2026-12": 2532})
        terms = " + ".join(str(each) for each in range(100, 112))
        assert found.formula == (f"2,532 × 101 / ({terms})",)
        assert found.value == 202.0
        assert [role for role, _, _ in cells(found)] == ["target", *["prior_year"] * 12]

    def test_cumulated(self) -> None:
        found = self.target({"targets_input": "ytd"}, targets=months("2026-01", 90, 200))
        assert (found.value, found.formula) == (110.0, ("200 − 90",))
        assert found.notes == ("Cumulative figures: this one less that of Jan 2026.",)

    def test_repeated_where_months_do_not_add_up(self) -> None:
        options = {"aggregation": "last", "target_per": "quarter"}
        found = self.target(options, targets={"2026-03": 80})
        assert (found.value, found.formula) == (80.0, ())
        assert found.notes == ("One target for Jan–Mar 2026; it holds in each period of it.",)

    def test_months_gathered_to_a_quarter(self) -> None:
        options = {"frequency": "quarterly", "target_per": "month"}
        found = self.target(
            options,
            "2026-03",
            actuals={"2026-03": 300},
            targets=months("2026-01", 90, 100),
            dated={"2026-03": 110},
        )
        assert (found.value, found.formula) == (300.0, ("90 + 100 + 110",))

    def test_planned_parts(self) -> None:
        found = explained(
            book(
                row(
                    kpi(
                        unit="%",
                        direction="higher",
                        aggregation="ratio",
                        numerator="GP",
                        denominator="REV",
                    )
                ),
                row(
                    kpi("GP", aggregation="sum"),
                    months("2026-01", 40),
                    targets=months("2026-01", 45),
                ),
                row(SALES, months("2026-01", 100), targets=months("2026-01", 90)),
            )
        ).figure("target")
        assert (found.value, found.formula) == (50.0, ("45 / 90 × 100",))
        assert [role for role, _, _ in cells(found)] == ["numerator", "denominator"]


class TestWindows:
    def test_a_ratio_has_numerator_and_denominator(self) -> None:
        found = explained(_ratio(targets=months("2026-01", 50, 40)))
        actual = found.figure("ytd.actual")
        assert (actual.value, actual.formula) == (30.0, ("90 / 300 × 100",))
        upper, lower = actual.parts
        assert (upper.label, upper.formula) == ("Numerator, GP", ("40 + 50",))
        assert (lower.label, lower.formula) == ("Denominator, REV", ("100 + 200",))

    def test_a_target_at_actual_mix(self) -> None:
        # (50 × 100 + 40 × 200) / 300 = 43⅓
        target = explained(_ratio(targets=months("2026-01", 50, 40))).figure("ytd.target")
        assert target.value == pytest.approx(130 / 3)
        assert target.formula == ("(50 × 100 + 40 × 200) / 300",)

    def test_like_for_like(self) -> None:
        found = explained(
            book(
                row(
                    kpi(direction="higher", aggregation="sum"),
                    months("2026-01", 10, 20, 30),
                    targets=months("2026-02", 25, 25),
                )
            )
        )
        assert found.figure("ytd.actual").formula == ("10 + 20 + 30",)
        assert found.figure("ytd.compared_actual").formula == ("20 + 30",)
        assert found.figure("ytd.variance").formula == ("50 − 50",)
        assert found.figure("ytd.actual").reason.startswith("Compared over 2 of 3 months")

    def test_a_stated_total_is_the_cell_itself(self) -> None:
        found = explained(
            book(row(kpi(aggregation="sum", actuals_input="ytd"), months("2026-01", 100, 230, 300)))
        )
        assert found.figure("actual").formula == ("300 − 230",)
        assert found.figure("ytd.actual").formula == ()
        assert found.figure("ytd.actual").notes == (
            "A cumulative figure since Jan 2026, as typed.",
        )

    def test_a_mean_of_cumulated_means(self) -> None:
        # The third month: 3 × 12 − 2 × 11 = 14.
        item = kpi(aggregation="mean", actuals_input="ytd")
        found = explained(book(row(item, months("2026-01", 10, 11, 12))))
        assert found.figure("actual").value == 14.0
        assert found.figure("actual").formula == ("(3 × 12 − 2 × 11) / 1",)

    def test_all_twelve_months_are_shown(self) -> None:
        found = explained(book(row(SALES, months("2026-01", *range(1, 13)))), "REV")
        assert found.figure("rolling12.actual").formula == (
            "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12",
        )


class TestTheProcess:
    def test_limits(self) -> None:
        # 10 and 20 in turn: mean 15, every moving range 10, limits 15 ± 26.6.
        found = explained(book(row(kpi(decimals=1), months("2026-01", *[10, 20] * 4))))
        assert found.figure("process.mean").formula[-1].endswith("/ 8")
        assert found.figure("process.moving_range").value == 10.0
        assert found.figure("process.lower").formula == ("15 − 2.66 × 10",)
        assert found.figure("process.upper").value == pytest.approx(41.6)

    def test_limits_are_not_rounded_to_the_kpi_s_own_decimals(self) -> None:
        # 2 and 3 in turn: mean 2.5, every moving range 1, limits 2.5 ± 2.66.
        found = explained(book(row(kpi(decimals=0), months("2026-01", *[2, 3] * 4))))
        shown = [found.figure(f"process.{each}").shown for each in ("mean", "lower", "upper")]
        assert shown == ["2.5", "−0.2", "5.2"]
        assert found.figure("process.moving_range").shown == "1.0"
        assert found.figure("process.lower").formula == ("2.5 − 2.66 × 1",)

    def test_ranges_left_out(self) -> None:
        # Nine ranges of 1 and two of 51: their mean is 111/11, times 3.267 is 32.97.
        figures = [10, 11, 10, 11, 10, 61, 10, 11, 10, 11, 10, 11]
        found = explained(book(row(kpi(decimals=2), months("2026-01", *figures))))
        out = [each for each in found.figures() if each.figure == "process.screened"]
        assert [(each.label, each.formula) for each in out] == [
            ("Left out: moving range of Jun 2026", ("|61 − 10|",)),
            ("Left out: moving range of Jul 2026", ("|10 − 61|",)),
        ]
        assert found.figure("process.moving_range_screened").value == 1.0

    def test_a_long_sum_is_shortened_and_its_total_stands_below(self) -> None:
        found = explained(book(row(kpi(), months("2025-01", *range(1, 15)))))
        assert found.figure("process.mean").formula == (
            "(1 + 2 + 3 + 4 + … + 11 + 12 + 13 + 14) / 14",
            "105 / 14",
        )


class TestTheTrend:
    def test_the_median_slope(self) -> None:
        # A straight line: every pair rises by 2 a month; 28 pairs, S = 28, variance 65⅓.
        line = kpi(direction="higher", aggregation="mean")
        found = explained(book(row(line, months("2026-01", *range(2, 18, 2)))))
        slope, test = found.figure("trend.slope"), found.figure("trend.p_value")
        assert slope.value == 2.0
        assert "28 pairs of months" in slope.notes[0]
        assert test.exact.startswith("2*phi(-27/sqrt(65.3333")
        assert found.figure("trend.direction").shown == "improving"


def test_a_status_change_step_by_step() -> None:
    found = explained(
        book(
            row(
                kpi(direction="higher"),
                months("2026-01", 100, 120),
                targets=months("2026-01", 100, 115),
            )
        )
    )
    before, target, actual = (
        found.figure(f"status_change.{code}") for code in ("before", "target", "actual")
    )
    assert (before.shown, before.formula) == ("On track", ("100.0% ≥ 100%",))
    assert (target.shown, target.formula) == ("On track → Off track", ("87.0% < 95%",))
    assert (actual.shown, actual.formula) == ("Off track → On track", ("104.3% ≥ 100%",))


def test_a_parents_status_comes_from_its_children() -> None:
    found = explained(
        book(
            row(kpi("TOP", direction="higher", roll_up="weighted_mean")),
            row(
                kpi("A", direction="higher", parent="TOP", weight=3.0),
                months("2026-01", 90),
                targets=months("2026-01", 100),
            ),
            row(
                kpi("B", direction="higher", parent="TOP"),
                months("2026-01", 100),
                targets=months("2026-01", 100),
            ),
        ),
        "TOP",
    )
    status = found.figure("status")
    assert (status.shown, status.exact) == ("Off track", "0.925 < 0.95")
    (score,) = status.parts
    assert score.formula == ("(90% × 3 + 100% × 1) / (3 + 1)",)
    assert [part.label for part in score.parts] == ["Score of A", "Score of B"]


def _ratio(**figures: Any) -> Book:
    ratio = kpi(
        unit="%", direction="higher", aggregation="ratio", numerator="GP", denominator="REV"
    )
    return book(
        row(ratio, **figures),
        row(kpi("GP", aggregation="sum"), months("2026-01", 40, 50)),
        row(SALES, months("2026-01", 100, 200)),
    )


class TestFindingAKpi:
    BOOK = book(row(kpi("REV", name="Chiffre d’affaires")), row(kpi("GM", name="Marge brute")))

    @pytest.mark.parametrize("text", ["REV", "rev", "chiffre d'affaires", "CHIFFRE D’AFFAIRES"])
    def test_by_id_or_name(self, text: str) -> None:
        assert kpireport.find_kpi(self.BOOK, text) == "REV"

    def test_an_unknown_one_names_the_nearest(self) -> None:
        with pytest.raises(kpireport.UsageError) as raised:
            kpireport.find_kpi(self.BOOK, "Marge brut")
        assert raised.value.code == "unknown_kpi"
        assert raised.value.params["known"] == ("Marge brute",)

    def test_a_name_of_two(self) -> None:
        twice = book(row(kpi("A", name="Sales")), row(kpi("B", name="sales")))
        with pytest.raises(kpireport.UsageError) as raised:
            kpireport.find_kpi(twice, "Sales")
        assert raised.value.params["known"] == ("A", "B")


@pytest.mark.parametrize(
    ("addresses", "text"),
    [
        (["E7"], "S!E7"),
        (["E7", "F7", "G7"], "S!E7:G7"),
        (["Z7", "AA7", "AC7"], "S!Z7:AA7, AC7"),
        (["C5", "C6", "C7", "D7"], "S!C5:C7, D7"),
        (["C5", "C9", "C5"], "S!C5, C9"),
        (["G7", "F7"], "S!G7, F7"),
    ],
)
def test_neighbouring_cells_are_a_range(addresses: list[str], text: str) -> None:
    assert places(CellRef("S", address) for address in addresses) == text


class TestFormulasAsText:
    ONE, TWO, THREE, LESS = Number(1.0), Number(2.0), Number(3.0), Number(-2.5)

    def test_brackets_where_the_order_would_be_another(self) -> None:
        one, two, three = self.ONE, self.TWO, self.THREE
        assert exact(minus(one, minus(two, three))) == "1-(2-3)"
        assert exact(minus(minus(one, two), three)) == "1-2-3"
        assert exact(over(one, times(two, three))) == "1/(2*3)"
        assert exact(times(over(one, two), three)) == "1/2*3"
        assert exact(times(plus(one, two), three)) == "(1+2)*3"
        assert exact(minus(one, self.LESS)) == "1-(-2.5)"

    def test_computed_numbers_have_the_decimals_it_takes(self) -> None:
        node = minus(Number(1 / 3), Number(0.3333))
        formats = get_formats("en")
        assert lines(node, formats) == ("0.3 − 0.3",)
        close = lines(node, formats, lambda found: abs(found - 1 / 30000) < 1e-6)
        # 0.33333 would give 0.00003, further than a millionth from 0.0000333…
        assert close == ("0.333333 − 0.3333",)


def test_decimals_are_read_off_a_figure() -> None:
    assert [decimals_of(text, "en") for text in ("1,234", "38.9%", "£1.20")] == [0, 1, 2]
