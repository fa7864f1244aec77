"""The whole story: workbooks come in, scorecards go out as files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.addresses import Place, check_writable
from kpireport.model.book import Book, Language
from kpireport.model.errors import KpiReportError, OutputError, UsageError, WorkbookError
from kpireport.model.period import Period
from kpireport.model.problem import has_errors
from kpireport.model.scorecard import Scorecard
from kpireport.pipeline.choices import (
    FORMATS,
    Attach,
    Format,
    Paper,
    Progress,
    no_progress,
)
from kpireport.pipeline.computing import (
    build_scorecard,
    build_view,
    far_periods,
    report_language,
    run_hash,
    with_live_model,
)
from kpireport.pipeline.elsewhere import (
    months_elsewhere,
    page_elsewhere,
    pdf_elsewhere,
    warmed_up,
)
from kpireport.pipeline.outputs import own_templates, render_json_output, render_output
from kpireport.pipeline.reading import read_book
from kpireport.pipeline.remembering import memory
from kpireport.uncollected import uncollected

if TYPE_CHECKING:
    from kpireport.pipeline.workers import Workers
    from kpireport.present.view import ReportView
    from kpireport.render.own_templates import OwnTemplates
    from kpireport.render.pdf_attachments import Attachment

_MANY_KPIS = 40
"""From so many on the work that a worker takes over is more than the time it takes to start."""

_WITHOUT_DRAWINGS = frozenset(("json", "ics"))
"""Formats for which no chart is drawn; such a report's view has none."""


