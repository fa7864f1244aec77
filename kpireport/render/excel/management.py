"""The sheets of what turns figures into management: benchmarks, calendar, review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kpireport.i18n.formats import excel_day
from kpireport.present.view import (
    BenchmarkView,
    CheckInView,
    CriterionView,
    Figure,
    KpiView,
    ReviewView,
    Tone,
)
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, fitting_width
from kpireport.render.excel.lists import finish
from kpireport.render.excel.live.figures import STANDING, widest_texts, write_figure
from kpireport.render.excel.live.told import write_told
from kpireport.render.excel.page import write_heading
from kpireport.render.excel.styles import HEADING, LINED, SECTION, SMALL, TONE_COLOURS, Style
from kpireport.render.excel.theme import colour

_TOP: Style = {**LINED, "valign": "top"}
_WRAPPED: Style = {**_TOP, "text_wrap": True}
_CENTRED: Style = {"align": "center"}
_NARROWEST, _SAID_TO = 72, 3
_ANSWERS = {True: Tone.GOOD, False: Tone.BAD, None: Tone.PLAIN}


def write_benchmarks(book: ExcelBook) -> None:
    """Every comparison with others, with what its source asks to be said."""
    rows = book.view.benchmarks
    if not rows:
        return
    figures = ("actual", "value", "gap", "percentile")
    heads = ("ours", "benchmark", "gap", "peers_beaten")
    widths = [
        fitting_width(
            {book.label(key), *widest_texts(book.live, name, _figures(book, rows, name))},
            least=80,
            bold=True,
        )
        for name, key in zip(figures, heads, strict=True)
    ]
    writer = book.writer(
        book.names.benchmarks,
        [
            12,
            fitting_width([row.name for row in rows], least=170, most=260),
            *widths,
            fitting_width([row.statistic for row in rows], least=90, most=170),
            300,
            fitting_width([row.basis for row in rows], least=110, most=190),
            230,
            fitting_width([row.as_of for row in rows], least=70, most=120),
            fitting_width([row.dated for row in rows], least=50, most=120),
            260,
        ],
    )
    row = write_heading(book, writer, book.names.benchmarks, 12)
    keys = ("kpi", *heads, "statistic", "position", "basis", "source", "as_of", "note", "address")
    _head(book, writer, row, keys, numeric=range(2, 6))
    header = row
    for line in rows:
        row += 1
        writer.text(row, 1, line.name, _WRAPPED, {"bold": True})
        kpi = book.by_anchor[line.anchor]
        for column, (name, (key, kind)) in enumerate(zip(figures, STANDING, strict=True), start=2):
            look: Style = {**_TOP, "bold": name == "actual"}
            write_figure(book, writer, row, column, kpi, key, getattr(line, name), kind, look)
        position = line.sentence or line.reason
        write_told(book, writer, row, 7, kpi, "benchmark", position, _WRAPPED)
        write_told(book, writer, row, 8, kpi, "benchmark_basis", line.basis, _WRAPPED)
        texts = {6: line.statistic, 9: line.source, 10: line.as_of, 11: line.dated, 12: line.url}
        for column, text in texts.items():
            writer.text(row, column, text, _WRAPPED, {"indent": 1} if column == 6 else {})
    finish(book, writer, row + 1, 12, repeat=(header, header))


def _figures(
    book: ExcelBook, rows: Iterable[BenchmarkView], name: str
) -> Iterator[tuple[KpiView, Figure]]:
    return ((book.by_anchor[row.anchor], getattr(row, name)) for row in rows)


def write_calendar(book: ExcelBook) -> None:
    """When each KPI is looked at next, and when its promise is due."""
    rows = book.view.calendar
    if not rows:
        return
    writer = book.writer(
        book.names.calendar,
        [
            12,
            fitting_width([row.name for row in rows], least=190, most=300),
            fitting_width([row.next_check_in for row in rows], least=120, bold=True),
            fitting_width([row.cadence for row in rows], least=100, most=160),
            fitting_width([row.due for row in rows], least=110),
            fitting_width([row.owner for row in rows], least=150, most=240),
            380,
        ],
    )
    row = write_heading(book, writer, book.names.calendar, 6, follows=False)
    keys = ("kpi", "next_check_in", "cadence", "due", "owner", "note")
    _head(book, writer, row, keys)
    header = row
    for line in rows:
        row += 1
        _write_check_in(book, writer, row, line)
    finish(book, writer, row + 1, 6, repeat=(header, header))


def _write_check_in(book: ExcelBook, writer: SheetWriter, row: int, line: CheckInView) -> None:
    writer.text(row, 1, line.name, _WRAPPED)
    _date(book, writer, row, 2, line.next_iso, line.next_check_in, {"bold": True})
    writer.text(row, 3, line.cadence or "–", _WRAPPED)
    _date(book, writer, row, 4, line.due_iso, line.due)
    writer.text(row, 5, line.owner or "–", _WRAPPED)
    writer.text(row, 6, line.note, _WRAPPED, {"font_color": colour("muted")})


def _date(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    iso: str,
    text: str,
    *style: Style,
) -> None:
    """A day as Excel's own date, so that it sorts; the text where there is no day."""
    if not iso:
        writer.text(row, column, text or "–", _TOP, *style)
        return
    days = (date.fromisoformat(iso) - date(1899, 12, 30)).days
    shown = excel_day("fr" if book.view.language == "fr" else "en", book.view.currency)
    writer.number(row, column, days, shown, _TOP, {"align": "left"}, *style)


