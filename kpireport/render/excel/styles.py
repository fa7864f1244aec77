"""What cells look like: one set of fonts, colours and lines for the whole workbook.

Colours are the ones of every other output, taken from the workbook's theme. The ink is dark, lines
are thin, fills say something.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from kpireport.present.scales import SHEET_SIZES
from kpireport.present.view import Tone
from kpireport.render.excel.theme import TYPEFACE, colour, status_colour

FONT = TYPEFACE
SIZE = SHEET_SIZES["body"]

Style = dict[str, Any]

_PLAIN: Style = {"font_name": FONT, "font_size": SIZE, "font_color": colour("ink")}
BODY: Style = {"valign": "vcenter"}
MUTED: Style = {**BODY, "font_color": colour("muted")}
SMALL: Style = {**MUTED, "font_size": SHEET_SIZES["small"]}
WRAPPED: Style = {"valign": "top", "text_wrap": True}
TITLE: Style = {**BODY, "font_size": SHEET_SIZES["h1"], "bold": True, "text_wrap": True}
QUIET_LINE: Style = {**MUTED, "text_wrap": True}
PERIOD: Style = {**BODY, "font_size": SHEET_SIZES["period"], "bold": True, "align": "right"}
SECTION: Style = {**BODY, "font_size": SHEET_SIZES["h3"], "bold": True}
LEAD: Style = {
    "valign": "vcenter",
    "font_size": SHEET_SIZES["lead"],
    "bold": True,
    "text_wrap": True,
}
SENTENCE: Style = {"valign": "vcenter", "font_size": SHEET_SIZES["sentence"], "text_wrap": True}
LINED: Style = {"bottom": 1, "bottom_color": colour("line")}
HEADING: Style = {
    **BODY,
    "font_size": SHEET_SIZES["small"],
    "bold": True,
    "font_color": colour("muted"),
    "bottom": 2,
    "bottom_color": colour("rule"),
    "text_wrap": True,
}
BAND: Style = {**BODY, "bold": True, "bg_color": colour("sunken")}
LINK: Style = {**BODY, "font_color": colour("link"), "align": "center"}

TONE_COLOURS = {
    Tone.GOOD: colour("on_track_text"),
    Tone.BAD: colour("off_track_text"),
    Tone.PLAIN: colour("ink"),
}
"""A variance is green or red by whether it is good news, never by its sign."""


def whole_look(parts: Iterable[Style]) -> Style:
    """Everything that these parts together say of a cell's look."""
    look = {**_PLAIN}
    for part in parts:
        look |= part
    return look


class Styles:
    """The workbook's formats, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._found: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, *parts: Style) -> Format:
        """The format of these parts together; a later part overrides an earlier one."""
        return self.of(whole_look(parts))

    def of(self, look: Style) -> Format:
        """The format of a whole look."""
        as_written = tuple(look.items())
        found = self._found.get(as_written)
        if found is None:
            found = self._found[as_written] = self._made_once(look)
        return found

    def _made_once(self, look: Style) -> Format:
        """The format of a look, in whatever order its parts were named."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def chosen(self) -> Format:
        """What a conditional format makes of the chosen month's row."""
        key = (("chosen", True),)
        if key not in self._made:
            self._made[key] = self._book.add_format({"bg_color": colour("sunken"), "bold": True})
        return self._made[key]

    def ruled(self) -> Format:
        """What a conditional format makes of a row that has something in it: a line below."""
        key = (("ruled", True),)
        if key not in self._made:
            look = {"bottom": 1, "bottom_color": colour("line")}
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def sign(self, news: str) -> Format:
        """What a conditional format makes of a figure that is ``good`` or ``bad`` news."""
        key = (("sign", news),)
        if key not in self._made:
            tone = TONE_COLOURS[Tone.GOOD if news == "good" else Tone.BAD]
            self._made[key] = self._book.add_format({"font_color": tone})
        return self._made[key]

    def numbered(self, number_format: str, tone: Tone) -> Format:
        """What a conditional format makes of a number that is shown in another way."""
        key = (("numbered", number_format), ("tone", tone))
        if key not in self._made:
            look = {"num_format": number_format, "font_color": TONE_COLOURS[tone]}
            self._made[key] = self._book.add_format(look)
        return self._made[key]

    def status_rule(self, code: str, use: str) -> Format:
        """What a conditional format makes of a status' cell; ``use`` is ``text`` or ``mark``."""
        key = (("status", code), ("use", use))
        if key not in self._made:
            colours = {
                "font_color": status_colour(code, use),
                "bg_color": status_colour(code, "tint"),
            }
            self._made[key] = self._book.add_format(colours)
        return self._made[key]
