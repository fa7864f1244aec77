"""Which month a report is about. Expected months follow the spec's sentence."""

from __future__ import annotations

import pytest

from kpireport.compute.scorecard import build_scorecard
from kpireport.model.book import Book
from kpireport.model.errors import UsageError
from tests.compute.books import book, every, kpi, month, months, row, settings


def chosen(of: Book) -> str:
    return str(build_scorecard(of).period)


def test_the_one_asked_for() -> None:
    of = book(row(kpi(), months("2026-01", 1, 2, 3)), setting=settings(closed="2026-03"))
    assert build_scorecard(of, month("2026-02")).period == month("2026-02")


def test_else_the_closed_month() -> None:
    of = book(row(kpi(), months("2026-01", 1, 2, 3)), setting=settings(closed="2026-02"))
    assert chosen(of) == "2026-02"


def test_else_the_latest_that_half_of_the_monthly_kpis_have() -> None:
    rows = [row(kpi(name), months("2026-01", 1, 2)) for name in "AB"]
    assert chosen(book(*rows, row(kpi("C"), months("2026-01", 1, 2, 3)))) == "2026-02"
    assert chosen(book(rows[0], row(kpi("C"), months("2026-01", 1, 2, 3)))) == "2026-03"


def test_a_provisional_figure_is_not_final() -> None:
    of = book(row(kpi(), months("2026-01", 1, 2, 3), provisional={"2026-03"}))
    assert chosen(of) == "2026-02"


def test_a_ratio_computed_from_its_parts_counts() -> None:
    # R and the two parts: in February R and N have a figure, D has none, so R has none either.
    ratio = row(kpi("R", numerator="N", denominator="D"))
    above = row(kpi("N", aggregation="sum"), months("2026-01", 1, 2))
    below = row(kpi("D", aggregation="sum"), months("2026-01", 1))
    assert chosen(book(ratio, above, below)) == "2026-01"


def test_quarterly_kpis_don_t_decide() -> None:
    quarterly = row(kpi("Q", frequency="quarterly"), every("2026-03", 3, 1, 2))
    assert chosen(book(row(kpi(), months("2026-01", 1, 2)), quarterly)) == "2026-02"


def test_without_monthly_kpis_the_latest_final_figure() -> None:
    of = book(row(kpi("Q", frequency="quarterly"), every("2026-03", 3, 1, 2)))
    assert chosen(of) == "2026-06"


def test_a_parent_that_only_gathers_is_not_counted() -> None:
    rows = [
        row(kpi("A", parent="P"), months("2026-01", 1, 2)),
        row(kpi("B", parent="Q"), months("2026-01", 1)),
        row(kpi("P")),
        row(kpi("Q")),
    ]
    # Of A and B one has February: half.
    assert chosen(book(*rows)) == "2026-02"
    # C and D are fed by nobody: with them February is one of four.
    assert chosen(book(*rows, row(kpi("C")), row(kpi("D")))) == "2026-01"


def test_where_no_month_reaches_half_the_latest_with_any() -> None:
    rows = [row(kpi(name)) for name in "ABC"]
    assert chosen(book(*rows, row(kpi("D"), months("2026-01", 1)))) == "2026-01"


def test_only_provisional_figures_are_better_than_none() -> None:
    of = book(row(kpi(), months("2026-01", 1), provisional={"2026-01"}))
    assert chosen(of) == "2026-01"


def test_a_month_without_any_data_is_refused() -> None:
    of = book(row(kpi(), {"2026-01": 1, "2026-03": 3}))
    for asked in ("2025-12", "2026-02", "2026-04"):
        with pytest.raises(UsageError) as stop:
            build_scorecard(of, month(asked))
        assert stop.value.code == "period_without_data"
        assert stop.value.params == {
            "period": month(asked),
            "first": month("2026-01"),
            "last": month("2026-03"),
        }


def test_a_closed_month_without_any_data_is_refused_alike() -> None:
    few = {"2026-01": 1, "2026-03": 3}
    rows = [row(kpi(), few), *(row(kpi(name), {"2026-01": 1}) for name in "ABC")]
    for closed in ("2026-02", "2062-10"):
        with pytest.raises(UsageError) as stop:
            build_scorecard(book(*rows, setting=settings(closed=closed)))
        assert (stop.value.code, stop.value.exit_code) == ("period_without_data", 2)
        assert stop.value.params["period"] == month(closed)
    # One KPI of four is enough, and so is a quarter's figure until the next one closes.
    assert chosen(book(*rows, setting=settings(closed="2026-03"))) == "2026-03"
    quarterly = row(kpi("Q", frequency="quarterly"), every("2026-03", 3, 1))
    assert chosen(book(quarterly, setting=settings(closed="2026-05"))) == "2026-05"


def test_a_month_between_two_quarters_is_not() -> None:
    of = book(row(kpi("Q", frequency="quarterly"), every("2026-03", 3, 1)))
    assert build_scorecard(of, month("2026-05")).kpi("Q").period == month("2026-03")
    with pytest.raises(UsageError):
        build_scorecard(of, month("2026-06"))


def test_a_book_without_any_actual() -> None:
    for asked in (None, month("2026-01")):
        with pytest.raises(UsageError) as stop:
            build_scorecard(book(row(kpi())), asked)
        assert stop.value.code == "no_actuals"
    closed = book(row(kpi(direction="higher")), setting=settings(closed="2026-01"))
    assert build_scorecard(closed).kpi("K").measure.status == "no_data"
