"""The steps of one file from the drop folder to its place: claimed, dealt with, filed.

The journal is told of each, so that a run that was killed goes on where it stood.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kpireport.deliver.inbox_filing import (
    STATE_FOLDER,
    ChangedError,
    Room,
    bring_pictures,
    digest,
    file_away,
    leave,
    make_ready,
    take,
)
from kpireport.deliver.inbox_journal import Drop, Journal, JournalError, Ready
from kpireport.model.errors import KpiReportError
from kpireport.pipeline.watch_drop import (
    MOST_ATTEMPTS,
    Folders,
    Handling,
    report_drop,
    same_again,
    too_often,
)
from kpireport.pipeline.watch_events import EventKind, WatchSummary

Say = Callable[[EventKind, str, dict[str, str | int], Path | None], None]


class Steps:
    """What every file goes through, and how many became what."""

    def __init__(
        self,
        inbox: Path,
        output: Path,
        journal: Journal,
        folders: Folders,
        how: Handling,
        clock: Callable[[], datetime],
        say: Say,
    ) -> None:
        self._inbox = inbox
        self._output = output
        self._journal = journal
        self._folders = folders
        self._how = how
        self._clock = clock
        self._say = say
        self.summary = WatchSummary()

    def go_on(self, drop: Drop) -> None:
        """Bring a file to its place from wherever it stands.

        Raises what keeps it from going on now (``KpiReportError``, ``OSError``, ``JournalError``);
        it can then be called again.
        """
        room = Room(self._output / STATE_FOLDER / "work" / str(drop.id), drop.name)
        if drop.state == "seen":
            claimed = self._claim(drop, room)
            if claimed is None:
                return
            drop = claimed
        if drop.state == "claimed":
            drop = self._deal_with(drop, room)
        self._file(drop, room)

    def _claim(self, drop: Drop, room: Room) -> Drop | None:
        """The file in its room and its content known; None where it is gone or changed again."""
        try:
            remains = take(self._inbox, drop.seen, room)
        except FileNotFoundError:
            self._say("gone", drop.name, {}, None)
        except ChangedError:
            pass  # The next look at the folder says that it is still being copied.
        except OSError:
            if not room.book.exists():
                self._journal.forget(drop)
                leave(room)
            raise
        else:
            if remains:
                self._say("remains", drop.name, {}, None)
            return self._journal.claimed(drop, remains=remains)
        self._journal.forget(drop)
        leave(room)
        return None

    def _deal_with(self, drop: Drop, room: Room) -> Drop:
        """The report, the problems or the note that it is known, ready to be filed."""
        drop = self._journal.attempt(drop, digest(room.book))
        try:
            conditions = self._how.conditions()
            made = self._made(drop, room, conditions)
        except (KpiReportError, OSError, JournalError, KeyboardInterrupt):
            self._journal.attempt_over(drop)
            raise
        other = self._journal.same_content(drop)
        if other is not None and made.outcome == "reported":
            made.facts["same_as"] = other.name
        return self._journal.reported(drop, made, conditions if made.final else "")

    def _made(self, drop: Drop, room: Room, conditions: str) -> Ready:
        ready = make_ready(room)
        first = self._journal.same_file(drop, conditions)
        if first is not None:
            return same_again(drop, first, ready, self._folders, self._how)
        if drop.attempts > MOST_ATTEMPTS:
            return too_often(drop, ready, self._folders, self._how)
        bring_pictures(self._inbox, room)
        return report_drop(room.book, drop, ready, self._folders, self._how, self._clock())

    def _file(self, drop: Drop, room: Room) -> None:
        def going_to(place: str) -> None:
            if place != drop.place:
                self._journal.going_to(drop, place)

        file_away(room, self._output, drop.wanted, going_to)
        filed = self._journal.filed(drop)
        leave(room)
        assert filed.outcome
        self.summary.count(filed.outcome)
        self._say(filed.outcome, filed.name, filed.facts, self._output / filed.place)
