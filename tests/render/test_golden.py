"""Golden pictures: every chart and piece of page or paper looks as when somebody looked at it.

After a wanted change: ``make golden``, look at the pictures in tests/golden, commit them.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.golden.comparing import FEW, changed
from tests.golden.components import PICTURES, PIECES, taken
from tests.golden.paper import PAPER, taken_on_paper
from tools.look_gallery import pictures

NAMES = sorted([*pictures(), *PIECES, *PAPER])
pytestmark = pytest.mark.xdist_group("golden")


@pytest.fixture(scope="module")
def shots(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    folder = tmp_path_factory.mktemp("golden")
    return taken(browser, folder) | taken_on_paper(folder)


@pytest.mark.parametrize("name", NAMES)
def test_a_component_looks_as_it_did(shots: Mapping[str, bytes], name: str) -> None:
    assert changed((PICTURES / f"{name}.png").read_bytes(), shots[name]) <= FEW


def test_there_is_no_picture_of_nothing_and_all_are_small() -> None:
    files = [*PICTURES.glob("*.png")]
    assert sorted(file.stem for file in files) == NAMES
    assert sum(file.stat().st_size for file in files) < 500_000


def edited(png: bytes, box: tuple[int, int, int, int], colour: str) -> bytes:
    image, out = Image.open(io.BytesIO(png)).convert("RGB"), io.BytesIO()
    ImageDraw.Draw(image).rectangle(box, fill=colour)
    image.save(out, "PNG")
    return out.getvalue()


def test_small_changes_are_found() -> None:
    """A bar three pixels longer, a stroke one pixel wide that is gone, another size."""
    blank = io.BytesIO()
    Image.new("RGB", (200, 60), "white").save(blank, "PNG")
    bar = edited(blank.getvalue(), (10, 10, 90, 19), "#263442")
    assert changed(bar, bar) == 0
    assert changed(bar, edited(blank.getvalue(), (10, 10, 93, 19), "#263442")) > FEW
    assert changed(bar, edited(bar, (100, 5, 100, 25), "#8a96a3")) > FEW
    assert changed(bar, edited(blank.getvalue(), (10, 10, 90, 19), "#cc2f26")) > FEW
    cut = Image.open(io.BytesIO(bar)).crop((0, 0, 199, 60))
    other = io.BytesIO()
    cut.save(other, "PNG")
    assert changed(bar, other.getvalue()) > FEW


def test_a_soft_edge_is_no_change() -> None:
    blank = io.BytesIO()
    Image.new("RGB", (200, 60), "white").save(blank, "PNG")
    bar = edited(blank.getvalue(), (10, 10, 90, 19), "#263442")
    assert changed(bar, edited(bar, (91, 10, 91, 19), "#a0a8b0")) <= FEW
