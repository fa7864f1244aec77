"""The review calendar as an ``.ics`` file (RFC 5545): one all-day event a check-in or due date.

The library escapes, folds and ends the lines. What it lets through, and the standard doesn't, is
taken out here: control characters from a workbook's texts. No property depends on the clock, so
that the same workbook gives the same bytes.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from kpireport.model.errors import OutputError
from kpireport.run_mark import CALENDAR_RUN

if TYPE_CHECKING:
    from icalendar import Event

    from kpireport.present.view import EventView, ReportView

_INVISIBLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


def render_ics(view: ReportView) -> bytes:
    """The calendar of ``view``; ``OutputError`` (``calendar_empty``) where it has no day.

    A calendar without any event is none by the standard, and some programs refuse it.
    """
    if not view.events:
        raise OutputError("calendar_empty")
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//kpireport//scorecard//{view.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    names = (view.organisation, view.entity, view.labels["review_calendar"])
    calendar.add("x-wr-calname", _line(" · ".join(name for name in names if name)))
    calendar.add(CALENDAR_RUN, view.run)
    stamp = datetime.fromisoformat(f"{view.period_iso}-01").replace(tzinfo=UTC)
    for event in view.events:
        calendar.add_component(_event(event, stamp))
    return bytes(calendar.to_ical())


def _event(event: EventView, stamp: datetime) -> Event:
    from icalendar import Event

    day = date.fromisoformat(event.day_iso)
    made = Event()
    made.add("uid", event.uid)
    made.add("dtstamp", stamp)
    made.add("dtstart", day)
    if day < date.max:  # Without an end an all-day event is that one day.
        made.add("dtend", day + timedelta(days=1))
    made.add("summary", _line(event.summary))
    made.add("description", "\n".join(_line(line) for line in event.description.split("\n")))
    made.add("transp", "TRANSPARENT")
    return made


def _line(text: str) -> str:
    """A text as one line: line breaks, tabs and what can't be seen become spaces."""
    return "".join(" " if unicodedata.category(mark) in _INVISIBLE else mark for mark in text)
