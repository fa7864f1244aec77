"""Several entities' workbooks become one board pack: the group's page, then each entity."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kpireport import __version__
from kpireport.addresses import Place, check_writable
from kpireport.model.book import Book, Language
from kpireport.model.errors import KpiReportError, OutputError, UsageError, WorkbookError
from kpireport.model.group import Group
from kpireport.model.period import Period
from kpireport.model.problem import Problem, has_errors
from kpireport.model.reported import Reported
from kpireport.pipeline.choices import Paper, Progress, no_progress
from kpireport.pipeline.computing import consolidate, report_language, run_hash
from kpireport.pipeline.outputs import own_templates
from kpireport.pipeline.reading import read_books
from kpireport.pipeline.remembering import reported_before
from kpireport.pipeline.reporting import Failure
from kpireport.uncollected import uncollected

if TYPE_CHECKING:
    from kpireport.present.pack.view import PackView
    from kpireport.render.own_templates import OwnTemplates

PackFormat = Literal["xlsx", "html", "pdf"]
PACK_FORMATS: tuple[PackFormat, ...] = ("xlsx", "html", "pdf")


@dataclass(frozen=True, slots=True)
class Pack:
    """A board pack and the files it was written to, by format.

    ``problems`` are the warnings and hints of each workbook. ``missing`` holds what kept a format
    from being made, ``unlettered`` the letters that no font of this machine has.
    """

    group: Group
    view: PackView
    files: Mapping[PackFormat, Place]
    problems: Mapping[Place, tuple[Problem, ...]]
    missing: Mapping[PackFormat, OutputError] = field(default_factory=dict)
    unlettered: tuple[str, ...] = ()


@uncollected()
def make_pack(
    paths: Sequence[Place],
    *,
    output: Place,
    title: str = "",
    period: Period | None = None,
    formats: Sequence[PackFormat] = PACK_FORMATS,
    language: Language | None = None,
    currency: str | None = None,
    mapping: Path | None = None,
    paper: Paper = "a4",
    templates: Path | OwnTemplates | None = None,
    archive: bool = False,
    history: str | Path | None = None,
    progress: Progress = no_progress,
) -> Pack | tuple[Failure, ...]:
    """Read every workbook and write the pack ``<title>-<period>.<format>`` into ``output``.

    A workbook whose figures have an Entity column holds several entities, any other is one. Where
    one of them has errors nothing is written, and the failures of all come back. ``currency`` is
    what amounts are consolidated in; the entities' own where they have one. ``history`` is the
    file or URL that remembers the entities' reports: what they gave otherwise stands in the pack,
    which isn't remembered itself. The other options are those of ``make_report``. Raises
    ``UsageError`` (``no_workbook``, ``period_without_data``, what ``consolidate`` says can't be
    put together) and ``OutputError``.
    """
    from kpireport.deliver.anywhere import write_all_to
    from kpireport.deliver.naming import safe_name
    from kpireport.deliver.ownership import refuse_to_overwrite

    if not paths:
        raise UsageError("no_workbook")
    if archive and "pdf" not in formats:
        raise UsageError("no_pdf_to_archive")
    check_writable(output)
    own = own_templates(templates) if isinstance(templates, Path) else templates
    books, problems, failures = _read(paths, mapping, progress)
    if failures:
        return failures
    progress(paths[0], "compute")
    group = consolidate(books, period, currency, title, _reported(history, books))
    view = _view(group, books, language, title, own)
    view = replace(view, logo=_logo(paths, books), options={"paper": paper})
    made, missing, letters = _render(view, formats, own, archive, paths[0], progress)
    progress(paths[0], "write")
    stem = safe_name(view.title)
    files = {each: output / f"{stem}-{group.period}.{each}" for each in made}
    refuse_to_overwrite(files.values(), paths)
    write_all_to({files[each].name: data for each, data in made.items()}, output)
    return Pack(group, view, files, problems, missing, letters)


def _read(
    paths: Sequence[Place], mapping: Path | None, progress: Progress
) -> tuple[tuple[Book, ...], dict[Place, tuple[Problem, ...]], tuple[Failure, ...]]:
    """Every entity's Book, the problems by workbook, and the workbooks that can't be used."""
    books: list[Book] = []
    problems: dict[Place, tuple[Problem, ...]] = {}
    failures: list[Failure] = []
    for path in paths:
        progress(path, "read")
        error: KpiReportError
        found, problems[path] = read_books(path, mapping)
        if not found or has_errors(problems[path]):
            language = found[0].settings.language if found else None
            error = WorkbookError(problems[path], language)
            failures.append(Failure(path, error))
        books += found
    return tuple(books), problems, tuple(failures)


def _reported(history: str | Path | None, books: Sequence[Book]) -> tuple[Reported, ...]:
    """What reports of each entity said before; nothing without a history."""
    if history is None:
        return ()
    from kpireport.deliver.history import History

    if not (kept := History(history)).exists:
        raise OutputError("history_missing", {"where": kept.shown})
    return tuple(reported_before(history, book) for book in books)


def _view(
    group: Group,
    books: Sequence[Book],
    language: Language | None,
    title: str,
    own: OwnTemplates | None,
) -> PackView:
    from kpireport.present.pack.assemble import build_pack

    spoken = report_language(books[0], language)
    return build_pack(group, spoken, _run_hash(group, books, spoken, title, own))


def _run_hash(
    group: Group, books: Sequence[Book], language: Language, title: str, own: OwnTemplates | None
) -> str:
    """Twelve hex digits: the same workbooks, period, title, language and version, the same hash."""
    parts = [f"{book.source.sha256} {book.settings.entity}" for book in books]
    parts += [str(group.period), str(group.currency), language, title, __version__]
    parts += [book.source.mapping_sha256 for book in books if book.source.mapping_sha256]
    if own is not None:
        parts.append(own.digest)
    cards = [entity.scorecard for entity in group.entities if entity.scorecard]
    parts += [run_hash(card, language) for card in cards if card.compared_with is not None]
    return hashlib.sha256(json.dumps(["pack", *parts]).encode()).hexdigest()[:12]


def _logo(paths: Sequence[Place], books: Sequence[Book]) -> str:
    """The first workbook's logo."""
    from kpireport.workbook.logo import logo_data

    return logo_data(paths[0].parent, books[0].settings.logo)


def _render(
    view: PackView,
    formats: Sequence[PackFormat],
    own: OwnTemplates | None,
    archive: bool,
    path: Place,
    progress: Progress,
) -> tuple[dict[PackFormat, bytes], dict[PackFormat, OutputError], tuple[str, ...]]:
    """The bytes of each format, what kept others from being made, and letters without a font."""
    from kpireport import resources

    made: dict[PackFormat, bytes] = {}
    missing: dict[PackFormat, OutputError] = {}
    letters: set[str] = set()
    templates = own or resources.templates()
    for wanted in formats:
        progress(path, wanted)
        try:
            if wanted == "xlsx":
                from kpireport.render.excel.pack import render_pack_xlsx

                made[wanted] = render_pack_xlsx(view)
            elif wanted == "html":
                from kpireport.render.pack import render_pack_html

                made[wanted] = render_pack_html(view, templates)
            else:
                from kpireport.render.pack import render_pack_pdf

                made[wanted] = render_pack_pdf(view, templates, archive=archive, unlettered=letters)
        except OutputError as error:
            missing[wanted] = error
    if not made:
        raise next(iter(missing.values()))
    return made, missing, tuple(sorted(letters))
