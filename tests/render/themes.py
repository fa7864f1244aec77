"""Theme colours as Excel resolves them (ECMA-376 part 1, 18.8.19), for the tests."""

from __future__ import annotations

import colorsys
from xml.etree import ElementTree

from kpireport.render.excel.theme import colour, theme

_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BY_NUMBER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")


def drawing_scheme(xml: str) -> dict[str, str]:
    """The theme's colours by their names, in its order."""
    scheme = ElementTree.fromstring(xml.encode()).find(f".//{_DRAWN}clrScheme")
    assert scheme is not None
    return {each.tag.removeprefix(_DRAWN): f"#{each[0].attrib['val'].lower()}" for each in scheme}


def rgb_of(number: int, tint: float = 0.0) -> str:
    """What a cell's ``theme`` and ``tint`` are seen as, in a workbook with the usual accent."""
    base = drawing_scheme(theme("").getvalue())[_BY_NUMBER[number]]
    hue, light, strength = colorsys.rgb_to_hls(*_parts(base))
    light = light * (1 - tint) + tint if tint > 0 else light * (1 + tint)
    seen = colorsys.hls_to_rgb(hue, light, strength)
    return "#" + "".join(f"{round(part * 255):02x}" for part in seen)


def resolved(name: str) -> str:
    """What a colour of the look is seen as in Excel."""
    written = dict(colour(name)._attributes())
    return rgb_of(int(written["theme"]), float(written.get("tint", "0")))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(seen: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(seen)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(seen: str) -> tuple[float, float, float]:
    red, green, blue = (int(seen[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue
