"""The Goals sheet: a change or a level to reach between two months."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.model.goal import Goal, GoalChangeKind, GoalPath
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Problem
from kpireport.workbook.figure_values import is_points, measure
from kpireport.workbook.findings import Finding
from kpireport.workbook.kpi_names import KpiNames
from kpireport.workbook.kpi_row import KpiRow
from kpireport.workbook.kpi_sheet import KpiSheet
from kpireport.workbook.layout import Layout
from kpireport.workbook.misspelt_months import not_a_period
from kpireport.workbook.numbers import NumberReading, read_number
from kpireport.workbook.periods import read_period
from kpireport.workbook.placing import month_of, span_of
from kpireport.workbook.records import Record, records


def read_goals(
    layout: Layout,
    kpis: KpiSheet,
    names: KpiNames,
    calendar: FiscalCalendar,
    problems: list[Problem],
) -> tuple[Goal, ...]:
    """Every goal that says whose, what and when; any other row is a problem."""
    goals = (_goal(record, kpis, names, calendar) for record in records(layout, problems))
    return tuple(goal for goal in goals if goal is not None)


@dataclass(frozen=True, slots=True)
class _Aim:
    """What a goal wants: a change of a kind, or a level."""

    change: float | None = None
    kind: GoalChangeKind | None = None
    level: float | None = None
    plain: bool = False


def _goal(record: Record, kpis: KpiSheet, names: KpiNames, calendar: FiscalCalendar) -> Goal | None:
    start = _month(record, "start", calendar, first=True)
    by = _month(record, "by", calendar, first=False)
    path = record.choice("path")
    kpi_id = owner(record, names, "E845")
    if start is not None and by is not None and by < start:
        record.problems.append(Finding("E803", {"start": start, "by": by}).at(record.ref("by")))
        by = None
    if kpi_id is None:
        return None
    aim = _aim(record, kpis.rows[kpi_id])
    if start is None or by is None or aim is None or (aim.change, aim.level) == (None, None):
        return None
    return Goal(
        kpi_id,
        record.ref("level" if aim.kind is None else "change"),
        start,
        by,
        aim.change,
        aim.kind,
        aim.level,
        GoalPath(path) if path else None,
        aim.plain,
    )


def owner(record: Record, names: KpiNames, unknown_code: str) -> str | None:
    """The KPI a row names; None, with a problem, where it names none or several."""
    text = record.text("kpi")
    match = names.find(text) if text else None
    if match is None:
        record.report("E805", "kpi")
        return None
    if match.ambiguous:
        record.report("E703", "kpi", found=text, kpis=match.ambiguous, count=1)
    elif match.kpi is None:
        record.report(unknown_code, "kpi", found=text, known=names.closest(text), count=1)
    return match.kpi


def _month(record: Record, key: str, calendar: FiscalCalendar, *, first: bool) -> Period | None:
    """The month in that column; of a quarter or a year the first or the last."""
    column = record.layout.column_name(key)
    text = record.text(key)
    if not text:
        record.report("E804", key, column=column)
        return None
    reading = read_period(record.cell(key))
    month = month_of(reading, None, calendar) if reading else not_a_period(text)
    if isinstance(month, Finding) or reading is None:
        finding = month if isinstance(month, Finding) else not_a_period(text)
        record.problems.append(finding.at(record.ref(key), column=column, count=1))
        return None
    return month.shift(1 - span_of(reading)) if first else month


def _aim(record: Record, row: KpiRow) -> _Aim | None:
    """Exactly one of change and level."""
    change, level = read_number(record.cell("change")), record.cell("level")
    has_level = not read_number(level).missing
    if change.missing is not has_level:
        column = "change" if not change.missing else "level"
        record.report("E802" if has_level else "E801", column)
        return None
    if has_level:
        plain = not read_number(level).percent
        return _Aim(level=_measured(record, "level", row), plain=plain)
    if (finding := change.problem) is not None:
        if finding.code == "E501":  # What a change looks like is not what a figure does.
            finding = Finding("E846", finding.params)
        record.problems.append(finding.at(record.ref("change")))
        return None
    return _change(record, row, change)


def _change(record: Record, row: KpiRow, reading: NumberReading) -> _Aim | None:
    value, unit = reading.value, row.kpi.unit
    if value is None:
        return None
    if reading.percent:
        share = value if reading.percent_format else round(value / 100, 12)
        return _Aim(share, GoalChangeKind.SHARE)
    if reading.points and unit.is_percent:
        return _Aim(value, GoalChangeKind.POINTS)
    if reading.points and not is_points(unit):
        record.report("E806", "change", found=record.text("change"), kpi=row.kpi.id)
        return None
    if unit.is_percent:
        record.report("E807", "change", found=record.text("change"), kpi=row.kpi.id)
        return None
    return _Aim(_measured(record, "change", row), GoalChangeKind.UNIT)


def _measured(record: Record, key: str, row: KpiRow) -> float | None:
    """A figure in the KPI's unit, read as every other figure of it is."""
    measured = measure(record.cell(key), row.unit)
    for finding in measured.findings:
        record.problems.append(finding.at(record.ref(key), kpi=row.kpi.id, count=1))
    return measured.value
