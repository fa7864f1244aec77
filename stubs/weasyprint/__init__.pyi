from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from cssselect2 import ElementWrapper
from pydyf import PDF
from weasyprint.document import Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

class HTML:
    base_url: str | None
    url_fetcher: URLFetcher
    media_type: str
    wrapper_element: ElementWrapper
    etree_element: Element
    def __init__(
        self,
        *,
        string: str | None = None,
        base_url: str | None = None,
        url_fetcher: URLFetcher | None = None,
        media_type: str = "print",
    ) -> None: ...
    def write_pdf(
        self,
        *,
        pdf_variant: str | None = None,
        pdf_identifier: bytes | None = None,
        full_fonts: bool = False,
        presentational_hints: bool = False,
        font_config: FontConfiguration | None = None,
        cache: dict[str, Any] | None = None,
        uncompressed_pdf: bool = False,
        finisher: Callable[[Document, PDF], None] | None = None,
    ) -> bytes: ...

class CSS:
    def __init__(
        self,
        *,
        string: str | None = None,
        url_fetcher: URLFetcher | None = None,
        font_config: FontConfiguration | None = None,
    ) -> None: ...
