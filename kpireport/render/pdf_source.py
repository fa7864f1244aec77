"""From the filled-in template to the page that WeasyPrint lays out.

Our templates are well-formed, so Python's own parser, written in C, reads them in a fiftieth of
the time that the one for any HTML takes. Templates of the user's own may be any HTML.
"""

from __future__ import annotations

from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import HTML
from weasyprint.urls import URLFetcher


def page_of(text: str, fetcher: URLFetcher, *, well_formed: bool) -> HTML:
    """The page that ``text`` is; read as HTML where it isn't ``well_formed`` after all."""
    if well_formed:
        try:
            return _WellFormed(ElementTree.fromstring(text), fetcher)
        except ElementTree.ParseError:
            pass  # a sign in a text of the workbook that XML doesn't know, and HTML does
    return HTML(string=text, url_fetcher=fetcher)


class _WellFormed(HTML):
    """A page that is parsed already."""

    def __init__(self, root: ElementTree.Element, fetcher: URLFetcher) -> None:
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
