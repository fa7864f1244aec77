"""What a report asks of the history, and what it leaves there.

A report is noted before its files are written and counts once they are in place; a run killed in
between is settled by the next one. Without a history nothing is asked and nothing is kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.addresses import Place
from kpireport.model.book import Book, Language
from kpireport.model.errors import OutputError
from kpireport.model.names import normalise
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.model.reported import Identity, Reported, RunRecord, Telling
from kpireport.model.scorecard import Scorecard

if TYPE_CHECKING:
    from kpireport.deliver.history import History
    from kpireport.present.remembered_view import RememberedView

DEFAULT_NAME = "kpireport-history.db"
"""The history that the ``report`` command keeps in the folder of its files."""

_LONGEST_KEY = 255


def identity_of(book: Book) -> Identity:
    """Whose figures a book holds: its organisation and entity, without regard to spelling.

    A book that names neither is known by its file's name without the digits in it, so that
    ``kpis-2026-10.xlsx`` and ``kpis-2026-11.xlsx`` are one.
    """
    settings = book.settings
    parts = [normalise(settings.organisation), normalise(settings.entity)]
    if not any(parts):
        stem = re.sub(r"\d+", "", Path(book.source.name).stem)
        parts.append(normalise(stem))
    key = "|".join(parts)
    if len(key) > _LONGEST_KEY:
        key = hashlib.sha256(key.encode()).hexdigest()
    return Identity(key, settings.organisation, settings.entity)


def _ids(book: Book) -> tuple[str, ...]:
    return tuple(kpi.id for kpi in book.kpis)


class Memory:
    """A history while one report is made; ``unrecorded`` says why the report isn't in it.

    ``problems`` says so where the book has to do without one.
    """

    def __init__(self, history: History | None, now: datetime | None) -> None:
        self._history = history
        self._now = now
        self._identity = Identity("", "", "")
        self._mark = 0
        self.unrecorded: OutputError | None = None
        self.problems: tuple[Problem, ...] = ()

    def reported(
        self, book: Book, period: Period | None = None, others: Sequence[Place] = ()
    ) -> Reported | None:
        """What was said of the book's entity before its first report; None without a history.

        A book that can't be told from one of ``others``, of the same command, has none: two
        offices whose workbooks don't say which they are would restate each other.
        """
        if self._history is None:
            return None
        self._identity = identity_of(book)
        source = book.source
        found = self._history.reported(
            self._identity, source.sha256, source.mapping_sha256, _ids(book)
        )
        if other := _taken_for(book, period, found, others):
            self._history = None
            self.problems = (Problem("W317", params={"other": str(other)}),)
            return None
        self._mark = found.mark
        return found

    @contextmanager
    def kept(
        self, scorecard: Scorecard, run: str, files: Mapping[str, bytes], folder: Place
    ) -> Iterator[None]:
        """Write the files inside: the report counts when they are in place.

        Raises ``OutputError`` before anything is written where the history can't take it.
        """
        if self._history is None or self._now is None:
            yield
            return
        noted = self._history.note(self._record(scorecard, run, self._now), files, folder)
        try:
            yield
        except BaseException:
            if noted is not None:
                with suppress(OutputError):
                    self._history.settle(noted)
            raise
        if noted is not None:
            try:
                self._history.count(noted)
            except OutputError as error:
                self.unrecorded = error

    def _record(self, scorecard: Scorecard, run: str, now: datetime) -> RunRecord:
        from kpireport.compute.restatements import statements_of

        source, settings = scorecard.source, scorecard.settings
        telling = Telling(now, source.name, scorecard.period)
        return RunRecord(
            identity=self._identity,
            telling=telling,
            source_sha256=source.sha256,
            mapping_sha256=source.mapping_sha256,
            run=run,
            green_from=settings.green_from,
            amber_from=settings.amber_from,
            mark=self._mark,
            statements=statements_of(scorecard, telling),
        )


def _taken_for(
    book: Book, period: Period | None, found: Reported, others: Sequence[Place]
) -> Place | None:
    """The other workbook that the last report of the same month and KPIs was made from."""
    last = found.compared_with
    beside = [path for path in others if last is not None and path.name == last.source]
    shared = {kpi.id for kpi in book.kpis} & {kpi_id for kpi_id, _ in found.last}
    if last is None or not beside or not shared:
        return None
    from kpireport.compute.actuals import Actuals
    from kpireport.compute.reporting_period import choose_period

    return beside[0] if choose_period(book, Actuals(book), period) == last.period else None


def memory(where: str | Path | None, now: datetime | None) -> Memory:
    """The memory of one report: of the history ``where``, or of none.

    Raises ``ValueError`` for a history without the time that the report is made at.
    """
    if where is None:
        return Memory(None, None)
    if now is None:
        raise ValueError("a history needs to know when the report is made: hand in now")
    from kpireport.deliver.history import History

    return Memory(History(where), now)


def reported_before(where: str | Path, book: Book) -> Reported:
    """What the history ``where`` holds that was said before the book's first report."""
    from kpireport.deliver.history import History

    source = book.source
    identity, ids = identity_of(book), _ids(book)
    return History(where).reported(identity, source.sha256, source.mapping_sha256, ids)


def everything_reported(where: str | Path, book: Book) -> Reported:
    """What all reports of the book's entity said; ``OutputError`` where there is no history."""
    from kpireport.deliver.history import History

    history = History(where)
    if not history.exists:
        raise OutputError("history_missing", {"where": history.shown})
    return history.everything(identity_of(book), _ids(book))


def history_in_words(
    book: Book, where: str | Path, language: Language = "en", kpi_id: str | None = None
) -> RememberedView:
    """Every figure that was reported of a book's KPIs, or of one, beside what it is now.

    ``OutputError`` where there is no history.
    """
    from kpireport.compute.remembered import remembered
    from kpireport.i18n.messages import get_messages
    from kpireport.pipeline.computing import build_scorecard
    from kpireport.present.remembered_view import remembered_view

    reported = everything_reported(where, book)
    scorecard = build_scorecard(book)
    found = remembered(scorecard, reported)
    if kpi_id is not None:
        found = tuple(each for each in found if each.kpi_id == kpi_id)
    messages = get_messages(language, scorecard.currency)
    return remembered_view(messages, scorecard, found, reported)
