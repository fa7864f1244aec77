"""Take the golden pictures of the tests anew; look at them before committing."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.golden.comparing import FEW, changed
from tests.golden.components import PICTURES, taken
from tests.golden.paper import taken_on_paper
from tests.render.conftest import CHROMIUM, QUIET


def small(png: bytes) -> bytes:
    """The picture in 256 colours, chosen so that rare ones stay what they are (within 7 of 255)."""
    image, out = Image.open(io.BytesIO(png)).convert("RGB"), io.BytesIO()
    fewer = image.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    fewer.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        shots = taken(browser, Path(folder)) | taken_on_paper(Path(folder))
        browser.close()
    for name, png in shots.items():
        file = PICTURES / f"{name}.png"
        if not file.exists() or changed(file.read_bytes(), png) > FEW:
            file.write_bytes(small(png))
            sys.stdout.write(f"renewed {file.name}\n")
    for file in PICTURES.glob("*.png"):
        if file.stem not in shots:
            file.unlink()
            sys.stdout.write(f"removed {file.name}\n")


if __name__ == "__main__":
    main()
