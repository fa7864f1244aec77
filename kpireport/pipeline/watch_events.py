"""What a watch tells while it runs, and what it says when it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kpireport.deliver.inbox_journal import Outcome
    from kpireport.model.errors import KpiReportError

EventKind = Literal[
    "started",
    "waiting",
    "ignored",
    "gone",
    "remains",
    "reported",
    "problems",
    "duplicate",
    "trouble",
    "stopped",
]


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """One thing that happened.

    ``name`` is the file's in the inbox, empty where it is about the watch itself; ``facts`` are
    what there is to say (``period``, ``errors``, ``warnings``, ``missing``, ``same_as``,
    ``first``, ``why``); ``place`` is where the file lies now; ``error`` what stands in the way.
    """

    at: datetime
    kind: EventKind
    name: str
    facts: Mapping[str, str | int]
    place: Path | None = None
    error: KpiReportError | None = None


Told = Callable[[WatchEvent], None]


def told_nothing(event: WatchEvent) -> None:
    """For whoever doesn't listen."""


@dataclass(slots=True)
class WatchSummary:
    """How many files became what; ``troubled`` where something had to be left for later."""

    reported: int = 0
    with_problems: int = 0
    duplicates: int = 0
    troubled: bool = False

    def count(self, outcome: Outcome) -> None:
        match outcome:
            case "reported":
                self.reported += 1
            case "problems":
                self.with_problems += 1
            case "duplicate":
                self.duplicates += 1
