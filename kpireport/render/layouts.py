"""The templates' surroundings: a sandbox that escapes everything and forgives nothing.

Every text is escaped unless it is a drawing of our own; a name that a template misspells stops
the run instead of leaving a hole in the page.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport import resources
from kpireport.present import tokens
from kpireport.present.charts.drawing import chart_css
from kpireport.present.view import Chart, ReportView

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment
    from markupsafe import Markup

_WORST_FIRST = ("off_track", "at_risk", "on_track", "no_data", "no_target", "neutral")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def environment(templates: Path) -> SandboxedEnvironment:
    """Jinja2 over ``templates``, and over the shipped ones for whatever is missing there."""
    from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    folders = dict.fromkeys((templates, resources.templates()))
    made = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters["drawing"] = _drawing
    made.filters["narrow_drawing"] = _narrow_drawing
    made.filters["paper_drawing"] = _paper_drawing
    made.filters["status_rank"] = _status_rank
    made.filters["is_web_address"] = is_web_address
    return made


def style(made: SandboxedEnvironment, template: str, view: ReportView, fonts: str) -> str:
    """A style sheet with the tokens, the charts' colours and the fonts filled in.

    ``fonts`` ends the names of the two font files: ``-latin`` for the small ones, empty for all
    of the letters.
    """
    from markupsafe import Markup

    accent = view.accent_colour if _COLOUR.fullmatch(view.accent_colour) else tokens.DEFAULT_ACCENT
    values: Mapping[str, object] = {
        "light": tokens.css_variables(tokens.LIGHT),
        "dark": tokens.css_variables(tokens.DARK),
        "sizes": tokens.TYPE_SIZES,
        "spaces": tokens.SPACES,
        "family": Markup(tokens.FONT_FAMILY),
        "accent": accent,
        "chart_css": Markup(chart_css()),
        "regular": _font(f"inter-regular{fonts}.woff2"),
        "semibold": _font(f"inter-semibold{fonts}.woff2"),
    }
    return made.get_template(template).render(values).strip()


def is_web_address(text: str) -> bool:
    """Whether a text of the workbook may become a link: ``javascript:`` and its like may not."""
    return re.match(r"https?://[^\s/]", text, re.IGNORECASE) is not None


def _drawing(chart: Chart) -> Markup:
    """The chart's SVG, which our own code drew and escaped."""
    from markupsafe import Markup

    return Markup(chart.svg)


def _status_rank(code: str) -> int:
    """Where a status stands when rows are sorted by it: the worst first."""
    return _WORST_FIRST.index(code) if code in _WORST_FIRST else len(_WORST_FIRST)


def _narrow_drawing(chart: Chart) -> Markup:
    from markupsafe import Markup

    return Markup(chart.narrow)


def _paper_drawing(chart: Chart) -> Markup:
    """The chart as it is printed."""
    from markupsafe import Markup

    return Markup(chart.paper or chart.svg)


def _font(name: str) -> str:
    data = (resources.templates() / "fonts" / name).read_bytes()
    return f"data:font/woff2;base64,{base64.b64encode(data).decode('ascii')}"
