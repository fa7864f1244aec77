"""The story in order: a workbook comes in, problems and figures are found, files go out.

This is the only file that crosses rooms. Every function takes and returns plain values; none
prints, reads the clock or ends the program. Heavy libraries are imported when a stage needs
them, so that checking a workbook never pays for drawing a PDF.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from kpireport import __version__
from kpireport.model.book import Benchmark, Book, Language
from kpireport.model.errors import KpiReportError, OutputError, UsageError, WorkbookError
from kpireport.model.highlight import AlertRule
from kpireport.model.period import Period
from kpireport.model.problem import Problem, has_errors
from kpireport.model.scorecard import Scorecard

if TYPE_CHECKING:
    from kpireport.benchmarks.search import Topics
    from kpireport.present.highlight_view import Alert
    from kpireport.present.trace.values import KpiExplanation
    from kpireport.present.view import ReportView, ReviewView
    from kpireport.render.own_templates import OwnTemplates
    from kpireport.render.pdf_attachments import Attachment

Format = Literal["xlsx", "html", "pdf", "json", "ics"]
ALL_FORMATS: tuple[Format, ...] = get_args(Format)

Template = Literal["ecommerce", "retail", "energy", "saas", "services", "blank"]
TEMPLATES: tuple[Template, ...] = get_args(Template)
FORMATS: tuple[Format, ...] = ("xlsx", "html", "pdf", "json")
"""What is made unless said otherwise; the calendar (``ics``) only where it is asked for."""

Paper = Literal["a4", "letter"]

Attach = Literal["json", "source"]
"""What may be put into the PDF: the figures as JSON, the workbook itself."""

ANNOTATION_HEADINGS = ("severity", "code", "place", "message", "expected", "advice")

Stage = Literal["read", "compute", "xlsx", "html", "pdf", "json", "ics", "write"]
Progress = Callable[[Path, Stage], None]
"""Called with the workbook and the stage that begins, for whoever shows progress."""


def _no_progress(book: Path, stage: Stage) -> None:
    """Shows nothing."""


@dataclass(frozen=True, slots=True)
class Report:
    """One workbook's scorecard and the files it was written to, by format.

    ``missing`` holds what kept a format from being made (PDF without Pango), by format;
    ``stale`` the file of an earlier run that therefore stays in its place, if there is one.
    """

    book: Path
    scorecard: Scorecard
    view: ReportView
    files: Mapping[Format, Path]
    missing: Mapping[Format, OutputError] = field(default_factory=dict)
    stale: Mapping[Format, Path] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failure:
    """A workbook that gave no report, and why."""

    book: Path
    error: KpiReportError


def read_book(path: Path | str) -> tuple[Book | None, tuple[Problem, ...]]:
    """Read a workbook: its Book (None where nothing could be used) and every problem found."""
    from kpireport.workbook import read_book as read

    book, problems = read(Path(path))
    if book is None or not (book.benchmarks or any(kpi.benchmark for kpi in book.kpis)):
        return book, problems
    from kpireport.compute.benchmark_problems import benchmark_problems

    return book, (*problems, *benchmark_problems(book, benchmark_catalogue(book)))


def benchmark_catalogue(book: Book) -> Sequence[Benchmark]:
    """The shipped benchmarks, where some KPI names one that the book's sheet doesn't have."""
    from kpireport.compute.benchmark_choice import needs_catalogue

    if not needs_catalogue(book):
        return ()
    from kpireport.benchmarks import load_catalogue

    return load_catalogue()


def benchmark_topics() -> Topics:
    """The metrics and industries that there are shipped benchmarks of."""
    from kpireport.benchmarks.search import topics

    return topics()


def find_benchmarks(
    industry: str | None = None, metric: str | None = None, language: Language = "en"
) -> tuple[Benchmark, ...]:
    """The shipped benchmarks of an industry, or a publisher's cohort, and of a metric.

    Raises ``UsageError`` for an unknown name, with the closest ones in ``language``.
    """
    from kpireport.benchmarks.search import find

    return find(industry, metric, language)


def build_scorecard(
    book: Book,
    period: Period | None = None,
    problems: Sequence[Problem] = (),
    *,
    review: bool = False,
) -> Scorecard:
    """Compute everything the report shows for ``book`` at ``period``.

    With ``review`` the KPIs themselves are read too: SMARTER and the five questions.

    Without a period: the Settings' closed month, else the latest month in which at least half of
    the monthly KPIs have a final actual. Raises ``UsageError`` for a period without any data.
    """
    from kpireport.compute.scorecard import build_scorecard as build

    catalogue = benchmark_catalogue(book)
    return build(book, period, tuple(problems), review=review, catalogue=catalogue)


def report_language(book: Book, asked: Language | None) -> Language:
    """The language asked for, else the workbook's own, else English."""
    return asked or book.settings.language or "en"


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


