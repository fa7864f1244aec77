"""The cards and counts at the top of the Summary: a few figures, large.

Every figure is a number in its cell; the word before it is part of its number format.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from kpireport.present.scales import SHEET_SIZES
from kpireport.present.view import KpiView, StatusCount
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.card_lines import write_target_line, write_variance_line
from kpireport.render.excel.live.figures import write_measure_figure
from kpireport.render.excel.live.signs import colour_sign_of
from kpireport.render.excel.live.statuses import write_status_text
from kpireport.render.excel.numberformats import worded
from kpireport.render.excel.status import colour_status_text
from kpireport.render.excel.styles import SECTION, TONE_COLOURS, Style
from kpireport.render.excel.theme import colour, status_colour

Spans = Sequence[tuple[int, int]]
Item = TypeVar("Item")

_GAP: Style = {"left": 5, "left_color": colour("surface")}
_CARD: Style = {**_GAP, "bg_color": colour("sunken"), "align": "left", "indent": 1, "shrink": True}
_NAME: Style = {**_CARD, "bold": True, "shrink": False, "text_wrap": True}
_VALUE: Style = {**_CARD, "font_size": SHEET_SIZES["h1"], "bold": True}
_LINE: Style = {**_CARD, "font_size": SHEET_SIZES["small"]}


def write_counts(book: ExcelBook, writer: SheetWriter, row: int, spans: Spans) -> int:
    """How many KPIs have which status. Returns the row below."""
    writer.at_least(row, 6)
    row += 1
    for counts in _rows_of(_counts(book), len(spans)):
        for span, count in zip(spans, counts, strict=False):
            _write_count(book, writer, row, span, count)
        writer.at_least(row, 24)
        row += 1
    writer.at_least(row, 6)
    return row + 1


def _counts(book: ExcelBook) -> Sequence[StatusCount]:
    """The report's counts, and a zero for a status that only another month has."""
    counts = book.view.counts
    if book.live is None:
        return counts
    known = {count.mark.code for count in counts}
    others = [c for view in book.live.model.views for c in view.counts if c.mark.code not in known]
    added = {count.mark.code: replace(count, count=0, text="") for count in others}
    order = [mark.code for mark in book.view.legend]
    return sorted((*counts, *added.values()), key=lambda count: order.index(count.mark.code))


def write_cards(book: ExcelBook, writer: SheetWriter, row: int, spans: Spans) -> int:
    """The headline KPIs, a card each. Returns the row below."""
    if not book.view.cards:
        return row
    writer.text(row, spans[0][0], book.label("headline_kpis"), SECTION, last=spans[-1][1])
    row += 1
    for kpis in _rows_of(book.view.cards, len(spans)):
        for span, kpi in zip(spans, kpis, strict=False):
            _write_card(book, writer, row, span, kpi)
        writer.at_least(row + 6, 8)
        row += 7
    return row


def _write_count(
    book: ExcelBook, writer: SheetWriter, row: int, span: tuple[int, int], count: StatusCount
) -> None:
    code = count.mark.code
    style: Style = {
        **_CARD,
        "font_size": SHEET_SIZES["sentence"],
        "bold": True,
        "font_color": status_colour(code, "text"),
        "bg_color": status_colour(code, "tint"),
    }
    shown = worded("0", before=f"{count.mark.shape} ", after=f" {count.mark.label}")
    source = None if book.live is None else book.live.count_of(code)
    if source is None:
        writer.number(row, span[0], count.count, shown, style, last=span[1])
    else:
        style["num_format"] = shown
        writer.formula(row, span[0], source, count.count, style, last=span[1])


def _write_card(
    book: ExcelBook, writer: SheetWriter, row: int, span: tuple[int, int], kpi: KpiView
) -> None:
    first, last = span
    writer.text(row, first, kpi.name, _NAME, last=last)
    writer.text(
        row + 1, first, kpi.unit_after_name, _LINE, {"font_color": colour("muted")}, last=last
    )
    write_measure_figure(
        book, writer, row + 2, first, kpi, "month", "actual", kpi.month, _VALUE, last=last
    )
    write_target_line(book, writer, row + 3, first, kpi, _LINE, last)
    tone = TONE_COLOURS[kpi.month.variance.tone] if book.live is None else colour("ink")
    coloured: Style = {**_LINE, "bold": True, "font_color": tone}
    write_variance_line(book, writer, row + 4, first, kpi, coloured, last)
    colour_sign_of(book, writer, row + 4, first, kpi, "month_favourable")
    bold: Style = {**_LINE, "bold": True}
    write_status_text(book, writer, row + 5, first, kpi, bold, last=last)
    colour_status_text(book, writer, row + 5, first)


def _rows_of(items: Sequence[Item], size: int) -> list[Sequence[Item]]:
    return [items[start : start + size] for start in range(0, len(items), size)]
