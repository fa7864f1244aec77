"""What becomes of one workbook of the drop folder: its report, or its problems, or neither.

Everything is put into an empty folder, which is filed as a whole afterwards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, cast

from kpireport import __version__
from kpireport.deliver.inbox_journal import Drop, Ready
from kpireport.deliver.naming import safe_name, shown_name
from kpireport.model.errors import KpiReportError, OutputError, UsageError, WorkbookError
from kpireport.model.problem import Problem, Severity
from kpireport.pipeline.choices import Progress, ReportOptions, no_progress
from kpireport.pipeline.problem_list import problem_list
from kpireport.pipeline.reading import annotate_workbook
from kpireport.pipeline.reporting import make_report

if TYPE_CHECKING:
    from kpireport.i18n.messages import Messages
    from kpireport.model.book import Language
    from kpireport.render.own_templates import OwnTemplates

MOST_ATTEMPTS = 10
"""After so many ends of the program in the middle of one workbook, it is that workbook."""

_ABOUT_THE_WORKBOOK = frozenset({"no_actuals", "period_without_data"})
"""What is wrong with the workbook, not with how the command was called."""

_OURS = frozenset({"watch_fault", "watch_too_often"})
"""What another version of the program, or a larger computer, may do better."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How every workbook is reported. ``spoken`` is the language where a workbook names none."""

    spoken: Language
    options: ReportOptions = field(default_factory=lambda: ReportOptions())
    progress: Progress = no_progress

    def conditions(self) -> str:
        """A digest of all that a report depends on besides its workbook.

        Raises ``OSError`` where the mapping can't be read.
        """
        told: dict[str, object] = {"version": __version__}
        for name, value in self.options.items():
            if name == "mapping" and value is not None:
                mapping = cast("Path", value)
                told[name] = hashlib.sha256(mapping.read_bytes()).hexdigest()
            elif name == "templates" and value is not None:
                told[name] = cast("OwnTemplates", value).digest
            elif name not in ("period", "history", "now"):
                told[name] = sorted(value) if isinstance(value, Set) else value
        text = json.dumps(told, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def messages(self, language: Language | None) -> Messages:
        from kpireport.i18n.messages import get_messages

        return get_messages(self.options.get("language") or language or self.spoken)


def report_drop(
    book: Path, drop: Drop, ready: Path, folders: Folders, how: Handling, now: datetime
) -> Ready:
    """Make the report of ``book`` in the folder ``ready``, or say there what keeps it from being.

    Raises ``OutputError`` and ``OSError`` for what has nothing to do with the workbook and may be
    over later (a full disk), and ``UsageError`` for what is wrong with the call.
    """
    stem = safe_name(PurePath(drop.name).stem)
    try:
        return _reported(book, stem, drop, ready, folders, how, now)
    except OutputError:
        raise
    except UsageError as error:
        if error.code not in _ABOUT_THE_WORKBOOK:
            raise
        return _without_report(error, stem, drop, ready, folders, how)
    except KpiReportError as error:
        return _without_report(error, stem, drop, ready, folders, how)
    except OSError:
        raise
    except Exception as fault:
        # Whatever this workbook sets off must not keep the others waiting.
        return _without_report(_fault(fault), stem, drop, ready, folders, how)


def _reported(
    book: Path, stem: str, drop: Drop, ready: Path, folders: Folders, how: Handling, now: datetime
) -> Ready:
    options: ReportOptions = {**how.options, "now": now}
    try:
        report = make_report(book, file_stem=stem, output=ready, progress=how.progress, **options)
    except WorkbookError as error:
        return _with_problems(book, error, stem, drop, ready, folders, how)
    if report.unrecorded is not None:
        raise report.unrecorded  # Its folder moves on, where the history would not look for it.
    facts: dict[str, str | int] = {"period": str(report.scorecard.period)}
    facts |= _counts(report.scorecard.problems)
    if report.missing:
        facts["missing"] = ", ".join(report.missing)
    if report.scorecard.source.sha256 != drop.sha256:
        raise OutputError("watch_changed", {"name": drop.name})
    return Ready("reported", f"{folders.reports}/{stem}-{report.scorecard.period}", facts)


def _fault(fault: Exception) -> KpiReportError:
    return KpiReportError("watch_fault", {"what": f"{type(fault).__name__}: {fault}"})


def too_often(drop: Drop, ready: Path, folders: Folders, how: Handling) -> Ready:
    """The program ended again and again in the middle of this workbook."""
    stem = safe_name(PurePath(drop.name).stem)
    error = KpiReportError("watch_too_often", {"count": drop.attempts - 1})
    return _without_report(error, stem, drop, ready, folders, how)


def same_again(drop: Drop, first: Drop, ready: Path, folders: Folders, how: Handling) -> Ready:
    """A note that the file was dealt with before, and where what came of it lies."""
    messages = how.messages(None)
    stem = safe_name(PurePath(drop.name).stem)
    when = messages.formats.day(datetime.fromisoformat(first.seen_at).date())
    text = messages.text("inbox.same_again", name=shown_name(drop.name), when=when)
    _write_text(ready / f"{folders.note}.txt", f"{text}\n{first.place}\n")
    return Ready("duplicate", f"{folders.duplicates}/{stem}", {"first": first.place})


def _with_problems(
    book: Path,
    error: WorkbookError,
    stem: str,
    drop: Drop,
    ready: Path,
    folders: Folders,
    how: Handling,
) -> Ready:
    """The annotated copy, where the workbook's kind can have one, and the problems as text."""
    messages = how.messages(error.language)
    copy = ready / f"{messages.text('inbox.marked', stem=stem)}{PurePath(drop.name).suffix}"
    try:
        annotate_workbook(book, error.problems, copy, messages.language)
    except UsageError:  # Only Excel's own format can be marked.
        copy = Path()
    mapping = how.options.get("mapping")
    text = problem_list(messages, shown_name(drop.name), error.problems, copy.name, mapping)
    _write_text(ready / _list_name(messages, stem), text)
    return Ready("problems", f"{folders.problems}/{stem}", _counts(error.problems))


def _without_report(
    error: KpiReportError, stem: str, drop: Drop, ready: Path, folders: Folders, how: Handling
) -> Ready:
    messages = how.messages(None)
    text = f"{shown_name(drop.name)}\n\n{messages.error(error)}\n"
    _write_text(ready / _list_name(messages, stem), text)
    said: dict[str, str | int] = {"errors": 1, "warnings": 0}
    return Ready("problems", f"{folders.problems}/{stem}", said, final=error.code not in _OURS)


def _list_name(messages: Messages, stem: str) -> str:
    return f"{messages.text('inbox.list', stem=stem)}.txt"


def _write_text(path: Path, text: str) -> None:
    """With the mark by which every editor of Windows knows it for UTF-8."""
    from kpireport.deliver.files import write_all

    write_all({path.name: text.encode("utf-8-sig")}, path.parent)


def _counts(problems: Sequence[Problem]) -> dict[str, str | int]:
    return {
        key: sum(problem.severity is severity for problem in problems)
        for key, severity in (("errors", Severity.ERROR), ("warnings", Severity.WARNING))
    }


@dataclass(frozen=True, slots=True)
class Folders:
    """The names of the folders that files are put into, in the language of the first start."""

    reports: str
    problems: str
    duplicates: str
    note: str


def folders_in(messages: Messages) -> Folders:
    """The folders' names in a language."""
    return Folders(*(messages.text(f"inbox.folder_{key}") for key in _FOLDERS))


_FOLDERS = ("reports", "problems", "duplicates", "note")
