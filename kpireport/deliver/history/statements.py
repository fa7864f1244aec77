"""What reports said, read back: the last word on each month of a KPI, and the first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kpireport.deliver.history.schema import entities, figures, runs
from kpireport.model.period import Period
from kpireport.model.reported import Identity, Level, Reported, Statement, Statements, Telling
from kpireport.model.status import Status

_HAS_ACTUAL = figures.c.actual.is_not(None)
_HAS_TARGET = sa.or_(
    figures.c.target.is_not(None),
    figures.c.target_low.is_not(None),
    figures.c.target_high.is_not(None),
)
_FINAL = figures.c.final.is_(True)


def entity_id(connection: sa.Connection, identity: Identity) -> int | None:
    """The row of an entity; None where no report of it is known."""
    return connection.scalar(sa.select(entities.c.id).where(entities.c.identity == identity.key))


def last_number(connection: sa.Connection, entity: int) -> int:
    """The number of the entity's last report; 0 where none has ended."""
    found = connection.scalar(sa.select(sa.func.max(runs.c.number)).where(_ended(entity)))
    return found or 0


def mark_of(connection: sa.Connection, entity: int, source: str, mapping: str) -> int:
    """The number up to which reports count as earlier ones for a workbook.

    That of the first report made from it; for one that none was made from, the last of all.
    """
    first = (
        sa.select(runs.c.mark)
        .where(_ended(entity), runs.c.source_sha256 == source, runs.c.mapping_sha256 == mapping)
        .order_by(runs.c.number)
        .limit(1)
    )
    found = connection.scalar(first)
    return last_number(connection, entity) if found is None else found


def said(connection: sa.Connection, entity: int, mark: int) -> Reported:
    """What the entity's reports said, up to the one of that number."""
    last = _picked(connection, entity, mark, sa.func.max, sa.true())
    last_final = _picked(connection, entity, mark, sa.func.max, _FINAL)
    compared = connection.execute(
        sa.select(runs).where(_ended(entity), runs.c.number == mark)
    ).one_or_none()
    return Reported(
        last={**last, **last_final},
        first_actuals=_picked(connection, entity, mark, sa.func.min, sa.and_(_FINAL, _HAS_ACTUAL)),
        first_targets=_picked(connection, entity, mark, sa.func.min, _HAS_TARGET),
        compared_with=None if compared is None else _telling(compared),
        mark=mark,
    )


def _picked(
    connection: sa.Connection,
    entity: int,
    mark: int,
    pick: Any,
    condition: sa.ColumnElement[bool],
) -> Statements:
    """Of each month of each KPI the first or last statement that ``condition`` holds for."""
    chosen = (
        sa.select(figures.c.kpi, figures.c.period, pick(runs.c.number).label("number"))
        .join(runs, runs.c.id == figures.c.run_id)
        .where(_ended(entity), runs.c.number <= mark, condition)
        .group_by(figures.c.kpi, figures.c.period)
        .subquery()
    )
    rows = connection.execute(
        sa.select(figures, *_OF_RUN)
        .join(runs, runs.c.id == figures.c.run_id)
        .join(
            chosen,
            sa.and_(
                chosen.c.kpi == figures.c.kpi,
                chosen.c.period == figures.c.period,
                chosen.c.number == runs.c.number,
            ),
        )
        .where(_ended(entity))
    )
    tellings: dict[int, Telling] = {}
    found = {}
    for row in rows:
        telling = tellings.setdefault(row.run_id, _telling(row, "run_period"))
        found[row.kpi, Period.parse(row.period)] = _statement(row, telling)
    return found


_OF_RUN = (
    runs.c.source_name,
    runs.c.reported_at,
    runs.c.period.label("run_period"),
    runs.c.green_from,
    runs.c.amber_from,
)


def _ended(entity: int) -> sa.ColumnElement[bool]:
    return sa.and_(runs.c.entity_id == entity, runs.c.number.is_not(None))


def _telling(row: Any, period: str = "period") -> Telling:
    at = datetime.fromisoformat(row.reported_at)
    return Telling(at, row.source_name, Period.parse(getattr(row, period)))


def _statement(row: Any, telling: Telling) -> Statement:
    return Statement(
        telling=telling,
        unit=row.unit,
        actual=row.actual,
        target=Level(row.target, row.target_low, row.target_high),
        status=None if row.status is None else Status(row.status),
        final=bool(row.final),
        green_from=row.green_from,
        amber_from=row.amber_from,
        cell=row.cell,
    )
