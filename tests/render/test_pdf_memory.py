"""What a laid-out document leaves behind in its process, which may make a thousand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kpireport.pipeline import make_report
from tools.bench.books import write_book


def test_few_text_boxes_ask_for_features_of_their_font(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint never frees the list of them that Pango is given with such a text box."""
    from weasyprint.text import line_break
    from weasyprint.text.ffi import ffi, pango

    asked: list[bool] = []
    real = line_break.Layout.setup

    def counting(self: Any, style: Any) -> None:
        real(self, style)
        asked.append(pango.pango_layout_get_attributes(self.layout) != ffi.NULL)

    monkeypatch.setattr(line_break.Layout, "setup", counting)
    book = write_book(tmp_path / "book.xlsx", 1)
    make_report(book, file_stem="book", output=tmp_path, formats=("pdf",))
    assert len(asked) > 500
    assert sum(asked) < len(asked) / 4
