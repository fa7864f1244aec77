"""The Periods sheet: the months to choose from, and what the Summary says in each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kpireport.present.view import ReportView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import fitting_width
from kpireport.render.excel.data_columns import MONTH_FORMATS
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.naming import define_column
from kpireport.render.excel.page import WidePage, write_heading
from kpireport.render.excel.styles import HEADING, LINED, WRAPPED, Style

_ALWAYS = ("period_note", "month", "coverage")


def write_periods(book: ExcelBook, live: LiveBook) -> None:
    """The months to choose from, newest first, with what the Summary says in each of them."""
    columns = period_columns(live)
    writer = book.writer(book.names.periods, [12, 90, *map(_width, columns, columns.values())])
    page = WidePage.of(writer, 2)
    last_column = 1 + len(columns)
    row = write_heading(book, writer, book.names.periods, page.last_of_first(last_column))
    writer.text(row, 1, book.label("period"), HEADING)
    for column, key in enumerate(columns, start=2):
        writer.text(row, column, f"told_{key}", HEADING)
    first = row + 1
    month: Style = {"num_format": MONTH_FORMATS[book.view.language], "align": "left"}
    dates = book.styles.get(WRAPPED, LINED, month)
    for offset, card in enumerate(live.model.cards):
        on = datetime(card.period.year, card.period.month, 1)
        writer.sheet.write_datetime(first + offset, 1, on, dates)
        for column, texts in enumerate(columns.values(), start=2):
            writer.text(first + offset, column, texts[offset], WRAPPED, LINED)
    last = first + live.choices - 1
    define_column(book, "periods", book.names.periods, 1, first, last)
    for column, key in enumerate(columns, start=2):
        define_column(book, f"told_{key}", book.names.periods, column, first, last)
    writer.finish()
    writer.sheet.freeze_panes(first, 2)
    page.set(book, writer, last_row=last, last_column=last_column, repeat=(row, row))


def _width(key: str, texts: Sequence[str]) -> float:
    """The width of a column in which a long text takes about two lines."""
    longest = fitting_width(texts)
    heading = fitting_width([f"told_{key}"], size=9, bold=True)
    return max(heading, min(longest, max(140.0, longest / 2 + 24)))


def period_columns(live: LiveBook) -> Mapping[str, Sequence[str]]:
    """The texts of the Summary by key, each for every month that can be chosen."""
    views = live.model.views
    columns: dict[str, list[str]] = {
        "period_note": [view.period_note for view in views],
        "month": [view.period_label for view in views],
    }
    most = max(len(view.headlines) for view in views)
    for place in range(most):
        columns[f"headline_text_{place + 1}"] = [
            view.headlines[place] if place < len(view.headlines) else "" for view in views
        ]
    for name in ("attention", "wins"):
        lists = [getattr(view, name) for view in views]
        for place in range(max(len(each) for each in lists)):
            known = [each[place] if place < len(each) else None for each in lists]
            columns[f"{name}_name_{place + 1}"] = [line.name if line else "" for line in known]
            columns[f"{name}_status_{place + 1}"] = [
                f"{line.status.shape} {line.status.label}" if line else "" for line in known
            ]
            columns[f"{name}_said_{place + 1}"] = [line.sentence if line else "" for line in known]
        columns[f"{name}_more"] = [getattr(view, f"{name}_more") for view in views]
    for place in range(len(views[0].categories)):
        columns[f"category_{place + 1}"] = [_said(view, place) for view in views]
    columns["coverage"] = [view.overall_coverage for view in views]
    return {key: texts for key, texts in columns.items() if any(texts) or key in _ALWAYS}


def _said(view: ReportView, place: int) -> str:
    category = view.categories[place]
    return " · ".join(part for part in (category.coverage, category.note) if part)
