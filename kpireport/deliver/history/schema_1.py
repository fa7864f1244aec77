"""The history's first version, as it was: entities, their reports, and what these said.

Nothing in this file changes: databases of that version are out there.
"""

from __future__ import annotations

import sqlalchemy as sa

_METADATA = sa.MetaData()

sa.Table(
    "kpireport_entities",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("identity", sa.String(255), nullable=False, unique=True),
    sa.Column("organisation", sa.Text, nullable=False),
    sa.Column("entity", sa.Text, nullable=False),
)
sa.Table(
    "kpireport_runs",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("entity_id", sa.Integer, sa.ForeignKey("kpireport_entities.id"), nullable=False),
    sa.Column("source_name", sa.Text, nullable=False),
    sa.Column("source_sha256", sa.String(64), nullable=False),
    sa.Column("mapping_sha256", sa.String(64), nullable=False),
    sa.Column("period", sa.String(7), nullable=False),
    sa.Column("run", sa.String(12), nullable=False),
    sa.Column("reported_at", sa.String(40), nullable=False),
    sa.Column("green_from", sa.Double, nullable=False),
    sa.Column("amber_from", sa.Double, nullable=False),
)
sa.Table(
    "kpireport_figures",
    _METADATA,
    sa.Column("run_id", sa.Integer, sa.ForeignKey("kpireport_runs.id"), primary_key=True),
    sa.Column("kpi", sa.String(255), primary_key=True),
    sa.Column("period", sa.String(7), primary_key=True),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("actual", sa.Double),
    sa.Column("target", sa.Double),
    sa.Column("target_low", sa.Double),
    sa.Column("target_high", sa.Double),
    sa.Column("status", sa.String(20)),
    sa.Column("final", sa.Boolean, nullable=False),
    sa.Column("cell", sa.Text, nullable=False),
)


def version_1(connection: sa.Connection) -> None:
    """Make the tables of version 1."""
    _METADATA.create_all(connection)
