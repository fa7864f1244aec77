"""The organisation's logo on the Summary, beside the month."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from io import BytesIO

from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.image import Image

from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter, clean

_MOST_WIDE, _MOST_HIGH = 200, 50  # pixels: the heading's two lines
_AIR = 16


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that Excel can show, and how large it will stand there, in pixels."""

    data: bytes
    width: float
    height: float
    scale: tuple[float, float]


def logo_of(uri: str) -> Logo | None:
    """The logo behind a data URI; None where there is none, or none that Excel could show."""
    _, marked, encoded = uri.partition(";base64,")
    if not marked:
        return None
    try:
        data = base64.b64decode(encoded, validate=True)
        image = Image(BytesIO(data))
    except (binascii.Error, XlsxFileError, ValueError, IndexError):
        return None
    wide, high = float(image.width), float(image.height)
    if min(wide, high) < 1:
        return None
    smaller = min(_MOST_WIDE / wide, _MOST_HIGH / high, 1.0)
    width, height = wide * smaller, high * smaller
    # A picture made for print says how many of its points make an inch, and Excel goes by that.
    shown = (wide * 96 / image.x_dpi, high * 96 / image.y_dpi)
    return Logo(data, width, height, (width / shown[0], height / shown[1]))


def place_of_logo(writer: SheetWriter, logo: Logo, before: int) -> int:
    """The first of the columns left of ``before`` that the logo takes."""
    column = before - 1
    while column > 2 and writer.width(column, before - 1) < logo.width + 2 * _AIR:
        column -= 1
    return column


def write_logo(
    book: ExcelBook, writer: SheetWriter, logo: Logo, row: int, column: int, before: int
) -> None:
    """Put the logo into the heading, its right edge a little away from the column ``before``."""
    free = writer.width(column, before - 1) - logo.width - _AIR
    options = {
        "image_data": BytesIO(logo.data),
        "x_offset": max(0, round(free)),
        "y_offset": 4,
        "x_scale": logo.scale[0],
        "y_scale": logo.scale[1],
        "object_position": 2,
        "description": clean(book.view.organisation or book.view.title),
    }
    writer.sheet.insert_image(row, column, "logo", options)
