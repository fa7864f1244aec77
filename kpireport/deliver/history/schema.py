"""The history's tables as they are now. The steps that lead here stand in files of their own."""

from __future__ import annotations

import sqlalchemy as sa

from kpireport.deliver.history.migrations import Step
from kpireport.deliver.history.schema_1 import version_1
from kpireport.deliver.history.schema_2 import version_2

PART = "history"
STEPS: tuple[Step, ...] = (version_1, version_2)

metadata = sa.MetaData()

entities = sa.Table(
    "kpireport_entities",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("identity", sa.String(255), nullable=False, unique=True),
    sa.Column("organisation", sa.Text, nullable=False),
    sa.Column("entity", sa.Text, nullable=False),
)

runs = sa.Table(
    "kpireport_runs",
    metadata,
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
    # The place among the reports of its entity, once its files are in place.
    sa.Column("number", sa.Integer),
    # The number of the last report that it was compared with.
    sa.Column("mark", sa.Integer, nullable=False, server_default="0"),
    sa.Column("folder", sa.Text, nullable=False, server_default=""),
    sa.Index("kpireport_runs_in_order", "entity_id", "number", unique=True),
)

run_files = sa.Table(
    "kpireport_run_files",
    metadata,
    sa.Column("run_id", sa.Integer, sa.ForeignKey("kpireport_runs.id"), primary_key=True),
    sa.Column("name", sa.String(255), primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
)

figures = sa.Table(
    "kpireport_figures",
    metadata,
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