def run_hash(
    scorecard: Scorecard, language: Language, templates: OwnTemplates | None = None
) -> str:
    """Twelve hex digits that name this run: same workbook, period, language, version, same hash.

    Every file of a run carries it, so that files of two runs lying together can be told apart.
    """
    parts = [scorecard.source.sha256, str(scorecard.period), language, __version__]
    if scorecard.reviewed:
        parts.append("review")
    if templates is not None:
        parts.append(templates.digest)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


def build_view(
    scorecard: Scorecard, language: Language, templates: OwnTemplates | None = None
) -> ReportView:
    """The scorecard in words: what every output lays out."""
    from kpireport.present.assemble import build_view as build

    return build(scorecard, language, run_hash(scorecard, language, templates))


def review_in_words(scorecard: Scorecard, language: Language) -> ReviewView | None:
    """The review of a scorecard made with one: what is missing in the KPIs and what to write."""
    from kpireport.i18n.messages import get_messages
    from kpireport.present.review_view import review_view

    anchors = {result.kpi.id: result.kpi.id for result in scorecard.kpis}
    return review_view(get_messages(language), scorecard, anchors)


def read_alert_rules(text: str) -> tuple[AlertRule, ...]:
    """The alert rules that a list in either language names: ``off track, signal``; ``any`` is all.

    Raises ``UsageError`` (``unknown_alert``) with the words that name none.
    """
    from kpireport.workbook.alert_words import read_conditions

    rules, unknown = read_conditions(text)
    if unknown or not rules:
        raise UsageError("unknown_alert", {"found": unknown or (text,)})
    return rules


def alerts(
    scorecard: Scorecard, rules: Collection[AlertRule], language: Language = "en"
) -> tuple[Alert, ...]:
    """Every published KPI for which one of ``rules`` holds, the most important first.

    What the Settings ask to be alerted about plays no part.
    """
    from kpireport.i18n.messages import get_messages
    from kpireport.present.highlight_view import alerts_in_words

    return alerts_in_words(get_messages(language), scorecard, rules)


_WITHOUT_FIGURES = ("period_without_data", "no_actuals")
"""Why there is no report at a month: it has no figure, and can't be chosen."""


def with_live_model(view: ReportView, book: Book, scorecard: Scorecard) -> ReportView:
    """The view with what the Excel output recalculates from when its reader picks a month.

    The months to choose from are the report's own and, back in time, those with any figure.
    """
    from kpireport.compute.ledger import Ledger
    from kpireport.compute.scorecard import build_scorecard as build
    from kpireport.compute.series import series_of
    from kpireport.present.live import PERIODS_AT_MOST, build_live

    ledger, catalogue = Ledger(book), benchmark_catalogue(book)
    cards = [scorecard]
    for back in range(1, PERIODS_AT_MOST):
        period = scorecard.period.shift(-back)
        try:
            cards.append(build(book, period, catalogue=catalogue, ledger=ledger))
        except UsageError as error:
            if error.code not in _WITHOUT_FIGURES:
                raise
    live = build_live(cards, series_of(ledger, scorecard.period), view)
    return replace(view, live=live)


def find_kpi(book: Book, text: str) -> str:
    """The ID of the KPI meant by an ID or a name, whatever the case, accents and punctuation.

    Raises ``UsageError`` with the names most like it where there is none or more than one.
    """
    from kpireport.workbook.kpi_names import KpiNames

    names = KpiNames((kpi.id, kpi.name) for kpi in book.kpis)
    match = names.find(text)
    if match.kpi is not None:
        return match.kpi
    if match.ambiguous:
        raise UsageError("ambiguous_kpi", {"found": text, "known": match.ambiguous})
    raise UsageError("unknown_kpi", {"found": text, "known": names.closest(text)})


def explain(
    book: Book, scorecard: Scorecard, kpi_id: str, language: Language = "en"
) -> KpiExplanation:
    """Take every figure of a KPI back to its formula and its cells.

    ``scorecard`` is the one computed from ``book``. A KPI that the report leaves out (the part of
    a ratio, say) is explained as if it were reported. ``KeyError`` where the book has none of
    that ID.
    """
    from kpireport.present.explanation import explain_kpi

    if not book.kpi(kpi_id).report:
        kpis = tuple(replace(k, report=True) if k.id == kpi_id else k for k in book.kpis)
        scorecard = build_scorecard(replace(book, kpis=kpis), scorecard.period, scorecard.problems)
    return explain_kpi(book, scorecard, kpi_id, language)


