"""Our templates are well-formed: Python's parser finds in them what a parser of HTML finds."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from kpireport import resources
from kpireport.render import pdf_source
from kpireport.render.pdf import render_pdf
from tests.render import views


def seen(element: Any) -> list[Any]:
    """An element's name, attributes and texts, and those of all in it; spaces don't count."""
    texts = [" ".join((text or "").split()) for text in (element.text, element.tail)]
    name = str(element.tag).rpartition("}")[2]
    return [name, dict(element.attrib), *texts, [seen(kid) for kid in element]]


def test_both_parsers_find_the_same_page(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []
    real = pdf_source.page_of

    def noting(text: str, fetcher: URLFetcher, *, well_formed: bool) -> HTML:
        pages.append(text)
        assert well_formed
        return real(text, fetcher, well_formed=well_formed)

    monkeypatch.setattr(pdf_source, "page_of", noting)
    render_pdf(views.shop("en"), resources.templates())
    (page,) = pages
    fetcher = URLFetcher(allowed_protocols=("data",))
    ours = real(page, fetcher, well_formed=True)
    assert type(ours) is not HTML
    theirs = real(page, fetcher, well_formed=False)
    assert type(theirs) is HTML
    assert seen(ours.etree_element)[4] == seen(theirs.etree_element)[4]


def test_a_page_that_xml_does_not_know_is_read_as_html() -> None:
    page = pdf_source.page_of("<p>a<br>b\x0c", URLFetcher(), well_formed=True)
    assert type(page) is HTML
