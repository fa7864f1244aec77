"""What a live workbook shows for a month, cell by cell beside that month's own report.

Every function yields what differs: where, what the workbook shows, what the report says. A figure
is what its cell holds, a number where there is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from kpireport.i18n.typography import MISSING
from kpireport.present.view import Figure, KpiView, MeasureView, ReportView, StatusMark
from kpireport.render.excel import block_columns as block
from kpireport.render.excel import summary_columns as summary
from kpireport.render.excel.live.texts import line_note
from tests.render.live_books import same

Difference = tuple[object, ...]
Rows = Sequence[Sequence[Any]]
_FIGURES = ("actual", "target", "variance", "variance_pct", "attainment")


def shown(figure: Figure) -> float | str:
    """What the cell of a figure holds."""
    return figure.text if figure.excel_value is None else figure.excel_value


def summary_differences(view: ReportView, sheet: Worksheet) -> Iterator[Difference]:
    """The first sheet: sentences, counts, cards, scores and the table's rows."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[summary.UNIT] == view.labels["unit"])
    yield from _sentences(view, rows[:head])
    yield from _counts(view, sheet, head)
    yield from _cards(view, rows[:head])
    yield from _table(view, rows[head + 1 :])


def _sentences(view: ReportView, rows: Rows) -> Iterator[Difference]:
    """Headlines in their order, and the lists' lines each with its name and status."""
    said = [row[summary.NAME] for row in rows]
    for one, other in zip(view.headlines, view.headlines[1:], strict=False):
        if one in said and other in said and said.index(one) > said.index(other):
            yield "headlines out of order", one, other
    for text in view.headlines:
        if text not in said:
            yield "headline", None, text
    for name in ("attention", "wins"):
        lines, more = getattr(view, name), getattr(view, f"{name}_more")
        if view.labels[name] not in said:
            if lines:
                yield name, None, lines[0].sentence
            continue
        start = said.index(view.labels[name]) + 1
        for place, line in enumerate(lines):
            row = rows[start + place]
            expected = (line.name, f"{line.status.shape} {line.status.label}", line.sentence)
            found = (row[1], row[3], row[5])
            if found != expected:
                yield name, found, expected
        if start + len(lines) < len(rows) and rows[start + len(lines)][5]:
            yield f"{name}: a line too many", rows[start + len(lines)][5], None
        if more and more not in said[start:]:
            yield f"{name}_more", None, more


def _counts(view: ReportView, sheet: Worksheet, head: int) -> Iterator[Difference]:
    """Each count's word stands in its cell's number format."""
    found = {
        cell.number_format: cell.value
        for row in sheet.iter_rows(max_row=head)
        for cell in row
        if isinstance(cell.value, (int, float)) and '"' in cell.number_format
    }
    for count in view.counts:
        word = f" {count.mark.label}"
        cells = [value for code, value in found.items() if _words(code).endswith(word)]
        if cells != [count.count]:
            yield count.mark.label, cells, count.count
    told = sum(count.count for count in view.counts)
    if told != len(view.kpis):
        yield "all counts", told, len(view.kpis)


def _words(code: str) -> str:
    """A number format without what quotes and escapes its words."""
    return code.replace('"', "").replace("\\", "")


def _cards(view: ReportView, rows: Rows) -> Iterator[Difference]:
    start = next(
        (at for at, row in enumerate(rows) if row[1] == view.labels["headline_kpis"]), len(rows)
    )
    places = [(at, first) for at in range(start + 1, len(rows), 7) for first, _ in summary.SPANS]
    for kpi, (at, column) in zip(view.cards, places, strict=False):
        status = f"{kpi.status.shape} {kpi.status.label}"
        variance = rows[at + 4][column]
        variances = [shown(kpi.month.variance_pct), shown(kpi.month.variance)]
        aimless = kpi.month.target.text == MISSING
        target = view.labels["no_target"] if aimless else shown(kpi.month.target)
        if variances == [MISSING, MISSING]:
            variances = [""]
        pairs: list[tuple[str, Any, Any]] = [
            ("name", rows[at][column], kpi.name),
            ("actual", rows[at + 2][column], shown(kpi.month.actual)),
            ("target", rows[at + 3][column], target),
            ("status", rows[at + 5][column], status),
        ]
        for name, found, expected in pairs:
            if not same(found, expected) and not str(found).endswith(str(expected)):
                yield "card", kpi.id, name, found, expected
        if not any(same(variance, each) for each in variances):
            yield "card", kpi.id, "variance", variance, variances


def _table(view: ReportView, rows: Rows) -> Iterator[Difference]:
    """Band and lines of each category in their order, then the whole."""
    lines = iter(rows)
    for category in view.categories:
        band = next(lines)
        yield from _group(band, category.name or view.labels["other_category"], category)
        said = " · ".join(part for part in (category.coverage, category.note) if part)
        if (band[summary.YEAR] or "") != said:
            yield category.name, band[summary.YEAR], said
        for kpi in category.kpis:
            yield from _line(view, kpi, next(lines))


