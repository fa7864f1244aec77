"""The KPIs sheet: a block a KPI, its figures on the left, its chart and its story on the right.

Blocks that fit together share a printed page; none is cut in two unless it is longer than one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpireport.present.view import Figure, KpiView
from kpireport.render.excel import block_figures, block_outlook, block_story
from kpireport.render.excel.block_columns import (
    CHART,
    COMPARISONS,
    FIRST,
    LABEL,
    LAST,
    MEASURES,
    MONTHS,
    NOTE,
    SIGNS,
    STATUS,
    WHEN,
    Heading,
)
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import (
    GUTTER,
    ROW,
    SheetWriter,
    clean,
    fitting_width,
    mark_text,
)
from kpireport.render.excel.charts import kpi_chart, shown_months
from kpireport.render.excel.live.book import column_letters
from kpireport.render.excel.live.figures import widest_texts
from kpireport.render.excel.live.signs import colour_by_sign
from kpireport.render.excel.live.statuses import write_status
from kpireport.render.excel.live.texts import title_line
from kpireport.render.excel.live.told import write_told
from kpireport.render.excel.names import quoted
from kpireport.render.excel.page import present, set_page, write_heading
from kpireport.render.excel.paper import page_breaks, scale_for_blocks
from kpireport.render.excel.status import colour_statuses
from kpireport.render.excel.styles import MUTED, SECTION, SENTENCE, SMALL, Style
from kpireport.render.excel.theme import colour

BlockPlaces = Mapping[str, int]
"""The first row of each KPI's block on the KPIs sheet, by the KPI's anchor."""

_CHART_POINTS = 255.0


def write_kpis(book: ExcelBook) -> BlockPlaces:
    """Fill the sheet; returns where each KPI's block begins."""
    writer = book.writer(book.names.kpis, _widths(book))
    row = write_heading(book, writer, book.label("kpi_pages"), LAST)
    writer.sheet.freeze_panes(row, 0)
    places: dict[str, int] = {}
    for kpi in book.view.kpis:
        places[kpi.anchor] = row
        row = _write_block(book, writer, row, kpi)
    if book.live is not None:
        for column, sign in zip(range(FIRST + 1, FIRST + 4), SIGNS, strict=True):
            colour_by_sign(book, writer, (column,), (0, row), sign)
        letters = column_letters(WHEN)
        chosen = f'=${letters}1=shown_period&""'
        mark = {"type": "formula", "criteria": chosen, "format": book.styles.chosen()}
        writer.sheet.conditional_format(0, LABEL, row, NOTE, mark)
        writer.sheet.set_column(SIGNS[0], WHEN, None, None, {"hidden": True})
    writer.finish()
    present(writer.sheet)
    starts = [*places.values(), row]
    scale = scale_for_blocks(writer, starts)
    set_page(
        book,
        writer.sheet,
        last_row=row - 1,
        last_column=LAST,
        repeat=(0, 3),
        breaks=page_breaks(writer, starts, scale),
        scale=scale,
    )
    return places


