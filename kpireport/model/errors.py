"""What stops a run: one small hierarchy, turned into a message and an exit code in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpireport.model.book import Language
from kpireport.model.problem import Param, Problem


class KpiReportError(Exception):
    """The base of everything kpireport raises on purpose.

    ``code`` names the sentence that ``kpireport.i18n`` keeps under ``error.<code>``; ``params``
    fill it; ``exit_code`` is what the command ends with.
    """

    exit_code = 1

    def __init__(self, code: str, params: Mapping[str, Param] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, Param] = dict(params or {})


class WorkbookError(KpiReportError):
    """The workbook has errors; nothing was written. ``problems`` are all of them at once.

    ``language`` is the workbook's own, where it could be read.
    """

    exit_code = 1

    def __init__(self, problems: Sequence[Problem], language: Language | None = None) -> None:
        super().__init__("workbook_has_errors", {"count": len(problems)})
        self.problems = tuple(problems)
        self.language = language


class UsageError(KpiReportError):
    """The command or the function was called with words that don't fit."""

    exit_code = 2


class OutputError(KpiReportError):
    """A file could not be written, or a part that an output needs is missing."""

    exit_code = 1


class FaultError(KpiReportError):
    """A fault of the program's own with one of several files, which doesn't stop the others.

    ``trace`` is the traceback, for whoever asks for it.
    """

    exit_code = 1

    def __init__(self, code: str, what: str, trace: str) -> None:
        super().__init__(code, {"what": what})
        self.what = what
        self.trace = trace

    def __reduce__(self) -> tuple[type[FaultError], tuple[str, str, str]]:
        return type(self), (self.code, self.what, self.trace)
