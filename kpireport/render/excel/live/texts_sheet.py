"""The Texts sheet: a row a KPI and month, with what no formula can give."""

from __future__ import annotations

from datetime import datetime

from kpireport.model.series import KpiSeries
from kpireport.present.view import KpiView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.data import MONTH_FORMATS
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.naming import define_column
from kpireport.render.excel.live.texts import stated_columns
from kpireport.render.excel.page import set_page, write_heading
from kpireport.render.excel.styles import BODY, HEADING, Style


def write_texts(book: ExcelBook, live: LiveBook) -> None:
    """A row a KPI and month, in the order of the KPIs and back in time."""
    model = live.model
    by_id = [{kpi.id: kpi for kpi in view.kpis} for view in model.views]
    order = list(live.cells)
    texts = live.texts
    stated = stated_columns() if _any_stated(live) else {}
    width = 3 + len(texts) + len(stated)
    writer = book.writer(book.names.texts, [12, 170, 100, *([240] * (width - 3))])
    row = write_heading(book, writer, book.names.texts, width - 1)
    writer.text(row, 1, book.label("kpi"), HEADING)
    writer.text(row, 2, book.label("period"), HEADING)
    for column, key in enumerate((*texts, *stated), start=3):
        writer.text(row, column, _name(key), HEADING)
    first = row = row + 1
    month: Style = {"num_format": MONTH_FORMATS[book.view.language], "align": "left"}
    for kpi_id in order:
        for card, kpis in zip(model.cards, by_id, strict=True):
            needed = _stated(model.series[kpi_id]) or card.kpi(kpi_id).standing is not None
            kpi: KpiView | None = kpis.get(kpi_id)
            writer.text(row, 1, kpi.name if kpi else kpi_id)
            on = datetime(card.period.year, card.period.month, 1)
            writer.sheet.write_datetime(row, 2, on, book.styles.get(BODY, month))
            for column, told in enumerate(texts.values(), start=3):
                value = told(kpi) if kpi else ""
                if isinstance(value, str):
                    if value:
                        writer.text(row, column, value)
                elif value is not None:
                    writer.number(row, column, value, "General")
            if needed:
                for column, figure in enumerate(stated.values(), start=3 + len(texts)):
                    number, level = figure(card.kpi(kpi_id))
                    if number is not None:
                        shown = number / 100 if level and live.is_percent(kpi_id) else number
                        writer.number(row, column, shown, "General")
            row += 1
    for column, key in enumerate((*texts, *stated), start=3):
        define_column(book, _name(key), book.names.texts, column, first, row - 1)
    writer.finish()
    writer.sheet.freeze_panes(first, 3)
    set_page(book, writer.sheet, last_row=row - 1, last_column=width - 1)


def _any_stated(live: LiveBook) -> bool:
    cards = live.model.cards
    return any(_stated(series) for series in live.model.series.values()) or any(
        result.standing is not None for card in cards for result in card.kpis
    )


def _stated(series: KpiSeries) -> bool:
    """Whether some total of the KPI is stated for each month."""
    return not series.regular or series.year_stated


def _name(key: str) -> str:
    """The defined name of a column of the Texts sheet, which heads it too."""
    return key if key.startswith("stated_") else f"told_{key}"
