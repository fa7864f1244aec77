"""What fits on paper: scales and page breaks that do for A4 and for Letter alike.

A4 is wider, Letter is higher; what is cut to the smaller of both measures prints on either. Excel
drops breaks set by hand where it scales a sheet to so many pages, so a sheet with breaks has a
scale of its own.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence

from kpireport.render.excel.cells import SheetWriter

LEFT, TOP, BOTTOM = 0.4, 0.65, 0.6
"""The margins in inches."""

_A4, _LETTER = (841.9, 595.3), (792.0, 612.0)  # points, landscape
_WIDTH = min(_A4[0], _LETTER[0]) - 2 * LEFT * 72
_HEIGHT = min(_A4[1], _LETTER[1]) - (TOP + BOTTOM) * 72
_SURE = 0.97  # Printers and fonts differ a little,
_SURELY_WIDE = 0.94  # and LibreOffice takes a column to be up to 3 % wider than Excel does.
_SQUEEZE = 1.2  # A page may be printed that much smaller rather than run over by a few lines.
_FULL = 0.6  # A page is full enough to end before a new group.
_FEW = 6  # So many lines at least, headings included, for a table to begin on a page.
_REPEATED = 0.5  # The most of a page's width that repeated columns may take.


def scale_for_width(writer: SheetWriter) -> float:
    """The scale at which all columns fit side by side; never above 1."""
    return min(1.0, _WIDTH / _points(writer, 0, len(writer.widths) - 1) * _SURELY_WIDE)


def scale_for_blocks(writer: SheetWriter, places: Sequence[int]) -> float:
    """The scale at which the columns fit, and every block that is not much longer than a page.

    ``places`` are the blocks' first rows and the end; the rows above repeat on each page.
    """
    wide = scale_for_width(writer)
    heading = _height(writer, 0, places[0])
    fits = [
        _HEIGHT * _SURE / (heading + _height(writer, start, end))
        for start, end in itertools.pairwise(places)
    ]
    return min([wide, *(scale for scale in fits if scale * _SQUEEZE >= wide)])


def scale_for_rows(writer: SheetWriter, rows: int, scale: float) -> float:
    """``scale``, or a little less where the rows then take one page and not a few lines more."""
    fits = _HEIGHT * _SURE / _height(writer, 0, rows)
    return fits if fits < scale <= fits * _SQUEEZE else scale


def page_breaks(writer: SheetWriter, places: Sequence[int], scale: float) -> list[int]:
    """Where pages end so that no block is cut: ``places`` are the blocks' first rows and the end.

    A block longer than a page runs on over as many as it needs.
    """
    room = _HEIGHT * _SURE / scale - _height(writer, 0, places[0]) + 0.01
    breaks: list[int] = []
    used = 0.0
    for start, end in itertools.pairwise(places):
        height = _height(writer, start, end)
        if used and used + height > room:
            breaks.append(start)
            used = 0.0
        used += height
    return breaks


def table_breaks(
    writer: SheetWriter, head: int, groups: Collection[int], end: int, scale: float
) -> list[int]:
    """Where pages end in a table that begins below other things; its two headings repeat.

    ``head`` is the row of the first heading. A page ends before the first row of a group where
    that leaves it full enough; a table of which only a line or two would fit begins a new page.
    """
    room = _HEIGHT * _SURE / scale
    heads = _height(writer, head, head + 2)
    breaks: list[int] = []
    start, taken = head + 2, _height(writer, 0, head + 2)
    for row in range(head + 2, end):
        if taken + _height(writer, start, row + 1) <= room:
            continue
        if not breaks and row - head < _FEW:
            start = head
        else:
            full = (
                each
                for each in sorted(groups, reverse=True)
                if start < each <= row and taken + _height(writer, start, each) >= room * _FULL
            )
            start = next(full, row)
        breaks.append(start)
        taken = 0.0 if start == head else heads
    return breaks


def almost_one_page(writer: SheetWriter, rows: int) -> bool:
    """Whether the sheet's first rows take a page, or so little more that they can be made to."""
    room = _HEIGHT * _SURE / scale_for_width(writer)
    return _height(writer, 0, rows) <= room * _SQUEEZE


def repeated_columns(writer: SheetWriter, wanted: int, scale: float) -> int:
    """How many of the first columns repeat on each page: those wanted, if they leave room."""
    most = _WIDTH / scale * _REPEATED
    while wanted and _points(writer, 0, wanted - 1) > most:
        wanted -= 1
    return wanted


def column_breaks(
    writer: SheetWriter, repeated: int, scale: float, groups: Collection[int] = ()
) -> list[int]:
    """Where pages end from left to right, with the first columns repeated on each.

    A page ends before the first column of a group where that leaves it full enough.
    """
    room = _WIDTH * _SURELY_WIDE / scale
    taken = _points(writer, 0, repeated - 1) if repeated else 0.0
    breaks: list[int] = []
    used, start = taken, repeated
    for column in range(repeated, len(writer.widths)):
        if column > start and used + _points(writer, column, column) > room:
            best = _before_group(writer, start, column, groups, (room - taken) * _FULL)
            breaks.append(best)
            start, used = best, taken + _points(writer, best, column - 1)
        used += _points(writer, column, column)
    return breaks


def _before_group(
    writer: SheetWriter, start: int, end: int, groups: Collection[int], least: float
) -> int:
    full = (
        column
        for column in range(end, start, -1)
        if column in groups and _points(writer, start, column - 1) >= least
    )
    return next(full, end)


def _points(writer: SheetWriter, first: int, last: int) -> float:
    return writer.width(first, last) * 72 / 96 if last >= first else 0.0


def _height(writer: SheetWriter, first: int, end: int) -> float:
    return sum(writer.height(row) for row in range(first, end))
