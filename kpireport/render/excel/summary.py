"""The Summary sheet: what the board reads first, from sentences down to every KPI's line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpireport.present.view import Figure, KpiView, Mark, MeasureView
from kpireport.render.excel.blocks import BlockPlaces
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cards import write_cards, write_counts
from kpireport.render.excel.cells import GUTTER, SheetWriter, fitting_width, mark_text
from kpireport.render.excel.highlights import write_highlights
from kpireport.render.excel.live.figures import widest_texts
from kpireport.render.excel.live.told import write_period_text
from kpireport.render.excel.page import present, set_page, write_heading
from kpireport.render.excel.paper import almost_one_page, scale_for_width, table_breaks
from kpireport.render.excel.styles import LEAD, SENTENCE
from kpireport.render.excel.summary_columns import FIGURES, NAME, NOTE, SPANS
from kpireport.render.excel.summary_table import write_legend, write_table


def write_summary(book: ExcelBook, places: BlockPlaces) -> None:
    """Fill the sheet; ``places`` says where each KPI's block stands, for the links to them."""
    writer = book.writer(book.names.summary, _widths(book))
    row = write_heading(book, writer, book.view.title, NOTE, choice=True)
    writer.sheet.freeze_panes(row, 0)
    row = write_highlights(book, writer, row, places)
    row = _write_headlines(book, writer, row)
    row = write_counts(book, writer, row, SPANS)
    row = write_cards(book, writer, row, SPANS)
    header = row
    row, categories = write_table(book, writer, row, places)
    row = write_legend(book, writer, row + 1)
    writer.finish()
    present(writer.sheet)
    whole = almost_one_page(writer, row)
    scale = scale_for_width(writer)
    set_page(
        book,
        writer.sheet,
        last_row=row - 1,
        last_column=NOTE,
        repeat=(header, header + 1),
        breaks=() if whole else table_breaks(writer, header, categories, row, scale),
        pages_high=1,
        scale=None if whole else scale,
    )


def _write_headlines(book: ExcelBook, writer: SheetWriter, row: int) -> int:
    for number, sentence in enumerate(_lines(book, "headline_text", book.view.headlines)):
        look = SENTENCE if number else LEAD
        key = f"headline_text_{number + 1}"
        texts = [v.headlines[number] for v in book.views if number < len(v.headlines)]
        write_period_text(book, writer, row, NAME, key, sentence, look, last=NOTE, texts=texts)
        row += 1
    return row


def _lines(book: ExcelBook, name: str, now: Sequence[str]) -> Sequence[str]:
    """The report's lines, and empty ones where another month has more."""
    most = max(len(view.headlines) for view in book.views)
    return (*now, *[""] * (most - len(now)))


def _widths(book: ExcelBook) -> list[float]:
    kpis = book.view.kpis
    words = [mark.label for mark in book.view.legend]
    words += [measure.status.label for k in kpis for measure in (k.month, k.year_to_date)]
    status = fitting_width(words, least=80, bold=True)
    return [
        12,
        fitting_width([k.name for k in kpis], least=190, most=290, bold=True),
        24,
        fitting_width([k.unit for k in kpis], least=50, most=110),
        110,
        *_figure_widths(book, "month"),
        GUTTER,
        26,
        status,
        *_figure_widths(book, "year_to_date"),
        GUTTER,
        26,
        status,
        _mark_width(book, [kpi.variation for kpi in kpis]),
        _mark_width(book, [kpi.assurance for kpi in kpis]),
        220,
    ]


def _mark_width(book: ExcelBook, marks: Sequence[Mark | None]) -> float:
    """Next to nothing where the report has no marks at all."""
    texts = [mark_text(mark) for mark in marks if mark]
    return fitting_width(texts, least=76, size=9) if book.view.marks else 4


def _figure_widths(book: ExcelBook, window: str) -> list[float]:
    """The widths of a window's figures: none is too wide for its column in any month."""
    lines = [(kpi, getattr(kpi, window)) for view in book.views for kpi in view.kpis]
    return [
        max(
            fitting_width(
                widest_texts(book.live, name, _figures(lines, name)),
                least=76,
                bold=True,
            ),
            fitting_width([book.label(name)], size=9, bold=True, most=110),
        )
        for name in FIGURES
    ]


def _figures(
    lines: Iterable[tuple[KpiView, MeasureView]], name: str
) -> Iterator[tuple[KpiView, Figure]]:
    return ((kpi, getattr(measure, name)) for kpi, measure in lines)
