"""What a laid-out document leaves behind in its process, which may make a thousand."""

from __future__ import annotations

from typing import Any

import pytest

from kpireport.pipeline import make_report
from tools.bench.books import write_book


@pytest.fixture(scope="module")
def holders(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """For each text of a report, who holds the list of the features asked of its font: 0 if none.

    In Pango a list begins with the number of its holders (``struct _PangoAttrList``).
    """
    from weasyprint.text import line_break
    from weasyprint.text.ffi import ffi, pango

    found: list[int] = []
    real = line_break.Layout.set_text

    def counting(self: Any, text: str, justify: bool = False) -> None:
        features = pango.pango_layout_get_attributes(self.layout)
        found.append(0 if features == ffi.NULL else ffi.cast("unsigned int *", features)[0])
        real(self, text, justify)

    folder = tmp_path_factory.mktemp("report")
    book = write_book(folder / "book.xlsx", 1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(line_break.Layout, "set_text", counting)
        make_report(book, file_stem="book", output=folder, formats=("pdf",))
    return found


def test_few_texts_ask_for_features_of_their_font(holders: list[int]) -> None:
    """A list of them takes time and memory."""
    assert len(holders) > 500
    assert sum(map(bool, holders)) < len(holders) / 4


def test_the_features_of_a_text_go_with_it(holders: list[int]) -> None:
    """WeasyPrint would keep each list for good."""
    assert set(holders) == {0, 1}
