"""From version 1 to version 2: a report gets its number when its files are in place.

So a run that was killed on the way is told from one that ended, and two at once are told apart.
Nothing in this file changes: databases of that version are out there.
"""

from __future__ import annotations

from itertools import groupby

import sqlalchemy as sa

_METADATA = sa.MetaData()
_RUNS = sa.Table(
    "kpireport_runs",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("entity_id", sa.Integer, nullable=False),
    sa.Column("source_sha256", sa.String(64), nullable=False),
    sa.Column("mapping_sha256", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer),
    sa.Column("mark", sa.Integer, nullable=False, server_default="0"),
    sa.Column("folder", sa.Text, nullable=False, server_default=""),
)
_IN_ORDER = sa.Index("kpireport_runs_in_order", _RUNS.c.entity_id, _RUNS.c.number, unique=True)
_FILES = sa.Table(
    "kpireport_run_files",
    _METADATA,
    sa.Column("run_id", sa.Integer, sa.ForeignKey("kpireport_runs.id"), primary_key=True),
    sa.Column("name", sa.String(255), primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
)


def version_2(connection: sa.Connection) -> None:
    """Every report known so far ended; it was compared with those before its source's first."""
    for name in ("number", "mark", "folder"):
        column = sa.schema.CreateColumn(_RUNS.c[name]).compile(dialect=connection.dialect)
        connection.exec_driver_sql(f"ALTER TABLE {_RUNS.name} ADD COLUMN {column}")
    columns = (_RUNS.c.id, _RUNS.c.entity_id, _RUNS.c.source_sha256, _RUNS.c.mapping_sha256)
    known = connection.execute(sa.select(*columns).order_by(_RUNS.c.entity_id, _RUNS.c.id)).all()
    for _, of_entity in groupby(known, lambda row: row.entity_id):
        marks: dict[tuple[str, str], int] = {}
        for number, row in enumerate(of_entity, start=1):
            mark = marks.setdefault((row.source_sha256, row.mapping_sha256), number - 1)
            change = sa.update(_RUNS).where(_RUNS.c.id == row.id)
            connection.execute(change.values(number=number, mark=mark))
    _IN_ORDER.create(connection)
    _FILES.create(connection)
