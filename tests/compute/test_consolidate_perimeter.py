"""What is said of months, records and year ends that hold some of a group's entities only.

Kiel and Leith are on time, Lille is a month late or began later. Worked out by hand.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from kpireport.compute.consolidate import consolidate
from kpireport.compute.streaks import in_a_row
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Book, Language, Source
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import Status
from kpireport.present.assemble import build_view
from tests.compute.books import Goalpost, book, flat, kpi, months, row, settings

FEBRUARY = Period(2026, 2)


def entity(
    name: str,
    start: str,
    actuals: list[Goalpost],
    targets: list[Goalpost] | None = None,
    *,
    aggregation: str = "sum",
    forecast: list[Goalpost] | None = None,
) -> Book:
    made = book(
        row(
            kpi("K", aggregation=aggregation, direction="higher"),
            months(start, *actuals),
            targets=months("2026-01", *(targets or [])),
            forecast=months("2026-03", *(forecast or [])),
        ),
        setting=settings(entity=name),
    )
    return replace(made, source=Source(f"{name.lower()}.xlsx", name.ljust(64, "0")))


def result_of(*books: Book) -> KpiResult:
    return consolidate(books, period=FEBRUARY).scorecard.kpi("K")


def test_a_group_that_grew_has_no_record() -> None:
    # Kiel 100 a month for 24 months, then 100; Lille 50 and 60 from January on: 160 is the best
    # of the two months that both have, and Kiel's own 100 is no more than before.
    kiel = entity("Kiel", "2024-01", flat(100, 26))
    group = consolidate([kiel, entity("Lille", "2026-01", [50, 60])], period=FEBRUARY)
    assert [point.without for point in group.scorecard.kpi("K").history[-3:]] == [
        ("Lille",),
        (),
        (),
    ]
    causes = [cause.code for win in group.scorecard.wins for cause in win.causes]
    assert "record" not in causes


def test_a_record_over_the_same_entities_is_one() -> None:
    both = [
        entity("Kiel", "2024-01", [*flat(100, 25), 110]),
        entity("Leith", "2024-01", flat(50, 26)),
    ]
    group = consolidate(both, period=FEBRUARY)
    causes = [cause for win in group.scorecard.wins for cause in win.causes]
    assert [(c.code, c.params.get("count")) for c in causes if c.code == "record"] == [
        ("record", 26)
    ]


def test_a_row_of_misses_ends_where_the_group_held_others() -> None:
    missed = result_of(
        entity("Kiel", "2026-01", [50, 50], [100, 100]),
        entity("Lille", "2026-02", [50], [100, 100]),
    )
    assert missed.measure.status is Status.OFF_TRACK
    assert in_a_row(missed, (Status.OFF_TRACK,)) == 1


SAID = {
    "en": (
        "1 of 2 entities: without Lille, on both sides. The earlier months are shown without "
        "Lille too, so that like is compared with like."
    ),
    "fr": (
        "1 entité sur 2\u00a0: sans Lille, des deux côtés. Les mois précédents sont eux aussi "
        "présentés sans Lille, à périmètre constant."
    ),
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_months_before_say_that_they_are_without_who_is_late(language: Language) -> None:
    late = result_of(
        entity("Kiel", "2026-01", [50, 60], [50, 50]), entity("Lille", "2026-01", [30])
    )
    assert [point.measure.actual for point in late.history] == [50, 60]
    assert [point.without for point in late.history] == [("Lille",), ("Lille",)]
    assert late.reason is not None
    assert get_messages(language).reason(late.reason) == SAID[language]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_window_names_who_is_left_out_beside_what_else_is_missing(language: Language) -> None:
    # Twelve months from March 2025: Kiel has all, targets for the last two; Lille began in January.
    kiel = entity("Kiel", "2025-03", flat(100, 12), [100, 100])
    rolling = result_of(kiel, entity("Lille", "2026-01", [50, 60], [50, 50])).rolling12
    assert rolling.actual == 1200
    assert rolling.reason is not None
    said = get_messages(language).reason(rolling.reason)
    assert rolling.reason.code == "targets_missing"
    named = {
        "en": "1 of 2 entities: without Lille, on both sides.",
        "fr": "1 entité sur 2\u00a0: sans Lille, des deux côtés.",
    }
    assert said.endswith(named[language])


def test_a_year_end_whose_target_holds_another_entity_is_none() -> None:
    # February holds Kiel; the full-year target both: 1200 + 600.
    kiel = entity("Kiel", "2026-01", [90, 100], flat(100, 12), forecast=flat(100, 10))
    late = result_of(kiel, entity("Lille", "2026-01", [45], flat(50, 12), forecast=flat(50, 10)))
    assert late.fiscal_year.measure.target == 1800
    landing = late.landing
    assert (landing.forecast, landing.target, landing.prior_year) == (None, None, None)
    assert (landing.run_rate.required, landing.run_rate.current) == (None, None)
    assert landing.reason is not None
    assert landing.reason.code == "group_landing_mixes_entities"
    assert landing.reason.params["names"] == ("Lille",)


def test_a_year_end_over_a_month_that_lacks_an_entity_is_none() -> None:
    kiel = entity("Kiel", "2026-01", [90, 100], flat(100, 12), forecast=flat(100, 10))
    late = result_of(kiel, entity("Lille", "2026-02", [45], flat(50, 12), forecast=flat(50, 10)))
    assert late.landing.forecast is None
    assert late.landing.run_rate.current is None
    assert late.landing.reason is not None
    assert late.landing.reason.params["names"] == ("Lille",)


def test_the_last_months_stock_needs_no_earlier_month() -> None:
    kiel = entity(
        "Kiel", "2026-01", [90, 100], flat(100, 12), aggregation="last", forecast=flat(110, 10)
    )
    lille = entity(
        "Lille", "2026-02", [45], flat(50, 12), aggregation="last", forecast=flat(55, 10)
    )
    landing = result_of(kiel, lille).landing
    assert (landing.forecast, landing.target) == (165, 150)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_panel_says_why_there_is_no_year_end(language: Language) -> None:
    kiel = entity("Kiel", "2026-01", [90, 100], flat(100, 12), forecast=flat(100, 10))
    lille = entity("Lille", "2026-01", [45], flat(50, 12), forecast=flat(50, 10))
    card = consolidate([kiel, lille], period=FEBRUARY).scorecard
    panel = build_view(card, language, "run").kpis[0].landing
    assert panel is not None
    assert "Lille" in panel.sentence
    assert panel.run_rate == ""