@dataclass(frozen=True, slots=True)
class Report:
    """One workbook's scorecard and the files it was written to, by format.

    ``missing`` holds what kept a format from being made (PDF without Pango), by format;
    ``stale`` the file of an earlier run that therefore stays in its place, if there is one.
    ``unlettered`` are the letters that no font of this machine has, which the PDF can't show.
    ``unrecorded`` says why the report isn't in the history, where it should be; the next one of
    the same workbook, or into the same folder, puts it there.
    """

    book: Place
    scorecard: Scorecard
    view: ReportView
    files: Mapping[Format, Place]
    missing: Mapping[Format, OutputError] = field(default_factory=dict)
    stale: Mapping[Format, Place] = field(default_factory=dict)
    unlettered: tuple[str, ...] = ()
    unrecorded: OutputError | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A workbook that gave no report, and why."""

    book: Place
    error: KpiReportError


@uncollected()
def make_report(
    path: Place,
    *,
    file_stem: str,
    output: Place,
    period: Period | None = None,
    formats: Sequence[Format] = FORMATS,
    language: Language | None = None,
    mapping: Path | None = None,
    progress: Progress = no_progress,
    inputs: Sequence[Place] = (),
    review: bool = False,
    paper: Paper = "a4",
    templates: Path | OwnTemplates | None = None,
    archive: bool = False,
    attach: Collection[Attach] = (),
    history: str | Path | None = None,
    now: datetime | None = None,
    workers: Workers | None = None,
) -> Report:
    """Read one workbook and write its scorecard in every format asked for.

    Files are named ``<file_stem>-<period>.<format>`` in ``output`` and replace those of earlier
    runs atomically; never the workbook itself or another of the run's ``inputs``, nor a file
    that no run wrote (``OutputError``; nothing is written then). Raises ``WorkbookError`` with
    every problem where the workbook has errors; nothing is written then. ``mapping`` is a file that
    says where the figures of a workbook of another layout stand. With ``review`` the report also
    reads the KPIs themselves (SMARTER and the five questions). ``paper`` is what the PDF's
    pages are laid out for; ``templates`` a folder of one's own templates, or what
    ``own_templates`` read of it, which come before ours in HTML and PDF. The PDF is PDF/A-3a
    instead of PDF/UA-1 for an ``archive``, and holds what ``attach`` names (``UsageError``
    where no PDF is made). Where PDF can't be made but another format can, the others are
    written and ``Report.missing`` says what to install.

    ``history`` is a file, or the URL of a database, that remembers what reports said: this one
    tells what is restated since, and is kept there as made at ``now``. None keeps and tells
    nothing. ``OutputError`` (``history_…``) where it can't be used; nothing is written then.

    ``path`` and ``output`` may be addresses (``kpireport.addresses``): ``AddressError`` where
    one can't be reached or refuses access.

    One of the ``workers`` lays out the PDF while the other files are made here; of a workbook of
    many KPIs another one makes the HTML page and half of the Excel file's months.
    """
    from kpireport.deliver.anywhere import write_all_to
    from kpireport.deliver.ownership import refuse_to_overwrite
    from kpireport.workbook.logo import logo_data

    check_pdf_options(formats, archive, attach)
    check_writable(output)
    own = own_templates(templates) if isinstance(templates, Path) else templates
    if workers is not None and "pdf" in formats:
        warmed_up(workers)
    progress(path, "read")
    book, problems = read_book(path, mapping)
    if book is None or has_errors(problems):
        raise WorkbookError(problems, book.settings.language if book else None)
    progress(path, "compute")
    remembered = memory(history, now)
    others = [each for each in inputs if each != path]
    reported = remembered.reported(book, period, others)
    problems = (*problems, *remembered.problems)
    scorecard = build_scorecard(book, period, problems, review=review, reported=reported)
    spoken = report_language(book, language)
    spare = _spare(workers, book, formats)
    far = None
    if spare is not None and "xlsx" in formats:
        run = run_hash(scorecard, spoken, own)
        far = months_elsewhere(spare, book, far_periods(book, scorecard.period), spoken, run)
    drawn = not _WITHOUT_DRAWINGS.issuperset(formats)
    view = build_view(scorecard, spoken, own, drawn=drawn)
    logo = logo_data(path.parent, book.settings.logo)
    view = replace(view, logo=logo, options={**view.options, "paper": paper})
    stem = f"{file_stem}-{scorecard.period}"
    files = _attachments(attach, path, stem, view, scorecard)
    pdf = pdf_elsewhere(workers if "pdf" in formats else None, view, own, archive, files)
    page = page_elsewhere(spare if "html" in formats else None, view, own)
    live = view
    if "xlsx" in formats:
        live = with_live_model(view, book, scorecard, far=far.result if far else None)
    unlettered: set[str] = set()

    def render(wanted: Format) -> bytes:
        progress(path, wanted)
        if wanted == "html":
            return page.result()
        if wanted != "pdf":
            return render_output(live, scorecard, wanted, own)
        data, letters = pdf.result()
        unlettered.update(letters)
        return data

    # What workers make is waited for last.
    waited_for = ("html", "pdf")
    made, missing = _render_all(sorted(formats, key=lambda each: each in waited_for), render)
    made = {each: made[each] for each in formats if each in made}
    progress(path, "write")
    places = {each: output / f"{stem}.{each}" for each in formats}
    written = {each: places[each] for each in made}
    refuse_to_overwrite(written.values(), (path, *inputs))
    contents = {written[each].name: data for each, data in made.items()}
    with remembered.kept(scorecard, view.run, contents, output):
        write_all_to(contents, output)
    stale = {each: places[each] for each in missing if places[each].exists()}
    letters = tuple(sorted(unlettered))
    return Report(path, scorecard, live, written, missing, stale, letters, remembered.unrecorded)


def _spare(workers: Workers | None, book: Book, formats: Collection[Format]) -> Workers | None:
    """The workers, where one is left for other work than the PDF and there is enough of it."""
    if workers is None or len(book.kpis) < _MANY_KPIS:
        return None
    return workers if workers.count > ("pdf" in formats) else None


def check_pdf_options(
    formats: Collection[Format], archive: bool, attach: Collection[Attach]
) -> None:
    """Refuse what only a PDF can have where none is made."""
    if "pdf" not in formats and (archive or attach):
        raise UsageError("no_pdf_to_archive" if archive else "no_pdf_to_attach_to")


def _attachments(
    attach: Collection[Attach], path: Place, stem: str, view: ReportView, scorecard: Scorecard
) -> tuple[Attachment, ...]:
    """The files for the PDF, bit for bit as they lie beside it or were read."""
    from kpireport.render.pdf_attachments import json_attachment, source_attachment

    made = []
    if "json" in attach:
        made.append(json_attachment(view, f"{stem}.json", render_json_output(view, scorecard)))
    if "source" in attach:
        made.append(source_attachment(view, path.name, _source_bytes(path, scorecard)))
    return tuple(made)


def _source_bytes(path: Place, scorecard: Scorecard) -> bytes:
    """The workbook that the figures were read from, and no later one."""
    from kpireport.workbook.reader import read_bytes

    data, _ = read_bytes(path)
    if data is None or hashlib.sha256(data).hexdigest() != scorecard.source.sha256:
        raise OutputError("attached_source_changed", {"name": path.name})
    return data


def _render_all(
    formats: Sequence[Format], render: Callable[[Format], bytes]
) -> tuple[dict[Format, bytes], dict[Format, OutputError]]:
    """The bytes of each format, and what kept the others from being made.

    Raises the first of those where no format could be made.
    """
    made: dict[Format, bytes] = {}
    missing: dict[Format, OutputError] = {}
    for wanted in formats:
        try:
            made[wanted] = render(wanted)
        except OutputError as error:
            missing[wanted] = error
    if not made:
        raise next(iter(missing.values()))
    return made, missing
