"""The review calendar in words: a row a KPI in time order, and its days as calendar events."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date

from kpireport.i18n.messages import Messages
from kpireport.model.review import CheckIn
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.present.view import CheckInView, Detail, EventView

_UID_DIGITS = 32


def calendar_view(
    messages: Messages, scorecard: Scorecard, anchors: Mapping[str, str]
) -> tuple[CheckInView, ...]:
    """Every KPI with a next check-in or a due date, the earliest first; due dates that have come
    therefore stand on top. ``anchors`` are the KPIs' names for links by their IDs.
    """
    return tuple(
        _row(messages, result, check_in, anchors[result.kpi.id])
        for _, result, check_in in _in_time_order(scorecard)
    )


def calendar_events(messages: Messages, scorecard: Scorecard) -> tuple[EventView, ...]:
    """The days of the calendar, the earliest first: one for each check-in and each due date.

    A due date that is itself the check-in is one day and one event.
    """
    days = [
        (day, place, kind, result, check_in)
        for place, (_, result, check_in) in enumerate(_in_time_order(scorecard))
        for kind, day in _days(check_in)
    ]
    days.sort(key=lambda each: each[:2])
    return tuple(
        _event(messages, scorecard, result, check_in, kind, day)
        for day, _, kind, result, check_in in days
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


def _row(messages: Messages, result: KpiResult, check_in: CheckIn, anchor: str) -> CheckInView:
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
        note=_note(messages, check_in),
    )


def _note(messages: Messages, check_in: CheckIn) -> str:
    parts = [messages.reason(check_in.reason)] if check_in.reason is not None else []
    if check_in.due_from == "goal":
        parts.append(messages.text("review.calendar.from_goal"))
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
    if check_in.next_check_in is not None and check_in.next_check_in != check_in.due:
        yield "check_in", check_in.next_check_in
    if check_in.due is not None:
        yield "due", check_in.due


def _event(
    messages: Messages,
    scorecard: Scorecard,
    result: KpiResult,
    check_in: CheckIn,
    kind: str,
    day: date,
) -> EventView:
    kpi, settings = result.kpi, scorecard.settings
    cadence = _cadence(messages, check_in)
    lines = (
        ("event_owner", {"owner": kpi.owner}),
        ("event_cadence", {"cadence": cadence}),
        ("event_due_line", {"day": _day(messages, check_in.due)}),
        ("event_why", {"purpose": kpi.purpose}),
        ("event_how", {"method": kpi.method}),
        ("event_from", {"period": messages.formats.month(scorecard.period, "long")}),
    )
    told = [messages.text(f"review.calendar.{k}", **p) for k, p in lines if any(p.values())]
    return EventView(
        uid=_uid(settings.organisation, settings.entity, kpi.id, kind, day.isoformat()),
        day_iso=day.isoformat(),
        summary=messages.text(f"review.calendar.event_{kind}", kpi=kpi.name),
        description="\n".join(told),
    )


def _uid(*parts: str) -> str:
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
    return f"{digest[:_UID_DIGITS]}@kpireport"