def render_output(
    view: ReportView,
    scorecard: Scorecard,
    output: Format,
    templates: OwnTemplates | None = None,
    *,
    archive: bool = False,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """One output's bytes. The same view gives the same bytes.

    A PDF is made for an ``archive`` (PDF/A-3a) where asked for, with the ``attachments`` in it.
    """
    if output == "json":
        return _render_json(view, scorecard)
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
    return render_pdf(view, own, archive=archive, attachments=attachments)


def _render_json(view: ReportView, scorecard: Scorecard) -> bytes:
    from kpireport.i18n.messages import get_messages
    from kpireport.render.json import render_json
    from kpireport.render.json_management import Sentences

    messages = get_messages("fr" if view.language == "fr" else "en")
    return render_json(
        scorecard,
        language=view.language,
        run=view.run,
        reason_text=messages.reason,
        problem_text=messages.problem,
        sentences=Sentences.of(view),
    )


def make_report(
    path: Path,
    *,
    file_stem: str,
    output: Path,
    period: Period | None = None,
    formats: Sequence[Format] = FORMATS,
    language: Language | None = None,
    progress: Progress = _no_progress,
    inputs: Sequence[Path] = (),
    review: bool = False,
    paper: Paper = "a4",
    templates: Path | OwnTemplates | None = None,
    archive: bool = False,
    attach: Collection[Attach] = (),
) -> Report:
    """Read one workbook and write its scorecard in every format asked for.

    Files are named ``<file_stem>-<period>.<format>`` in ``output`` and replace those of earlier
    runs atomically; never the workbook itself or another of the run's ``inputs``, nor a file
    that no run wrote (``OutputError``; nothing is written then). Raises ``WorkbookError`` with
    every problem where the workbook has errors; nothing is written then. With ``review`` the report
    also reads the KPIs themselves (SMARTER and the five questions). ``paper`` is what the PDF's
    pages are laid out for; ``templates`` a folder of one's own templates, or what
    ``own_templates`` read of it, which come before ours in HTML and PDF. The PDF is PDF/A-3a
    instead of PDF/UA-1 for an ``archive``, and holds what ``attach`` names (``UsageError``
    where no PDF is made). Where PDF can't be made but another format can, the others are
    written and ``Report.missing`` says what to install.
    """
    from kpireport.deliver.files import write_all
    from kpireport.deliver.ownership import refuse_to_overwrite
    from kpireport.workbook.logo import logo_data

    _check_pdf_options(formats, archive, attach)
    own = own_templates(templates) if isinstance(templates, Path) else templates
    progress(path, "read")
    book, problems = read_book(path)
    if book is None or has_errors(problems):
        raise WorkbookError(problems, book.settings.language if book else None)
    progress(path, "compute")
    scorecard = build_scorecard(book, period, problems, review=review)
    view = build_view(scorecard, report_language(book, language), own)
    logo = logo_data(path.parent, book.settings.logo)
    view = replace(view, logo=logo, options={**view.options, "paper": paper})
    if "xlsx" in formats:
        view = with_live_model(view, book, scorecard)

    def render(wanted: Format) -> bytes:
        progress(path, wanted)
        if wanted != "pdf":
            return render_output(view, scorecard, wanted, own)
        files = _attachments(attach, path, f"{file_stem}-{scorecard.period}", view, scorecard)
        return render_output(view, scorecard, "pdf", own, archive=archive, attachments=files)

    made, missing = _render_all(formats, render)
    progress(path, "write")
    places = {each: output / f"{file_stem}-{scorecard.period}.{each}" for each in formats}
    files = {each: places[each] for each in made}
    refuse_to_overwrite(files.values(), (path, *inputs))
    write_all({files[each].name: data for each, data in made.items()}, output)
    stale = {each: places[each] for each in missing if places[each].exists()}
    return Report(path, scorecard, view, files, missing, stale)


def _check_pdf_options(
    formats: Collection[Format], archive: bool, attach: Collection[Attach]
) -> None:
    """Refuse what only a PDF can have where none is made."""
    if "pdf" not in formats and (archive or attach):
        raise UsageError("no_pdf_to_archive" if archive else "no_pdf_to_attach_to")


def _attachments(
    attach: Collection[Attach], path: Path, stem: str, view: ReportView, scorecard: Scorecard
) -> tuple[Attachment, ...]:
    """The files for the PDF, bit for bit as they lie beside it or were read."""
    from kpireport.render.pdf_attachments import json_attachment, source_attachment

    made = []
    if "json" in attach:
        made.append(json_attachment(view, f"{stem}.json", _render_json(view, scorecard)))
    if "source" in attach:
        made.append(source_attachment(view, path.name, _source_bytes(path, scorecard)))
    return tuple(made)


def _source_bytes(path: Path, scorecard: Scorecard) -> bytes:
    """The workbook that the figures were read from, and no later one."""
    try:
        data = path.read_bytes()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != scorecard.source.sha256:
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


def make_reports(
    paths: Sequence[Path],
    *,
    output: Path,
    period: Period | None = None,
    formats: Sequence[Format] = FORMATS,
    language: Language | None = None,
    progress: Progress = _no_progress,
    review: bool = False,
    paper: Paper = "a4",
    templates: Path | OwnTemplates | None = None,
    archive: bool = False,
    attach: Collection[Attach] = (),
) -> tuple[Report | Failure, ...]:
    """``make_report`` for several workbooks, in order; one that fails doesn't stop the rest.

    Two workbooks of one name get their folder's name in front of their files' names.
    """
    from kpireport.deliver.naming import file_stems

    if not paths:
        raise UsageError("no_workbook")
    _check_pdf_options(formats, archive, attach)
    own = own_templates(templates) if isinstance(templates, Path) else templates
    results: list[Report | Failure] = []
    for path, stem in zip(paths, file_stems(paths), strict=True):
        try:
            made: Report | Failure = make_report(
                path,
                file_stem=stem,
                output=output,
                period=period,
                formats=formats,
                language=language,
                progress=progress,
                inputs=paths,
                review=review,
                paper=paper,
                templates=own,
                archive=archive,
                attach=attach,
            )
        except KpiReportError as error:
            made = Failure(path, error)
        results.append(made)
    return tuple(results)


def annotate_workbook(
    path: Path, problems: Sequence[Problem], copy: Path, language: Language
) -> None:
    """Write a copy of the workbook in which every problem is marked where it stands.

    The cells get a fill and a comment, and a last sheet lists all problems with links; everything
    else stays byte for byte. Raises ``UsageError`` (``annotate_not_open_xml``) for a file that is
    no .xlsx or .xlsm, and ``OutputError`` (``new_exists``…): a file that is there is never
    replaced, the workbook least of all.
    """
    from kpireport.deliver.new_file import write_new
    from kpireport.i18n.messages import get_messages
    from kpireport.present.sections import problem_views
    from kpireport.workbook.annotate import Annotation, AnnotationWords, annotate
    from kpireport.workbook.reader import read_bytes

    messages = get_messages(language)
    data, _ = read_bytes(path)
    marks = [
        Annotation(
            view.code,
            view.severity,
            view.severity_label,
            problem.sheet or "",
            problem.cell or "",
            view.message,
            view.expected,
            view.advice,
        )
        for problem in problems
        for view in problem_views(messages, (problem,))
    ]
    words = AnnotationWords(
        "kpireport",
        messages.text("annotate.note", count=len(problems), name=path.name),
        tuple(messages.text(f"annotate.{key}") for key in ANNOTATION_HEADINGS),
    )
    made = None if data is None else annotate(data, marks, words)
    if made is None:
        raise UsageError("annotate_not_open_xml", {"name": path.name})
    if copy.suffix.lower() != path.suffix.lower():
        raise UsageError("annotate_other_ending", {"found": copy.name, "ending": path.suffix})
    write_new(copy, made)


def new_workbook(
    path: Path | str,
    *,
    start: Period,
    template: str = "blank",
    language: Language = "en",
    currency: str = "EUR",
) -> Path:
    """Write a starter workbook: a sector's usual KPIs, and empty figures to type.

    ``start`` is the first month of the fiscal year to fill in, ``template`` one of
    ``TEMPLATES``, ``currency`` a code of ISO 4217. Returns the path written, which ends in
    ``.xlsx`` whether ``path`` does or has no ending. The same arguments give the same bytes.
    Raises ``UsageError`` (``unknown_template``, ``unknown_currency``, ``new_not_xlsx``) and
    ``OutputError`` (``new_exists``, ``new_folder_missing``, ``new_not_written``): a file that is
    there is never replaced.
    """
    from kpireport.deliver.new_file import write_new
    from kpireport.i18n.messages import get_messages
    from kpireport.workbook.starter import write_starter
    from kpireport.workbook.starter_kpis import sectors
    from kpireport.workbook.units import read_currency

    if template not in TEMPLATES:
        raise UsageError("unknown_template", {"found": template, "choices": TEMPLATES})
    code = read_currency(currency)
    if code is None:
        raise UsageError("unknown_currency", {"found": currency})
    target = _workbook_path(Path(path))
    messages = get_messages(language)
    data = write_starter(
        sectors()[template],
        language=language,
        start=start,
        currency=code,
        file_name=target.name,
        say=lambda key, **params: messages.text(f"starter.{key}", **params),
    )
    write_new(target, data)
    return target


def _workbook_path(path: Path) -> Path:
    """The path with the ending of an Excel workbook; another ending is refused."""
    if not path.suffix and path.name:
        return path.with_name(path.name + ".xlsx")
    if path.suffix.lower() != ".xlsx":
        raise UsageError("new_not_xlsx", {"found": path.name or str(path)})
    return path
