"""The pictures of docs/look.md are those that the program draws, and the page shows them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.present import scales
from tests.present.charts.svgs import parsed
from tools.make_look_pictures import IMAGES, documents

PAGE = Path(__file__).parents[2] / "docs" / "look.md"
DRAWN = documents()


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_the_program_s_own(name: str) -> None:
    assert (IMAGES / name).read_text(encoding="utf-8") == DRAWN[name], "make docs"
    parsed(DRAWN[name])


def test_the_page_shows_every_picture_and_there_are_no_others() -> None:
    assert {file.name for file in IMAGES.glob("look-*")} == {*DRAWN}
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in DRAWN if f"images/{name}" not in page] == ["look-line-narrow.svg"]


def test_the_page_names_the_sizes() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for token, size in scales.TYPE_SIZES.items():
        assert f"`{token}`" in page
        if not size.startswith("clamp"):
            assert size.removesuffix("rem") in page
    spaces = ", ".join(space.removesuffix("rem") for space in [*scales.SPACES.values()][:-1])
    assert f"{spaces} and" in page
