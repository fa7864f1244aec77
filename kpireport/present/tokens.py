"""The look in one place: colours for light, dark and print, fonts, status shapes.

CSS, SVG and Excel all take their colours and shapes from here, so that a status looks the same
in every output; sizes of type and spaces are in ``scales``. Every text colour has at least 4.5:1
contrast on its ground, every mark that carries meaning at least 3:1 (WCAG 2.2 AA); the tests
compute both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by what they mean, as ``#rrggbb``.

    ``*_text`` is for words, ``*_mark`` for shapes and bars, ``*_tint`` for grounds below text.
    """

    page: str
    surface: str
    sunken: str
    ink: str
    muted: str
    line: str
    rule: str
    link: str
    focus: str
    on_track_text: str
    on_track_mark: str
    on_track_tint: str
    at_risk_text: str
    at_risk_mark: str
    at_risk_tint: str
    off_track_text: str
    off_track_mark: str
    off_track_tint: str
    quiet_text: str
    quiet_mark: str
    quiet_tint: str
    on_mark: str
    chart_actual: str
    chart_provisional: str
    chart_prior: str
    chart_plan: str
    chart_band: str
    chart_limit: str
    chart_grid: str
    chart_zero: str
    chart_future: str
    zone_met: str
    zone_near: str
    zone_far: str


LIGHT = Palette(
    page="#f5f6f8",
    surface="#ffffff",
    sunken="#f0f2f5",
    ink="#17212b",
    muted="#55616d",
    line="#e1e5ea",
    rule="#17212b",
    link="#0b5394",
    focus="#0b5fd0",
    on_track_text="#0a6644",
    on_track_mark="#0f8259",
    on_track_tint="#e2f3ea",
    at_risk_text="#7d4f00",
    at_risk_mark="#b87400",
    at_risk_tint="#fdf0d3",
    off_track_text="#b0211a",
    off_track_mark="#cc2f26",
    off_track_tint="#fde7e4",
    quiet_text="#55616d",
    quiet_mark="#76828e",
    quiet_tint="#edf0f3",
    on_mark="#ffffff",
    chart_actual="#263442",
    chart_provisional="#7b8896",
    chart_prior="#8a96a3",
    chart_plan="#263442",
    chart_band="#e3eaf1",
    chart_limit="#3a6ea5",
    chart_grid="#e4e8ec",
    chart_zero="#17212b",
    chart_future="#f4f6f8",
    zone_met="#eef1f5",
    zone_near="#dde3ea",
    zone_far="#c6cfd9",
)

DARK = Palette(
    page="#0f141a",
    surface="#171e26",
    sunken="#1f2832",
    ink="#e9eef3",
    muted="#a4b0bc",
    line="#2d3843",
    rule="#e9eef3",
    link="#8cc2ff",
    focus="#8cc2ff",
    on_track_text="#63d6a6",
    on_track_mark="#3cbf8a",
    on_track_tint="#12352a",
    at_risk_text="#f5c35b",
    at_risk_mark="#e5a52c",
    at_risk_tint="#3a2d0d",
    off_track_text="#ff9d92",
    off_track_mark="#f4695c",
    off_track_tint="#46201d",
    quiet_text="#a4b0bc",
    quiet_mark="#8593a0",
    quiet_tint="#26303a",
    on_mark="#10161c",
    chart_actual="#dbe3eb",
    chart_provisional="#93a0ad",
    chart_prior="#748291",
    chart_plan="#dbe3eb",
    chart_band="#27333f",
    chart_limit="#7fb2e8",
    chart_grid="#2a343f",
    chart_zero="#e9eef3",
    chart_future="#1c242d",
    zone_met="#232d37",
    zone_near="#313d49",
    zone_far="#44525f",
)

DEFAULT_ACCENT = "#1d4e89"
"""The accent where the Settings name none. It only ever decorates: no text stands on it."""

FONT_FAMILY = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
SVG_FONT_FAMILY = "Inter, Helvetica, Arial, sans-serif"

STATUS_SHAPES: Mapping[str, str] = {
    "on_track": "●",
    "at_risk": "▲",
    "off_track": "◆",
    "no_target": "○",
    "no_data": "□",
    "neutral": "·",
}
"""One character a status, all different, all in every common font."""

PROCESS_SYMBOLS: Mapping[str, str] = {
    "improvement_high": "↑+",
    "improvement_low": "↓+",
    "concern_high": "↑!",
    "concern_low": "↓!",
    "neutral_high": "↑",
    "neutral_low": "↓",
    "common_cause": "≈",
    "pass": "√",
    "fail": "×",
    "hit_or_miss": "±",
}
"""A sign for each variation (the arrow says the side; ``+`` is good news, ``!`` is not) and each
assurance: all different, in the old character set of Windows (WGL4) that every common font has."""

STATUS_FAMILY: Mapping[str, str] = {
    "on_track": "on_track",
    "at_risk": "at_risk",
    "off_track": "off_track",
    "no_target": "quiet",
    "no_data": "quiet",
    "neutral": "quiet",
}
"""Which colours of the palette a status takes."""

TONE_FAMILY: Mapping[str, str] = {"good": "on_track", "bad": "off_track", "plain": "quiet"}
"""Which colours of the palette a variance takes: by favourability, never by sign."""


def status_colour(code: str, use: str = "mark", palette: Palette = LIGHT) -> str:
    """A status' colour; ``use`` is ``text``, ``mark`` or ``tint``. Unknown codes are quiet."""
    colour: str = getattr(palette, f"{STATUS_FAMILY.get(code, 'quiet')}_{use}")
    return colour


def css_variables(palette: Palette) -> Mapping[str, str]:
    """The palette as CSS custom properties: ``on_track_text`` becomes ``--on-track-text``."""
    return {
        f"--{entry.name.replace('_', '-')}": getattr(palette, entry.name)
        for entry in fields(palette)
    }


INITIAL_FILL = "#000000"
"""What SVG fills a shape with where nothing is said: our lines, which have no inside."""
