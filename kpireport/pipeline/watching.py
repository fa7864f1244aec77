"""The drop folder watched: each workbook is taken once it is whole, dealt with, and filed away.

One file is under way at a time. The clock and the pauses are handed in, so that whoever calls
decides how time passes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from kpireport.deliver.files import make_folder
from kpireport.deliver.inbox import Listing, Seen, Settling, is_open, list_inbox, not_yet
from kpireport.deliver.inbox_filing import STATE_FOLDER, clear_rooms
from kpireport.deliver.inbox_journal import Drop, Journal, JournalError, open_journal
from kpireport.deliver.inbox_lock import one_instance
from kpireport.model.errors import KpiReportError, OutputError, UsageError
from kpireport.pipeline.choices import FORMATS, Progress, ReportOptions, no_progress
from kpireport.pipeline.outputs import own_templates
from kpireport.pipeline.reporting import check_pdf_options
from kpireport.pipeline.watch_drop import Handling, folders_in
from kpireport.pipeline.watch_events import EventKind, Told, WatchEvent, WatchSummary, told_nothing
from kpireport.pipeline.watch_steps import Steps

if TYPE_CHECKING:
    from kpireport.model.book import Language

ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".numbers"})
"""What is taken from the folder. A .numbers file can't be read, but its sender is told so."""

REST = 60.0
"""Seconds until a file that could not be dealt with (a full disk) is tried again."""


def watch_inbox(
    inbox: Path | str,
    *,
    output: Path | str,
    clock: Callable[[], datetime],
    sleep: Callable[[float], object],
    every: float = 5.0,
    settle: float = 10.0,
    once: bool = False,
    spoken: Language = "en",
    stopped: Callable[[], bool] = lambda: False,
    told: Told = told_nothing,
    progress: Progress = no_progress,
    **options: Unpack[ReportOptions],
) -> WatchSummary:
    """Report every workbook that is dropped into ``inbox``, once, and file it away in ``output``.

    A workbook is taken when its size and time have stayed for ``settle`` seconds and nothing else
    says that it isn't whole. It is moved, never changed, into a folder of its own together with
    its report, or with its annotated copy and the list of its problems. The folder is looked at
    ``every`` so many seconds until ``stopped()``; with ``once`` what is there is dealt with and
    that is all. ``clock`` gives the time with its zone, ``sleep`` waits. ``told`` is called with
    each event. ``spoken`` is the language of the folders and of what is said where a workbook
    names none. The other options are those of ``make_reports``; ``now`` is the clock's.

    Raises ``UsageError`` (``watch_no_inbox``, ``watch_output_in_inbox``, ``watch_inbox_in_output``)
    and ``OutputError`` (``watch_held``: another instance is at work, and which).
    """
    inbox, output = Path(inbox), Path(output)
    _check_folders(inbox, output)
    check_pdf_options(
        options.get("formats", FORMATS), options.get("archive", False), options.get("attach", ())
    )
    if isinstance(templates := options.get("templates"), Path):
        options["templates"] = own_templates(templates)
    state = output / STATE_FOLDER
    make_folder(state)
    with (
        one_instance(state, inbox, clock()),
        closing(open_journal(state / "journal.db")) as journal,
    ):
        how = Handling(spoken, options, progress)
        try:
            watch = _Watch(inbox, output, journal, how, clock, told, settle)
            watch.clear_up()
        except (OSError, JournalError) as error:
            raise _as_output_error(error, state) from error
        watch.run(every, sleep, stopped, once=once)
        return watch.summary


def _check_folders(inbox: Path, output: Path) -> None:
    """The inbox is there, and neither folder feeds the other."""
    if not inbox.is_dir():
        raise UsageError("watch_no_inbox", {"path": str(inbox)})
    drop, filed = inbox.resolve(), output.resolve()
    if filed.is_relative_to(drop):
        raise UsageError("watch_output_in_inbox", {"inbox": str(inbox), "output": str(output)})
    if drop.is_relative_to(filed / STATE_FOLDER):
        raise UsageError("watch_inbox_in_output", {"inbox": str(inbox)})


