"""The one decision on how a figure is shown: its text, and Excel's value and number format.

Every output takes its figures from here, so that 12.5 % is 12.5 % everywhere. The text follows
the report's language; the format code is written in Excel's own neutral notation (a point, a
comma), which Excel shows by the reader's settings.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from kpireport.i18n.formats import SCIENTIFIC_FROM, Formats
from kpireport.i18n.typography import MISSING, NO_BREAK
from kpireport.i18n.units import POINTS, UnitStyle, agreeing, unit_style
from kpireport.model.kpi import Unit

_SCIENTIFIC = "0.00E+00"


class Shown(NamedTuple):
    """A figure's ``text`` and, for Excel, the same as ``excel_value`` with ``excel_format``."""

    text: str
    excel_value: float | None = None
    excel_format: str = "General"


NOTHING = Shown(MISSING)


_Looks = tuple[str, str]
"""A figure's text, and how Excel shows it."""


class ValueFormat:
    """How the figures of one unit are shown in one language.

    ``points`` is the language's word for percentage points, the unit of a percentage's change.
    """

    def __init__(self, formats: Formats, unit: Unit, points: str) -> None:
        self._formats = formats
        self._unit = unit
        self._style = unit_style(unit, formats.language, formats.percent_sign)
        self._change = (
            UnitStyle(after=NO_BREAK + points)
            if unit.is_percent
            else UnitStyle(self._style.before, self._style.after, self._style.spelt)
        )
        # Most figures are shown several times: in a table, a sentence, a month looked back on.
        self._level = lru_cache(maxsize=1024)(self._level_looks)
        self._difference = lru_cache(maxsize=1024)(self._difference_looks)

    def value(self, value: float | None, decimals: int) -> Shown:
        """A level: ``1 234,5 k€``, ``12.5%``, ``33``."""
        if value is None:
            return NOTHING
        text, code = self._level(value, decimals)
        return Shown(text, value / 100 if self._unit.is_percent else value, code)

    def _level_looks(self, value: float, decimals: int) -> _Looks:
        text = _around(self._formats.number(value, decimals), self._style)
        return text, _excel_format(value, decimals, self._style, signed=False)

    def change(self, value: float | None, decimals: int) -> Shown:
        """A difference, with its sign: ``+1 234,5 k€``, ``−1.2 pts`` of a percentage."""
        if value is None:
            return NOTHING
        text, code = self._difference(value, decimals)
        return Shown(text, value, code)

    def _difference_looks(self, value: float, decimals: int) -> _Looks:
        number = self._formats.number(value, decimals, signed=True)
        if self._unit.is_percent:  # a cell's format can't agree in number, a text can
            text = number + agreeing(NO_BREAK + POINTS, value, decimals, self._formats.language)
        else:
            text = _around(number, self._change)
        return text, _excel_format(value, decimals, self._change, signed=True)

    def spelt(self, value: float, decimals: int) -> str:
        """A level in a sentence, where no column names the unit: ``33 days``."""
        return self.value(value, decimals).text + self._agreeing(self._style, value, decimals)

    def spelt_size(self, value: float, decimals: int) -> str:
        """A difference in a sentence, without its sign: ``1.2 pts``, ``3 days``."""
        if self._unit.is_percent:
            number = self._formats.number(abs(value), decimals)
            return number + agreeing(NO_BREAK + POINTS, value, decimals, self._formats.language)
        text = _around(self._formats.number(abs(value), decimals), self._change)
        return text + self._agreeing(self._change, value, decimals)

    def _agreeing(self, style: UnitStyle, value: float, decimals: int) -> str:
        return agreeing(style.spelt, value, decimals, self._formats.language)


@lru_cache(maxsize=64)
def value_format(formats: Formats, unit: Unit, points: str) -> ValueFormat:
    """The one ``ValueFormat`` of a unit in a language."""
    return ValueFormat(formats, unit, points)


def shown_share(
    formats: Formats, fraction: float | None, decimals: int, signed: bool = False
) -> Shown:
    """A fraction in percent: ``96.3%``; with ``signed`` ``+4.1%``."""
    if fraction is None:
        return NOTHING
    style = UnitStyle(after=formats.percent_sign)
    code = _excel_format(fraction * 100, decimals, style, signed)
    return Shown(formats.percent(fraction, decimals, signed), fraction, code)


def _around(number: str, style: UnitStyle) -> str:
    sign = number[:1] if number[:1] in "+−" else ""
    return sign + style.before + number.removeprefix(sign) + style.after


def _excel_format(value: float, decimals: int, style: UnitStyle, signed: bool) -> str:
    if abs(value) >= SCIENTIFIC_FROM:
        digits = _SCIENTIFIC
    else:
        digits = "#,##0." + "0" * decimals if decimals else "#,##0"
    code = _quoted(style.before) + digits + _quoted(style.after)
    return f"+{code};-{code};{code}" if signed else code


@cache
def _quoted(literal: str) -> str:
    """A literal of a number format; a percent sign stays bare, for it scales."""
    if literal.endswith("%"):
        return _quoted(literal[:-1]) + "%"
    plain = literal.replace('"', "")
    return f'"{plain}"' if plain else ""
