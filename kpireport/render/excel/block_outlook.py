"""The part of a KPI's block that looks further: its goal, its landing, its benchmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpireport.present.view import (
    BenchmarkView,
    Figure,
    GoalView,
    KpiView,
    LandingRow,
    LandingView,
    Tone,
)
from kpireport.render.excel.block_columns import FIRST, LABEL, NOTE
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.cell import Kind
from kpireport.render.excel.live.figures import STANDING, write_figure, write_told_number
from kpireport.render.excel.live.told import write_told
from kpireport.render.excel.styles import HEADING, LINED, SMALL, TONE_COLOURS, Style

_WRAP: Style = {"text_wrap": True}
_NOTE: Style = {**SMALL, **LINED, "text_wrap": True, "indent": 1}
_RIGHT: Style = {"align": "right"}


def write(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """Write what there is; returns the row below the last."""
    if kpi.goal:
        row = _write_goal(book, writer, row, kpi, kpi.goal)
    if kpi.landing:
        row = _write_landing(book, writer, row, kpi, kpi.landing)
    if kpi.benchmark:
        row = _write_benchmark(book, writer, row, kpi, kpi.benchmark)
    return row


def _write_goal(
    book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView, goal: GoalView
) -> int:
    writer.text(row, LABEL, book.label("goal"), HEADING, last=NOTE)
    promise: Style = {**_WRAP, "bold": True}
    write_told(book, writer, row + 1, LABEL, kpi, "goal_promise", goal.promise, promise, last=NOTE)
    row += 2
    if goal.progress or book.live is not None:
        tone: Style = {} if book.live else {"font_color": TONE_COLOURS[goal.tone]}
        write_told(book, writer, row, LABEL, kpi, "goal", goal.progress, _WRAP, tone, last=NOTE)
        row += 1
    facts = " · ".join(f"{fact.label} {fact.text}" for fact in goal.facts)
    return _said(book, writer, row, kpi, {"goal_facts": facts})


def _write_landing(
    book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView, landing: LandingView
) -> int:
    title = landing.title or book.label("landing")
    _headings(book, writer, row, title, "value", "against_target")
    write_told(book, writer, row, LABEL, kpi, "landing_title", title, HEADING)
    for line in _lines(book, kpi, landing):
        row += 1
        number = 0 if book.live is None else book.live.landing_lines.index(line.label)
        writer.text(row, LABEL, line.label, LINED, _WRAP)
        bold: Style = {**LINED, "bold": True}
        value, against = f"landing_value_{number}", f"landing_against_{number}"
        write_told_number(book, writer, row, FIRST, kpi, value, line.value, Kind.LEVEL, bold)
        write_told_number(
            book, writer, row, FIRST + 1, kpi, against, line.against, Kind.CHANGE, LINED
        )
        note = " · ".join(part for part in (line.interval, line.note) if part)
        key = f"landing_note_{number}"
        write_told(book, writer, row, FIRST + 2, kpi, key, note, _NOTE, last=NOTE)
    said = landing.sentence
    write_told(book, writer, row + 1, LABEL, kpi, "landing", said, _WRAP, last=NOTE)
    texts = {"landing_pace": landing.run_rate, "landing_method": landing.method}
    return _said(book, writer, row + 2, kpi, texts)


def _lines(book: ExcelBook, kpi: KpiView, landing: LandingView) -> Sequence[LandingRow]:
    """The lines that some month has, in their order."""
    if book.live is None:
        return landing.rows
    views = [view.landing for view in book.live.views_of(kpi.id) if view.landing]
    known = {line.label for each in views for line in each.rows}
    now = {line.label: line for line in landing.rows}
    nothing = Figure("–")
    return [
        now.get(label, LandingRow(label, value=nothing, against=nothing))
        for label in book.live.landing_lines
        if label in known
    ]


def _write_benchmark(
    book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView, benchmark: BenchmarkView
) -> int:
    keys = ("ours", "benchmark", "gap", "peers_beaten")
    _headings(book, writer, row, book.label("benchmark"), *keys)
    row += 1
    figures: Sequence[Figure] = (
        benchmark.actual,
        benchmark.value,
        benchmark.gap,
        benchmark.percentile,
    )
    writer.text(row, LABEL, benchmark.metric or benchmark.name, LINED, _WRAP)
    for offset, (figure, (column, kind)) in enumerate(zip(figures, STANDING, strict=True)):
        look: Style = {**LINED, "bold": not offset}
        write_figure(book, writer, row, FIRST + offset, kpi, column, figure, kind, look)
    writer.text(row, FIRST + len(keys), benchmark.statistic, _NOTE, last=NOTE)
    tone: Style = {"font_color": TONE_COLOURS[benchmark.tone if benchmark.sentence else Tone.PLAIN]}
    said = benchmark.sentence or benchmark.reason
    tone = tone if book.live is None else {}
    write_told(book, writer, row + 1, LABEL, kpi, "benchmark", said, _WRAP, tone, last=NOTE)
    facts = " · ".join(f"{fact.label} {fact.text}" for fact in benchmark.facts)
    source = " · ".join(
        part for part in (benchmark.source, benchmark.as_of, benchmark.dated, benchmark.url) if part
    )
    return _said(book, writer, row + 2, kpi, {"benchmark_facts": facts, "source": source})


def _headings(book: ExcelBook, writer: SheetWriter, row: int, title: str, *keys: str) -> None:
    """A table's title, its figures' headings, and the note's over the columns that are left."""
    writer.text(row, LABEL, title, HEADING)
    for offset, key in enumerate(keys):
        writer.text(row, FIRST + offset, book.label(key), HEADING, _RIGHT)
    writer.text(row, FIRST + len(keys), book.label("note"), HEADING, {"indent": 1}, last=NOTE)


def _said(
    book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView, texts: Mapping[str, str]
) -> int:
    """Small lines below a table, and a gap, by their keys. Returns the row below the gap."""
    small: Style = {**SMALL, **_WRAP}
    for key, text in texts.items():
        told = book.live is not None and book.live.is_told(key)
        if text or told:
            write_told(book, writer, row, LABEL, kpi, key, text, small, last=NOTE)
            row += 1
    writer.at_least(row, 9)
    return row + 1
