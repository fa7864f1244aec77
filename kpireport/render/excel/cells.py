"""Writing into a sheet: text that is only ever text, figures as numbers, rows that fit.

Everything that comes from the user's workbook goes through ``SheetWriter.text``: it is stored as
a string whatever it looks like, never as a formula or a link.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpireport.present.view import Figure, Mark, StatusMark
from kpireport.render.excel import lettering
from kpireport.render.excel.styles import BODY, SIZE, TONE_COLOURS, Style, Styles, whole_look

_LONGEST_TEXT = 32_767  # characters that one cell of Excel holds
_HIGHEST_ROW = 409.0  # points
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")
_UNUSUAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
PADDING = 12
"""Pixels that a column is wider than its widest text."""
GUTTER = 8
"""Pixels between a figure and the status beside it."""
ROW = lettering.row_height(1)
"""The height in points of a row with one line of text."""


def clean(text: str, longest: int = _LONGEST_TEXT) -> str:
    """``text`` as the file can hold it: without characters that XML forbids, and not too long."""
    if len(text) <= longest and _UNUSUAL.search(text) is None:
        return text
    readable = _HALVES.sub("\N{REPLACEMENT CHARACTER}", _UNSTORABLE.sub("", text))
    readable = readable.replace("\r\n", "\n").replace("\r", "\n")
    return readable if len(readable) <= longest else readable[: longest - 1] + "…"


class SheetWriter:
    """One sheet being written. Columns are sized first, in pixels; rows grow as they fill."""

    def __init__(self, sheet: Worksheet, styles: Styles, widths: Sequence[float]) -> None:
        self.sheet = sheet
        self.styles = styles
        self.widths = tuple(round(width) for width in widths)
        self._heights: dict[int, float] = {}
        for column, width in enumerate(self.widths):
            sheet.set_column_pixels(column, column, width)

    def text(
        self, row: int, column: int, text: str, *style: Style, last: int | None = None
    ) -> None:
        """Write a text, over the columns to ``last``; where it wraps, the row grows to hold it."""
        look, cell_format = self._look(row, column, last, style)
        cleaned = clean(text)
        self.sheet.write_string(row, column, cleaned, cell_format)
        size = look["font_size"]
        count = 1
        if look.get("text_wrap"):
            width = self.width(column, last) - PADDING - 8 * float(look.get("indent", 0))
            count = lettering.lines(cleaned, width, size, bold=bool(look.get("bold")))
        self.at_least(row, lettering.row_height(count, size))

    def figure(
        self, row: int, column: int, figure: Figure, *style: Style, last: int | None = None
    ) -> None:
        """Write a figure as a number with its format; as its text where there is no number.

        The colour is the tone's.
        """
        look: Style = {
            "align": "right",
            "font_color": TONE_COLOURS[figure.tone],
        }
        for part in style:
            look |= part
        if figure.excel_value is None:
            self.text(row, column, figure.text, look, last=last)
            return
        self.number(row, column, figure.excel_value, figure.excel_format, look, last=last)

    def number(
        self,
        row: int,
        column: int,
        value: float,
        number_format: str,
        *style: Style,
        last: int | None = None,
    ) -> None:
        """Write a number with a number format of Excel's."""
        numbered: Style = {"num_format": number_format}
        look, cell_format = self._look(row, column, last, (*style, numbered))
        self.sheet.write_number(row, column, value, cell_format)
        self.at_least(row, lettering.row_height(1, look["font_size"]))

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        value: float | str | None,
        *style: Style,
        last: int | None = None,
    ) -> None:
        """Write a formula with the value it has now; an empty text where it has none."""
        look, cell_format = self._look(row, column, last, style)
        shown = "" if value is None else clean(value) if isinstance(value, str) else value
        if needs_array(formula):
            array = "{" + formula + "}"
            self.sheet.write_array_formula(row, column, row, column, array, cell_format, shown)
        else:
            self.sheet.write_formula(row, column, formula, cell_format, shown)
        self.at_least(row, lettering.row_height(1, look["font_size"]))

    def plain_text(self, row: int, column: int, text: str, cell_format: Format) -> None:
        """Write a text that takes one line of the usual size, in a format made before."""
        self.sheet.write_string(row, column, clean(text), cell_format)
        self.at_least(row, ROW)

    def plain_number(self, row: int, column: int, value: float, cell_format: Format) -> None:
        """The same for a number."""
        self.sheet.write_number(row, column, value, cell_format)
        self.at_least(row, ROW)

    def room_for(
        self,
        row: int,
        column: int,
        text: str,
        *style: Style,
        last: int | None = None,
        most: int | None = None,
    ) -> None:
        """Have the row be high enough for a text that may come to stand there.

        It gets ``most`` lines at most.
        """
        look = {**BODY}
        for part in style:
            look |= part
        if not look.get("text_wrap"):
            return
        size = float(look.get("font_size", SIZE))
        width = self.width(column, last) - PADDING - 8 * float(look.get("indent", 0))
        count = lettering.lines(clean(text), width, size, bold=bool(look.get("bold")))
        count = count if most is None else min(count, most)
        self.at_least(row, lettering.row_height(count, size))

    def status(self, row: int, column: int, mark: StatusMark, *style: Style) -> None:
        """Write a status as its shape and, in the column after it, its word."""
        self.text(row, column, mark.shape, *style, {"align": "center"})
        self.text(row, column + 1, mark.label, *style, {"bold": True})

    def mark(self, row: int, column: int, mark: Mark | None, *style: Style) -> None:
        """Write a variation or an assurance as its sign and word in the colour of its tone."""
        tone: Style = {"font_color": TONE_COLOURS[mark.tone]} if mark else {}
        self.text(row, column, mark_text(mark) if mark else "", *style, tone)

    def paragraph(self, row: int, column: int, last: int, text: str, *style: Style) -> int:
        """Write a text over as many rows as its lines need, so that no row beside it grows.

        Returns how many rows that is.
        """
        look: Style = {"text_wrap": True, **BODY}
        look |= {key: value for part in style for key, value in part.items()}
        size = float(look.get("font_size", SIZE))
        count = lettering.lines(clean(text), self.width(column, last) - PADDING, size)
        needed = lettering.row_height(count, size)
        rows, held = 0, 0.0
        while held < needed:
            self.at_least(row + rows, ROW)
            held += self.height(row + rows)
            rows += 1
        cell_format = self.styles.get(look, {"valign": "top"} if rows > 1 else {})
        if rows > 1 or last > column:
            self.sheet.merge_range(row, column, row + rows - 1, last, "", cell_format)
        self.sheet.write_string(row, column, clean(text), cell_format)
        return rows

    def paragraph_formula(
        self, row: int, column: int, last: int, formula: str, text: str, longest: str
    ) -> int:
        """As ``paragraph``, for a text that a formula looks up: room for the ``longest``."""
        rows = self.paragraph(row, column, last, longest)
        look: Style = {"text_wrap": True, **BODY}
        cell_format = self.styles.get(look, {"valign": "top"} if rows > 1 else {})
        self.sheet.write_formula(row, column, formula, cell_format, clean(text))
        return rows

    def blank(self, row: int, column: int, last: int, *style: Style) -> None:
        """Give cells a look without a content."""
        for place in range(column, last + 1):
            self.sheet.write_blank(row, place, None, self.styles.get(BODY, *style))

    def at_least(self, row: int, points: float) -> None:
        """Have the row be at least that high, within what Excel allows."""
        if points > self._heights.get(row, -1.0):
            self._heights[row] = min(_HIGHEST_ROW, points)

    def height(self, row: int) -> float:
        """The height of a row in points, as it is so far."""
        return self._heights.get(row, ROW)

    def width(self, column: int, last: int | None = None) -> int:
        """The width in pixels of a column, or of several together."""
        return sum(self.widths[column : (column if last is None else last) + 1])

    def lines(self, column: int, text: str) -> int:
        """How many lines a text of the usual size takes in that column."""
        return lettering.lines(clean(text), self.width(column) - PADDING)

    def finish(self) -> None:
        """Set the rows' heights; call once everything is written."""
        for row, points in sorted(self._heights.items()):
            self.sheet.set_row(row, points)

    def _look(
        self, row: int, column: int, last: int | None, style: Sequence[Style]
    ) -> tuple[Style, Format]:
        """What the style comes to, and the format for it; cells to ``last`` become one."""
        look = whole_look((BODY, *style))
        cell_format = self.styles.of(look)
        if last is not None and last > column:
            self.sheet.merge_range(row, column, row, last, "", cell_format)
        return look, cell_format


def needs_array(formula: str) -> bool:
    """Whether Excel must be told to look at whole ranges inside a condition."""
    return "MIN(IF(" in formula or "MAX(IF(" in formula


def mark_text(mark: Mark) -> str:
    """Sign and word in one cell."""
    return f"{mark.symbol} {mark.label}"


def fitting_width(
    texts: Collection[str],
    *,
    least: float = 40,
    most: float = 10_000,
    size: float = SIZE,
    bold: bool = False,
) -> float:
    """The width in pixels of a column that holds these texts without cutting any, within limits."""
    widest = lettering.widest(texts, size, bold=bold)
    return min(most, max(least, math.ceil(widest) + PADDING))
