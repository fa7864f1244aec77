"""Tables of figures on a KPI's page, drawn straight into it: a fiftieth of the cost of its cells.

A table knows how wide its place is and its columns are, and says how high it is; WeasyPrint only
gives it that room. Every cell is drawn between marks that say which one it is:
``pdf_drawn_tables`` makes a table of it for whoever can't see the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kpireport.present.tokens import LIGHT
from kpireport.render.pdf_lettering import Face, Lettering

PIXELS = 96 / 25.4
"""Of WeasyPrint's pixels in a millimetre."""
POINT = 96 / 72
"""Of them in a point."""

_BASELINE = 0.3638
"""How far letters stand below the middle of their line, in type sizes: Inter's ascent, descent."""
_RULE, _HAIRLINE = 0.8 * POINT, 0.4 * POINT


@dataclass(frozen=True, slots=True)
class Look:
    """A table's measures in pixels: type sizes, the room above and beside a cell's text."""

    size: float
    head_size: float
    line: float
    above: float
    beside: float
    last_before: float
    """The room before the last column's text."""
    caption_below: float = 0.0

    def inset(self, place: int, count: int) -> tuple[float, float]:
        """The room left and right of what is in a column."""
        left = 0.0 if place == 0 else self.last_before if place == count - 1 else self.beside
        return left, 0.0 if place == count - 1 else self.beside


@dataclass(frozen=True, slots=True)
class Word:
    """A text in one look, ``raised`` where it is a footnote's letter."""

    text: str
    face: Face
    size: float
    colour: str
    raised: float = 0.0


@dataclass(slots=True)
class Cell:
    """A cell's lines of words; a figure stands at the right of its column.

    ``rows`` is how many rows it stands beside. A row without a cell in its last columns is
    beside one of those above.
    """

    lines: list[list[Word]]
    figure: bool = False
    rows: int = 1


@dataclass(slots=True)
class FiguresTable:
    """A table of figures, as WeasyPrint wants an image: it has a size and draws itself."""

    lettering: Lettering
    look: Look
    columns: list[float]
    rows: list[list[Cell]]
    caption: Word | None = None
    heights: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heights = [
            max(self._high(cell, number) for cell in row if cell.rows == 1)
            + 2 * self.look.above
            + (_HAIRLINE if number else _RULE)
            for number, row in enumerate(self.rows)
        ]
        for number, row in enumerate(self.rows):
            for cell in row:
                beside = self.heights[number : number + cell.rows]
                missing = self._high(cell, number) + 2 * self.look.above - sum(beside)
                if cell.rows > 1 and missing > 0:
                    self.heights[number + cell.rows - 1] += missing + _HAIRLINE

    def _high(self, cell: Cell, number: int) -> float:
        return sum(self._type(line, number) for line in cell.lines) * self.look.line

    def _type(self, line: Sequence[Word], number: int) -> float:
        """The type size that a line's height is taken from."""
        usual = self.look.head_size if number == 0 else self.look.size
        return line[0].size if len(line) == 1 and line[0].size < usual else usual

    def get_intrinsic_size(self, *_: object) -> tuple[float, float, float]:
        width = sum(self.columns)
        height = sum(self.heights) + self._caption_height()
        return width, height, width / height

    def _caption_height(self) -> float:
        return self.caption.size * self.look.line + self.look.caption_below if self.caption else 0.0

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        own_width, own_height, _ = self.get_intrinsic_size()
        stream.transform(a=width / own_width, d=height / own_height)
        out: list[str] = []
        if self.caption:
            base = self.caption.size * (self.look.line / 2 + _BASELINE)
            out += ["/Drawn <</Kind /Caption /Row 0 /Span 1>> BDC", "BT"]
            out += [*self._word(stream, self.caption, 0.0, base), "ET", "EMC"]
        y = self._caption_height()
        for number, (cells, high) in enumerate(zip(self.rows, self.heights, strict=True)):
            for place, cell in enumerate(cells):
                kind = "TH" if number == 0 or place == 0 else "TD"
                out.append(f"/Drawn <</Kind /{kind} /Row {number} /Span {cell.rows}>> BDC")
                out += [*self._cell(stream, cell, place, y + self.look.above, number), "EMC"]
            y += high
            out += self._line(y, number)
        stream.stream.append("\n".join(out).encode("ascii"))

    def _line(self, y: float, number: int) -> list[str]:
        """The line below a row; a cell that goes on beside the next row isn't cut by it."""
        thick, colour = (_HAIRLINE, LIGHT.line) if number else (_RULE, LIGHT.rule)
        going_on = number + 1 < len(self.rows) and len(self.rows[number + 1]) < len(self.columns)
        width = sum(self.columns[:-1] if going_on else self.columns)
        place = f"0 {y - thick:.3f} {width:.3f} {thick:.3f} re"
        return ["/Artifact BMC", _rgb(colour), place, "f", "EMC"]

    def _cell(self, stream: Any, cell: Cell, place: int, top: float, number: int) -> list[str]:
        before, after = self.look.inset(place, len(self.columns))
        left = sum(self.columns[:place]) + before
        right = sum(self.columns[: place + 1]) - after
        out = ["BT"]
        y = top
        for line in cell.lines:
            size = self._type(line, number)
            x = right - sum(self.wide(word) for word in line) if cell.figure else left
            for word in line:
                base = y + size * (self.look.line / 2 + _BASELINE)
                out += self._word(stream, word, x, base - word.raised)
                x += self.wide(word)
            y += size * self.look.line
        return [*out, "ET"]

    def _word(self, stream: Any, word: Word, x: float, y: float) -> list[str]:
        operators = self.lettering.operators(stream, word.text, word.face, word.size)
        return [_rgb(word.colour), f"1 0 0 -1 {x:.3f} {y:.3f} Tm", *operators]

    def wide(self, word: Word) -> float:
        return self.lettering.width(word.text, word.face, word.size)


def _rgb(colour: str) -> str:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return " ".join(f"{part:.4g}" for part in parts) + " rg"
