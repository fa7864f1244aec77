"""The fonts that pages are laid out with.

Our own are found once for all documents of a thread: it takes a twentieth of a second to find the
machine's fonts.
"""

from __future__ import annotations

import atexit
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

_FACE = re.compile(r"@font-face \{[^}]*\}")


class _Kept(threading.local):
    """A thread's configuration: Pango's maps of fonts serve one thread at a time."""

    configuration: FontConfiguration | None = None
    faces: str = ""


_KEPT = _Kept()


@contextmanager
def fonts_for(*, ours: bool) -> Iterator[FontConfiguration]:
    """The configuration to lay a document out with; with fonts of ``ours`` alone the shared one.

    What WeasyPrint notes in it of one document's styles is dropped after the document.
    """
    from weasyprint.text.fonts import FontConfiguration

    from kpireport.render.pdf_attributes import giving_back

    if not ours:
        fonts = giving_back(FontConfiguration())
        try:
            yield fonts
        finally:
            _let_go(fonts)
        return
    if _KEPT.configuration is None:
        _KEPT.configuration = giving_back(FontConfiguration())
        atexit.register(_drop)  # Its folder of fonts goes while there are modules to remove it.
    kept = _KEPT.configuration
    try:
        yield kept
    finally:
        kept.strut_layouts.clear()
        kept.font_features.clear()  # Empty already, but with a WeasyPrint that mends its lists.


def _let_go(fonts: FontConfiguration) -> None:
    """After its last text; Pango 1.50 keeps the machine's fonts that it isn't told to forget."""
    from weasyprint.text.ffi import ffi, pangoft2

    pangoft2.pango_fc_font_map_set_config(ffi.cast("PangoFcFontMap *", fonts.font_map), ffi.NULL)
    _remove_folder(fonts)


def _remove_folder(fonts: FontConfiguration) -> None:
    """Whoever still holds on to ``fonts``: WeasyPrint removes it only when nobody does."""
    fonts.__del__()


def without_faces(css: str, fonts: FontConfiguration, fetcher: URLFetcher) -> str:
    """``css`` without the fonts' files that are written into it: ``fonts`` have them now.

    Reading them takes as long as all the rest of the style sheet; the shared ones' are read once.
    """
    from weasyprint import CSS

    faces = "\n".join(_FACE.findall(css))
    shared = fonts is _KEPT.configuration
    if not (shared and faces == _KEPT.faces):
        CSS(string=faces, font_config=fonts, url_fetcher=fetcher)
    if shared:
        _KEPT.faces = faces
    return _FACE.sub("", css)


def _drop() -> None:
    if _KEPT.configuration is not None:
        _remove_folder(_KEPT.configuration)
    _KEPT.configuration, _KEPT.faces = None, ""
