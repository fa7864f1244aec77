"""A report is noted before its files are written, and counts once they are in place.

A run that is killed in between leaves a note without a number. The next report of the same entity
looks whether any of its files lies where it was meant to, bit for bit: then it was published and
counts; else it never happened.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from kpireport.addresses import Address, Place, place_of
from kpireport.deliver.history.schema import entities, figures, run_files, runs
from kpireport.deliver.history.statements import entity_id, last_number
from kpireport.model.errors import KpiReportError
from kpireport.model.period import Period
from kpireport.model.reported import Identity, Reported, RunRecord, Statement, Statements
from kpireport.run_mark import LARGEST

_FORGOTTEN_AFTER = timedelta(days=1)
_LONGEST_ID = 255


def is_last_word(connection: sa.Connection, entity: int, record: RunRecord) -> bool:
    """Whether this very report is known already, and none of another source came after it."""
    others = sa.or_(
        runs.c.source_sha256 != record.source_sha256,
        runs.c.mapping_sha256 != record.mapping_sha256,
    )
    ended = sa.and_(runs.c.entity_id == entity, runs.c.number.is_not(None))
    since = connection.scalar(sa.select(sa.func.max(runs.c.number)).where(ended, others)) or 0
    same = sa.select(runs.c.id).where(
        ended,
        runs.c.number > since,
        runs.c.run == record.run,
        runs.c.period == str(record.telling.period),
        sa.not_(others),
    )
    return connection.scalar(same.limit(1)) is not None


def note(
    connection: sa.Connection, record: RunRecord, files: Mapping[str, bytes], folder: Place
) -> int:
    """Note a report that is about to be written into ``folder``. Returns its ID."""
    entity = _entity(connection, record.identity)
    _forget_old(connection, entity, record.telling.at)
    made = connection.execute(
        sa.insert(runs).values(
            entity_id=entity,
            source_name=record.telling.source,
            source_sha256=record.source_sha256,
            mapping_sha256=record.mapping_sha256,
            period=str(record.telling.period),
            run=record.run,
            reported_at=record.telling.at.isoformat(),
            green_from=record.green_from,
            amber_from=record.amber_from,
            mark=record.mark,
            folder=str(folder.absolute()),
        )
    )
    run = _id(made)
    rows = [_row(run, kpi, period, said) for (kpi, period), said in record.statements.items()]
    if rows:
        connection.execute(sa.insert(figures), rows)
    names = [
        {"run_id": run, "name": name, "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files.items()
    ]
    connection.execute(sa.insert(run_files), names)
    return run


def count(connection: sa.Connection, run: int) -> None:
    """Give a noted report its number: its files are in place."""
    entity = connection.scalar(
        sa.select(runs.c.entity_id).where(runs.c.id == run, runs.c.number.is_(None))
    )
    if entity is not None:
        number = last_number(connection, entity) + 1
        connection.execute(sa.update(runs).where(runs.c.id == run).values(number=number))


def forget(connection: sa.Connection, run: int) -> None:
    """Take a noted report back: none of its files was written."""
    for table in (figures, run_files):
        connection.execute(sa.delete(table).where(table.c.run_id == run))
    connection.execute(sa.delete(runs).where(runs.c.id == run, runs.c.number.is_(None)))


def published(connection: sa.Connection, entity: int) -> tuple[int, ...]:
    """The noted reports without a number of which a file lies in its place, in order."""
    return tuple(run for run in _open(connection, entity) if is_published(connection, run))


def is_published(connection: sa.Connection, run: int) -> bool:
    """Whether any file of a noted report lies where it was meant to, bit for bit."""
    rows = connection.execute(
        sa.select(runs.c.folder, run_files.c.name, run_files.c.sha256)
        .join(run_files, run_files.c.run_id == runs.c.id)
        .where(runs.c.id == run)
    )
    return any(_digest(row.folder, row.name) == row.sha256 for row in rows)


def _open(connection: sa.Connection, entity: int) -> list[int]:
    waiting = sa.and_(runs.c.entity_id == entity, runs.c.number.is_(None))
    return list(connection.scalars(sa.select(runs.c.id).where(waiting).order_by(runs.c.id)))


def _forget_old(connection: sa.Connection, entity: int, now: datetime) -> None:
    """Notes of runs that are long over and were never published."""
    for run in _open(connection, entity):
        at = connection.scalar(sa.select(runs.c.reported_at).where(runs.c.id == run))
        old = at is not None and datetime.fromisoformat(at) < now - _FORGOTTEN_AFTER
        if old and not is_published(connection, run):
            forget(connection, run)


def _digest(folder: str, name: str) -> str:
    try:
        return hashlib.sha256(_content(place_of(folder) / name)).hexdigest()
    except (OSError, KpiReportError):
        return ""


def _content(place: Place) -> bytes:
    if not isinstance(place, Address):
        return place.read_bytes()
    from kpireport.remote_files import read_address

    return read_address(place, LARGEST)


def _entity(connection: sa.Connection, identity: Identity) -> int:
    found = entity_id(connection, identity)
    if found is not None:
        return found
    made = connection.execute(
        sa.insert(entities).values(
            identity=identity.key, organisation=identity.organisation, entity=identity.entity
        )
    )
    return _id(made)


def _id(made: sa.CursorResult[Any]) -> int:
    key = made.inserted_primary_key
    assert key is not None
    return int(key[0])


def kept_id(kpi: str) -> str:
    """A KPI's ID as it is kept; one that is longer than a column keeps its beginning."""
    if len(kpi) <= _LONGEST_ID:
        return kpi
    return f"{kpi[: _LONGEST_ID - 65]}…{hashlib.sha256(kpi.encode()).hexdigest()}"


def by_id(said: Reported, kpis: Iterable[str]) -> Reported:
    """What was said by the KPIs' own IDs, where they are kept by shortened ones."""
    whole = {kept_id(kpi): kpi for kpi in kpis if kept_id(kpi) != kpi}
    if not whole:
        return said

    def named(statements: Statements) -> Statements:
        return {(whole.get(kpi, kpi), month): each for (kpi, month), each in statements.items()}

    return replace(
        said,
        last=named(said.last),
        first_actuals=named(said.first_actuals),
        first_targets=named(said.first_targets),
    )


def _row(run: int, kpi: str, period: Period, said: Statement) -> dict[str, Any]:
    return {
        "run_id": run,
        "kpi": kept_id(kpi),
        "period": str(period),
        "unit": said.unit,
        "actual": said.actual,
        "target": said.target.value,
        "target_low": said.target.low,
        "target_high": said.target.high,
        "status": None if said.status is None else said.status.value,
        "final": said.final,
        "cell": said.cell,
    }
