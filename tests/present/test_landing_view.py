"""The landing in words and rows, in both languages; its explanation against the scorecard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Book, Language
from kpireport.model.kpi import Kpi, Unit, UnitKind
from kpireport.present.assemble import build_view
from kpireport.present.explanation import explain_kpi
from kpireport.present.kpi_view import Report
from kpireport.present.landing_view import landing_view
from kpireport.present.view import Tone
from kpireport.present.view_management import LandingView
from tests.compute.books import book, kpi, month, months, row
from tests.present.explained import hold

LAST_YEARS_SHAPE = [10.0] * 12 + [12.0] * 12
FORECAST = months("2026-07", *[14.0] * 6)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


def sums(**options: Any) -> Kpi:
    return kpi(**{"aggregation": "sum", "direction": "higher", "decimals": 1} | options)


def made(target: float = 15.0, forecast: Any = FORECAST, **options: Any) -> Book:
    """Two years to June 2026: six months of 12 known, the seasonal landing 158.4."""
    targets = months("2026-01", *[target] * 12)
    actuals = months("2024-07", *LAST_YEARS_SHAPE)
    found = book(row(sums(**options), actuals, targets=targets, forecast=forecast or {}))
    typed = {
        kpi_id: {period: replace(each, version="v3") for period, each in series.items()}
        for kpi_id, series in found.forecast.items()
    }
    return replace(found, forecast=typed)


def view(workbook: Book, language: Language = "en", period: str = "2026-06") -> LandingView | None:
    scorecard = build_scorecard(workbook, month(period))
    report = Report(get_messages(language), scorecard, {}, {})
    calendar = workbook.settings.fiscal_calendar
    return landing_view(report.speaker(scorecard.kpi("K")), calendar)


def sentence(workbook: Book, language: Language = "en", period: str = "2026-06") -> str:
    found = view(workbook, language, period)
    assert found is not None
    return plain(found.sentence)


def test_both_landings_the_target_and_what_it_takes() -> None:
    # Target 180: 108 in six months, 18 a month, where the best six months had 12.
    assert sentence(made()) == (
        "Landing at 156.0 by management's forecast (v3), 158.4 by last year's seasonal shape "
        "(80%: 158.4 to 158.4); management's forecast is below the range that history supports; "
        "the target of 180.0 is unlikely to be met; it takes 18.0 a month for 6 months, "
        "never reached in the same months of earlier years."
    )
    assert sentence(made(), "fr") == (
        "Atterrissage à 156,0 selon la prévision de la direction (v3), à 158,4 selon la "
        "saisonnalité de l'an dernier (80 % : de 158,4 à 158,4) ; la prévision de la direction "
        "est en deçà de la fourchette que l'historique justifie ; l'objectif de 180,0 ne sera "
        "probablement pas atteint ; il faut 18,0 par mois pendant 6 mois, jamais atteint sur "
        "les mêmes mois des années précédentes."
    )


def test_the_check_alone_and_a_rate_that_was_seen() -> None:
    # Target 138: 66 in six months, 11 a month; July to December 2025 brought 12 each.
    assert sentence(made(11.5, forecast=None)) == (
        "Landing at 158.4 by last year's seasonal shape (80%: 158.4 to 158.4); the target of "
        "138.0 is likely to be met; it takes 11.0 a month for 6 months, reached in the same "
        "months of an earlier year (at best 12.0, Jul–Dec 2025)."
    )


def test_the_forecast_alone() -> None:
    short = book(
        row(
            sums(),
            months("2026-01", *[12.0] * 6),
            targets=months("2026-01", *[15.0] * 12),
            forecast=FORECAST,
        )
    )
    assert sentence(short) == (
        "Landing at 156.0 by management's forecast; the target is 180.0; "
        "it takes 18.0 a month for 6 months, never reached before."
    )


def test_neither_says_why_and_keeps_what_it_takes() -> None:
    targets = months("2026-01", *[15.0] * 12)
    short = book(row(sums(), months("2026-01", *[12.0] * 6), targets=targets))
    found = view(short)
    assert found is not None
    assert plain(found.sentence) == (
        "No landing yet. The history has 6 months; it takes 24 to try the methods on earlier "
        "year ends."
    )
    assert plain(found.run_rate).startswith(
        "It takes 18.0 a month for 6 months, never reached before. "
        "The year's months so far average 12.0."
    )
    assert found.method == ""


@pytest.mark.parametrize(
    ("direction", "target", "expected"),
    [
        ("higher", 6.0, "the target of 72.0 is already met."),
        ("lower", 5.0, "the target of 60.0 can no longer be met."),
    ],
)
def test_a_target_that_is_settled(direction: str, target: float, expected: str) -> None:
    text = sentence(made(target, forecast=None, direction=direction))
    assert text.endswith(f"; {expected}")
    assert "it takes" not in text


def test_the_best_there_was_is_named_once_with_its_months() -> None:
    seen, never = view(made(11.5, forecast=None)), view(made())
    assert seen is not None
    assert never is not None
    assert plain(seen.run_rate) == "The year's months so far average 12.0."
    assert plain(never.run_rate) == (
        "The year's months so far average 12.0. Over the same 6 months of earlier years the best "
        "average was 12.0, Jul–Dec 2025."
    )


def test_the_landings_of_one_table_have_as_many_decimals() -> None:
    """The forecast is 0.04 off the target: with one decimal both would be 180.0."""
    found = view(made(forecast=months("2026-07", *[18.0] * 5, 17.96)))
    assert found is not None
    assert [row.value.text for row in found.rows] == ["179.96", "158.40", "180.00", "132.00"]
    assert plain(found.rows[1].against.text) == "−21.60"


def test_lower_is_better_takes_at_most() -> None:
    text = sentence(made(12.5, forecast=None, direction="lower"))  # 78 in six months
    assert text.endswith(
        "it takes at most 13.0 a month for 6 months, reached in the same months of an earlier year "
        "(at best 10.0, Jul–Dec 2024)."
    )


def test_a_level_takes_its_target_and_says_no_more() -> None:
    assert "it takes" not in sentence(made(aggregation="last"))
    assert "an average of" in sentence(made(aggregation="mean"))


def test_the_year_so_far_has_the_decimals_it_has_beside_its_target() -> None:
    """2.7 and 2.8 three times each are 2.75 on average, 10 % over 2.5; 2.8 would be 12 % over."""
    level = sums(aggregation="mean", direction="lower")
    actuals = months("2025-01", *[2.6] * 12, 2.7, 2.8, 2.7, 2.8, 2.7, 2.8)
    late = book(row(level, actuals, targets=months("2026-01", *[2.5] * 12)))
    found = view(late)
    assert found is not None
    assert "The year so far stands at 2.75." in plain(found.run_rate)


def ratio(**denominator: Any) -> Book:
    """P/R to September: 75 of 900, 10 % wanted; R was 200 a month in the quarter a year ago."""
    margin = kpi(
        "K", aggregation="ratio", direction="higher", numerator="P", denominator="R", unit="%"
    )
    profit = row(sums(kpi_id="P"), months("2026-01", *[7.0] * 6, 11, 11, 11))
    revenue = row(
        replace(sums(kpi_id="R"), name="Revenue"),
        {**months("2025-10", 200, 200, 200), **months("2026-01", *[100.0] * 9)},
        **denominator,
    )
    return book(row(margin, targets=months("2026-01", *[10.0] * 12)), profit, revenue)


@pytest.mark.parametrize(
    ("language", "forecast", "expected"),
    [
        ("en", (100.0,) * 3, "It takes an average of 15.0% (Revenue as forecast by management)"),
        ("en", (), "It takes an average of 12.5% (Revenue as in the same months of last year)"),
        ("fr", (100.0,) * 3, "Il faut 15,0 % (Revenue selon la prévision de la direction)"),
        ("fr", (), "Il faut 12,5 % (Revenue comme sur les mêmes mois de l'an dernier)"),
    ],
)
def test_what_a_ratio_takes_says_what_weighs_its_months(
    language: Language, forecast: tuple[float, ...], expected: str
) -> None:
    found = view(ratio(forecast=months("2026-10", *forecast)), language, "2026-09")
    assert found is not None
    assert plain(found.run_rate).startswith(expected)


def test_rows_against_the_target() -> None:
    found = view(made())
    assert found is not None
    assert plain(found.title) == "Landing, fiscal year 2026"
    rows = {plain(each.label): each for each in found.rows}
    assert [rows[name].value.text for name in rows] == ["156.0", "158.4", "180.0", "132.0"]
    forecast, check = rows["Management's forecast"], rows["Statistical check"]
    assert (plain(forecast.against.text), forecast.against.tone) == ("−24.0", Tone.BAD)
    assert forecast.note == "version v3"
    assert plain(check.interval) == "80% interval: 158.4 to 158.4"
    assert list(rows)[2:] == ["Full-year target", "Prior year"]
    assert plain(found.method).endswith(
        "Tested on 4 earlier twelve-month spans, each cut after its 6th month: off by 0.0% "
        "on average."
    )


@pytest.mark.parametrize(
    ("monthly", "expected"),
    [
        (14.0, "management's forecast is below the range that history supports"),
        (14.4, ""),  # 72 + 86.4 = 158.4, the range itself
        (15.0, "management's forecast is above the range that history supports"),
    ],
)
def test_a_forecast_outside_the_interval_is_said(monthly: float, expected: str) -> None:
    text = sentence(made(forecast=months("2026-07", *[monthly] * 6)))
    assert ("the range that history supports" in text) == bool(expected)
    assert expected in text
    french = sentence(made(forecast=months("2026-07", *[monthly] * 6)), "fr")
    assert ("au-delà de la fourchette que l'historique justifie" in french) == (monthly > 14.4)
    assert ("en deçà de la fourchette que l'historique justifie" in french) == (monthly < 14.4)


def test_budget_and_year_before_are_what_the_forecast_is_held_against() -> None:
    # The forecast is 72 + 84 = 156, the budget 150 (+6, 4 %), the year before 132 (+24, 18.2 %).
    workbook = made()
    budget = book(row(sums(), {}, budget=months("2026-01", *[12.5] * 12))).budget
    for language, on_budget, on_year in (
        ("en", "forecast against it: +6.0 (+4.0%)", "forecast against it: +24.0 (+18.2%)"),
        ("fr", "écart de la prévision : +6,0 (+4,0 %)", "écart de la prévision : +24,0 (+18,2 %)"),
    ):
        found = view(replace(workbook, budget=budget), cast(Language, language))
        assert found is not None
        *_, of_budget, of_year = found.rows
        assert (plain(of_budget.note), plain(of_year.note)) == (on_budget, on_year)
        assert of_budget.against.text == of_year.against.text == "–"
    alone = view(replace(made(forecast=None), budget=budget))
    assert alone is not None
    assert [each.note for each in alone.rows[3:]] == ["", ""]


def test_the_forecast_of_a_percentage_is_held_against_in_points() -> None:
    # 14 % each month to come and 12 % so far: 13 %; the year before had 10 % and 12 %: 11 %.
    found = view(made(aggregation="mean", unit="%"))
    assert found is not None
    assert plain(found.rows[-1].note) == "forecast against it: +2.0 pts"


def test_one_unit_in_one_sentence() -> None:
    text = sentence(made(unit=Unit("€/ticket", UnitKind.CURRENCY, "EUR", per="ticket")), "fr")
    inside = text[text.index("(80 % :") : text.index(")", text.index("(80 % :"))]
    assert inside.count("€/ticket") == 2 == inside.count("€")
    days = sentence(made(unit=Unit("days", UnitKind.OTHER)))
    assert "(80%: 158.4 to 158.4 days)" in days


def test_how_a_span_was_cut_is_said() -> None:
    def tested(period: str, language: Language) -> str:
        end = month(period).index - month("2026-06").index
        workbook = book(
            row(sums(), months("2023-07", *[float(10 + n % 12) for n in range(36 + end)]))
        )
        found = view(workbook, language, period)
        assert found is not None
        return plain(found.method)

    assert "each cut after its 1st month: off by" in tested("2026-01", "en")
    assert "each cut after its 2nd month: off by" in tested("2026-02", "en")
    assert "each cut after its 3rd month: off by" in tested("2026-03", "en")
    assert "each cut after its 4th month: off by" in tested("2026-04", "en")
    assert "chacune coupée après son 1er mois : écart moyen de" in tested("2026-01", "fr")
    assert "chacune coupée après son 4e mois : écart moyen de" in tested("2026-04", "fr")


def test_actuals_after_the_period_are_not_known_and_the_note_says_so() -> None:
    workbook = book(row(sums(), months("2026-01", *[12.0] * 10), forecast=months("2026-11", 9, 9)))
    for language, expected in (
        ("en", "Seen from Aug 2026, the forecast (or the final actual) of K is missing for "
         "Sep 2026 to Oct 2026."),
        ("fr", "Vu de fin août 2026, la prévision (ou le réalisé définitif) de K manque "
         "de sept. 2026 à oct. 2026."),
    ):  # fmt: skip
        found = view(workbook, cast(Language, language), "2026-08")
        assert found is not None
        assert plain(found.rows[0].note) == expected


def test_a_landing_beside_its_target_never_prints_as_the_target() -> None:
    found = view(made(158.44 / 12, forecast=None))
    assert found is not None
    check, target = found.rows[1].value.text, found.rows[2].value.text
    assert (check, target) == ("158.40", "158.44")
    assert "the target of 158.44 " in plain(found.sentence)


def test_missing_forecasts_say_which_months() -> None:
    found = view(made(forecast=months("2026-07", 14, 14)))
    assert found is not None
    assert found.rows[0].value.text == "–"
    assert plain(found.rows[0].note) == (
        "Seen from Jun 2026, the forecast (or the final actual) of K is missing for "
        "Sep 2026 to Dec 2026."
    )


def test_nothing_is_said_without_totals_and_of_a_year_that_is_over() -> None:
    assert view(made(aggregation=None, forecast=None)) is None
    whole = book(row(sums(), months("2025-01", *LAST_YEARS_SHAPE)))
    assert view(whole, period="2026-12") is None


def test_the_report_shows_it() -> None:
    scorecard = build_scorecard(made(), month("2026-06"))
    shown = build_view(scorecard, "en", "0").kpis[0].landing
    assert shown == view(made())


# The explanation --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "workbook",
    [
        made(),
        made(aggregation="mean", direction="lower"),
        made(aggregation="last"),
        made(aggregation="max", direction="lower"),
        ratio(),
        ratio(forecast=months("2026-10", 100, 100, 100)),
        book(
            row(
                sums(),
                months("2023-01", *[float(100 + 7 * place % 31) for place in range(41)]),
                targets=months("2026-01", *[110.0] * 12),
            )
        ),
    ],
    ids=["sum", "mean", "last", "max", "ratio", "forecast ratio", "noisy"],
)
def test_every_formula_of_a_landing_gives_its_figure(workbook: Book, language: Language) -> None:
    noisy = len(workbook.actuals.get("K", ())) > 40
    of_ratio = "R" in workbook.actuals
    hold(workbook, month("2026-09" if of_ratio else "2026-05" if noisy else "2026-06"), language)


def test_the_explanation_is_the_scorecards_landing() -> None:
    workbook = made()
    scorecard = build_scorecard(workbook, month("2026-06"))
    landing = scorecard.kpi("K").landing
    found = explain_kpi(workbook, scorecard, "K", "en")
    figures = {
        "forecast": landing.forecast,
        "statistical": landing.statistical,
        "low": landing.low,
        "high": landing.high,
        "wape": landing.wape,
        "chance": landing.chance,
        "required": landing.run_rate.required,
        "best": landing.run_rate.best,
    }
    for key, value in figures.items():
        assert found.figure(f"landing.{key}").value == pytest.approx(value), key
    sheets = {each.ref.sheet for each in found.figure("landing.forecast").inputs}
    assert sheets == {"Actuals", "Forecast"}
    notes = " ".join(plain(note) for note in found.figure("landing.statistical").notes)
    assert "History: 24 months, Jul 2024–Jun 2026." in notes
    tries = "4 tries: every twelve months that ended from Mar 2026 to Jun 2026, 6 of them known."
    assert tries in notes
    assert "run rate 5.3%, seasonal 0.0%" in notes
