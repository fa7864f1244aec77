"""The Calculation sheet: every figure of every KPI, a row a KPI, each step in its own column."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, fitting_width
from kpireport.render.excel.data_columns import HEADER, MONTH_FORMATS
from kpireport.render.excel.live.book import FIRST_ROW, LiveBook
from kpireport.render.excel.live.cell import STATUS_NUMBERS, Cell, Kind
from kpireport.render.excel.live.family import FAMILY_KEYS, family_cells
from kpireport.render.excel.live.groups import GROUP_KEYS
from kpireport.render.excel.live.naming import define_column
from kpireport.render.excel.live.sheet_columns import group_of
from kpireport.render.excel.month_choice import EXCEL_ZERO
from kpireport.render.excel.page import WidePage, write_heading
from kpireport.render.excel.styles import HEADING, LINED, SMALL, Style

_NAMED = (
    *("category", "in_category", "in_all", "known", "scored", "weight", "weighted", "status"),
    "headline",
)
_PARAMETER_FORMATS = {"green_from": "0.0%", "amber_from": "0.0%"}
_WRAPPED: Style = {"text_wrap": True, "valign": "bottom"}
_GROUP: Style = {**HEADING, "text_wrap": False}


def write_calculation(book: ExcelBook, live: LiveBook) -> None:
    """Every figure of every KPI, one row a KPI, each step in a column of its own."""
    writer = book.writer(book.names.calculation, _calculation_widths(book, live))
    last = max(live.columns.values())
    name = live.columns["name"]
    page = WidePage.of(writer, name + 1, _group_starts(live))
    row = write_heading(book, writer, book.names.calculation, page.last_of_first(last))
    _write_parameters(book, live, writer, row)
    _write_column_heads(book, live, writer)
    for kpi_id, cells in live.cells.items():
        for cell in cells:
            _write_cell(live, writer, kpi_id, cell)
    end = FIRST_ROW + len(live.cells) - 1
    for key in _NAMED:
        column = live.columns[key]
        define_column(book, f"calc_{key}", book.names.calculation, column, FIRST_ROW, end)
    _write_groups(book, live, writer)
    _write_statuses(book, live, writer)
    _write_families(book, live, writer)
    writer.finish()
    writer.sheet.freeze_panes(FIRST_ROW, name + 1)
    end = live.family_row(len(live.family.pairs))
    heads = (FIRST_ROW - 2, FIRST_ROW - 1)
    page.set(book, writer, last_row=end, last_column=last, repeat=heads)


def _group_starts(live: LiveBook) -> list[int]:
    """The first column of each window's figures: a printed page begins there where it can."""
    groups = [(group_of(key)[0], column) for key, column in live.columns.items()]
    return [next(group)[1] for _, group in itertools.groupby(groups, key=itemgetter(0))]


def _write_parameters(book: ExcelBook, live: LiveBook, writer: SheetWriter, row: int) -> None:
    """The few cells that every formula goes back to, in one line under the heading."""
    card = live.model.cards[0]
    period, settings = card.period, card.settings
    calendar = settings.fiscal_calendar
    sheet = book.names.calculation
    into = period.index - calendar.year_start(period).index + 1
    quarter = period.index - calendar.quarter_start(period).index + 1
    start = calendar.start_month
    on = date(period.year, period.month, 1)
    cells: tuple[tuple[str, str, float], ...] = (
        ("month_listed", "=IF(ISNUMBER(MATCH(kpi_period,periods,0)),1,0)", 1),
        ("period_number", "=IFERROR(MATCH(kpi_period,periods,0),1)", 1),
        ("shown_period", "=INDEX(periods,period_number)", (on - EXCEL_ZERO).days),
        ("fiscal_start", "", start),
        ("year_months", "=MOD(MONTH(shown_period)-fiscal_start,12)+1", into),
        ("quarter_months", "=MOD(MONTH(shown_period)-fiscal_start,3)+1", quarter),
        ("green_from", "", settings.green_from),
        ("amber_from", "", settings.amber_from),
        ("data_header", "=ROW(INDEX(data_period,1))-1", HEADER + 1),
        ("kpi_count", "=ROWS(calc_status)", len(live.cells)),
    )
    for place, (name, formula, value) in enumerate(cells, start=1):
        column = live.columns["name"] + place
        code = _PARAMETER_FORMATS.get(name, "0")
        if name == "shown_period":
            code = MONTH_FORMATS[book.view.language]
        look: Style = {"num_format": code, "align": "left"}
        writer.text(row, column, book.label(f"live_{name}"), SMALL, _WRAPPED)
        if formula:
            writer.formula(row + 1, column, formula, value, look)
        else:
            writer.number(row + 1, column, value, str(look["num_format"]), {"align": "left"})
        define_column(book, name, sheet, column, row + 1, row + 1)


