"""Inline SVG, small and the same every time.

Every mark has a style by name. A style gives presentation attributes in the light palette, which
print and mail show as they are, and a class that a page recolours through its CSS variables
(``chart_css``). No identifiers, no scripts, no references: a drawing can stand anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from kpireport.i18n.typography import isolated
from kpireport.present.tokens import LIGHT, SVG_FONT_FAMILY

# Attribute → a palette colour (with @) or a literal.
STYLES: Mapping[str, Mapping[str, str]] = {
    "actual": {"fill": "@chart_actual"},
    "actual-line": {"fill": "none", "stroke": "@chart_actual", "stroke-width": "2.25"},
    "actual-thin": {"fill": "none", "stroke": "@chart_actual", "stroke-width": "1.5"},
    "actual-dash": {
        "fill": "none",
        "stroke": "@chart_actual",
        "stroke-width": "1.75",
        "stroke-dasharray": "4 3",
    },
    "hollow": {"fill": "@surface", "stroke": "@chart_actual", "stroke-width": "1.5"},
    "provisional": {
        "fill": "@chart_provisional",
        "stroke": "@chart_actual",
        "stroke-width": "1",
        "stroke-dasharray": "2 2",
    },
    "hatched": {"fill": "@surface", "stroke": "@chart_actual", "stroke-width": "1"},
    "hatch": {"fill": "none", "stroke": "@chart_actual", "stroke-width": "1.1"},
    "prior-line": {"fill": "none", "stroke": "@chart_prior", "stroke-width": "1.75"},
    "prior-case": {"fill": "none", "stroke": "@surface", "stroke-width": "4.5"},
    "prior-tick": {"fill": "none", "stroke": "@chart_prior", "stroke-width": "2.5"},
    "plan": {"fill": "none", "stroke": "@chart_plan", "stroke-width": "1"},
    "plan-outer": {"fill": "none", "stroke": "@chart_plan", "stroke-width": "4"},
    "plan-inner": {"fill": "none", "stroke": "@surface", "stroke-width": "2"},
    "goal": {
        "fill": "none",
        "stroke": "@chart_plan",
        "stroke-width": "1.25",
        "stroke-dasharray": "3 2",
    },
    "goal-end": {"fill": "@surface", "stroke": "@chart_plan", "stroke-width": "1.5"},
    "plan-case": {"fill": "none", "stroke": "@surface", "stroke-width": "2.4"},
    "plan-thin": {
        "fill": "none",
        "stroke": "@muted",
        "stroke-width": "1",
        "stroke-dasharray": "2 2",
    },
    "band": {"fill": "@chart_band"},
    "zone-met": {"fill": "@zone_met"},
    "zone-near": {"fill": "@zone_near"},
    "zone-far": {"fill": "@zone_far"},
    "limit": {
        "fill": "none",
        "stroke": "@chart_limit",
        "stroke-width": "1",
        "stroke-dasharray": "6 3",
    },
    "mean": {"fill": "none", "stroke": "@chart_limit", "stroke-width": "1"},
    "grid": {"fill": "none", "stroke": "@chart_grid", "stroke-width": "1"},
    "zero": {"fill": "none", "stroke": "@chart_zero", "stroke-width": "1"},
    "future": {"fill": "@chart_future"},
    "event": {
        "fill": "none",
        "stroke": "@muted",
        "stroke-width": "1",
        "stroke-dasharray": "1 2",
    },
    "halo": {"fill": "@surface"},
    "good": {"fill": "@on_track_mark"},
    "good-hollow": {
        "fill": "@on_track_tint",
        "stroke": "@on_track_mark",
        "stroke-width": "1.25",
    },
    "bad": {"fill": "@off_track_mark", "stroke": "@off_track_mark", "stroke-width": "1.25"},
    "good-open": {
        "fill": "@surface",
        "stroke": "@on_track_mark",
        "stroke-width": "1.25",
        "stroke-dasharray": "2 2",
    },
    "bad-open": {
        "fill": "@off_track_tint",
        "stroke": "@off_track_mark",
        "stroke-width": "1.25",
        "stroke-dasharray": "2 2",
    },
    "bad-hatch": {"fill": "none", "stroke": "@off_track_mark", "stroke-width": "1.1"},
    "quiet-open": {
        "fill": "@surface",
        "stroke": "@quiet_mark",
        "stroke-width": "1.25",
        "stroke-dasharray": "2 2",
    },
    "risk": {"fill": "@at_risk_mark"},
    "quiet": {"fill": "@quiet_mark"},
    "quiet-hollow": {"fill": "@surface", "stroke": "@quiet_mark", "stroke-width": "1.5"},
    "ink-text": {"fill": "@ink"},
    "muted-text": {"fill": "@muted"},
    "good-text": {"fill": "@on_track_text"},
    "bad-text": {"fill": "@off_track_text"},
}

_XML_SPACE = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])
_XML_SPACE.update(dict.fromkeys(range(0xD800, 0xE000)))


@lru_cache(maxsize=16384)
def number(value: float) -> str:
    """A coordinate with one decimal at most; never ``-0``."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def rectangle(x: float, y: float, width: float, height: float) -> str:
    """A rectangle as path data; a negative height goes upwards."""
    return f"M{number(x)} {number(y)}h{number(width)}v{number(height)}h{number(-width)}z"


