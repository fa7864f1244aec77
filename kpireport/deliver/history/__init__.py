"""The memory: what reports said, kept in SQLite or in any database that SQLAlchemy knows.

SQLAlchemy is imported here and in ``deliver.deliveries``, and only where a history is used. A
report asks what was said before it (``reported``), notes itself before its files are written
(``note``), and counts once they are in place (``count``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from kpireport.addresses import Place
from kpireport.deliver.history import recording, statements
from kpireport.deliver.history.database import PATIENCE, Database
from kpireport.deliver.history.migrations import bring_up_to_date
from kpireport.deliver.history.schema import PART, STEPS
from kpireport.model.reported import Identity, Reported, RunRecord


class History:
    """A history by its file or URL. Every method raises ``OutputError`` where it can't be used."""

    def __init__(self, where: str | Path, *, patience: float = PATIENCE) -> None:
        self.database = Database(where, patience=patience)
        self._current = False

    @property
    def shown(self) -> str:
        """Its name without a password."""
        return self.database.shown

    @property
    def exists(self) -> bool:
        return self.database.exists

    def reported(
        self,
        identity: Identity,
        source_sha256: str,
        mapping_sha256: str,
        kpis: Collection[str] = (),
    ) -> Reported:
        """What was said of the entity before the first report made from this source.

        ``kpis`` are the IDs to tell it by: one that is very long is kept shortened.
        A file that isn't there yet has nothing to say and isn't made. A report that was killed
        after its files were in place counts from here on.
        """
        if not self.exists:
            return Reported()
        self._bring_up_to_date()
        with self.database.reading() as connection:
            entity = statements.entity_id(connection, identity)
            if entity is None:
                return Reported()
            left = recording.published(connection, entity)
        if left:
            with self.database.writing() as connection:
                for run in left:
                    recording.count(connection, run)
        with self.database.reading() as connection:
            mark = statements.mark_of(connection, entity, source_sha256, mapping_sha256)
            return recording.by_id(statements.said(connection, entity, mark), kpis)

    def everything(self, identity: Identity, kpis: Collection[str] = ()) -> Reported:
        """What all reports of the entity said, whatever they were made from."""
        if not self.exists:
            return Reported()
        self._bring_up_to_date()
        with self.database.reading() as connection:
            entity = statements.entity_id(connection, identity)
            if entity is None:
                return Reported()
            last = statements.last_number(connection, entity)
            return recording.by_id(statements.said(connection, entity, last), kpis)

    def note(self, record: RunRecord, files: Mapping[str, bytes], folder: Place) -> int | None:
        """Note a report before its ``files`` are written; None where it is the last word already.

        Makes the database where there is none.
        """
        self._bring_up_to_date()
        with self.database.writing() as connection:
            entity = statements.entity_id(connection, record.identity)
            if entity is not None and recording.is_last_word(connection, entity, record):
                return None
            return recording.note(connection, record, files, folder)

    def count(self, run: int) -> None:
        """The files of a noted report are in place."""
        with self.database.writing() as connection:
            recording.count(connection, run)

    def settle(self, run: int) -> None:
        """A noted report didn't end well: it counts where a file of it was written after all."""
        with self.database.writing() as connection:
            if recording.is_published(connection, run):
                recording.count(connection, run)
            else:
                recording.forget(connection, run)

    def _bring_up_to_date(self) -> None:
        if not self._current:
            bring_up_to_date(self.database, PART, STEPS)
            self._current = True
