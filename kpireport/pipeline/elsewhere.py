"""What of one report is made in a worker while the rest of it is made here.

Each piece of work is a function of values that travel, and can be done here just as well: it is,
where there are no workers, and after all where the worker was killed or failed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from kpireport.model.errors import KpiReportError
from kpireport.pipeline.computing import Months, months_of
from kpireport.pipeline.travelling import packed, unpacked
from kpireport.pipeline.workers import Workers

if TYPE_CHECKING:
    from kpireport.model.book import Book, Language
    from kpireport.model.period import Period
    from kpireport.present.view import ReportView
    from kpireport.render.own_templates import OwnTemplates
    from kpireport.render.pdf_attachments import Attachment

Made = TypeVar("Made")

Pdf = tuple[bytes, tuple[str, ...]]
"""The document, and the letters that no font of the machine has."""


class Elsewhere(Generic[Made]):
    """Work that is under way in a worker; without ``workers`` it is done when it is asked for."""

    def __init__(
        self, workers: Workers | None, work: Callable[..., Made], *arguments: object
    ) -> None:
        self._work = work
        self._arguments = arguments
        self._future: Future[bytes] | None = None
        if workers is not None:
            task = packed((work, arguments))
            with suppress(Exception):  # Killed while it warmed up: made here then.
                self._future = workers.submit(_done, task)

    def result(self) -> Made:
        """What was made. Raises what the work raises."""
        if self._future is not None:
            try:
                made: Made = unpacked(self._future.result())
                return made
            except KpiReportError:
                raise
            except Exception:  # The worker's trouble, or else raised here as well.
                pass
        return self._work(*self._arguments)


def _done(task: bytes) -> bytes:
    """In a worker: the work done, its result ready to go back."""
    from kpireport.uncollected import uncollected

    with uncollected():
        work, arguments = unpacked(task)
        return packed(work(*arguments))


def pdf_elsewhere(
    workers: Workers | None,
    view: ReportView,
    own: OwnTemplates | None,
    archive: bool,
    attachments: Sequence[Attachment],
) -> Elsewhere[Pdf]:
    """The board pack, which takes longer than all other files together."""
    return Elsewhere(workers, _pdf_of, replace(view, live=None), own, archive, attachments)


def _pdf_of(
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


def page_elsewhere(
    workers: Workers | None, view: ReportView, own: OwnTemplates | None
) -> Elsewhere[bytes]:
    """The HTML page."""
    return Elsewhere(workers, _page_of, replace(view, live=None), own)


def _page_of(view: ReportView, own: OwnTemplates | None) -> bytes:
    from kpireport import resources
    from kpireport.render.html import render_html

    return render_html(view, own or resources.templates())


def months_elsewhere(
    workers: Workers | None, book: Book, periods: Sequence[Period], language: Language, run: str
) -> Elsewhere[Months]:
    """Months of a report's past, for the live model."""
    return Elsewhere(workers, months_of, book, periods, language, run)


def warmed_up(workers: Workers) -> None:
    """Have a worker get ready to lay out, while the workbook is still being read here."""
    with suppress(Exception):  # It is only for speed.
        workers.submit(_warm_up)


def _warm_up() -> None:
    from kpireport.render.pdf_warm import warm_up

    with suppress(OSError):  # No Pango: said when the document is to be made.
        warm_up()
