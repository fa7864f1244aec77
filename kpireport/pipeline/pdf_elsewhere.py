"""The board pack laid out in a worker, which takes longer than all other files together."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from kpireport.pipeline.workers import Workers

if TYPE_CHECKING:
    from kpireport.present.view import ReportView
    from kpireport.render.own_templates import OwnTemplates
    from kpireport.render.pdf_attachments import Attachment

Pdf = tuple[bytes, tuple[str, ...]]
"""The document, and the letters that no font of the machine has."""


def pdf_of(
    view: ReportView,
    own: OwnTemplates | None,
    archive: bool,
    attachments: Sequence[Attachment],
) -> Pdf:
    """The board pack of a report. Raises ``OutputError`` where it can't be made."""
    from kpireport import resources
    from kpireport.render.pdf import render_pdf

    letters: set[str] = set()
    data = render_pdf(
        view,
        own or resources.templates(),
        archive=archive,
        attachments=attachments,
        unlettered=letters,
    )
    return data, tuple(sorted(letters))


class PdfInWorker:
    """The board pack under way in a worker; made here after all where the worker was killed."""

    def __init__(
        self,
        workers: Workers,
        view: ReportView,
        own: OwnTemplates | None,
        archive: bool,
        attachments: Sequence[Attachment],
    ) -> None:
        self._what = (replace(view, live=None), own, archive, attachments)
        self._future: Future[Pdf] | None = None
        with suppress(BrokenExecutor):  # Killed while it warmed up: made here then.
            self._future = workers.submit(pdf_of, *self._what)

    def result(self) -> Pdf:
        """What the worker made. Raises ``OutputError`` where it can't be made."""
        if self._future is not None:
            with suppress(BrokenExecutor):
                return self._future.result()
        return pdf_of(*self._what)


def warmed_up(workers: Workers) -> None:
    """Have a worker load what laying out needs, while the workbook is still being read here."""
    with suppress(BrokenExecutor):
        workers.submit(warm_up)


def warm_up() -> None:
    """Load what laying out needs."""
    with suppress(OSError):  # No Pango: said when the document is to be made.
        import weasyprint  # noqa: F401
