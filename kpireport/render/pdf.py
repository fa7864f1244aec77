"""The board pack: pages, tagged, with bookmarks, and the same bytes every time."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.model.errors import OutputError
from kpireport.present.scales import PAPER_SIZES
from kpireport.present.view import ReportView
from kpireport.render.layouts import environment, style
from kpireport.render.own_templates import OwnTemplates
from kpireport.render.pdf_columns import (
    contents_pages,
    notes_side_by_side,
    sentences_side_by_side,
    shares,
)
from kpireport.render.pdf_drawings import Drawings
from kpireport.render.pdf_handed_over import lasting_compressed
from kpireport.render.pdf_pages import kpi_pages
from kpireport.render.pdf_unlettered import named_by_id
from kpireport.render.summary_room import summary_cards
from kpireport.uncollected import uncollected

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment
    from weasyprint.text.fonts import FontConfiguration

    from kpireport.render.pdf_attachments import Attachment


def render_pdf(
    view: ReportView,
    templates: Path | OwnTemplates,
    *,
    archive: bool = False,
    attachments: Sequence[Attachment] = (),
    unlettered: set[str] | None = None,
) -> bytes:
    """The report as a PDF/UA-1 document; as PDF/A-3a for an ``archive``.

    ``attachments`` are put into the document bit for bit. The same view and attachments give
    the same bytes. ``unlettered`` takes the letters that no font of the machine has: in their
    place stands an empty box. A KPI whose name has such letters is told by its ID too.

    Raises ``OutputError("pdf_needs_pango")`` where the library that lays text out is missing.
    """
    lacking: set[str] = set()
    data = _report(view, templates, archive, attachments, lacking)
    if lacking and (named := named_by_id(view, lacking)) is not view:
        data = _report(named, templates, archive, attachments, lacking)
    if unlettered is not None:
        unlettered.update(lacking)
    return data


def _report(
    view: ReportView,
    templates: Path | OwnTemplates,
    archive: bool,
    attachments: Sequence[Attachment],
    lacking: set[str],
) -> bytes:
    layout = Layout("pdf/report.html", {"view": view, "kpi_pages": kpi_pages(view)})
    return document(view, templates, layout, archive, attachments, lacking)


@dataclass(frozen=True, slots=True)
class Layout:
    """A template with what it is filled with, and the style sheet that comes after the pack's."""

    template: str
    values: Mapping[str, object]
    extra_style: str = ""


def document(
    view: ReportView,
    templates: Path | OwnTemplates,
    layout: Layout,
    archive: bool,
    attachments: Sequence[Attachment],
    unlettered: set[str] | None,
) -> bytes:
    """A layout as a document in the colours, the paper and the words of ``view``."""
    from jinja2 import ChoiceLoader

    try:
        import weasyprint  # noqa: F401 (imported here only to learn whether it can be)
    except OSError as missing:
        # WeasyPrint loads Pango when it is imported, and says so with an OSError.
        raise OutputError("pdf_needs_pango", {"detail": str(missing)}) from missing

    from kpireport.render.pdf_finish import finished
    from kpireport.render.pdf_fonts import fonts_for

    made = environment(templates)
    ours = not isinstance(made.loader, ChoiceLoader)
    with fonts_for(ours=ours) as fonts, uncollected():
        data = _laid_out(made, view, layout, archive, unlettered, fonts, ours=ours)
        return finished(data, archive=archive, attachments=attachments)


def _laid_out(
    made: SandboxedEnvironment,
    view: ReportView,
    layout: Layout,
    archive: bool,
    unlettered: set[str] | None,
    fonts: FontConfiguration,
    *,
    ours: bool,
) -> bytes:
    """The document as WeasyPrint writes it; ``ours`` are templates that are well-formed."""
    from markupsafe import Markup
    from weasyprint.urls import URLFetcher

    from kpireport.render.pdf_fonts import without_faces
    from kpireport.render.pdf_source import page_of

    # Fonts and logo are inside the page as data; nothing else is ever fetched.
    fetcher = URLFetcher(allowed_protocols=("data",))
    drawings = Drawings(fonts)
    made.filters.update(
        contents_pages=contents_pages,
        shares=shares,
        notes_side_by_side=notes_side_by_side,
        sentences_side_by_side=sentences_side_by_side,
        summary_cards=summary_cards,
    )
    made.globals["page_width"] = 253.4 if view.options.get("paper") == "letter" else 267.0
    made.globals["paper_sizes"] = PAPER_SIZES
    made.globals["figures_table"] = drawings.figures_table
    made.filters["drawing"] = drawings.drawing
    made.filters["paper_drawing"] = drawings.paper_drawing
    # What is drawn is measured before the page is laid out.
    css = without_faces(style(made, "pdf/style.css", view, ""), fonts, fetcher)
    if layout.extra_style:
        css = f"{css}\n{made.get_template(layout.extra_style).render().strip()}"
    values = {**layout.values, "label": view.labels, "css": Markup(css)}
    page = made.get_template(layout.template).render(values)
    variant = "pdf/a-3a" if archive else "pdf/ua-1"
    found = set() if unlettered is None else unlettered
    with warnings.catch_warnings(), _letters_without_font(found):
        # WeasyPrint leaves the file of the archive's colour profile for Python to close.
        warnings.simplefilter("ignore", ResourceWarning)
        data: bytes = page_of(page, fetcher, well_formed=ours).write_pdf(
            pdf_variant=variant,
            font_config=fonts,
            cache=drawings.images,
            # What is written here is what an archive is numbered by: it stays as it was.
            uncompressed_pdf=not archive,
            finisher=None if archive else lasting_compressed,
        )
        return data


@contextmanager
def _letters_without_font(found: set[str]) -> Iterator[None]:
    """WeasyPrint says of each letter that it has no font for, in its log."""

    def note(record: logging.LogRecord) -> bool:
        if isinstance(record.msg, str) and record.msg.startswith(".notdef"):
            found.update(str(letter) for letter in tuple(record.args or ())[:1])
        return True

    log = logging.getLogger("weasyprint")
    log.addFilter(note)
    try:
        yield
    finally:
        log.removeFilter(note)
