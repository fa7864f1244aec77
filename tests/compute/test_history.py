"""A KPI month by month, with its cells."""

from __future__ import annotations

from datetime import date
from typing import Any

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.book import Event
from kpireport.model.problem import CellRef
from kpireport.model.scorecard import HistoryPoint, Scorecard
from kpireport.model.status import Status
from tests.compute.books import address, book, flat, kpi, month, months, row, settings


def history(item: Any, at: str, *others: Any, setting: Any = None) -> list[HistoryPoint]:
    card = build_scorecard(book(item, *others, setting=setting), month(at))
    return list(card.kpi("K").history)


def spans(points: list[HistoryPoint]) -> tuple[str, str, int]:
    return str(points[0].period), str(points[-1].period), len(points)


def test_consecutive_months_from_the_first_actual() -> None:
    found = history(row(kpi(), {"2024-11": 1, "2026-02": 2}), "2026-02")
    assert spans(found) == ("2024-11", "2026-02", 16)


def test_later_months_hold_something_within_the_fiscal_year() -> None:
    item = row(
        kpi(),
        months("2026-01", 1, 2, 3),
        targets={"2026-06": 9, "2027-01": 9},
        forecast={"2026-05": 7, "2027-02": 7},
    )
    found = history(item, "2026-02", setting=settings(closed="2026-02"))
    later = [point for point in found if point.period > month("2026-02")]
    assert [str(point.period) for point in later] == ["2026-03", "2026-05", "2026-06"]
    assert [point.measure.actual for point in later] == [3, None, None]
    assert [point.forecast for point in later] == [None, 7, None]
    assert [point.measure.target for point in later] == [None, None, 9]
    assert all(point.provisional for point in later)


def test_a_missing_month_has_no_data_and_a_month_to_come_no_status() -> None:
    item = row(
        kpi(direction="higher"),
        months("2026-01", 1, None, 3),
        targets=months("2026-01", *flat(2, 4)),
    )
    found = history(item, "2026-03")
    statuses = [point.measure.status for point in found]
    assert statuses == [Status.OFF_TRACK, Status.NO_DATA, Status.ON_TRACK, None]


def test_what_stands_beside_the_actual() -> None:
    item = row(
        kpi(aggregation="sum"),
        {"2026-01": 5},
        prior_year={"2025-01": 4},
        budget={"2026-01": 6},
        forecast={"2026-01": 7},
    )
    (point,) = history(item, "2026-01")
    assert (point.prior_year, point.budget, point.forecast) == (4, 6, 7)


def test_every_figure_has_its_cell() -> None:
    item = row(
        kpi(direction="range"),
        {"2026-01": 5},
        targets={"2026-01": (1, 9)},
        prior_year={"2025-01": 4},
        budget={"2026-01": 6},
    )
    (point,) = history(item, "2026-01")
    cells = [(cell.role, str(cell.ref)) for cell in point.cells]
    january, before = month("2026-01"), month("2025-01")
    assert cells == [
        ("actual", f"Actuals!{address(2, january)}"),
        ("low", f"Targets!{address(2, january)}"),
        ("high", f"Targets!{address(1002, january)}"),
        ("prior_year", f"Prior year!{address(2, before)}"),
        ("budget", f"Budget!{address(2, january)}"),
    ]


def test_a_ratio_s_prior_year_comes_from_last_year_s_parts() -> None:
    parts = [
        row(kpi("N", aggregation="sum"), {"2025-01": 1, "2026-01": 3}),
        row(kpi("D", aggregation="sum"), {"2025-01": 2, "2026-01": 4}),
    ]
    found = history(row(kpi(numerator="N", denominator="D")), "2026-01", *parts)
    point = found[-1]
    assert (point.measure.actual, point.prior_year) == (0.75, 0.5)
    assert [cell.role for cell in point.cells] == [
        "numerator",
        "denominator",
        "prior_year",
        "prior_year",
    ]


def test_a_kpi_without_actuals_shows_its_targets() -> None:
    found = history(
        row(kpi(direction="higher"), targets=months("2026-01", 1, 2, 3)),
        "2026-02",
        row(kpi("M"), {"2026-02": 1}),
    )
    assert [str(point.period) for point in found] == ["2026-02", "2026-03"]


class TestScorecard:
    def test_comments_and_actions_go_where_they_belong(self) -> None:
        from kpireport.model.book import Action, Comment
        from kpireport.model.problem import CellRef

        cell = CellRef("Comments", "A2")

        def comment(kpi_id: str | None, text: str, at: str | None = None) -> Comment:
            return Comment(kpi_id, month(at) if at else None, "", text, cell)

        card: Scorecard = build_scorecard(
            book(
                row(kpi(), months("2026-01", 1, 2)),
                row(kpi("PART", report=False), months("2026-01", 1, 2)),
                comments=(
                    comment(None, "whole"),
                    comment("K", "now", "2026-02"),
                    comment("K", "before", "2026-01"),
                    comment("K", "always"),
                    comment("PART", "part"),
                ),
                actions=(
                    Action("K", "mend it", "", None, "", "", cell),
                    Action(None, "all of it", "", None, "", "", cell),
                ),
            )
        )
        assert [c.text for c in card.kpi("K").comments] == ["now", "always"]
        assert [c.text for c in card.comments] == ["whole", "now", "always", "part"]
        assert [a.action for a in card.kpi("K").actions] == ["mend it"]
        assert [a.action for a in card.actions] == ["mend it", "all of it"]

    def test_events_of_the_kpi_or_of_all_within_its_history(self) -> None:
        def event(day: str, kpi_id: str | None, label: str) -> Event:
            return Event(date.fromisoformat(day), kpi_id, label, False, CellRef("Events", "A2"))

        card = build_scorecard(
            book(
                row(kpi(), months("2026-01", 1, 2)),
                row(kpi("M"), months("2026-01", 1, 2)),
                events=(
                    event("2025-12-31", None, "before"),
                    event("2026-01-15", None, "all"),
                    event("2026-02-01", "K", "own"),
                    event("2026-02-02", "M", "other"),
                    event("2026-03-01", "K", "after"),
                ),
            )
        )
        assert [each.label for each in card.kpi("K").events] == ["all", "own"]
        assert card.kpi("M").goal is None
