"""The pieces of the board pack that have a golden picture, cut out of its pages by poppler.

The pack is that of a view made by hand, with one of everything: no sentence or figure of another
room can change it, only the layout and the charts' drawing.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from kpireport import resources
from kpireport.render.pdf import render_pdf
from tests.render import views
from tests.render.management import managed

_DPI = 100


@dataclass(frozen=True)
class Cut:
    """A piece of a page: its number, and its place in points from the left and the top."""

    page: int
    left: int
    top: int
    width: int
    height: int

    def of(self, picture: Image.Image) -> bytes:
        scale, out = _DPI / 72, io.BytesIO()
        left, top = round(self.left * scale), round(self.top * scale)
        right, bottom = left + round(self.width * scale), top + round(self.height * scale)
        picture.crop((left, top, right, bottom)).save(out, "PNG")
        return out.getvalue()


PAPER: Mapping[str, Cut] = {
    "paper-cover": Cut(1, 0, 380, 842, 120),
    "paper-contents": Cut(2, 30, 40, 385, 220),
    "paper-key": Cut(2, 30, 275, 600, 80),
    "paper-decisions": Cut(3, 30, 42, 790, 82),
    "paper-cards": Cut(3, 30, 275, 520, 125),
    "paper-board": Cut(4, 30, 75, 790, 130),
    "paper-timeline": Cut(5, 30, 40, 465, 250),
    "paper-tables": Cut(5, 30, 300, 790, 120),
    "paper-columns": Cut(6, 30, 92, 470, 170),
    "paper-landing": Cut(8, 30, 283, 790, 120),
}


def taken_on_paper(folder: Path) -> dict[str, bytes]:
    """Every piece as a picture, by name."""
    written = folder / "pack.pdf"
    written.write_bytes(render_pdf(managed(views.small("en")), resources.templates()))
    shots: dict[str, bytes] = {}
    for page in sorted({cut.page for cut in PAPER.values()}):
        only = ["-f", str(page), "-l", str(page), "-singlefile"]
        command = ["pdftoppm", "-r", str(_DPI), *only, "-png", str(written), str(folder / "page")]
        subprocess.run(command, check=True, capture_output=True)
        with Image.open(folder / "page.png") as picture:
            shots |= {name: cut.of(picture) for name, cut in PAPER.items() if cut.page == page}
    return shots
