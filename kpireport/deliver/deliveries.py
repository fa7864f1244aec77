"""Who was sent what: noted before a message is handed over, so that a crash sends nothing twice.

A delivery is one recipient's message of one run. It is *planned*; *sending* from just before the
message is handed over; then *sent* or *refused*. One that is found *sending* later has an unknown
outcome: the program or the server went away in between. It is listed, and only sent again when
somebody says so. The tables stand in the history's database and know nothing of its tables.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from kpireport.deliver.history.database import Database
from kpireport.deliver.history.migrations import Step, bring_up_to_date, version_of

PART = "deliveries"
_AT_ONCE = 500

_METADATA = sa.MetaData()
_DELIVERIES = sa.Table(
    "kpireport_deliveries",
    _METADATA,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("run", sa.String(64), nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("scope", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("entity", sa.Text, nullable=False),
    sa.Column("period", sa.String(7), nullable=False),
    sa.Column("message_id", sa.Text, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("planned_at", sa.String(40), nullable=False),
    sa.Column("changed_at", sa.String(40), nullable=False),
    sa.Index("kpireport_deliveries_run", "run"),
)


class State(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One recipient's message of one run.

    ``run`` is the run's own key: the same workbook, mapping, entity and period are the same run,
    whatever language or format a recipient asks for. ``scope`` is the scope as it was read.
    """

    run: str
    address: str
    name: str
    scope: str
    source: str
    entity: str
    period: str

    @property
    def key(self) -> str:
        """What makes it the same delivery: run, address (case aside) and scope.

        Lower case is not folded further: ``straße.de`` and ``strasse.de`` are two domains.
        """
        parts = [self.run, self.address.lower(), self.scope]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Noted:
    """What is known of a delivery: its state, the server's words, when that was noted."""

    state: State
    detail: str
    changed_at: str
    attempts: int


class Deliveries:
    """The deliveries in a database. Every change is on the disk when its method returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, keys: Iterable[str]) -> dict[str, Noted]:
        """What is noted of those deliveries, by key; nothing is written or made for it."""
        if not self._ready():
            return {}
        with self._database.reading() as connection:
            rows = [row for some in _parcels(keys) for row in _found(connection, some)]
        return {
            row.key: Noted(State(row.state), row.detail, row.changed_at, row.attempts)
            for row in rows
        }

    def earlier_versions(self, deliveries: Iterable[Delivery]) -> dict[str, str]:
        """When recipients were sent another run's report of the same month, by delivery key.

        A corrected workbook is another run. Reports are the same one's by their entity; without
        one by the workbook's name.
        """
        wanted = {_subject(each): each for each in deliveries}
        if not wanted or not self._ready():
            return {}
        sent = sa.select(_DELIVERIES).where(_DELIVERIES.c.state == State.SENT.value)
        periods = sorted({each.period for each in wanted.values()})
        sent = sent.where(_DELIVERIES.c.period.in_(periods)).order_by(_DELIVERIES.c.changed_at)
        found = {}
        with self._database.reading() as connection:
            for row in connection.execute(sent):
                each = wanted.get(_subject(row))
                if each is not None and each.run != row.run:
                    found[each.key] = str(row.changed_at)
        return found

    def _ready(self) -> bool:
        """Whether there is anything to read; nothing is made for it."""
        if not self._database.exists:
            return False
        with self._database.reading() as connection:
            return bool(version_of(connection, PART))

    def plan(self, deliveries: Iterable[tuple[Delivery, str]], now: datetime) -> None:
        """Note deliveries with their Message-IDs; those noted already stay as they are."""
        bring_up_to_date(self._database, PART, _STEPS)
        with self._database.writing() as connection:
            for delivery, message_id in deliveries:
                if not _found(connection, [delivery.key]):
                    connection.execute(_new(delivery, message_id, now.isoformat()))

    def begin(self, key: str, now: datetime, *, again: bool = False) -> bool:
        """Note that a message is about to be handed over; False where somebody else has begun.

        Only a planned delivery can begin; with ``again`` one of any state.
        """
        change = sa.update(_DELIVERIES).where(_DELIVERIES.c.key == key)
        if not again:
            change = change.where(_DELIVERIES.c.state == State.PLANNED.value)
        changed = change.values(
            state=State.SENDING.value,
            detail="",
            attempts=_DELIVERIES.c.attempts + 1,
            changed_at=now.isoformat(),
        )
        with self._database.writing() as connection:
            return connection.execute(changed).rowcount == 1

    def settle(self, key: str, state: State, detail: str, now: datetime) -> None:
        """Note what became of a delivery."""
        with self._database.writing() as connection:
            connection.execute(
                sa.update(_DELIVERIES)
                .where(_DELIVERIES.c.key == key)
                .values(state=state.value, detail=detail, changed_at=now.isoformat())
            )


def _subject(of: Delivery | sa.Row[Any]) -> tuple[str, ...]:
    """Whose report of which month for whom, whichever run it is of."""
    whose = of.entity or of.source
    return str(of.address).lower(), str(of.scope), str(whose), str(of.period)


def _found(connection: sa.Connection, keys: Sequence[str]) -> Sequence[sa.Row[Any]]:
    return connection.execute(sa.select(_DELIVERIES).where(_DELIVERIES.c.key.in_(keys))).all()


def _parcels(keys: Iterable[str]) -> Iterator[Sequence[str]]:
    """The keys in lots that no database finds too long."""
    left = list(dict.fromkeys(keys))
    return (left[first : first + _AT_ONCE] for first in range(0, len(left), _AT_ONCE))


def _new(delivery: Delivery, message_id: str, now: str) -> sa.Insert:
    return sa.insert(_DELIVERIES).values(
        key=delivery.key,
        run=delivery.run,
        address=delivery.address,
        name=delivery.name,
        scope=delivery.scope,
        source=delivery.source,
        entity=delivery.entity,
        period=delivery.period,
        message_id=message_id,
        state=State.PLANNED.value,
        detail="",
        attempts=0,
        planned_at=now,
        changed_at=now,
    )


def _version_1(connection: sa.Connection) -> None:
    _METADATA.create_all(connection)


_STEPS: tuple[Step, ...] = (_version_1,)
