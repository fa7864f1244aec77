"""The sheets of a starter workbook that are lists: settings, goals, and all around the figures."""

from __future__ import annotations

from kpireport.workbook.schema_definitions import SETTINGS
from kpireport.workbook.schema_lists import (
    ACTIONS,
    BENCHMARKS,
    COMMENTS,
    EVENTS,
    GOALS,
    RATES,
    RECIPIENTS,
)
from kpireport.workbook.starter_page import DEEP, FIRST_ROW, MIDDLE, Heading, StarterBook

_ROWS = 25
_SETTINGS = (
    "organisation",
    "entity",
    "title",
    "currency",
    "fiscal_year_start",
    "fiscal_year_label",
    "closed_through",
    "language",
    "industry",
    "green_from",
    "amber_from",
    "overall_score",
    "alert_on",
    "accent_colour",
    "logo",
    "confidentiality",
    "prepared_by",
)
_STATUSES = ("open", "started", "done")


def write_settings(book: StarterBook) -> None:
    """One setting a row: its name, its value, and what goes there."""
    page, say = book.sheet(SETTINGS), book.say
    headings = (
        Heading(say("setting"), 26, say("hint.settings")),
        Heading(say("value"), 34, say("note")),
        Heading(say("note"), 120, say("note"), tone=MIDDLE),
    )
    page.headings(headings, 0, frozen=1)
    preset = _preset(book)
    for row, key in enumerate(_SETTINGS, start=FIRST_ROW):
        column = SETTINGS.column(key)
        note = say(f"column.settings.{key}")
        page.sheet.set_row(row, 18)
        page.sheet.write_string(
            row, 0, column.names.main(book.language), book.cell(bold=True, font_color=DEEP)
        )
        value = preset.get(key, "")
        if isinstance(value, float):
            look = book.cell(num_format="0%", align="left")
            page.sheet.write_number(row, 1, value, look)
        elif value:
            page.sheet.write_string(row, 1, value, book.cell())
        else:
            page.sheet.write_blank(row, 1, None, book.cell())
        page.sheet.write_string(row, 2, note, book.cell())
        words = [choice.names.main(book.language) for choice in column.choices]
        if key == "fiscal_year_start":
            words = [say(f"month.m{month}") for month in range(1, 13)]
        elif key == "overall_score":
            words = [say("yes"), say("no")]
        if words:
            options = {"validate": "list", "source": words, "error_message": say("pick")}
            page.sheet.data_validation(row, 1, row, 1, options)


def _preset(book: StarterBook) -> dict[str, str | float]:
    """The settings that are known already, or whose default is worth showing."""
    say, language = book.say, book.language
    words = {each.value: each.names for each in SETTINGS.column("language").choices}
    year_ends = {each.value: each.names for each in SETTINGS.column("fiscal_year_label").choices}
    preset: dict[str, str | float] = {
        "currency": book.currency,
        "fiscal_year_start": say(f"month.m{book.start.month}"),
        "fiscal_year_label": year_ends["end"].main(language),
        "language": words[language].main(language),
        "green_from": 1.0,
        "amber_from": 0.95,
        "overall_score": say("no"),
    }
    if book.sector.kpis:
        preset["industry"] = say(f"industry.{book.sector.key}")
    return preset


def write_goals(book: StarterBook) -> None:
    page = book.sheet(GOALS)
    month = {"num_format": book.month_format(), "align": "left"}
    headings = (
        page.heading("kpi", 16),
        page.heading("change", 14),
        page.heading("level", 14),
        page.heading("start", 14, **month),
        page.heading("by", 14, **month),
        page.heading("path", 16, MIDDLE),
    )
    page.headings(headings, _ROWS, frozen=1)
    page.offer_ids(0, _ROWS)
    page.expect_dates(3, _ROWS)
    page.expect_dates(4, _ROWS)
    page.offer_choices(5, _ROWS, GOALS.column("path").choices)


def write_benchmarks(book: StarterBook) -> None:
    page = book.sheet(BENCHMARKS)
    headings = (
        page.heading("metric", 28),
        page.heading("industry", 22),
        page.heading("statistic", 18),
        page.heading("value", 12),
        page.heading("unit", 12),
        page.heading("source", 36, text_wrap=True),
        page.heading("as_of", 14, MIDDLE, align="left"),
        page.heading("geography", 18, MIDDLE),
        page.heading("sample_size", 13, MIDDLE, align="left"),
        page.heading("url", 40, MIDDLE),
    )
    page.headings(headings, _ROWS, frozen=1)


def write_comments(book: StarterBook) -> None:
    page = book.sheet(COMMENTS)
    headings = (
        page.heading("kpi", 16),
        page.heading("period", 14, num_format=book.month_format(), align="left"),
        page.heading("author", 24),
        page.heading("text", 90, text_wrap=True),
    )
    page.headings(headings, _ROWS, frozen=1)
    page.offer_ids(0, _ROWS)
    page.expect_dates(1, _ROWS)


def write_actions(book: StarterBook) -> None:
    page = book.sheet(ACTIONS)
    headings = (
        page.heading("kpi", 16),
        page.heading("action", 70, text_wrap=True),
        page.heading("owner", 24),
        page.heading("due", 14, num_format="yyyy-mm-dd", align="left"),
        page.heading("status", 14),
    )
    page.headings(headings, _ROWS, frozen=1)
    page.offer_ids(0, _ROWS)
    page.expect_dates(3, _ROWS)
    page.offer(4, _ROWS, [book.say(f"status.{each}") for each in _STATUSES], strict=False)


def write_events(book: StarterBook) -> None:
    page = book.sheet(EVENTS)
    headings = (
        page.heading("date", 14, num_format="yyyy-mm-dd", align="left"),
        page.heading("kpi", 16),
        page.heading("label", 60, text_wrap=True),
        page.heading("rebase", 14),
    )
    page.headings(headings, _ROWS, frozen=1)
    page.expect_dates(0, _ROWS)
    page.offer_ids(1, _ROWS)
    page.offer_yes_no(3, _ROWS)


def write_recipients(book: StarterBook) -> None:
    page = book.sheet(RECIPIENTS)
    headings = (
        page.heading("name", 26),
        page.heading("email", 34),
        page.heading("scope", 30),
        page.heading("formats", 18),
        page.heading("language", 14),
    )
    page.headings(headings, _ROWS, frozen=1)
    page.offer_choices(4, _ROWS, RECIPIENTS.column("language").choices)


def write_rates(book: StarterBook) -> None:
    page = book.sheet(RATES)
    headings = (
        page.heading("currency", 14),
        page.heading("period", 14, num_format=book.month_format(), align="left"),
        page.heading("average", 14),
        page.heading("closing", 14),
        page.heading("to", 14),
    )
    page.headings(headings, _ROWS, frozen=1)
    page.expect_dates(1, _ROWS)