def _write_column_heads(book: ExcelBook, live: LiveBook, writer: SheetWriter) -> None:
    said = ""
    for key, column in live.columns.items():
        group, name = group_of(key)
        heading = book.label(f"live_{group}")
        align: Style = {"align": "left" if key in ("id", "name") else "right"}
        writer.text(FIRST_ROW - 2, column, "" if heading == said else heading, _GROUP)
        writer.text(FIRST_ROW - 1, column, book.label(f"live_{name}"), HEADING, align)
        said = heading


def _write_cell(live: LiveBook, writer: SheetWriter, kpi_id: str, cell: Cell) -> None:
    at = live.rows[kpi_id], live.columns[cell.key]
    if cell.kind is Kind.TEXT:
        writer.text(*at, str(cell.value), LINED)
    else:
        _write_at(live, writer, at, kpi_id, cell)


def _write_at(
    live: LiveBook, writer: SheetWriter, at: tuple[int, int], kpi_id: str, cell: Cell
) -> None:
    row, column = at
    look: Style = {"num_format": live.format(kpi_id, cell.kind)}
    if cell.formula:
        writer.formula(row, column, live.written(kpi_id, cell.formula), cell.value, LINED, look)
    elif isinstance(cell.value, (int, float)):
        writer.number(row, column, cell.value, str(look["num_format"]), LINED)


def _write_groups(book: ExcelBook, live: LiveBook, writer: SheetWriter) -> None:
    """The categories and the whole, below the KPIs."""
    head = live.group_row(0) - 1
    name = live.columns["name"]
    writer.text(head, name, book.label("category"), HEADING)
    for offset, key in enumerate(GROUP_KEYS, start=1):
        label = key if key in STATUS_NUMBERS else f"live_{key}"
        writer.text(head, name + offset, book.label(label), HEADING, {"align": "right"})
    for number, (title, cells) in enumerate(live.groups):
        row = live.group_row(number)
        writer.text(row, name, title or book.label("live_all"), LINED)
        for cell in cells:
            look: Style = {"num_format": "0.0%" if cell.kind is Kind.SHARE else "0"}
            formula = live.written_group(number, cell.formula)
            writer.formula(row, live.group_column(cell.key), formula, cell.value, LINED, look)


def _write_statuses(book: ExcelBook, live: LiveBook, writer: SheetWriter) -> None:
    """The statuses by number, as shape and word, for the sheets that show them."""
    first = live.group_row(len(live.groups)) + 2
    column = live.columns["name"]
    writer.text(first - 1, column, book.label("status"), HEADING)
    for offset, (shape, word) in enumerate(zip(*status_words(book), strict=True)):
        writer.text(first + offset, column, word, LINED)
        writer.text(first + offset, column + 1, shape, LINED)
    sheet, last = book.names.calculation, first + len(STATUS_NUMBERS) - 1
    define_column(book, "status_words", sheet, column, first, last)
    define_column(book, "status_shapes", sheet, column + 1, first, last)


def _write_families(book: ExcelBook, live: LiveBook, writer: SheetWriter) -> None:
    """Each parent with every KPI below it: what its score is made of."""
    if not live.family.pairs:
        return
    head, name = live.family_row(-1), live.columns["name"]
    writer.text(head, name, book.label("live_above"), HEADING)
    writer.text(head, name + 1, book.label("live_below"), HEADING)
    for key in FAMILY_KEYS:
        label = book.label(f"live_{key}")
        writer.text(head, live.family_column(key), label, HEADING, {"align": "right"})
    names = {kpi.id: kpi.name for kpi in book.view.kpis}
    for place, (above, below) in enumerate(live.family.pairs):
        row = live.family_row(place)
        writer.text(row, name, names[above], LINED)
        writer.text(row, name + 1, names[below], LINED)
        for cell in family_cells(live.family, above, below):
            _write_at(live, writer, (row, live.family_column(cell.key)), below, cell)


def _calculation_widths(book: ExcelBook, live: LiveBook) -> list[float]:
    names = [kpi.name for kpi in book.view.kpis]
    widths: list[float] = [12]
    for key in live.columns:
        if key == "name":
            widths.append(fitting_width(names, least=150, most=260))
        else:
            widths.append(96)
    return widths


def status_words(book: ExcelBook) -> tuple[Sequence[str], Sequence[str]]:
    """Every status in the order of its number: shapes and words."""
    by_code = {mark.code: mark for mark in book.view.legend}
    ordered = sorted(STATUS_NUMBERS, key=STATUS_NUMBERS.__getitem__)
    return [by_code[code].shape for code in ordered], [by_code[code].label for code in ordered]