def polyline(points: Sequence[tuple[float, float]]) -> str:
    """Straight lines through the points as path data."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def segment(x1: float, x2: float, y: float) -> str:
    return f"M{number(x1)} {number(y)}H{number(x2)}"


def circle(x: float, y: float, radius: float) -> str:
    r, d = number(radius), number(2 * radius)
    return f"M{number(x - radius)} {number(y)}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0z"


def diamond(x: float, y: float, radius: float) -> str:
    return polyline([(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)]) + "z"


def triangle(x: float, y: float, radius: float) -> str:
    foot = y + radius * 0.75
    return polyline([(x - radius, foot), (x, y - radius), (x + radius, foot)]) + "z"


def square(x: float, y: float, radius: float) -> str:
    return rectangle(x - radius, y - radius, 2 * radius, 2 * radius)


def hatching(x: float, y: float, width: float, height: float, gap: float = 4.5) -> str:
    """Rising diagonal lines clipped to a rectangle: a hatch without a pattern's identifier."""
    lines = []
    offset = gap
    while offset < width + height:
        left = max(0.0, offset - height)
        right = min(width, offset)
        lines.append(
            f"M{number(x + left)} {number(y + offset - left)}"
            f"L{number(x + right)} {number(y + offset - right)}"
        )
        offset += gap
    return "".join(lines)


class Drawing:
    """An SVG being drawn: elements in paint order."""

    def __init__(self, width: float) -> None:
        self.width = width
        self._elements: list[str] = []

    def path(self, style: str, data: str | Sequence[str]) -> None:
        """Path data in a style; nothing where there is no data."""
        joined = data if isinstance(data, str) else "".join(data)
        if joined:
            self._elements.append(f'<path {_attributes(style)} d="{joined}"/>')

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        style: str = "ink-text",
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """A text whose baseline is at ``y``; nothing where it is empty."""
        if not text.strip():
            return
        extra = "" if anchor == "start" else f' text-anchor="{anchor}"'
        extra += ' font-weight="600"' if bold else ""
        self._elements.append(
            f'<text {_attributes(style)} x="{number(x)}" y="{number(y)}" '
            f'font-size="{number(size)}"{extra}>{plain(isolated(text))}</text>'
        )

    def svg(self, height: float, alt: str, css_class: str, months: str = "") -> str:
        """The whole element. Its title is the text alternative in browsers and tagged PDF.

        ``months`` tells a page's script where the months are.
        """
        w, h = number(self.width), number(height)
        where = f'data-months="{months}" ' if months else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{css_class}" role="img" {where}'
            f'viewBox="0 0 {w} {h}" width="{w}" height="{h}" '
            f'font-family="{SVG_FONT_FAMILY}"><title>{plain(alt)}</title>'
            f"{''.join(self._elements)}</svg>"
        )


def plain(text: str) -> str:
    """``text`` as XML character data: escaped, without characters that XML forbids."""
    return escape(text.translate(_XML_SPACE))


def chart_css() -> str:
    """CSS rules that let a page's variables recolour every style."""
    rules = []
    for name, style in STYLES.items():
        colours = "".join(
            f"{attribute}:var(--{value[1:].replace('_', '-')});"
            for attribute, value in style.items()
            if value.startswith("@")
        )
        rules.append(f".k-{name}{{{colours}}}")
    return "\n".join(rules)


@lru_cache(maxsize=len(STYLES))
def _attributes(style: str) -> str:
    parts = [f'class="k-{style}"']
    for attribute, value in STYLES[style].items():
        shown = getattr(LIGHT, value[1:]) if value.startswith("@") else value
        parts.append(f'{attribute}="{shown}"')
    return " ".join(parts)
