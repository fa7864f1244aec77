"""Comments, actions, events and recipients: what stands around the figures."""

from __future__ import annotations

import re
from typing import cast

from kpireport.model.book import Action, Comment, Event, Language, Recipient
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Problem
from kpireport.workbook.findings import Finding
from kpireport.workbook.goals_sheet import owner
from kpireport.workbook.kpi_names import KpiNames
from kpireport.workbook.layout import Layout
from kpireport.workbook.periods import read_date, read_period
from kpireport.workbook.placing import month_of
from kpireport.workbook.records import Record, records
from kpireport.workbook.scope_words import ScopeReader
from kpireport.workbook.texts import normalise

FORMATS = ("xlsx", "html", "pdf", "json")
"""The files that a recipient may ask for."""

_FORMAT_NAMES = {"excel": "xlsx", "web": "html", "all": "", "tous": "", "tout": ""}
_EVERY_KPI = frozenset({"", "all", "tous", "toutes", "tout", "every", "any"})
_EMAIL = re.compile(r"[^\s@,;:<>]+@[^\s@,;:<>]+\.[^\s@,;:<>.]{2,}")
_LINK = "mailto:"


def read_comments(
    layout: Layout,
    names: KpiNames,
    calendar: FiscalCalendar,
    latest: Period | None,
    problems: list[Problem],
) -> tuple[Comment, ...]:
    """What was written about a KPI or the whole, for a month or any.

    A comment on a month after ``latest``, the last one with a report, is named: nobody sees it yet.
    """
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
        if period is not None and latest is not None and period > latest:
            record.problems.append(
                Finding("I844", {"found": period, "latest": latest}).at(record.ref("period"))
            )
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
            kpi_id = owner(record, names, "W842")
        due = read_date(record.cell("due"))
        if due.problem is not None:
            record.problems.append(due.problem.at(record.ref("due")))
        elif due.value is None and not due.missing:
            record.report("W843", "due", found=due.text)
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
        if record.is_broken("date"):
            continue
        if date.value is None:
            finding = date.problem or Finding("E814", {"found": date.text or None})
            record.problems.append(finding.at(record.ref("date")))
        elif everyone or kpi_id is not None:
            label = record.text("label")
            events.append(Event(date.value, kpi_id, label, rebase, record.ref("date")))
    return tuple(events)


def read_recipients(
    layout: Layout, scopes: ScopeReader, problems: list[Problem]
) -> tuple[Recipient, ...]:
    """Who receives the report. A row without a sound address is left out, and said.

    One whose scope can't be told stays, without ``limits``: it is said, and nothing is sent.
    """
    recipients = []
    for record in records(layout, problems):
        email = record.text("email")
        email = email[len(_LINK) :] if email.lower().startswith(_LINK) else email
        formats = _formats(record)
        language = cast(Language | None, record.choice("language"))
        if not _EMAIL.fullmatch(email):
            record.report("W815", "email", found=email or None, name=record.text("name") or None)
            continue
        if formats is None:
            continue
        name, scope = record.text("name"), record.text("scope")
        limits, finding = scopes.read(scope)
        if finding is not None and not record.is_broken("scope"):
            problems.append(finding.at(record.ref("scope"), name=name or email))
        recipients.append(
            Recipient(
                name,
                email,
                scope,
                formats,
                language,
                record.ref("email"),
                limits,
                record.ref("scope"),
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
