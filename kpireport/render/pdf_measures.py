"""Which figures stand in the drawn tables of a KPI's page, and how wide their columns are.

A text whose letters depend on their neighbours is left to WeasyPrint, and so is a table that
doesn't fit its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kpireport.present.scales import PAPER_SIZES
from kpireport.present.tokens import LIGHT, SVG_FONT_FAMILY
from kpireport.render.pdf_figures import PIXELS, POINT, Cell, FiguresTable, Look, Word
from kpireport.render.pdf_lettering import Face, Lettering, stands_alone

_FAMILY = tuple(name.strip(" \"'") for name in SVG_FONT_FAMILY.split(","))
_WORDS = Face(_FAMILY, 400, whole=True)
_STRONG_WORDS = Face(_FAMILY, 600, whole=True)
_FIGURES = Face(_FAMILY, 400, tabular=True)
_STRONG_FIGURES = Face(_FAMILY, 600, tabular=True)


def _look(size: str, line: float, above: float, last: float = 1.3, below: float = 1.0) -> Look:
    in_pixels = [each * PIXELS for each in (above, 1.3, last, below)]
    return Look(PAPER_SIZES[size] * POINT, PAPER_SIZES["tiny"] * POINT, line, *in_pixels)


_LOOKS: Mapping[str, Look] = {
    "half": _look("close", 1.3, 0.4, 3.0),
    "wide": _look("table", 1.3, 0.6, 1.3),
    "wide dense": _look("dense", 1.24, 0.3, 1.3),
    "compared": _look("table", 1.3, 1.05),
    "compared dense": _look("dense", 1.3, 0.6, below=0.3),
}
_NOTE, _CAPTION = PAPER_SIZES["small"] * POINT, PAPER_SIZES["body"] * POINT

_EXACT = 0.01
"""A column made for its longest text is as wide, but for what sums of floats leave."""


def _may_break(cell: Cell) -> bool:
    """Whether a cell beyond the names takes several lines: a note does, a status doesn't."""
    return not cell.figure and cell.lines[0][0].size == _NOTE


