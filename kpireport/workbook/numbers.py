"""What a cell says as a number.

The value is the stored one: what a number format shows never changes it. What the format *says*
(percent, thousands, a currency) is reported beside the value, for the parser knows the KPI and
its unit and this module doesn't.
"""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.workbook.cells import RawCell
from kpireport.workbook.findings import Finding


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
    ``currency``          the symbol or ISO code found in the text or the format, as found.
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
        raise NotImplementedError


def read_number(cell: RawCell | None) -> NumberReading:
    """What the cell says as a number; None (an empty cell) is missing.

    Problems: E501 text that is not a number, E502 a number that reads two ways (params
    ``found``, ``first``, ``second``), E503 an Excel error value, E504 a formula without a cached
    value, E505 a boolean, E506 a date or time, E507 not finite or beyond ±1e15.
    """
    raise NotImplementedError


def read_number_text(text: str) -> NumberReading:
    """What a text says as a number; see :func:`read_number`."""
    raise NotImplementedError
