"""A database's tables, version by version: each part of them is brought up to date on its own.

A part (the history, the deliveries) names its steps; step n takes version n − 1 to n. Which
version a database has stands in a table of its own. A new database passes through all of them,
so that an old one and a new one are never two different things.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from kpireport.deliver.history.database import Database
from kpireport.model.errors import OutputError

Step = Callable[[sa.Connection], None]

_METADATA = sa.MetaData()
_SCHEMA = sa.Table(
    "kpireport_schema",
    _METADATA,
    sa.Column("part", sa.String(40), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)


def version_of(connection: sa.Connection, part: str) -> int:
    """The version that a part's tables have; 0 where there are none."""
    if not sa.inspect(connection).has_table(_SCHEMA.name):
        return 0
    found = connection.scalar(sa.select(_SCHEMA.c.version).where(_SCHEMA.c.part == part))
    return found or 0


def bring_up_to_date(database: Database, part: str, steps: Sequence[Step]) -> None:
    """Take the part's tables to the last version, in one transaction.

    Raises ``OutputError`` (``history_newer``) where a newer kpireport made them.
    """
    found = 0
    if database.exists:  # Reading would make the file.
        with database.reading() as connection:
            found = version_of(connection, part)
    if found < len(steps):
        with database.writing() as connection:
            found = version_of(connection, part)  # Another run may have been faster.
            _METADATA.create_all(connection)
            for step in steps[found:]:
                step(connection)
            _note(connection, part, max(found, len(steps)))
    if found > len(steps):
        versions = {"found": str(found), "known": str(len(steps))}
        raise OutputError("history_newer", {"where": database.shown, **versions})


def _note(connection: sa.Connection, part: str, version: int) -> None:
    connection.execute(sa.delete(_SCHEMA).where(_SCHEMA.c.part == part))
    connection.execute(sa.insert(_SCHEMA).values(part=part, version=version))
