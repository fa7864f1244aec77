"""The ``.ics`` file: read back with its library, and held against RFC 5545 byte by byte."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from kpireport.model.errors import OutputError
from kpireport.present.view import EventView, ReportView
from kpireport.render.calendar import render_ics
from kpireport.run_mark import is_ours
from tests.render import views

HOSTILE = (
    'Marge; "brute", en \\ % \r\nEND:VEVENT\r\nBEGIN:VEVENT\nSUMMARY:pirate\x00\x0b\u2028'
    + "é€😀" * 60
)


def view_with(*events: EventView, **changes: Any) -> ReportView:
    view = replace(views.bare(), events=events)
    view = replace(view, labels={**view.labels, "review_calendar": "Review calendar"})
    return replace(view, **changes)


def event(**changes: str) -> EventView:
    given = {
        "uid": "0123@kpireport",
        "day_iso": "2026-12-31",
        "summary": "Check-in: Revenue",
        "description": "Owner: Head of sales\nCheck-ins: quarterly",
    }
    return EventView(**{**given, **changes})


def content_lines(data: bytes) -> list[str]:
    """The unfolded lines by RFC 5545, 3.1, without the library."""
    assert data.endswith(b"\r\n")
    physical = data[:-2].split(b"\r\n")
    assert not [line for line in physical if b"\r" in line or b"\n" in line]
    assert max(map(len, physical)) <= 75
    for line in physical:
        line.decode("utf-8")  # no character is cut by a fold
    unfolded = re.sub(b"\r\n[ \t]", b"", data[:-2]).decode("utf-8")
    return unfolded.split("\r\n")


def test_an_event_read_back() -> None:
    data = render_ics(view_with(event(), organisation="Hobmere", entity="Lyon"))
    calendar = Calendar.from_ical(data)
    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["X-WR-CALNAME"]) == "Hobmere · Lyon · Review calendar"
    (found,) = calendar.walk("VEVENT")
    assert str(found["UID"]) == "0123@kpireport"
    assert found.decoded("DTSTART") == date(2026, 12, 31)
    # All day: the end is the day after, and not a part of the event.
    assert found.decoded("DTEND") == date(2027, 1, 1)
    assert str(found["SUMMARY"]) == "Check-in: Revenue"
    assert str(found["DESCRIPTION"]) == "Owner: Head of sales\nCheck-ins: quarterly"
    assert str(found["TRANSP"]) == "TRANSPARENT"
    assert "RRULE" not in found


def test_the_last_day_there_is() -> None:
    # People type 31 Dec 9999 for "no end".
    (found,) = Calendar.from_ical(render_ics(view_with(event(day_iso="9999-12-31")))).walk("VEVENT")
    assert found.decoded("DTSTART") == date(9999, 12, 31)
    assert "DTEND" not in found


def test_the_stamp_is_the_report_s_month_and_the_bytes_are_the_same() -> None:
    view = view_with(event(), period_iso="2026-10")
    (found,) = Calendar.from_ical(render_ics(view)).walk("VEVENT")
    assert found.decoded("DTSTAMP") == datetime(2026, 10, 1, tzinfo=UTC)
    assert render_ics(view) == render_ics(view)


def test_the_lines_are_those_of_the_standard() -> None:
    lines = content_lines(render_ics(view_with(event(), event(uid="4567@kpireport"))))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert "DTSTART;VALUE=DATE:20261231" in lines
    # 3.6: a calendar has these two, an event those.
    names = [re.split("[:;]", line)[0] for line in lines]
    for once in ("VERSION", "PRODID"):
        assert names.count(once) == 1
    for each in ("UID", "DTSTAMP", "DTSTART", "SUMMARY"):
        assert names.count(each) == 2


@pytest.mark.parametrize("field", ["summary", "description"])
def test_text_from_the_workbook_stays_in_its_property(field: str) -> None:
    data = render_ics(view_with(event(**{field: HOSTILE})))
    lines = content_lines(data)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert not [line for line in lines if line.startswith("SUMMARY:pirate")]
    # 3.1: no control characters but the tab.
    assert not [mark for line in lines for mark in line if ord(mark) < 32 or ord(mark) == 127]
    (found,) = Calendar.from_ical(data).walk("VEVENT")
    text = str(found[field.upper()])
    assert text.startswith('Marge; "brute", en \\ % ')
    assert text.endswith("é€😀")


def test_organisation_and_entity_stay_in_theirs() -> None:
    data = render_ics(view_with(event(), organisation="A\r\nMETHOD:REQUEST", entity="\ud800B"))
    lines = content_lines(data)
    assert [line for line in lines if line.startswith("METHOD")] == ["METHOD:PUBLISH"]


def test_commas_and_semicolons_are_escaped() -> None:
    lines = content_lines(render_ics(view_with(event(summary="a, b; c\\d"))))
    assert "SUMMARY:a\\, b\\; c\\\\d" in lines


def test_it_carries_the_run_and_is_known_as_ours() -> None:
    data = render_ics(view_with(event(), run="8223ff67d25a"))
    assert is_ours("ics", data)
    assert not is_ours("ics", data.replace(b"X-KPIREPORT-RUN", b"X-SOMEBODY-RUN"))
    forged = event(summary="X-KPIREPORT-RUN:8223ff67d25a")
    other = render_ics(view_with(forged)).replace(b"\r\nX-KPIREPORT-RUN", b"\r\nX-OTHER")
    assert not is_ours("ics", other)


def test_an_empty_calendar_is_refused_in_words() -> None:
    with pytest.raises(OutputError) as caught:
        render_ics(view_with())
    assert caught.value.code == "calendar_empty"
