"""What the board pack leaves out where it would say nothing, and where the rest then stands."""

from __future__ import annotations

from dataclasses import replace

from kpireport.present.figures import NO_FIGURE
from kpireport.present.restated_view import RestatementsView
from kpireport.present.view import KpiView, MeasureView
from kpireport.present.view_management import HighlightView
from kpireport.render.summary_room import summary_cards
from tests.render import views
from tests.render.test_pdf import flat
from tests.render.test_pdf_pages import of, pack

NOTE = "No total: a percentage does not add up by itself."


def without_totals(kpi: KpiView) -> KpiView:
    month, *windows = kpi.measures
    empty = [bare(row) for row in windows]
    return replace(
        kpi,
        measures=(month, *empty),
        year_to_date=empty[1],
        landing=None,
        goal=None,
        comments=(),
        actions=(),
    )


def bare(row: MeasureView) -> MeasureView:
    return replace(
        row, actual=NO_FIGURE, target=NO_FIGURE, variance=NO_FIGURE, variance_pct=NO_FIGURE,
        attainment=NO_FIGURE, compared_actual=None, whole="", coverage="", note=NOTE,
    )  # fmt: skip


def test_a_board_without_years_has_no_columns_of_dashes_and_says_why_in_a_sentence() -> None:
    kpis = [without_totals(kpi) for kpi in views.shop("en").kpis]
    halves = [kpi for kpi in kpis if not kpi.headline][:2]
    pdf = pack(of(*halves))
    board, kpi_page = flat(pdf.pages[3].extract_text()), flat(pdf.pages[4].extract_text())
    assert flat("Year to date") not in board
    assert board.count("–") < len(halves) * 3
    assert kpi_page.count(flat(NOTE)) == 2
    assert ":–" not in kpi_page.replace(flat("Last year’s YTD: –"), "")
    assert kpi_page.count("Comparisons") == 2  # which have the room of the rows left out
    assert flat("Year to date") in flat(
        pack(of(*views.shop("en").kpis[:2])).pages[3].extract_text()
    )


def test_where_nothing_is_restated_the_data_quality_says_so() -> None:
    note = "No figure differs from the reports before."
    view = replace(views.small("en"), restatements=RestatementsView(note, ()))
    texts = [flat(page.extract_text()) for page in pack(view).pages]
    (page,) = [text for text in texts if flat(note) in text]
    assert flat("Data quality") in page
    assert flat(view.labels["restatements"]) not in texts[1]


def test_cards_are_whole_as_long_as_there_is_room_for_them() -> None:
    """Five stand in one row below the news; where these take the page, they are small."""
    view = views.shop("en")
    few = replace(view, cards=view.cards[:5])
    assert summary_cards(few).shown == few.cards
    assert not summary_cards(few).small
    kpi = view.kpis[0]
    line = HighlightView(kpi.anchor, kpi.name, kpi.status, "It was told at length. " * 30)
    told = replace(few, attention=(line,) * 6)
    assert summary_cards(told).small


def test_an_entity_that_the_title_names_is_not_named_again() -> None:
    view = views.small("en")
    said = [flat(pack(each).pages[0].extract_text()) for each in (
        replace(view, entity="Long Island", title="Long Island: indicators"),
        replace(view, entity="Long Island", title="Indicators"),
    )]  # fmt: skip
    assert [text.count("LongIsland") for text in said] == [1, 1]
