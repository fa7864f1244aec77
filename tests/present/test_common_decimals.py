"""One number of decimals for all figures of a KPI, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language, Settings
from kpireport.model.kpi import Aggregation, Direction, Kpi, Tolerance, ToleranceKind
from kpireport.model.landing import Landing
from kpireport.model.measure import Comparison, Measure
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.present.figures import KpiFigures
from kpireport.present.live import live_formats
from kpireport.present.measures import comparison_views, month_view
from kpireport.present.verdict import Speaker, gap, in_short, verdict
from kpireport.present.view import Tone
from tests.present.scorecards import (
    EURO,
    EURO_PER_ORDER,
    KILO_EURO,
    OCTOBER,
    PERCENT,
    PLAIN,
    Figures,
    cell,
    measure,
    result,
)

RATE = Kpi("R", "Rate", cell("A2"), unit=PERCENT, direction=Direction.HIGHER, decimals=1)
COST = replace(RATE, unit=EURO_PER_ORDER, direction=Direction.LOWER, decimals=2)
SALES = replace(RATE, unit=EURO, decimals=0)
COUNT = replace(RATE, unit=PLAIN, aggregation=Aggregation.SUM, decimals=0)
EN = get_messages("en")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")


def found(kpi: Kpi, month: tuple[float, float], year: tuple[float, float]) -> KpiResult:
    """A KPI of one month and a year to date, each an actual and its target, and nothing else."""
    empty = result(Figures(kpi, [month[0]], [month[1]]))
    none = Comparison()
    return replace(
        empty,
        measure=measure(kpi, *month),
        qtd=replace(empty.qtd, measure=Measure()),
        ytd=replace(empty.ytd, measure=measure(kpi, *year)),
        rolling12=replace(empty.rolling12, measure=Measure()),
        comparisons=replace(
            empty.comparisons, previous=none, year_ago=none, ytd_year_ago=none, baseline=none
        ),
    )


def rows(of: KpiResult, language: Language = "en") -> list[str]:
    """Actual, target and variance of the month and of the year to date, as printed."""
    shown = KpiFigures.of(get_messages(language), Settings(), of)
    both = [shown.measure(each) for each in (of.measure, of.ytd.measure)]
    return [plain(f"{m.actual.text} {m.target.text} {m.variance.text}") for m in both]


@pytest.mark.parametrize(
    ("month", "year", "printed"),
    [
        # 40.5 less 40.8 is not −0.4: a decimal more for both rows.
        ((40.2, 40.8), (40.45, 40.84), ["40.20% 40.80% -0.60 pts", "40.45% 40.84% -0.39 pts"]),
        # 40.4 less 40.8 is −0.4: the usual ones.
        ((40.2, 40.8), (40.44, 40.84), ["40.2% 40.8% -0.6 pts", "40.4% 40.8% -0.4 pts"]),
        # 2.2535 is neither 71.0 less 68.8 nor 71.01 less 68.75: no decimals mend it.
        ((70.9, 66.5), (71.008, 68.7545), ["70.9% 66.5% +4.4 pts", "71.0% 68.8% +2.3 pts"]),
        # 94.96 misses 95.
        ((96.2, 95.0), (94.96, 95.0), ["96.20% 95.00% +1.20 pts", "94.96% 95.00% -0.04 pts"]),
        # 94.996 takes three decimals, two more.
        (
            (96.2, 95.0),
            (94.996, 95.0),
            ["96.200% 95.000% +1.200 pts", "94.996% 95.000% -0.004 pts"],
        ),
        # 94.9996 would take three more: it has them for itself.
        ((96.2, 95.0), (94.9996, 95.0), ["96.2% 95.0% +1.2 pts", "94.9996% 95.0000% -0.0004 pts"]),
        # 95.04 hits it: one more shows by how much.
        ((96.2, 95.0), (95.04, 95.0), ["96.20% 95.00% +1.20 pts", "95.04% 95.00% +0.04 pts"]),
        # 95.004 hits it too, and one more would show nothing.
        ((96.2, 95.0), (95.004, 95.0), ["96.2% 95.0% +1.2 pts", "95.0% 95.0% 0.0 pts"]),
    ],
)
def test_all_rows_have_as_many_decimals(
    month: tuple[float, float], year: tuple[float, float], printed: list[str]
) -> None:
    assert rows(found(RATE, month, year)) == printed


def test_both_languages_have_the_same_decimals() -> None:
    of = found(RATE, (40.2, 40.8), (40.45, 40.84))
    assert rows(of, "fr") == ["40,20 % 40,80 % -0,60 pt", "40,45 % 40,84 % -0,39 pt"]


def test_money_has_no_fractions_of_a_cent_for_a_difference() -> None:
    # 21.77 less 20.80 is 0.97, not 0.96; with three decimals 21.767 − 20.804 = 0.963 would do.
    assert rows(found(COST, (44.35, 44.92), (21.767, 20.804)))[1] == "€21.77 €20.80 +€0.96"


def test_what_is_shown_whole_gets_no_tenths_for_a_difference() -> None:
    # 23 less 20 is 3, not 2 (2.4).
    assert rows(found(COUNT, (22.0, 20.0), (22.5, 20.1))) == ["22 20 +2", "23 20 +2"]
    assert rows(found(SALES, (22.0, 20.0), (22.5, 20.1)))[1] == "€23 €20 +€2"


def test_whole_money_that_misses_its_target_by_cents_gets_cents() -> None:
    assert rows(found(SALES, (22.0, 20.0), (1999.7, 2000.0))) == [
        "€22.00 €20.00 +€2.00",
        "€1,999.70 €2,000.00 -€0.30",
    ]


def test_an_edge_belongs_to_the_better_status() -> None:
    # 0.299 of the 0.3 that are allowed is at risk, and so is 0.3; 0.32 is off track.
    lower = replace(RATE, direction=Direction.LOWER, tolerance=Tolerance(0.3, ToleranceKind.POINTS))
    assert rows(found(lower, (5.7, 5.5), (5.799, 5.5))) == [
        "5.7% 5.5% +0.2 pts",
        "5.8% 5.5% +0.3 pts",
    ]
    assert rows(found(lower, (5.7, 5.5), (5.82, 5.5)))[1] == "5.82% 5.50% +0.32 pts"


def test_a_month_of_the_past_takes_its_decimals_for_all() -> None:
    of = found(RATE, (96.2, 95.0), (96.4, 95.0))
    first = of.history[-1]
    late = replace(first, period=OCTOBER.shift(-35), measure=measure(RATE, 94.96, 95.0))
    early = replace(late, period=OCTOBER.shift(-36))  # no longer in the table month by month
    now = replace(first, period=OCTOBER, measure=of.measure)
    assert rows(replace(of, history=(late, now)))[0] == "96.20% 95.00% +1.20 pts"
    assert rows(replace(of, history=(early, now)))[0] == "96.2% 95.0% +1.2 pts"


def test_comparisons_take_part_and_small_changes_are_no_news() -> None:
    of = found(RATE, (70.9, 66.5), (71.0, 68.8))

    def shown(value: float, delta: float) -> tuple[str, str, Tone, str]:
        compared = replace(of.comparisons, previous=Comparison(OCTOBER, value, delta, None, -delta))
        after = replace(of, comparisons=compared)
        figures = KpiFigures.of(EN, Settings(), after)
        first = comparison_views(EN, figures, after)[0]
        month = month_view(EN, figures, after, OCTOBER)
        texts = (first.value.text, first.delta.text, month.actual.text)
        return plain(texts[0]), plain(texts[1]), first.delta.tone, plain(texts[2])

    # 70.9 less 70.85 is 0.05: 70.9 and 0.1 would make 71.0.
    assert shown(70.85, 0.05) == ("70.85%", "+0.05 pts", Tone.BAD, "70.90%")
    # 70.9 less 70.896 is 0.004: 70.9 and 0.0 do.
    assert shown(70.896, 0.004) == ("70.9%", "0.0 pts", Tone.PLAIN, "70.9%")


def test_a_landing_takes_part() -> None:
    of = found(RATE, (96.2, 95.0), (96.4, 95.0))

    def month(target: float, **landing: Any) -> str:
        fiscal = replace(of.fiscal_year, measure=Measure(target=target))
        landed = Landing(year_end=Period(2026, 12), **landing)
        return rows(replace(of, fiscal_year=fiscal, landing=landed))[0]

    assert month(95.0, statistical=94.996) == "96.200% 95.000% +1.200 pts"  # it misses 95
    assert month(95.0, statistical=95.004) == "96.2% 95.0% +1.2 pts"  # it hits it
    # 95.3 less 95.1 is 0.2, not 0.28; 95.4 less 95.1 is 0.3.
    assert month(95.06, forecast=95.34) == "96.20% 95.00% +1.20 pts"
    assert month(95.06, forecast=95.36) == "96.2% 95.0% +1.2 pts"


def test_shares_of_one_column_have_as_many_decimals() -> None:
    kilo = replace(RATE, unit=KILO_EURO)
    of = found(kilo, (1017.0, 1000.0), (2999.0, 3000.0))  # 99.967 % is not 100.0 %
    shown = KpiFigures.of(EN, Settings(), of)
    both = [shown.measure(each) for each in (of.measure, of.ytd.measure)]
    assert [plain(m.attainment.text) for m in both] == ["101.70%", "99.97%"]
    assert [plain(m.variance_pct.text) for m in both] == ["+1.70%", "-0.03%"]


def speaker(of: KpiResult, language: Language = "en") -> Speaker:
    messages = get_messages(language)
    return Speaker(messages, KpiFigures.of(messages, Settings(), of), of, OCTOBER)


def test_what_prints_as_its_target_is_said_to_be_level_with_it() -> None:
    of = found(RATE, (95.004, 95.0), (96.4, 95.0))
    said = plain(in_short(speaker(of)))
    assert said == "95.0% in Oct 2026, level with the target of 95.0%"
    french = plain(in_short(speaker(of, "fr")))
    assert french == "95,0 % en oct. 2026, à hauteur de l’objectif de 95,0 %"


def test_a_share_that_prints_as_nothing_gives_way_to_the_amount() -> None:
    of = found(replace(RATE, unit=KILO_EURO), (10001.0, 10000.0), (10050.0, 10000.0))
    said = plain(gap(EN, speaker(of).figures, of.measure))
    assert said == "1.0 k€ above the target of 10,000.0 k€"


@pytest.mark.parametrize(
    ("delta", "said"),
    [(0.0, "unchanged since"), (0.02, "hardly changed since"), (0.1, "0.1 pts more than in")],
)
def test_a_change_without_a_target_is_said_as_it_prints(delta: float, said: str) -> None:
    of = found(RATE, (70.9, 66.5), (71.0, 68.8))
    compared = replace(of.comparisons, previous=Comparison(OCTOBER.shift(-1), 70.9 - delta, delta))
    aimless = replace(of, measure=Measure(actual=70.9), comparisons=compared)
    assert said in plain(verdict(speaker(aimless)))


def test_excel_has_the_report_s_decimals_or_those_of_the_neediest_month() -> None:
    usual = found(RATE, (96.2, 95.0), (96.4, 95.0))
    missed = found(RATE, (96.2, 95.0), (94.96, 95.0))
    edge = found(RATE, (96.2, 95.0), (94.9996, 95.0))
    odd = found(RATE, (40.2, 40.8), (40.45, 40.84))  # 40.5 less 40.8 is not −0.4

    def levels(*months: KpiResult) -> tuple[str, str, str]:
        formats = live_formats(EN, Settings(), months)
        return formats.level, formats.change.split(";")[0], formats.attainment

    one, two, four = ((f"#,##0.{'0' * n}%", f'+#,##0.{"0" * n}"\u00a0pts"') for n in (1, 2, 4))
    tenths, hundredths = "#,##0.0%", "#,##0.00%"
    assert levels(usual) == (*one, tenths)
    assert levels(odd, usual) == (*two, tenths)
    # 94.96 of 95 is 99.96 %, which prints as 100.0 %.
    assert levels(usual, missed) == (*two, hundredths)
    assert levels(usual, odd) == (*one, tenths)  # a difference of a month that may never be chosen
    # 94.9996 of 95: the month and the totals stand in one table, and all have four.
    assert levels(usual, edge) == (*four, "#,##0.0000%")


def test_excel_has_cents_not_tenths_where_whole_money_needs_decimals() -> None:
    usual, missed = (found(SALES, (month, 2000.0), (2100.0, 2000.0)) for month in (2100.0, 1999.6))
    assert live_formats(EN, Settings(), [usual]).level == '"€"#,##0'
    assert live_formats(EN, Settings(), [usual, missed]).level == '"€"#,##0.00'


@pytest.mark.parametrize(("month", "said"), [(40.0, "inside"), (45.2, "+0.2")])
def test_a_card_says_inside_instead_of_a_variance_of_nothing(month: float, said: str) -> None:
    cover = replace(RATE, unit=PLAIN, direction=Direction.RANGE)
    of = result(Figures(cover, [month], [], band=(30.0, 45.0)))
    view = month_view(EN, KpiFigures.of(EN, Settings(), of), of, OCTOBER)
    assert view.on_card.text == said
