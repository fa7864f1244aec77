"""The board pack: A4 pages, tagged, with bookmarks, and the same bytes every time."""

from __future__ import annotations

from pathlib import Path

from kpireport.model.errors import OutputError
from kpireport.present.view import ReportView
from kpireport.render.layouts import environment, style
from kpireport.render.own_templates import OwnTemplates


def render_pdf(view: ReportView, templates: Path | OwnTemplates) -> bytes:
    """The report as a PDF/UA-1 document. The same view gives the same bytes.

    Raises ``OutputError("pdf_needs_pango")`` where the library that lays text out is missing.
    """
    from markupsafe import Markup

    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as missing:
        # WeasyPrint loads Pango when it is imported, and says so with an OSError.
        raise OutputError("pdf_needs_pango", {"detail": str(missing)}) from missing

    made = environment(templates)
    css = style(made, "pdf/style.css", view, "")
    page = made.get_template("pdf/report.html").render(
        view=view, label=view.labels, css=Markup(css)
    )
    # Fonts and logo are inside the page as data; nothing else is ever fetched.
    fetcher = URLFetcher(allowed_protocols=("data",))
    return HTML(string=page, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