def write_review(book: ExcelBook) -> None:
    """What the workbook lacks, every KPI by criterion, and below what to write."""
    review = book.view.review
    if review is None:
        return
    labels = [line.label for line in review.kpis[0].criteria] if review.kpis else []
    names = [kpi.name for kpi in review.kpis]
    writer = book.writer(
        book.names.review,
        [
            12,
            fitting_width(names, least=190, most=280, bold=True),
            *[fitting_width([label], least=_NARROWEST, most=120, bold=True) for label in labels],
        ],
    )
    last = 1 + len(labels)
    row = write_heading(book, writer, book.names.review, last, follows=False)
    if review.findings:
        writer.text(row, 1, book.label("review_findings"), SECTION, last=last)
        for sentence in review.findings:
            row += 1
            writer.text(row, 1, sentence, _WRAPPED, last=last)
        row += 2
    header = row
    row = _write_matrix(book, writer, row, review, labels)
    row = _write_advice(book, writer, row, review, last)
    finish(book, writer, row, last, repeat=(header, header))


def _write_matrix(
    book: ExcelBook, writer: SheetWriter, row: int, review: ReviewView, labels: Sequence[str]
) -> int:
    """A row a KPI, a column a criterion, and the key to its signs. Returns the row below."""
    writer.text(row, 1, book.label("kpi"), HEADING)
    for column, label in enumerate(labels, start=2):
        writer.text(row, column, label, HEADING, _CENTRED)
    writer.sheet.freeze_panes(row + 1, 2)
    for kpi in review.kpis:
        row += 1
        writer.text(row, 1, kpi.name, _TOP, {"bold": True})
        for column, line in enumerate(kpi.criteria, start=2):
            writer.text(row, column, line.mark, _TOP, _CENTRED, _answer_style(line))
    seen = {line.mark: line for kpi in review.kpis for line in kpi.criteria}
    key = " · ".join(f"{line.mark} {line.state}" for line in seen.values())
    writer.text(row + 1, 1, key, SMALL, last=1 + len(labels))
    return row + 3


def _write_advice(
    book: ExcelBook, writer: SheetWriter, row: int, review: ReviewView, last: int
) -> int:
    """What to write, KPI by KPI. Returns the row below."""
    if not any(kpi.to_write for kpi in review.kpis):
        return row
    writer.text(row, 1, book.label("what_to_write"), SECTION, last=last)
    for kpi in review.kpis:
        for line in kpi.to_write:
            row += 1
            writer.text(row, 1, kpi.name, _WRAPPED, {"bold": True})
            said = f"{line.answer.mark} {line.criteria}"
            writer.text(row, 2, said, _WRAPPED, _answer_style(line.answer), last=_SAID_TO)
            writer.text(row, _SAID_TO + 1, line.sentence, _WRAPPED, last=last)
    return row + 1


def _answer_style(line: CriterionView) -> Style:
    return {"bold": line.met is False, "font_color": TONE_COLOURS[_ANSWERS[line.met]]}


def _head(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    keys: Sequence[str],
    numeric: Sequence[int] = (),
) -> None:
    """The headings of a table, frozen above it."""
    for column, key in enumerate(keys, start=1):
        look: Style = {"align": "right"} if column in numeric else {}
        writer.text(row, column, book.label(key), HEADING, look)
    writer.sheet.freeze_panes(row + 1, 0)
