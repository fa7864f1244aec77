"""From the view to each output's bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.model.scorecard import Scorecard
from kpireport.pipeline.choices import Format

if TYPE_CHECKING:
    from kpireport.present.view import ReportView
    from kpireport.render.own_templates import OwnTemplates
    from kpireport.render.pdf_attachments import Attachment


def own_templates(folder: Path | str) -> OwnTemplates:
    """Read a folder of one's own templates and style sheets, for ``make_report(s)``.

    Raises ``UsageError`` where the folder can't be used, or one of its templates can't be
    understood, with its file and line.
    """
    from kpireport.render.layouts import check_own_templates
    from kpireport.render.own_templates import read_own_templates

    own = read_own_templates(Path(folder))
    check_own_templates(own)
    return own


def render_output(
    view: ReportView,
    scorecard: Scorecard,
    output: Format,
    templates: OwnTemplates | None = None,
    *,
    archive: bool = False,
    attachments: Sequence[Attachment] = (),
    unlettered: set[str] | None = None,
) -> bytes:
    """One output's bytes. The same view gives the same bytes.

    A PDF is made for an ``archive`` (PDF/A-3a) where asked for, with the ``attachments`` in it.
    ``unlettered`` takes the letters that no font has on the PDF's pages.
    """
    if output == "json":
        return render_json_output(view, scorecard)
    if output == "ics":
        from kpireport.render.calendar import render_ics

        return render_ics(view)
    if output == "xlsx":
        from kpireport.render.excel import render_xlsx

        return render_xlsx(view)
    from kpireport import resources

    if output == "html":
        from kpireport.render.html import render_html

        return render_html(view, templates or resources.templates())
    from kpireport.render.pdf import render_pdf

    own = templates or resources.templates()
    return render_pdf(view, own, archive=archive, attachments=attachments, unlettered=unlettered)


def render_json_output(view: ReportView, scorecard: Scorecard) -> bytes:
    from kpireport.i18n.messages import get_messages
    from kpireport.render.json import render_json
    from kpireport.render.json_management import Sentences

    messages = get_messages("fr" if view.language == "fr" else "en", view.currency)
    return render_json(
        scorecard,
        language=view.language,
        run=view.run,
        reason_text=messages.reason,
        problem_text=messages.problem,
        sentences=Sentences.of(view),
    )
