"""The heat map: a row a KPI, two columns an entity (actual and attainment), the group before them.

A status is the cell's tint, and a shape beside the number, which the number's format brings: the
cell still holds the number.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpireport.present.pack.view import HeatCell, HeatRow, PackView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, clean, fitting_width
from kpireport.render.excel.live.book import column_letters
from kpireport.render.excel.names import quoted
from kpireport.render.excel.numberformats import worded
from kpireport.render.excel.page import WidePage, present, set_page, write_heading
from kpireport.render.excel.styles import (
    BAND,
    HEADING,
    LEAD,
    LINED,
    LINK,
    MUTED,
    SENTENCE,
    Style,
)
from kpireport.render.excel.theme import status_colour

_KPI, _UNIT, _RULE, _COUNTED, _GROUP = 1, 2, 3, 4, 5
_FIRST = 7
"""The first entity's column."""
_ON_ONE_PAGE = 8
"""The entities that a printed page is wide enough for."""
_RIGHT: Style = {"align": "right"}


def write_heat_sheet(book: ExcelBook, pack: PackView, name: str, sheets: Mapping[str, str]) -> None:
    """The group's page. ``sheets`` are the entities' own, by name, to lead there."""
    last = _FIRST + 2 * len(pack.columns) - 1
    writer = book.writer(name, _widths(pack))
    present(writer.sheet)
    row = write_heading(book, writer, pack.title, max(last, 8))
    page = WidePage.of(writer, _KPI + 1, range(_GROUP, last + 1, 2))
    right = last if len(pack.columns) <= _ON_ONE_PAGE else page.last_of_first(last)
    right = min(right, _FIRST + 5)
    for place, sentence in enumerate(pack.headlines):
        look = SENTENCE if place else LEAD
        row += writer.paragraph(row, _KPI, right, sentence, look)
    row += 1
    writer.text(row, _KPI, pack.labels["heat_map_caption"], MUTED)
    top = row + 1
    row = _write_header(book, writer, pack, top, sheets)
    writer.sheet.freeze_panes(row, _KPI + 1)
    for band in pack.bands:
        writer.blank(row, _KPI, last, BAND)
        writer.text(row, _KPI, band.name, BAND)
        for line in band.rows:
            row += 1
            _write_row(writer, line, row)
        row += 1
    row = _write_rankings(writer, pack, row + 1, right)
    writer.finish()
    repeat = (top, top + 1)
    if len(pack.columns) <= _ON_ONE_PAGE:
        set_page(book, writer.sheet, last_row=row, last_column=last, repeat=repeat)
    else:
        page.set(book, writer, last_row=row, last_column=last, repeat=repeat)


def _widths(pack: PackView) -> list[float]:
    rows = pack.rows
    widths = [
        12.0,
        fitting_width([row.name for row in rows], least=180, most=300),
        fitting_width([row.unit for row in rows], least=40, most=90),
        fitting_width([row.rule for row in rows], least=90, most=290),
        fitting_width([row.coverage for row in rows], least=80, most=110),
    ]
    for cells in ([row.group for row in rows], *zip(*(row.cells for row in rows), strict=True)):
        figures = [f"{cell.actual.text} ■" for cell in cells]
        shares = [cell.attainment.text for cell in cells]
        name = cells[0].entity if cells else ""
        half = fitting_width([name], bold=True, most=220) / 2
        widths += [
            max(half, fitting_width(figures, least=74, most=150)),
            max(half, fitting_width(shares, least=64, most=90)),
        ]
    return widths


def _write_header(
    book: ExcelBook, writer: SheetWriter, pack: PackView, row: int, sheets: Mapping[str, str]
) -> int:
    label = pack.labels
    names = (pack.group.entity, *pack.columns)
    for place, name in enumerate(names):
        column = _GROUP + 2 * place
        centre: Style = {"align": "center", "bold": True}
        writer.text(row, column, name, centre, last=column + 1)
        if name in sheets:
            target = f"internal:{quoted(sheets[name])}!A1"
            look = book.styles.get({**LINK, "bold": True})
            writer.sheet.write_url(row, column, target, look, clean(name), clean(name))
        for offset, key in enumerate(("actual", "attainment")):
            writer.text(row + 1, column + offset, label[key], HEADING, _RIGHT)
    for column, key in ((_KPI, "kpi"), (_UNIT, "unit"), (_RULE, "rule")):
        writer.text(row + 1, column, label[key], HEADING)
    writer.text(row + 1, _COUNTED, label["counted_entities"], HEADING)
    return row + 2


def _write_row(writer: SheetWriter, line: HeatRow, row: int) -> None:
    weight: Style = {"bold": True} if line.headline else {}
    writer.text(row, _KPI, line.name, LINED, weight)
    writer.text(row, _UNIT, line.unit, LINED, MUTED)
    writer.text(row, _RULE, line.rule, LINED, MUTED)
    writer.text(row, _COUNTED, line.coverage, LINED, MUTED)
    for place, cell in enumerate(line.cells):
        _write_cell(writer, cell, row, _FIRST + 2 * place, None)
    _write_cell(writer, line.group, row, _GROUP, _group_formula(line, row))


def _write_cell(
    writer: SheetWriter, cell: HeatCell, row: int, column: int, formula: str | None
) -> None:
    code = cell.status.code
    rated = code in ("on_track", "at_risk", "off_track")
    tint: Style = {"bg_color": status_colour(code, "tint")} if rated else {}
    value, look = cell.actual.excel_value, {**LINED, **tint, **_RIGHT}
    if value is None:
        writer.text(row, column, cell.actual.text, look, MUTED)
    else:
        shown = worded(cell.actual.excel_format, after=f" {cell.status.shape}" if rated else "")
        if formula is None:
            writer.number(row, column, value, shown, look)
        else:
            writer.formula(row, column, formula, value, look, {"num_format": shown})
    writer.figure(row, column + 1, cell.attainment, {**LINED, **tint}, MUTED)
    said = " ".join(part for part in (cell.period_label, cell.status.label, cell.note) if part)
    if said and (cell.note or cell.period_label):
        writer.sheet.write_comment(row, column, said, {"x_scale": 1.6, "author": ""})


def _group_formula(line: HeatRow, row: int) -> str | None:
    """The group's cell over the entities' cells, where it is no more than that."""
    if line.group.actual.excel_value is None:
        return None
    counted = [
        (cell.actual.excel_value, f"{column_letters(_FIRST + 2 * place)}{row + 1}")
        for place, cell in enumerate(line.cells)
        if cell.actual.excel_value is not None
        and cell.actual.excel_format == line.group.actual.excel_format
    ]
    total = line.group.actual.excel_value
    if counted and _same(sum(value for value, _ in counted), total):
        return "=" + "+".join(cell for _, cell in counted)
    if counted and _same(sum(value for value, _ in counted) / len(counted), total):
        return f"=AVERAGE({','.join(cell for _, cell in counted)})"
    return None


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other))


def _write_rankings(writer: SheetWriter, pack: PackView, row: int, right: int) -> int:
    if not pack.rankings:
        return row
    writer.text(row, _KPI, pack.labels["best_and_worst"], HEADING)
    for line in pack.rankings:
        row += 1
        writer.text(row, _KPI, line.name, LINED)
        writer.text(row, _UNIT, line.sentence, LINED, last=right)
    return row
