"""What the user can mend, as values that travel beside the data to every reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kpireport.model.period import Period

Param = str | int | float | bool | Period | date | tuple[str, ...] | None
"""What a sentence may hold: text as the user typed it, or a value that the language formats."""


class Severity(StrEnum):
    """How much a problem weighs: an error stops the report."""

    ERROR = "E"
    WARNING = "W"
    HINT = "I"


@dataclass(frozen=True, slots=True)
class CellRef:
    """One cell of the user's workbook: the sheet's name as written there, and its address."""

    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the workbook that the user should know of.

    ``code`` is stable and documented; its first letter is the severity. ``sheet`` and ``cell``
    are None where the problem is the file's or the sheet's as a whole. ``params`` fill the
    sentences that ``kpireport.i18n`` keeps for the code: what was found, what was expected, how
    to mend it.
    """

    code: str
    sheet: str | None = None
    cell: str | None = None
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return Severity(self.code[0])


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of the problems stops the report."""
    return any(problem.severity is Severity.ERROR for problem in problems)