def _write_block(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """One KPI. Returns the row below its block."""
    _write_title(book, writer, row, kpi)
    write_told(book, writer, row + 1, LABEL, kpi, "verdict", kpi.verdict, SENTENCE, last=LAST)
    top = row + 2
    figures_end = block_outlook.write(
        book, writer, block_figures.write(book, writer, top, kpi), kpi
    )
    chart_end = _write_chart(book, writer, top, figures_end, kpi)
    story_end = block_story.write(book, writer, chart_end + 1, kpi)
    end = max(figures_end, story_end)
    writer.at_least(end, 16)
    return end + 1


def _write_title(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> None:
    ruled: Style = {"top": 2, "top_color": colour("rule")}
    writer.blank(row, LABEL, LAST, ruled)
    writer.text(row, LABEL, kpi.name, SECTION, ruled, {"text_wrap": True}, last=STATUS - 1)
    write_status(book, writer, row, STATUS, kpi, "status", kpi.status, ruled)
    colour_statuses(book, writer, row, row, STATUS)
    look: Style = {**SMALL, **ruled, "align": "right"}
    moving = book.live is not None and any(each.period_label for each in book.live.views_of(kpi.id))
    if moving:
        write_told(book, writer, row, NOTE, kpi, "title_line", title_line(kpi), look, last=LAST - 1)
    else:
        writer.text(row, NOTE, title_line(kpi), look, last=LAST - 1)
    home = f"internal:{quoted(book.names.summary)}!A1"
    link: Style = {**SMALL, **ruled, "align": "right", "font_color": colour("link")}
    writer.sheet.write_url(
        row, LAST, home, book.styles.get(link), f"↑ {book.names.summary}", book.names.summary
    )
    writer.at_least(row, 26)


def _write_chart(
    book: ExcelBook, writer: SheetWriter, top: int, figures_end: int, kpi: KpiView
) -> int:
    """The chart, over the cell that holds its title; a sentence where there is nothing to draw.

    Returns the row below.
    """
    chart = kpi_chart(book, kpi, (book.names.kpis, top, CHART))
    if chart is None:
        return top + writer.paragraph(top, CHART, LAST, kpi.chart.alt, MUTED)
    writer.text(top, CHART, _chart_title(book, kpi), {"shrink": True}, last=LAST)
    end, points = _below_chart(writer, top, figures_end)
    chart.set_size({"width": writer.width(CHART, LAST), "height": round(points * 96 / 72)})
    options = {"description": clean(kpi.sparkline.alt), "object_position": 1}
    writer.sheet.insert_chart(top, CHART, chart, options)
    return end


def _below_chart(writer: SheetWriter, top: int, figures_end: int) -> tuple[int, float]:
    """The row where the chart is high enough, and how high it then is in points.

    Rows that no table has made get a usual height.
    """
    row, used = top, 0.0
    while used < _CHART_POINTS:
        if row >= figures_end:
            writer.at_least(row, ROW)
        used += writer.height(row)
        row += 1
    return row, used


def _chart_title(book: ExcelBook, kpi: KpiView) -> str:
    """What, in which unit, and which months."""
    months = shown_months(book, kpi)
    what = f"{kpi.name} ({kpi.unit_after_name})" if kpi.unit_after_name else kpi.name
    return f"{what}, {months[0].label} – {months[-1].label}"


def _widths(book: ExcelBook) -> list[float]:
    kpis = book.view.kpis
    now = [measure for kpi in kpis for measure in kpi.measures]
    always = [kpi for view in book.views for kpi in view.kpis]
    measures = [(kpi, measure) for kpi in always for measure in kpi.measures]
    comparisons = [(kpi, each) for kpi in always for each in kpi.comparisons]
    by_month = [(kpi, month) for kpi in kpis for month in shown_months(book, kpi)]
    months = [month for _, month in by_month]
    labels = [m.covering for m in now] + [c.label for kpi in kpis for c in kpi.comparisons]
    words = [measure.status.label for measure in now] + [m.status.label for m in months]
    details = [detail.label for kpi in kpis for detail in kpi.details]
    details += [detail.label for kpi in kpis for detail in kpi.behaviour]
    signals = [mark_text(month.signal) for month in months if month.signal]
    periods = [comment.period for kpi in kpis for comment in kpi.comments]
    return [
        12,
        fitting_width(labels, least=150, most=265),
        *(
            _figure_width(
                book, column, [(MEASURES, measures), (COMPARISONS, comparisons), (MONTHS, by_month)]
            )
            for column in range(len(MEASURES))
        ),
        GUTTER,
        26,
        fitting_width(words, least=80, bold=True),
        fitting_width(signals, least=82, most=150, size=9) + 8,
        18,
        fitting_width([*details, *periods], least=90, most=180),
        130,
        270,
        110,
    ]


def _figure_width(
    book: ExcelBook,
    column: int,
    tables: Sequence[tuple[Sequence[Heading], Sequence[tuple[KpiView, object]]]],
) -> float:
    """The width of a column that several tables share: of its headings and of its figures."""
    headings: list[str] = []
    texts: set[str] = set()
    for columns, lines in tables:
        if column < len(columns):
            name, key = columns[column]
            headings.append(book.label(key))
            figures: list[tuple[KpiView, Figure]] = [
                (kpi, getattr(line, name)) for kpi, line in lines
            ]
            texts |= widest_texts(book.live, name, figures)
    return max(
        fitting_width(texts, least=76, bold=True),
        fitting_width(headings, size=9, bold=True, most=120),
    )
