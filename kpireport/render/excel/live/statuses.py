"""Statuses that follow the chosen month: the number on the Calculation sheet as shape and word."""

from __future__ import annotations

from kpireport.model.kpi import Direction
from kpireport.present.view import KpiView, StatusMark
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.expressions import quoted_text
from kpireport.render.excel.styles import Style

_NO_STATUS = ("", "–")


def write_status(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    key: str,
    mark: StatusMark,
    *style: Style,
) -> None:
    """A status as its shape and, in the next column, its word."""
    live = book.live
    reference = None if live is None else live.reference(kpi.id, key)
    if live is None or reference is None:
        writer.status(row, column, mark, *style)
        return
    neutral = live.direction(kpi.id) is Direction.NEUTRAL
    none = _not_rated(book) if key == "status" or neutral else _NO_STATUS
    write_status_of(writer, row, column, reference, mark, none, *style)


def write_status_of(
    writer: SheetWriter,
    row: int,
    column: int,
    reference: str,
    mark: StatusMark,
    none: tuple[str, str],
    *style: Style,
) -> None:
    """The shape and word of the status number in another cell; ``none`` where it is empty."""
    shape = f'=IF({reference}="",{quoted_text(none[0])},INDEX(status_shapes,{reference}))'
    word = f'=IF({reference}="",{quoted_text(none[1])},INDEX(status_words,{reference}))'
    writer.formula(row, column, shape, mark.shape, *style, {"align": "center"})
    writer.formula(row, column + 1, word, mark.label, *style, {"bold": True})


def write_status_text(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    *style: Style,
    last: int | None = None,
) -> None:
    """A KPI's status as shape and word in one cell."""
    mark = kpi.status
    text = f"{mark.shape} {mark.label}"
    reference = None if book.live is None else book.live.reference(kpi.id, "status")
    if reference is None:
        writer.text(row, column, text, *style, last=last)
        return
    words = f'INDEX(status_shapes,{reference})&" "&INDEX(status_words,{reference})'
    without = quoted_text(" ".join(_not_rated(book)))
    formula = f'=IF({reference}="",{without},{words})'
    writer.formula(row, column, formula, text, *style, last=last)


def write_group_status(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    number: int,
    mark: StatusMark,
    *style: Style,
) -> None:
    """A category's status, or that of the whole."""
    reference = None if book.live is None else book.live.group_reference(number, "status")
    if reference is None:
        writer.status(row, column, mark, *style)
        return
    write_status_of(writer, row, column, reference, mark, _not_rated(book), *style)


def _not_rated(book: ExcelBook) -> tuple[str, str]:
    """Shape and word of what has no status."""
    none = next(mark for mark in book.view.legend if mark.code == "neutral")
    return none.shape, none.label
