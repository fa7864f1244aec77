"""The review calendar in words: a row a KPI in time order, and its days as calendar events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kpireport.i18n.messages import Messages
from kpireport.model.review import CheckIn
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.present.view import CheckInView, Detail, EventView

_UID_DIGITS = 32
_Entry = tuple[KpiResult, CheckIn]


def calendar_view(
    messages: Messages, scorecard: Scorecard, anchors: Mapping[str, str]
) -> tuple[CheckInView, ...]:
    """Every KPI with a next check-in or a due date, the earliest first; due dates that have come
    therefore stand on top. ``anchors`` are the KPIs' names for links by their IDs.
    """
    said: set[str] = set()
    rows = []
    for _, result, check_in in _in_time_order(scorecard):
        rows.append(_row(messages, result, check_in, anchors[result.kpi.id], said))
    return tuple(rows)


def calendar_events(messages: Messages, scorecard: Scorecard) -> tuple[EventView, ...]:
    """The days of the calendar, the earliest first: one event for the check-ins of a day, and one
    for its due dates. A due date that is itself the check-in is only the one.
    """
    days: dict[tuple[date, str], list[_Entry]] = {}
    for _, result, check_in in _in_time_order(scorecard):
        for kind, day in _days(check_in):
            days.setdefault((day, kind), []).append((result, check_in))
    return tuple(
        _event(messages, scorecard, days[day, kind], kind, day) for day, kind in sorted(days)
    )


def check_in_details(messages: Messages, check_in: CheckIn | None) -> tuple[Detail, ...]:
    """What the section of a KPI says of its next check-in, and of a due date its goal sets."""
    if check_in is None:
        return ()
    entries = [
        ("cadence", _cadence(messages, check_in) if check_in.cadence_from == "due" else ""),
        ("next_check_in", _next(messages, check_in)),
    ]
    if check_in.due_from == "goal":
        entries.insert(0, ("due", _day(messages, check_in.due)))
    return tuple(Detail(messages.text(f"label.{key}"), text) for key, text in entries if text)


def _next(messages: Messages, check_in: CheckIn) -> str:
    """The day of the next check-in, and why it isn't the one expected."""
    parts = [_day(messages, check_in.next_check_in)]
    if check_in.reason is not None and (check_in.due or check_in.next_check_in):
        parts.append(messages.reason(check_in.reason))
    return " – ".join(part for part in parts if part)


def _in_time_order(scorecard: Scorecard) -> list[tuple[date, KpiResult, CheckIn]]:
    dated = []
    for result in scorecard.kpis:
        check_in = result.check_in
        if check_in is None:
            continue
        day = check_in.due if check_in.overdue else check_in.next_check_in
        if day is not None:
            dated.append((day, result, check_in))
    return sorted(dated, key=lambda each: each[0])


def _row(
    messages: Messages, result: KpiResult, check_in: CheckIn, anchor: str, said: set[str]
) -> CheckInView:
    """``said`` are the sentences of the rows above: what they share is said in full once."""
    following, due = check_in.next_check_in, check_in.due
    return CheckInView(
        anchor=anchor,
        name=result.kpi.name,
        owner=result.kpi.owner,
        cadence=_cadence(messages, check_in),
        next_check_in=_day(messages, following),
        next_iso=following.isoformat() if following else "",
        due=_day(messages, due),
        due_iso=due.isoformat() if due else "",
        note=_note(messages, check_in, said),
    )


def _note(messages: Messages, check_in: CheckIn, said: set[str]) -> str:
    parts = []
    if check_in.reason is not None:
        sentence = messages.reason(check_in.reason)
        again = sentence in said and check_in.overdue
        said.add(sentence)
        parts.append(messages.text("review.calendar.has_come") if again else sentence)
    if check_in.due_from == "goal":
        parts.append(messages.text("review.calendar.from_goal"))
    if check_in.other_due is not None:
        key = "other_goal" if check_in.other_from == "goal" else "other_due"
        parts.append(
            messages.text(f"review.calendar.{key}", day=_day(messages, check_in.other_due))
        )
    return " ".join(parts)


def _cadence(messages: Messages, check_in: CheckIn) -> str:
    if check_in.cadence is None:
        dated = check_in.next_check_in is not None
        return messages.text("review.calendar.on_date") if dated else ""
    word = messages.text(f"review.calendar.{check_in.cadence.value}")
    if check_in.cadence_from == "due":
        return messages.text("review.calendar.from_due", cadence=word)
    return word


def _day(messages: Messages, day: date | None) -> str:
    return messages.formats.day(day) if day else ""


def _days(check_in: CheckIn) -> Iterator[tuple[str, date]]:
    dues = [day for day in (check_in.due, check_in.other_due) if day is not None]
    if check_in.next_check_in is not None and check_in.next_check_in not in dues:
        yield "check_in", check_in.next_check_in
    yield from (("due", day) for day in dues)


def _event(
    messages: Messages, scorecard: Scorecard, entries: Sequence[_Entry], kind: str, day: date
) -> EventView:
    """One KPI's day with all that is known of it; of several KPIs a line each."""
    settings, count = scorecard.settings, len(entries)
    if count == 1:
        told = list(_told(messages, *entries[0]))
        summary = messages.text(f"review.calendar.event_{kind}", kpi=entries[0][0].kpi.name)
    else:
        told = [_listed(messages, result, check_in) for result, check_in in entries]
        summary = messages.text(f"review.calendar.events_{kind}", count=count)
    month = messages.formats.month(scorecard.period, "long")
    told.append(messages.text("review.calendar.event_from", period=month))
    return EventView(
        uid=_uid(settings.organisation, settings.entity, kind, day.isoformat()),
        day_iso=day.isoformat(),
        summary=summary,
        description="\n".join(told),
    )


def _told(messages: Messages, result: KpiResult, check_in: CheckIn) -> Iterator[str]:
    kpi = result.kpi
    lines = (
        ("event_owner", {"owner": kpi.owner}),
        ("event_cadence", {"cadence": _cadence(messages, check_in)}),
        ("event_due_line", {"day": _day(messages, check_in.due)}),
        ("event_why", {"purpose": kpi.purpose}),
        ("event_how", {"method": kpi.method}),
    )
    for key, params in lines:
        if any(params.values()):
            yield messages.text(f"review.calendar.{key}", **params)


def _listed(messages: Messages, result: KpiResult, check_in: CheckIn) -> str:
    """A KPI in a list: its name, and in brackets who answers for it and how often."""
    known = "; ".join(part for part in (result.kpi.owner, _cadence(messages, check_in)) if part)
    return f"{result.kpi.name} ({known})" if known else result.kpi.name


def _uid(*parts: str) -> str:
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    return f"{digest[:_UID_DIGITS]}@kpireport"
