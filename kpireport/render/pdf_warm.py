"""What every document needs and none of them changes: there before the first one is laid out."""

from __future__ import annotations

from kpireport import resources
from kpireport.present.tokens import DEFAULT_ACCENT
from kpireport.render.layouts import environment, styled

_EMPTY = '<html lang="en"><head><title>-</title></head><body><p>-</p></body></html>'


def warm_up() -> None:
    """Load the libraries, the templates and the fonts, by laying out an empty page.

    Raises ``OSError`` where Pango is missing.
    """
    from weasyprint.urls import URLFetcher

    import kpireport.render.pdf  # noqa: F401 (loaded with all that it needs)
    from kpireport.render.pdf_finish import finished
    from kpireport.render.pdf_fonts import fonts_for, without_faces
    from kpireport.render.pdf_source import page_of

    made = environment(resources.templates())
    made.get_template("pdf/report.html")
    style = styled(made, "pdf/style.css", "", DEFAULT_ACCENT, "A4")
    fetcher = URLFetcher(allowed_protocols=("data",))
    with fonts_for(ours=True) as fonts:
        without_faces(style, fonts, fetcher)
        page = page_of(_EMPTY, fetcher, well_formed=True)
        finished(
            page.write_pdf(pdf_variant="pdf/ua-1", font_config=fonts), archive=False, attachments=()
        )
