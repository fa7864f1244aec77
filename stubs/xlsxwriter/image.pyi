"""Typed surface of XlsxWriter's pictures, as far as it is used."""

from io import BytesIO

class Image:
    width: float
    height: float
    x_dpi: float
    y_dpi: float
    def __init__(self, source: str | BytesIO) -> None: ...
