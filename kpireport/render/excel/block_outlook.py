"""The part of a KPI's block that looks further: its goal, its landing, its benchmark."""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.present.view import BenchmarkView, Figure, GoalView, KpiView, LandingView, Tone
from kpireport.render.excel.block_columns import FIRST, LABEL, NOTE
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.styles import HEADING, LINED, SMALL, TONE_COLOURS, Style

_WRAP: Style = {"text_wrap": True}
_NOTE: Style = {**SMALL, **LINED, "text_wrap": True, "indent": 1}
_RIGHT: Style = {"align": "right"}


def write(book: ExcelBook, writer: SheetWriter, row: int, kpi: KpiView) -> int:
    """Write what there is; returns the row below the last."""
    if kpi.goal:
        row = _write_goal(book, writer, row, kpi.goal)
    if kpi.landing:
        row = _write_landing(book, writer, row, kpi.landing)
    if kpi.benchmark:
        row = _write_benchmark(book, writer, row, kpi.benchmark)
    return row


def _write_goal(book: ExcelBook, writer: SheetWriter, row: int, goal: GoalView) -> int:
    writer.text(row, LABEL, book.label("goal"), HEADING, last=NOTE)
    writer.text(row + 1, LABEL, goal.promise, _WRAP, {"bold": True}, last=NOTE)
    row += 2
    if goal.progress:
        tone: Style = {"font_color": TONE_COLOURS[goal.tone]}
        writer.text(row, LABEL, goal.progress, _WRAP, tone, last=NOTE)
        row += 1
    facts = " · ".join(f"{fact.label} {fact.text}" for fact in goal.facts)
    return _said(writer, row, [facts])


def _write_landing(book: ExcelBook, writer: SheetWriter, row: int, landing: LandingView) -> int:
    _headings(book, writer, row, landing.title or book.label("landing"), "value", "against_target")
    for line in landing.rows:
        row += 1
        writer.text(row, LABEL, line.label, LINED, _WRAP)
        writer.figure(row, FIRST, line.value, LINED, {"bold": True})
        writer.figure(row, FIRST + 1, line.against, LINED)
        note = " · ".join(part for part in (line.interval, line.note) if part)
        writer.text(row, FIRST + 2, note, _NOTE, last=NOTE)
    writer.text(row + 1, LABEL, landing.sentence, _WRAP, last=NOTE)
    return _said(writer, row + 2, [landing.run_rate, landing.method])


def _write_benchmark(
    book: ExcelBook, writer: SheetWriter, row: int, benchmark: BenchmarkView
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
    for offset, figure in enumerate(figures):
        writer.figure(row, FIRST + offset, figure, LINED, {"bold": not offset})
    writer.text(row, FIRST + len(keys), benchmark.statistic, _NOTE, last=NOTE)
    tone: Style = {"font_color": TONE_COLOURS[benchmark.tone if benchmark.sentence else Tone.PLAIN]}
    writer.text(row + 1, LABEL, benchmark.reason or benchmark.sentence, _WRAP, tone, last=NOTE)
    facts = " · ".join(f"{fact.label} {fact.text}" for fact in benchmark.facts)
    source = " · ".join(
        part for part in (benchmark.source, benchmark.as_of, benchmark.dated, benchmark.url) if part
    )
    return _said(writer, row + 2, [facts, source])


def _headings(book: ExcelBook, writer: SheetWriter, row: int, title: str, *keys: str) -> None:
    """A table's title, its figures' headings, and the note's over the columns that are left."""
    writer.text(row, LABEL, title, HEADING)
    for offset, key in enumerate(keys):
        writer.text(row, FIRST + offset, book.label(key), HEADING, _RIGHT)
    writer.text(row, FIRST + len(keys), book.label("note"), HEADING, {"indent": 1}, last=NOTE)


def _said(writer: SheetWriter, row: int, texts: Sequence[str]) -> int:
    """Small lines below a table, and a gap. Returns the row below the gap."""
    for text in texts:
        if text:
            writer.text(row, LABEL, text, SMALL, _WRAP, last=NOTE)
            row += 1
    writer.at_least(row, 9)
    return row + 1
