"""Statuses, variations and assurances as sign, colour and word."""

from __future__ import annotations

from collections.abc import Iterable

from kpireport.i18n.messages import Messages
from kpireport.i18n.typography import MISSING
from kpireport.model.kpi import Direction, Kpi
from kpireport.model.scorecard import StatusCounts
from kpireport.model.status import Status
from kpireport.present.tokens import PROCESS_SYMBOLS, STATUS_SHAPES
from kpireport.present.view import KpiView, Mark, StatusCount, StatusMark, Tone

NEUTRAL = "neutral"
_SEVERITY = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)


def status_mark(messages: Messages, status: Status | None) -> StatusMark:
    """The mark of a status; that of a KPI without direction where there is none."""
    code = NEUTRAL if status is None else status.value
    return StatusMark(code, messages.text(f"label.{code}"), STATUS_SHAPES[code])


def landing_mark(messages: Messages, status: Status) -> StatusMark:
    """The sign of a status that is the year's landing, by its word: the month's is another."""
    return StatusMark(status.value, messages.text("label.landing"), STATUS_SHAPES[status.value])


def row_mark(messages: Messages, kpi: Kpi, status: Status | None) -> StatusMark:
    """The mark of one row of a KPI: a dash where a KPI that is rated has no status (yet)."""
    if status is None and kpi.direction is not Direction.NEUTRAL:
        return StatusMark(NEUTRAL, MISSING, "")
    return status_mark(messages, status)


def legend(messages: Messages) -> tuple[StatusMark, ...]:
    """Every status in the order a key lists them."""
    return tuple(status_mark(messages, status) for status in (*Status, None))


_MARK_TONES = {
    "improvement_high": Tone.GOOD,
    "improvement_low": Tone.GOOD,
    "concern_high": Tone.BAD,
    "concern_low": Tone.BAD,
    "pass": Tone.GOOD,
    "fail": Tone.BAD,
}


def process_mark(messages: Messages, code: str | None) -> Mark | None:
    """The mark of a variation or an assurance; None without one."""
    if code is None:
        return None
    tone = _MARK_TONES.get(code, Tone.PLAIN)
    return Mark(code, messages.text(f"label.{code}"), PROCESS_SYMBOLS[code], tone)


def marks_used(messages: Messages, kpis: Iterable[KpiView]) -> tuple[Mark, ...]:
    """The key to the variation and assurance marks: those that stand in the report."""
    used = {mark.code for kpi in kpis for mark in (kpi.variation, kpi.assurance) if mark}
    marks = (process_mark(messages, code) for code in PROCESS_SYMBOLS if code in used)
    return tuple(mark for mark in marks if mark)


def signal_variation(direction: Direction, side: str) -> str:
    """The variation that a signal on that side is: a rising trend counts as high."""
    up = side in ("high", "rising")
    if direction.sign == 0:
        family = "neutral"
    else:
        family = "improvement" if up == (direction.sign > 0) else "concern"
    return f"{family}_{'high' if up else 'low'}"


def status_counts(messages: Messages, counts: StatusCounts, total: int) -> tuple[StatusCount, ...]:
    """How many KPIs have each status, the ones without a rating last and only where there are any.

    ``total`` is the number of all KPIs: those that no status counts are not rated.
    """
    numbers: list[tuple[Status | None, int]] = [
        (Status.ON_TRACK, counts.on_track),
        (Status.AT_RISK, counts.at_risk),
        (Status.OFF_TRACK, counts.off_track),
        (Status.NO_DATA, counts.no_data),
        (Status.NO_TARGET, counts.no_target),
    ]
    numbers.append((None, total - sum(number for _, number in numbers)))
    return tuple(
        _count(messages, status, number, total)
        for status, number in numbers
        if number or status in _SEVERITY
    )


def _count(messages: Messages, status: Status | None, count: int, total: int) -> StatusCount:
    mark = status_mark(messages, status)
    text = messages.text(f"headline.count_{mark.code}", count=count, total=total)
    return StatusCount(mark, count, text)


def severity(status: Status | None) -> int | None:
    """0 on track, 1 at risk, 2 off track; None for what can't be better or worse."""
    return _SEVERITY.index(status) if status in _SEVERITY else None
