"""Cells that name a period, a day or a month of the year."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.findings import Finding
from kpireport.workbook.period_reading import PeriodKind, PeriodReading, two_ways
from kpireport.workbook.texts import date_text, is_missing, read_text
from kpireport.workbook.written_dates import MONTH_PATTERN, MONTHS, parse_dates, plain
from kpireport.workbook.written_periods import YEARS, read_period_text

_NAME = re.compile(rf"(?P<name>{MONTH_PATTERN})\.?")


@dataclass(frozen=True, slots=True)
class DateReading:
    """A cell read as a day. ``value`` is None where it is none; ``text`` keeps what was found.

    ``missing`` for an empty cell or ``n/a``; ``problem`` is E603 for a text that reads two ways.
    Any other text has neither value nor problem: whether that is an error, the column decides.
    """

    value: dt.date | None = None
    text: str = ""
    missing: bool = False
    problem: Finding | None = None


def read_period(cell: RawCell | None) -> PeriodReading | None:
    """The period a cell names, or None where it names none; months in six languages.

    Understood: date cells; ``2026-01``, ``2026/01``, ``01/2026``, ``202601``, ``2026M01``,
    ``Jan-26``, ``Jan 2026``, ``janv. 2026``, ``déc. 25``, a full date as text; ``T1 2026``,
    ``Q1 FY26``, ``FY26 Q1``, ``2026-Q1``; ``2026`` (as a number too), ``FY26``, ``2025/26``,
    ``exercice 2026``; bare ``Jan``, ``février``, ``T1``.
    """
    if cell is None:
        return None
    value = cell.value
    if isinstance(value, float):
        # Most cells of a sheet are figures; only what may be 2026 or 202601 is looked at.
        year = value if value < 10_000 else value / 100
        likely = YEARS.start <= year < YEARS.stop
        return read_period_text(read_text(cell)) if likely and value.is_integer() else None
    if isinstance(value, dt.datetime):
        return PeriodReading(PeriodKind.MONTH, date_text(value), value.year, value.month, value.day)
    return read_period_text(read_text(cell)) if cell.kind is CellKind.TEXT else None


def read_date(cell: RawCell | None) -> DateReading:
    """The day a cell names: a date cell, or text such as ``2026-01-31`` or ``31 janvier 2026``."""
    if cell is not None and isinstance(cell.value, dt.datetime):
        return DateReading(cell.value.date(), date_text(cell.value))
    text = " ".join(read_text(cell).split())
    if is_missing(text):
        return DateReading(text=text, missing=cell is None or cell.kind is CellKind.TEXT)
    days = parse_dates(plain(text))
    if len(days) == 2:
        first, second = (day.isoformat() for day in days)
        return DateReading(text=text, problem=two_ways(text, first, second))
    return DateReading(days[0] if days else None, text)


def read_month(cell: RawCell | None) -> int | None:
    """A month of the year, 1 to 12, from its name or its number; else None.

    The first day of a month stands for the month too (``1 avril``, a date cell): it is how the
    start of a fiscal year is often typed.
    """
    if cell is None or cell.kind in (CellKind.BOOLEAN, CellKind.ERROR):
        return None
    if isinstance(cell.value, dt.datetime):
        return cell.value.month if cell.value.day == 1 else None
    written = re.sub(r"\b0?1(?:er|st)? (?=[a-z])|(?<=[a-z]) 1(?:st)?$", "", plain(read_text(cell)))
    name = _NAME.fullmatch(written)
    if name:
        return MONTHS[name["name"]]
    return int(written) if re.fullmatch(r"0?[1-9]|1[0-2]", written) else None
