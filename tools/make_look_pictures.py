"""Write the pictures of docs/look.md: SVG files, the same bytes every time."""

from __future__ import annotations

import re
from pathlib import Path

from kpireport.present.tokens import LIGHT
from tools.look_gallery import pictures

IMAGES = Path(__file__).parents[1] / "docs" / "images"


def documents() -> dict[str, str]:
    """Each picture by its file's name, on the light palette's ground."""
    return {f"look-{name}.svg": _on_ground(svg) + "\n" for name, svg in pictures().items()}


def _on_ground(svg: str) -> str:
    """A file is looked at by itself: it brings its ground, and no classes nobody styles."""
    grounded = re.sub(
        r"(<svg [^>]*>)(<title>.*?</title>)",
        rf'\1\2<rect width="100%" height="100%" fill="{LIGHT.surface}"/>',
        svg,
        count=1,
    )
    return re.sub(r' class="k-[^"]*"', "", grounded)


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, svg in documents().items():
        (IMAGES / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
