"""How a language shows numbers, months and dates, by CLDR.

Babel is imported when something is first formatted, so that a run that only prints sentences
never pays for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

from kpireport.i18n.precision import own_decimals, rounded
from kpireport.i18n.typography import MINUS
from kpireport.model.book import Language
from kpireport.model.period import Period

if TYPE_CHECKING:
    from babel import Locale
    from babel.numbers import NumberPattern

Width = Literal["short", "long"]
_MONTH_SKELETON: dict[Width, str] = {"short": "yMMM", "long": "yMMMM"}
SCIENTIFIC_FROM = 1e15
"""From here on a double holds no single units any more."""


def is_month_first(language: Language, currency: str | None) -> bool:
    """Whether a report writes its days as ``Oct 3, 2026``: in English, and in US dollars."""
    return language == "en" and currency == "USD"


def excel_day(language: Language, currency: str | None) -> str:
    """How Excel shows a day as the report's sentences do, whatever its reader's own language."""
    if language == "fr":
        return "[$-40C]d mmm yyyy"
    return "[$-409]mmm d, yyyy" if is_month_first(language, currency) else "[$-809]d mmm yyyy"


class Formats:
    """The number, month and date formats of one language; in English the day comes first or not."""

    def __init__(self, language: Language, month_first: bool = False) -> None:
        self.language = language
        self._day = "d MMM y" if language == "en" and not month_first else "medium"
        self._patterns: dict[str, NumberPattern] = {}
        # Most figures are shown several times: in a table, a sentence, a month looked back on.
        self._number = lru_cache(maxsize=8192)(self._formatted)
        self._span = lru_cache(maxsize=4096)(self._interval)
        self._category = lru_cache(maxsize=1024)(self._ruled)
        self._months: dict[tuple[Period, str], str] = {}

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale

        return Locale.parse(self.language)

    def plural_category(self, count: float) -> str:
        """The CLDR plural category of a number: ``one``, ``other``, in French also ``many``."""
        return self._category(count)

    def _ruled(self, count: float) -> str:
        return self._locale.plural_form(count)

    def number(self, value: float, decimals: int, signed: bool = False) -> str:
        """``1,234.5``, ``−1 234,5``; with ``signed`` also ``+1,234.5``, and a bare zero."""
        return self._number(value, decimals, signed)

    def _formatted(self, value: float, decimals: int, signed: bool) -> str:
        if abs(value) >= SCIENTIFIC_FROM:
            return self._pattern(f"{value:.2E}", "0.00E+00", signed and value > 0)
        quantity = rounded(value, decimals)
        sign = MINUS if quantity < 0 else "+" if signed and quantity > 0 else ""
        return sign + f"{abs(quantity):,.{decimals}f}".translate(self._signs)

    @cached_property
    def _signs(self) -> Mapping[int, str]:
        """The language's own signs in the place of the two that Python writes numbers with."""
        signs = self._locale.number_symbols["latn"]
        return str.maketrans({",": signs["group"], ".": signs["decimal"]})

    def plain(self, value: float) -> str:
        """A number in a sentence with the decimals it has, at most twelve significant digits."""
        return self.number(value, min(12, own_decimals(value)))

    def percent(self, fraction: float, decimals: int, signed: bool = False) -> str:
        """A fraction in percent: ``12.5%``, ``12,5 %``."""
        number = self.number(fraction * 100, decimals, signed)
        return number + self.percent_sign

    @cached_property
    def percent_sign(self) -> str:
        """The percent sign with the space that the language puts before it."""
        return str(self._locale.percent_formats[None].pattern).removeprefix("#,##0")

    def month(self, period: Period, width: Width = "short") -> str:
        """``Oct 2026``, or ``October 2026`` where ``width`` is long."""
        return self._month(period, _MONTH_SKELETON[width])

    def month_name(self, period: Period) -> str:
        """The month without its year: ``Oct``, ``oct.``"""
        return self._month(period, "MMM")

    def _month(self, period: Period, skeleton: str) -> str:
        key = (period, skeleton)
        if key not in self._months:
            from babel.dates import format_skeleton

            first = date(period.year, period.month, 1)
            self._months[key] = format_skeleton(skeleton, first, locale=self._locale)
        return self._months[key]

    def span(self, start: Period, end: Period, width: Width = "short") -> str:
        """Several months as one: ``Jan–Oct 2026``, ``Nov 2025–Oct 2026``.

        A span that has not begun yet, its end before its start, is named by its start.
        """
        return self._span(start, max(start, end), width)

    def _interval(self, start: Period, end: Period, width: Width) -> str:
        from babel.dates import format_interval

        text = format_interval(
            date(start.year, start.month, 1),
            date(end.year, end.month, 1),
            _MONTH_SKELETON[width],
            locale=self._locale,
        )
        return text.replace("\u2009", "")

    def day(self, day: date) -> str:
        """``3 Oct 2026`` (``Oct 3, 2026`` with the month first), ``3 oct. 2026``."""
        from babel.dates import format_date

        return format_date(day, self._day, locale=self._locale)

    def listing(self, items: Sequence[str]) -> str:
        """``a, b, and c``, ``a, b et c``."""
        from babel.lists import format_list

        return format_list(items, locale=self._locale)

    def _pattern(self, digits: str, pattern: str, plus: bool) -> str:
        if pattern not in self._patterns:
            from babel.numbers import parse_pattern

            self._patterns[pattern] = parse_pattern(pattern)
        text: str = self._patterns[pattern].apply(Decimal(digits), self._locale)
        return ("+" if plus else "") + text.replace("-", MINUS)


@cache
def get_formats(language: Language, month_first: bool = False) -> Formats:
    """The one ``Formats`` of a language and an order of its days."""
    return Formats(language, month_first)
