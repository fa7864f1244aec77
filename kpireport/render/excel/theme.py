"""The workbook's colours as places in its theme, and the theme that makes them ours.

A cell, a border, a chart says "the second accent, 90 % lighter" instead of a fixed colour, so that
whoever changes the theme (Page Layout > Colors) recolours the whole workbook. Which place a colour
of the look takes is written below; how much lighter or darker follows from the two colours.
"""

from __future__ import annotations

import colorsys
import re
from collections.abc import Mapping
from io import StringIO

from xlsxwriter.color import Color

from kpireport.present.tokens import DEFAULT_ACCENT, LIGHT, STATUS_FAMILY

TYPEFACE = "Arial"

_PLACES = (
    *("lt1", "dk1", "lt2", "dk2"),
    *("accent1", "accent2", "accent3", "accent4", "accent5", "accent6"),
    *("hlink", "folHlink"),
)
"""The theme's colours in the order of their numbers in a cell's style."""

_ORDER = ("dk1", "lt1", "dk2", "lt2", *_PLACES[4:])
"""The same in the order the theme itself lists them."""

_IN_CHARTS = {"lt1": "bg1", "dk1": "tx1", "lt2": "bg2", "dk2": "tx2"}

_THEME: Mapping[str, str] = {
    "lt1": LIGHT.surface,
    "dk1": LIGHT.ink,
    "lt2": LIGHT.sunken,
    "dk2": LIGHT.chart_actual,
    "accent1": DEFAULT_ACCENT,
    "accent2": LIGHT.on_track_mark,
    "accent3": LIGHT.at_risk_mark,
    "accent4": LIGHT.off_track_mark,
    "accent5": LIGHT.chart_limit,
    "accent6": LIGHT.muted,
    "hlink": LIGHT.link,
    "folHlink": LIGHT.link,
}

_PLACE_OF: Mapping[str, str] = {
    "surface": "lt1",
    "sunken": "lt2",
    "line": "lt2",
    "chart_grid": "lt2",
    "ink": "dk1",
    "rule": "dk1",
    "chart_zero": "dk1",
    "chart_actual": "dk2",
    "chart_plan": "dk2",
    "chart_limit": "accent5",
    "link": "hlink",
    "muted": "accent6",
    "chart_prior": "accent6",
    **{f"on_track_{use}": "accent2" for use in ("text", "mark", "tint")},
    **{f"at_risk_{use}": "accent3" for use in ("text", "mark", "tint")},
    **{f"off_track_{use}": "accent4" for use in ("text", "mark", "tint")},
    **{f"quiet_{use}": "accent6" for use in ("text", "mark", "tint")},
}


class ThemeColour(Color):
    """A place in the theme, lighter (``tint`` above 0) or darker, as XlsxWriter writes colours.

    XlsxWriter's own knows the six shades of Excel's menu alone, and no colour of links.
    """

    def __init__(self, place: str, tint: float = 0.0) -> None:
        super().__init__((min(_PLACES.index(place), 9), 0))
        self.place = place
        self.tint = round(tint, 3)

    def __repr__(self) -> str:
        """What XlsxWriter tells two formats apart by."""
        return f"ThemeColour({self.place}, {self.tint})"

    def _attributes(self) -> list[tuple[str, str]]:
        where = ("theme", str(_PLACES.index(self.place)))
        return [where, ("tint", f"{self.tint:g}")] if self.tint else [where]

    def _chart_scheme(self) -> tuple[str, int, int]:
        scheme = _IN_CHARTS.get(self.place, self.place)
        if not self.tint:
            return scheme, 0, 0
        kept = round((1 - abs(self.tint)) * 100_000)
        return scheme, kept, 100_000 - kept if self.tint > 0 else 0


def _tint(base: str, wanted: str) -> float:
    """How much lighter or darker than ``base`` a colour as light as ``wanted`` is."""
    have, want = _lightness(base), _lightness(wanted)
    if base == wanted:
        return 0.0
    return (want - have) / (1 - have) if want > have else want / have - 1


def _lightness(colour: str) -> float:
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)[1]


_COLOURS: Mapping[str, ThemeColour] = {
    name: ThemeColour(place, _tint(_THEME[place], getattr(LIGHT, name)))
    for name, place in _PLACE_OF.items()
}
ACCENT = ThemeColour("accent1")
"""The report's own accent. It only ever decorates."""


def colour(name: str) -> ThemeColour:
    """A colour of the look (``muted``, ``line``, ``chart_actual`` …) by its name in the palette."""
    return _COLOURS[name]


def status_colour(code: str, use: str = "mark") -> ThemeColour:
    """A status' colour; ``use`` is ``text``, ``mark`` or ``tint``. Unknown codes are quiet."""
    return _COLOURS[f"{STATUS_FAMILY.get(code, 'quiet')}_{use}"]


def accent(wanted: str) -> str:
    """The report's accent colour, where it is one as ``#rrggbb``; else the usual one."""
    return wanted if re.fullmatch(r"#[0-9a-fA-F]{6}", wanted) else DEFAULT_ACCENT


def theme(accent_colour: str) -> StringIO:
    """The theme as XlsxWriter takes it: our colours, one typeface, nothing that shines."""
    values = {**_THEME, "accent1": accent(accent_colour)}
    colours = "".join(
        f'<a:{place}><a:srgbClr val="{values[place][1:].upper()}"/></a:{place}>' for place in _ORDER
    )
    fonts = "".join(
        f'<a:{use}Font><a:latin typeface="{TYPEFACE}"/>'
        f'<a:ea typeface=""/><a:cs typeface=""/></a:{use}Font>'
        for use in ("major", "minor")
    )
    return StringIO(
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'name="kpireport"><a:themeElements>'
        f'<a:clrScheme name="kpireport">{colours}</a:clrScheme>'
        f'<a:fontScheme name="kpireport">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="kpireport">{_FLAT}</a:fmtScheme>'
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINES = "".join(
    f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
    for width in (9525, 25400, 38100)
)
_FLAT = (
    f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINES}</a:lnStyleLst>"
    f"<a:effectStyleLst>{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
    f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
)
"""Fills, lines and effects in the three strengths that a theme must have: all of them plain."""
