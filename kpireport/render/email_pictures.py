"""Charts as pictures for messages: mail programs show no SVG.

A drawing is laid out by the library that makes the PDF, with the report's own letters, and that
page becomes a PNG of few colours at twice its size, sharp on every screen.
"""

from __future__ import annotations

import base64
import io
import re

from kpireport import resources
from kpireport.model.errors import OutputError
from kpireport.present.view import Chart

_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_POINTS_OF_A_PIXEL = 0.75
_SHARPNESS = 2
_COLOURS = 32


def render_picture(chart: Chart) -> bytes:
    """The chart as drawn for a phone's width, as a PNG twice as wide as its drawing.

    The same chart gives the same bytes. Raises ``OutputError`` (``pdf_needs_pango``) where the
    library that lays text out is missing.
    """
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as missing:
        raise OutputError("pdf_needs_pango", {"detail": str(missing)}) from missing
    import pypdfium2
    from PIL.Image import Dither

    from kpireport.uncollected import uncollected

    with uncollected():
        fetcher = URLFetcher(allowed_protocols=("data",))
        data = HTML(string=_page(chart.narrow or chart.svg), url_fetcher=fetcher).write_pdf()
    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = document[0].render(scale=_SHARPNESS / _POINTS_OF_A_PIXEL)
        picture = bitmap.to_pil().convert("RGB").quantize(_COLOURS, dither=Dither.NONE)
        made = io.BytesIO()
        picture.save(made, "PNG", optimize=True)
        bitmap.close()
        return made.getvalue()
    finally:
        document.close()


def _page(svg: str) -> str:
    found = _SIZE.search(svg)
    width, height = (found[1], found[2]) if found else ("340", "300")
    faces = "".join(
        f"@font-face {{ font-family: Inter; font-weight: {weight};"
        f" src: url(data:font/woff2;base64,{_font(name)}); }}"
        for name, weight in (("inter-regular", "400"), ("inter-semibold", "600"))
    )
    style = (
        f"{faces} @page {{ size: {width}px {height}px; margin: 0 }} body {{ margin: 0 }}"
        f" svg {{ display: block; width: {width}px; height: {height}px }}"
    )
    return f"<!DOCTYPE html><html><head><style>{style}</style></head><body>{svg}</body></html>"


def _font(name: str) -> str:
    data = (resources.templates() / "fonts" / f"{name}.woff2").read_bytes()
    return base64.b64encode(data).decode("ascii")
