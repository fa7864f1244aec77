"""Benchmarks, comments, actions, events and recipients: what stands around the figures."""

from __future__ import annotations

import re
from typing import cast

from kpireport.model.book import Action, Benchmark, Comment, Event, Language, Recipient
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Problem
from kpireport.workbook.cells import RawCell
from kpireport.workbook.figure_values import measure
from kpireport.workbook.findings import Finding
from kpireport.workbook.goals_sheet import owner
from kpireport.workbook.kpi_names import KpiNames
from kpireport.workbook.layout import Layout
from kpireport.workbook.numbers import read_number
from kpireport.workbook.periods import PeriodKind, read_date, read_period
from kpireport.workbook.placing import month_of
from kpireport.workbook.records import Record, records
from kpireport.workbook.texts import normalise, read_text
from kpireport.workbook.units import read_unit

FORMATS = ("xlsx", "html", "pdf", "json")
"""The files that a recipient may ask for."""

_FORMAT_NAMES = {"excel": "xlsx", "web": "html", "all": "", "tous": "", "tout": ""}
_EVERY_KPI = frozenset({"", "all", "tous", "toutes", "tout", "every", "any"})
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]{2,}")
_FRACTIONS = frozenset({"fraction", "share", "ratio01", "01"})


def read_benchmarks(
    layout: Layout, currency: str | None, problems: list[Problem]
) -> tuple[Benchmark, ...]:
    """Figures about others, fractions as percent."""
    found = (_benchmark(record, currency) for record in records(layout, problems))
    return tuple(benchmark for benchmark in found if benchmark is not None)


def _benchmark(record: Record, currency: str | None) -> Benchmark | None:
    metric, typed = record.text("metric"), read_number(record.cell("value"))
    if not metric or typed.missing:
        key = "value" if metric else "metric"
        record.report("W809", key, column=record.layout.column_name(key))
        return None
    unit_text = record.text("unit")
    is_fraction = normalise(unit_text) in _FRACTIONS
    if is_fraction or (not unit_text and typed.percent):
        unit_text = "%"
    unit = read_unit("% (0-1)" if is_fraction else unit_text, currency)
    measured = measure(record.cell("value"), unit)
    for finding in measured.findings:
        record.problems.append(finding.at(record.ref("value"), kpi=metric, count=1))
    for key, code in (("source", "W810"), ("statistic", "W817")):
        if not record.text(key):
            record.report(code, key, metric=metric)
    if measured.value is None:
        return None
    return Benchmark(
        metric,
        record.ref("value"),
        record.text("statistic"),
        measured.value,
        unit.unit.text,
        record.text("industry"),
        record.text("source"),
        _as_of(record.cell("as_of")),
        record.text("geography"),
        record.text("sample_size"),
        record.text("url"),
    )


def _as_of(cell: RawCell | None) -> str:
    """The date as text that sorts: ``2025-12`` for a first of a month, else as it was typed."""
    reading = read_period(cell)
    if reading is not None and reading.problem is None and reading.kind is PeriodKind.MONTH:
        return str(Period(reading.year, reading.number)) if reading.year and reading.number else ""
    return read_text(cell)


def read_comments(
    layout: Layout, names: KpiNames, calendar: FiscalCalendar, problems: list[Problem]
) -> tuple[Comment, ...]:
    """What was written about a KPI or the whole, for a month or any."""
    comments = []
    for record in records(layout, problems):
        text = record.text("text")
        if not text:
            record.report("I811", "text", column=record.layout.column_name("text"))
            continue
        kpi_id = None
        if normalise(record.text("kpi")) not in _EVERY_KPI:
            kpi_id = owner(record, names, "W702")
            if kpi_id is None:
                continue
        period = _comment_period(record, calendar)
        comments.append(Comment(kpi_id, period, record.text("author"), text, record.ref("text")))
    return tuple(comments)


def _comment_period(record: Record, calendar: FiscalCalendar) -> Period | None:
    text = record.text("period")
    reading = read_period(record.cell("period"))
    month = month_of(reading, None, calendar) if reading else None
    if text and not isinstance(month, Period):
        record.report("W812", "period", found=text)
    return month if isinstance(month, Period) else None


def read_actions(layout: Layout, names: KpiNames, problems: list[Problem]) -> tuple[Action, ...]:
    """What is being done. An action may stand for no KPI in particular."""
    actions = []
    for record in records(layout, problems):
        action = record.text("action")
        if not action:
            record.report("I811", "action", column=record.layout.column_name("action"))
            continue
        kpi_id = None
        if normalise(record.text("kpi")) in _EVERY_KPI:
            record.report("I813", "kpi", action=action)
        else:
            kpi_id = owner(record, names, "W702")
        due = read_date(record.cell("due"))
        if due.problem is not None:
            record.problems.append(due.problem.at(record.ref("due")))
        actions.append(
            Action(
                kpi_id,
                action,
                record.text("owner"),
                due.value,
                "" if due.value or due.missing else due.text,
                record.text("status"),
                record.ref("action"),
            )
        )
    return tuple(actions)


def read_events(layout: Layout, names: KpiNames, problems: list[Problem]) -> tuple[Event, ...]:
    """What happened on a day, for one KPI or all."""
    events = []
    for record in records(layout, problems):
        date = read_date(record.cell("date"))
        rebase = record.yes_no("rebase") or False
        everyone = normalise(record.text("kpi")) in _EVERY_KPI
        kpi_id = None if everyone else owner(record, names, "W702")
        if date.value is None:
            finding = date.problem or Finding("E814", {"found": date.text or None})
            record.problems.append(finding.at(record.ref("date")))
        elif everyone or kpi_id is not None:
            label = record.text("label")
            events.append(Event(date.value, kpi_id, label, rebase, record.ref("date")))
    return tuple(events)


def read_recipients(layout: Layout, problems: list[Problem]) -> tuple[Recipient, ...]:
    """Who receives the report. A row without a sound address is left out, and said."""
    recipients = []
    for record in records(layout, problems):
        email = record.text("email")
        formats = _formats(record)
        language = cast(Language | None, record.choice("language"))
        if not _EMAIL.fullmatch(email):
            record.report("W815", "email", found=email or None, name=record.text("name") or None)
            continue
        if formats is None:
            continue
        recipients.append(
            Recipient(
                record.text("name"),
                email,
                record.text("scope"),
                formats,
                language,
                record.ref("email"),
            )
        )
    return tuple(recipients)


def _formats(record: Record) -> tuple[str, ...] | None:
    """The formats listed in a cell, none for all of them.

    None where not one of the words is a format: nobody is sent what they didn't ask for.
    """
    words = [word for word in re.split(r"[\s,;/+&]+", record.text("formats")) if word]
    formats: list[str] = []
    unknown = 0
    for word in words:
        plain = _FORMAT_NAMES.get(normalise(word), normalise(word))
        if plain in FORMATS:
            formats.append(plain)
        elif plain and plain not in ("and", "et"):
            record.report("W816", "formats", found=word, choices=FORMATS)
            unknown += 1
    return None if unknown and not formats else tuple(dict.fromkeys(formats))
