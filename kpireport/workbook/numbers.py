"""What a cell says as a number.

The value is the stored one: what a number format shows never changes it. What the format *says*
(percent, thousands, a currency) is reported beside the value, for the parser knows the KPI and
its unit and this module doesn't.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal

from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.findings import Finding
from kpireport.workbook.number_formats import FormatReading, read_format
from kpireport.workbook.texts import date_text, excerpt, is_missing, number_text, read_text
from kpireport.workbook.written_numbers import parse_number

LARGEST = 1e15
"""Beyond this Excel's own fifteen digits no longer hold a whole number; no KPI is so large."""

_AS_DISPLAYED = """
    #NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED!
    #UNKNOWN! #CONNECT! #BUSY! #NUL! #VALEUR! #NOM? #NOMBRE! #PROPAGATION! #CALCUL!
    #WERT! #BEZUG! #ZAHL! #NV #ÜBERLAUF! #KALK!
    #¡NULO! #¡DIV/0! #¡VALOR! #¡REF! #¿NOMBRE? #¡NUM! #N/D #¡DESBORDAMIENTO! #¡CALC!
    #NULO! #VALOR! #NOME? #NÚM! #NULLO! #VALORE! #RIF!
"""
_ERROR_CODES = frozenset(_AS_DISPLAYED.split())
"""As Excel writes them in six languages: pasted as text they are errors all the same."""


@dataclass(frozen=True, slots=True)
class NumberReading:
    """A cell read as a number.

    Exactly one of three holds: ``value`` is a finite float; ``missing`` is true (empty, ``-``,
    ``n/a``: never a zero); or ``problem`` says what is wrong (E501 to E507).

    ``value``             the stored number, or the one the text writes out (``4.2k`` → 4200.0,
                          ``12,5 %`` → 12.5, ``(1 234)`` → −1234.0).
    ``percent_format``    the cell's number format shows percent (0.125 shown as 12.5 %).
    ``percent_text``      the text has a percent sign: ``value`` is percent as written.
    ``points``            the text says points (``2 pts``, ``2 pp``): ``value`` is points.
    ``currency``          the symbol or ISO code found in the text or the format, as found
                          (``currency_code`` of ``currencies`` turns it into a code).
    ``scale``             what a suffix in the text stands for (1000.0 for ``k``); already applied.
    ``format_scale``      what the number format divides by on the screen: 1000 a trailing comma.
    ``format_label_scale``  what a k, M, Md or bn written in the number format claims (``0 "k€"``
                          → 1000.0): the number was typed in thousands, or shown so.
    """

    value: float | None = None
    missing: bool = False
    percent_format: bool = False
    percent_text: bool = False
    points: bool = False
    currency: str | None = None
    scale: float = 1.0
    format_scale: float = 1.0
    format_label_scale: float = 1.0
    problem: Finding | None = None

    @property
    def percent(self) -> bool:
        """Whether format or text says percent."""
        return self.percent_format or self.percent_text

    @property
    def in_percent(self) -> float | None:
        """The value as a percent KPI takes it: a percent-formatted number times 100, else as is.

        Multiplied in decimal, so that 0.07 gives 7.0 and not 7.000000000000001.
        """
        if self.value is None or not self.percent_format:
            return self.value
        return float(Decimal(repr(self.value)) * 100)


_MISSING = NumberReading(missing=True)


def read_number(cell: RawCell | None) -> NumberReading:
    """What the cell says as a number; None (an empty cell) is missing.

    Problems: E501 text that is not a number, E502 a number that reads two ways (params
    ``found``, ``first``, ``second``), E503 an Excel error value, E504 a formula without a cached
    value, E505 a boolean, E506 a date or time, E507 not finite or beyond ±1e15. All but E502
    carry ``found``, E504 the formula as ``formula``.
    """
    if cell is None:
        return _MISSING
    value = cell.value
    if cell.kind is CellKind.NUMBER and isinstance(value, float):
        return _read_stored(value, cell.number_format)
    if cell.kind is CellKind.TEXT:
        return read_number_text(str(value))
    if cell.kind is CellKind.UNCALCULATED:
        return _wrong("E504", formula=cell.formula or "=")
    if isinstance(value, dt.datetime):
        return _wrong("E506", found=date_text(value))
    return _wrong("E505" if cell.kind is CellKind.BOOLEAN else "E503", found=read_text(cell))


def read_number_text(text: str) -> NumberReading:
    """What a text says as a number; see :func:`read_number`."""
    if is_missing(text):
        return _MISSING
    found = excerpt(text)
    if found.upper() in _ERROR_CODES:
        return _wrong("E503", found=found)
    written = parse_number(text)
    if written is None:
        return _wrong("E501", found=found)
    values = [float(value) + 0.0 for value in written.values]  # no -0
    problem = _problem_of(values, found)
    return NumberReading(
        value=None if problem else values[0],
        percent_text=written.percent,
        points=written.points,
        currency=written.currency,
        scale=float(written.scale),
        problem=problem,
    )


def _problem_of(values: list[float], found: str) -> Finding | None:
    if any(not abs(value) <= LARGEST for value in values):
        return Finding("E507", {"found": found})
    if len(values) == 1:
        return None
    return Finding("E502", {"found": found, "first": values[0], "second": values[1]})


def _read_stored(value: float, number_format: str) -> NumberReading:
    shown = read_format(number_format, value)
    if shown.date:
        return _wrong("E506", found=_time_text(value, shown))
    if not abs(value) <= LARGEST:
        return _wrong("E507", found=number_text(value) if math.isfinite(value) else "∞")
    return NumberReading(
        value=value,
        percent_format=shown.percent,
        currency=shown.currency,
        format_scale=shown.scale,
        format_label_scale=shown.label_scale,
    )


def _time_text(value: float, shown: FormatReading) -> str:
    """A number that is shown as a time, as hours and minutes; else (no such date) as it is."""
    if not shown.time_only or not 0 <= value < 1e6:
        return number_text(value)
    minutes, seconds = divmod(round(value * 86_400), 60)
    clock = f"{minutes // 60}:{minutes % 60:02d}"
    return f"{clock}:{seconds:02d}" if seconds else clock


def _wrong(code: str, **params: str) -> NumberReading:
    return NumberReading(problem=Finding(code, params))