class _Watch:
    """One run of the watch: what it works with, and what it has said already."""

    def __init__(
        self,
        inbox: Path,
        output: Path,
        journal: Journal,
        how: Handling,
        clock: Callable[[], datetime],
        told: Told,
        settle: float,
    ) -> None:
        from kpireport.i18n.messages import get_messages

        self._inbox = inbox
        self._work = output / STATE_FOLDER / "work"
        self._journal = journal
        self._clock = clock
        self._told = told
        self._settle = settle
        self._settling = Settling()
        self._said: dict[str, str] = {}
        self._resting: dict[str, datetime] = {}
        first_spoken = journal.about("language", how.spoken)
        folders = folders_in(get_messages("fr" if first_spoken == "fr" else "en"))
        self._steps = Steps(inbox, output, journal, folders, how, clock, self._say)
        self.summary = self._steps.summary

    def clear_up(self) -> None:
        """Take away what a run that was killed left of files that are nobody's any more."""
        known = {drop.id for drop in self._journal.unfinished()}
        clear_rooms(self._work, known, self._inbox)

    def run(
        self,
        every: float,
        sleep: Callable[[float], object],
        stopped: Callable[[], bool],
        *,
        once: bool,
    ) -> None:
        self._say("started", "", {}, self._inbox)
        while not stopped():
            waiting = self._round(stopped)
            if once:
                if waiting and self._settle > 0 and not stopped():
                    sleep(self._settle)
                    if not stopped():
                        self._round(stopped)
                break
            sleep(every)
        self._say("stopped", "", {})

    def _round(self, stopped: Callable[[], bool]) -> bool:
        """Deal with everything that is ready; whether something has yet to settle."""
        try:
            for drop in self._journal.unfinished():
                if stopped():
                    return False
                if not self._is_resting(drop.name):
                    self._go_on(drop)
            listing = list_inbox(self._inbox, ENDINGS)
            now = self._clock()
            self._settling.observe(listing.workbooks, now)
            ready, waiting = self._sorted_out(listing, now)
            for seen in ready:
                if stopped():
                    return False
                if not self._is_resting(seen.name) and not is_open(self._inbox, seen.name):
                    at = self._clock().isoformat(timespec="seconds")
                    self._go_on(self._journal.begin(seen, at))
        except (OSError, JournalError) as error:
            self._trouble("", _as_output_error(error, self._inbox))
            return False
        self._said.pop("trouble:", None)
        return waiting

    def _sorted_out(self, listing: Listing, now: datetime) -> tuple[list[Seen], bool]:
        """The workbooks that can be taken, and whether others only have yet to settle."""
        ready: list[Seen] = []
        settling = False
        present: set[str] = {"trouble:"}
        for name, why in listing.ignored.items():
            present.add(f"file:{name}")
            self._say_once("ignored", name, why)
        for seen in listing.workbooks:
            present |= {f"file:{seen.name}", f"trouble:{seen.name}"}
            if self._journal.remains(seen):
                continue
            blocked = listing.blocked.get(seen.name)
            if blocked is not None:
                self._say_once("waiting", seen.name, blocked)
            elif self._settling.rested(seen.name, now) < self._settle:
                settling = True
                if self._settling.grew(seen.name):
                    self._say_once("waiting", seen.name, "growing")
            elif wait := not_yet(self._inbox, seen, now, self._settle):
                self._say_once("waiting", seen.name, wait)
            else:
                ready.append(seen)
        present |= {f"trouble:{drop.name}" for drop in self._journal.unfinished()}
        self._said = {key: said for key, said in self._said.items() if key in present}
        self._resting = {n: at for n, at in self._resting.items() if f"trouble:{n}" in present}
        return ready, settling

    def _go_on(self, drop: Drop) -> None:
        """Bring one file as far as it goes; what stands in the way is said, and tried again."""
        self._resting.pop(drop.name, None)
        try:
            self._steps.go_on(drop)
        except UsageError:
            raise
        except KpiReportError as error:
            self._trouble(drop.name, error)
        except (OSError, JournalError) as error:
            self._trouble(drop.name, _as_output_error(error, self._inbox / drop.name))

    def _trouble(self, name: str, error: KpiReportError) -> None:
        """Said once as long as it stays the same; the file is tried again after a while."""
        self.summary.troubled = True
        if name:
            self._resting[name] = self._clock()
        key = f"trouble:{name}"
        if self._said.get(key) != error.code:
            self._said[key] = error.code
            self._told(WatchEvent(self._clock(), "trouble", name, {}, None, error))

    def _is_resting(self, name: str) -> bool:
        """Whether it failed so lately that trying again would only keep the computer busy."""
        since = self._resting.get(name)
        return since is not None and (self._clock() - since).total_seconds() < REST

    def _say_once(self, kind: EventKind, name: str, why: str) -> None:
        if self._said.get(f"file:{name}") != why:
            self._said[f"file:{name}"] = why
            self._say(kind, name, {"why": why})

    def _say(
        self, kind: EventKind, name: str, facts: dict[str, str | int], place: Path | None = None
    ) -> None:
        self._told(WatchEvent(self._clock(), kind, name, facts, place))


def _as_output_error(error: Exception, path: Path) -> OutputError:
    from kpireport.deliver.files import output_error

    if isinstance(error, OSError):
        return output_error(error, path)
    return OutputError("watch_journal", {"path": STATE_FOLDER, "cause": str(error)})
