"""From a file to a Book, with every problem found; and back to the user, marked in a copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.addresses import Place, place_of
from kpireport.model.benchmark import Benchmark
from kpireport.model.book import Book, Language
from kpireport.model.errors import UsageError
from kpireport.model.problem import Problem

if TYPE_CHECKING:
    from kpireport.benchmarks.search import Topics

_LIST_HEADINGS = ("severity", "code", "place", "message", "expected", "advice")


def read_book(
    path: Place | str, mapping: Path | None = None
) -> tuple[Book | None, tuple[Problem, ...]]:
    """Read a workbook: its Book (None where nothing could be used) and every problem found.

    A workbook of another layout is read as it is recognised, which is said, or as ``mapping``, a
    file made with ``propose_mapping`` and edited, states. ``path`` may be an address
    (``s3://bucket/book.xlsx``); ``AddressError`` where it can't be reached or refuses access.
    """
    from kpireport.workbook import read_book as read

    book, problems = read(place_of(path), mapping)
    return book, problems if book is None else (*problems, *_benchmark_problems(book))


def read_books(
    path: Place | str, mapping: Path | None = None
) -> tuple[tuple[Book, ...], tuple[Problem, ...]]:
    """Read a workbook of one entity or of several: a Book for each, and every problem once.

    Where the figures have an Entity column, each entity that it names becomes a Book with that
    name as the Settings' Entity; else there is one Book, as ``read_book`` gives it, and none where
    nothing could be used. What is wrong in the workbook is said once, whosever figures it touches.
    """
    from kpireport.workbook import read_books as read

    books, problems = read(place_of(path), mapping)
    more = {
        (problem.code, problem.sheet, problem.cell): problem
        for book in books
        for problem in _benchmark_problems(book)
    }
    return books, (*problems, *more.values())


def _benchmark_problems(book: Book) -> Sequence[Problem]:
    if not (book.benchmarks or any(kpi.benchmark for kpi in book.kpis)):
        return ()
    from kpireport.compute.benchmark_problems import benchmark_problems

    return benchmark_problems(book, benchmark_catalogue(book))


@dataclass(frozen=True, slots=True)
class ProposedMapping:
    """A mapping file that reads a workbook, as text, and what is to be known of it.

    ``text`` is empty where no table was recognised; ``problems`` then say what was seen. It is
    also empty where the workbook has the product's own layout, which needs none.
    """

    text: str
    problems: tuple[Problem, ...]
    own_layout: bool = False


def propose_mapping(path: Place | str, language: Language = "en") -> ProposedMapping:
    """The mapping that reads a workbook of another layout, to be edited: comments mark guesses.

    Every KPI that was found is in it, with what is missing to compute its status and its totals.
    """
    from kpireport.i18n.messages import get_messages
    from kpireport.workbook.mapping_proposal import proposed_arrangement
    from kpireport.workbook.mapping_text import mapping_text
    from kpireport.workbook.reader import load_raw
    from kpireport.workbook.recognise import is_own_layout

    place = place_of(path)
    raw, problems = load_raw(place)
    if raw is None:
        return ProposedMapping("", problems)
    if is_own_layout(raw):
        return ProposedMapping("", problems, own_layout=True)
    arrangement, found = proposed_arrangement(raw)
    problems = (*problems, *found)
    if arrangement is None:
        return ProposedMapping("", problems)
    messages = get_messages(language)
    text = mapping_text(
        arrangement, place.name, lambda key, **words: messages.text(f"mapping.{key}", **words)
    )
    return ProposedMapping(text, problems)


def write_mapping(path: Path, proposed: ProposedMapping) -> None:
    """Write the proposal to a file that must not be there yet (``OutputError``)."""
    from kpireport.deliver.new_file import write_new

    write_new(path, proposed.text.encode("utf-8"))


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


def annotate_workbook(
    path: Place, problems: Sequence[Problem], copy: Path, language: Language
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
        tuple(messages.text(f"annotate.{key}") for key in _LIST_HEADINGS),
    )
    made = None if data is None else annotate(data, marks, words)
    if made is None:
        raise UsageError("annotate_not_open_xml", {"name": path.name})
    if copy.suffix.lower() != path.suffix.lower():
        raise UsageError("annotate_other_ending", {"found": copy.name, "ending": path.suffix})
    write_new(copy, made)