def _group(row: Sequence[Any], name: str, category: Any) -> Iterator[Difference]:
    if row[summary.NAME] != name:
        yield "category", row[summary.NAME], name
    if not same(row[summary.MONTH], shown(category.score)):
        yield name, "score", row[summary.MONTH], shown(category.score)
    yield from _status(name, row, summary.MONTH_STATUS, category.status)


def _status(what: str, row: Sequence[Any], column: int, mark: StatusMark) -> Iterator[Difference]:
    found = (row[column] or "", row[column + 1] or "")
    if found != (mark.shape, mark.label):
        yield what, "status", found, (mark.shape, mark.label)


def _line(view: ReportView, kpi: KpiView, row: Sequence[Any]) -> Iterator[Difference]:
    if (row[summary.NAME], row[summary.GO]) != (kpi.name, "›"):
        yield kpi.id, row[summary.NAME], kpi.name
        return
    for start, status, measure in (
        (summary.MONTH, summary.MONTH_STATUS, kpi.month),
        (summary.YEAR, summary.YEAR_STATUS, kpi.year_to_date),
    ):
        yield from _figures(f"{kpi.id} {measure.label}", row[start:], measure, summary.FIGURES)
        yield from _status(kpi.id, row, status, measure.status)
    for column, mark in ((summary.VARIATION, kpi.variation), (summary.ASSURANCE, kpi.assurance)):
        said = f"{mark.symbol} {mark.label}" if mark else ""
        if (row[column] or "") != said:
            yield kpi.id, row[column], said
    if (row[summary.NOTE] or "") != line_note(kpi, view.labels):
        yield kpi.id, row[summary.NOTE], line_note(kpi, view.labels)


def _figures(
    what: str, cells: Sequence[Any], measure: MeasureView, names: Sequence[str]
) -> Iterator[Difference]:
    for cell, name in zip(cells, names, strict=False):
        expected = shown(getattr(measure, name))
        if not same(cell, expected):
            yield what, name, cell, expected


def blocks_differences(view: ReportView, sheet: Worksheet) -> Iterator[Difference]:
    """The KPIs sheet: each block's verdict, windows, comparisons, goal, landing and benchmark."""
    rows = list(sheet.iter_rows(values_only=True))
    starts = [at for at, row in enumerate(rows) if str(row[block.LAST]).startswith("↑")]
    if len(starts) != len(view.kpis):
        yield "blocks", len(starts), len(view.kpis)
    for kpi, start, end in zip(view.kpis, starts, [*starts[1:], len(rows)], strict=False):
        for difference in _block(kpi, rows[start:end]):
            yield kpi.id, *difference


def _block(kpi: KpiView, rows: Rows) -> Iterator[Difference]:
    if (rows[0][block.LABEL], rows[1][block.LABEL]) != (kpi.name, kpi.verdict):
        yield "verdict", rows[1][block.LABEL], kpi.verdict
    yield from _status("title", rows[0], block.STATUS, kpi.status)
    for measure, row in zip(kpi.measures, rows[3:], strict=False):
        if row[block.LABEL] != measure.covering:
            yield "label", row[block.LABEL], measure.covering
        yield from _figures(measure.label, row[block.FIRST :], measure, _FIGURES)
        yield from _status(measure.label, row, block.STATUS, measure.status)
    texts = {row[block.LABEL] for row in rows}
    labelled = {row[block.LABEL]: row for row in rows if row[block.FIRST] is not None}
    for comparison in kpi.comparisons:
        figures = (comparison.value, comparison.delta, comparison.delta_pct)
        yield from _labelled(labelled, comparison.label, figures, comparison.note)
    if kpi.landing is not None:
        for line in kpi.landing.rows:
            yield from _labelled(labelled, line.label, (line.value, line.against))
        yield from _said(texts, kpi.landing.sentence, "landing")
    if kpi.goal is not None:
        yield from _said(texts, kpi.goal.progress, "goal")
        yield from _said(texts, kpi.goal.promise, "promise")
    if kpi.benchmark is not None:
        one = kpi.benchmark
        figures = (one.actual, one.value, one.gap)
        yield from _labelled(labelled, one.metric or one.name, figures)
        yield from _said(texts, one.sentence or one.reason, "benchmark")


def _labelled(
    rows: dict[Any, Sequence[Any]], label: str, figures: Sequence[Figure], note: str | None = None
) -> Iterator[Difference]:
    if label not in rows:
        yield label, "no row"
        return
    row = rows[label]
    for cell, figure in zip(row[block.FIRST :], figures, strict=False):
        if not same(cell, shown(figure)):
            yield label, cell, shown(figure)
    if note is not None and (row[block.FIRST + 3] or "") != note:
        yield label, "note", row[block.FIRST + 3], note


def _said(texts: Set[Any], text: str, what: str) -> Iterator[Difference]:
    if text and text not in texts:
        yield what, None, text
