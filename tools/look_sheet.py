"""Several drawings on one sheet: the examples of the look that are made of more than one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kpireport.present.charts.drawing import Drawing


def stacked(svgs: Iterable[str], width: float, gap: float) -> str:
    """Drawings one below the other."""
    y, parts = gap / 2, []
    for svg in svgs:
        parts.append(placed(svg, 0, y))
        y += float(re.findall(r' height="([\d.]+)"', svg)[0]) + gap
    return with_parts(Drawing(width), parts, y)


def placed(svg: str, x: float, y: float) -> str:
    """A drawing at a place in another."""
    return svg.replace("<svg ", f'<svg x="{x}" y="{y}" ', 1)


def with_parts(drawing: Drawing, parts: Sequence[str], height: float) -> str:
    """A drawing that holds parts drawn before, as one example."""
    return drawing.svg(height, "An example of the look.", "chart").replace(
        "</svg>", "".join(parts) + "</svg>"
    )