class Table:
    """A table being put together: its rows are cells of words."""

    def __init__(self, lettering: Lettering, kind: str) -> None:
        self._lettering = lettering
        self._look = _LOOKS[kind]
        self._rows: list[list[Cell]] = []
        self._names: list[tuple[str, str]] = []

    def head(self, texts: Sequence[str], words: Sequence[int]) -> None:
        """The columns' heads; those of ``words`` stand at the left, as their texts do."""
        size = self._look.head_size
        self._rows = [
            [
                Cell([[Word(text, _STRONG_WORDS, size, LIGHT.muted)]], place not in words)
                for place, text in enumerate(texts)
            ]
        ]

    def row(self, name: str, letter: str, parts: Sequence[Any], strong: bool) -> None:
        """A row: its name, a footnote's letter, figures and a status; the first one strong."""
        size = self._look.size
        words = [Word(f"{name} " if letter else name, _WORDS, size, LIGHT.ink)]
        if letter:
            raised = Word(letter, _STRONG_WORDS, 0.75 * size, LIGHT.ink, 0.3 * size)
            words.append(raised)
        cells = [self._cell(part, strong and place == 0) for place, part in enumerate(parts)]
        self._rows.append([Cell([words]), *cells])

    def note(self, row: int, text: str, rows: int) -> None:
        """A note at the end of a row, beside so many rows."""
        words = [Word(text, _WORDS, _NOTE, LIGHT.muted)]
        self._rows[row].append(Cell([words], rows=rows))

    def note_below(self, row: int, text: str) -> None:
        """A note under a row's name."""
        self._rows[row][0].lines.append([Word(text, _WORDS, _NOTE, LIGHT.muted)])

    def _cell(self, part: Any, strong: bool) -> Cell:
        size = self._look.size
        if hasattr(part, "shape"):
            code = part.code if part.code in ("on_track", "at_risk", "off_track") else "quiet"
            shape = Word(part.shape, _STRONG_WORDS, 0.85 * size, getattr(LIGHT, f"{code}_mark"))
            label = Word(f" {part.label}", _STRONG_WORDS, size, getattr(LIGHT, f"{code}_text"))
            return Cell([[shape, label]])
        tone = str(getattr(part.tone, "value", part.tone))
        colour = {"good": LIGHT.on_track_text, "bad": LIGHT.off_track_text}.get(tone, LIGHT.ink)
        bold = strong or tone == "bad"
        if any(map(str.isdigit, part.text)):
            face = _STRONG_FIGURES if bold else _FIGURES
        else:
            face = _STRONG_WORDS if bold else _WORDS
        return Cell([[Word(part.text, face, size, colour)]], figure=True)

    def finished(self, width: float, wanted: Sequence[float], caption: str) -> FiguresTable | None:
        """The table in a place of so many millimetres; None where WeasyPrint has to set it.

        ``wanted`` are the columns' shares of the width in percent, 0 where a column shares what
        is left with others by its texts.
        """
        words = [w for row in self._rows for cell in row for line in cell.lines for w in line]
        if not all(stands_alone(sign) for word in words for sign in word.text + caption):
            return None
        columns = self._columns(width * PIXELS, wanted)
        if columns is None:
            return None
        for number, row in enumerate(self._rows):
            for place, cell in enumerate(row):
                room = columns[place] - sum(self._look.inset(place, len(columns)))
                if number and (place == 0 or _may_break(cell)):
                    cell.lines = [part for line in cell.lines for part in self._wrapped(line, room)]
        title = Word(caption, _STRONG_WORDS, _CAPTION, LIGHT.ink) if caption else None
        return FiguresTable(self._lettering, self._look, columns, self._rows, title)

    def _columns(self, room: float, wanted: Sequence[float]) -> list[float] | None:
        """The columns' widths; names and notes take more lines where there is less room."""
        count = len(wanted)
        insets = [sum(self._look.inset(place, count)) for place in range(count)]
        needed, least = list(insets), list(insets)
        for row in self._rows:
            for place, cell in enumerate(row):
                wide = max(sum(map(self._wide, line)) for line in cell.lines)
                needed[place] = max(needed[place], wide + insets[place])
                breaks = not cell.figure and (place == 0 or _may_break(cell))
                narrow = max(map(self._longest, cell.lines)) if breaks else wide
                least[place] = max(least[place], narrow + insets[place])
        fixed = [
            max(share * room / 100, least[place]) if share else 0.0
            for place, share in enumerate(wanted)
        ]
        free = [0.0 if share else needed[place] for place, share in enumerate(wanted)]
        left = room - sum(fixed)
        if sum(free) <= left:
            return [each or need * left / sum(free) for each, need in zip(fixed, free, strict=True)]
        if not wanted[0]:
            name = left - sum(free[1:])
            if name >= least[0]:
                return [
                    name,
                    *(one or other for one, other in zip(fixed[1:], free[1:], strict=True)),
                ]
        return None

    def _wide(self, word: Word) -> float:
        return self._lettering.width(word.text, word.face, word.size)

    def _longest(self, line: Sequence[Word]) -> float:
        """The longest word of a line, with a footnote's letter after it."""
        return max(
            self._lettering.width(part, word.face, word.size)
            for word in line
            for part in word.text.split(" ")
        ) + sum(self._wide(word) for word in line[1:])

    def _wrapped(self, words: list[Word], room: float) -> list[list[Word]]:
        """A text in lines; a footnote's letter stands at the end of the last one."""
        if sum(map(self._wide, words)) <= room + _EXACT:
            return [words]
        text, *rest = words
        after = sum(map(self._wide, rest))
        lines = [""]
        parts = text.text.rstrip(" ").split(" ")
        for number, part in enumerate(parts):
            longer = f"{lines[-1]} {part}" if lines[-1] else part
            needed = self._lettering.width(longer, text.face, text.size)
            needed += after + text.size * 0.3 if number == len(parts) - 1 and rest else 0.0
            if lines[-1] and needed > room:
                lines[-1] += " "
                lines.append(part)
            else:
                lines[-1] = longer
        if rest:
            lines[-1] += " "
        made = [[Word(line, text.face, text.size, text.colour)] for line in lines]
        made[-1] += rest
        return made
