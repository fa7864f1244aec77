"""Numbers written out as text, in English and French habits.

A number has a sign or parentheses, a currency, digits with separators, and a suffix (percent,
points, thousands). The digits are the hard part: a lone comma or point before exactly three
digits groups thousands in one country and starts the decimals in the next. Such a number keeps
both its readings; nobody guesses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kpireport.workbook.currencies import CURRENCY_CODES, CURRENCY_NAMES, CURRENCY_SYMBOLS
from kpireport.workbook.texts import DASHES, visible


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as written. ``values`` holds one reading, or the two that are possible.

    The values are multiplied by ``scale`` already; a percentage is in percent.
    """

    values: tuple[Decimal, ...]
    percent: bool = False
    points: bool = False
    currency: str | None = None
    scale: Decimal = Decimal(1)


_THOUSAND, _MILLION, _MILLIARD = Decimal(10**3), Decimal(10**6), Decimal(10**9)

_SCALE_LETTERS: dict[str, tuple[Decimal, ...]] = {
    **dict.fromkeys(["k", "K"], (_THOUSAND,)),
    **dict.fromkeys(["M", "MM", "mn", "Mn", "mio", "Mio"], (_MILLION,)),
    **dict.fromkeys(["Md", "Mds", "md", "mds", "Mrd", "bn", "Bn", "B"], (_MILLIARD,)),
}
_SCALE_WORDS: dict[str, tuple[Decimal, ...]] = {
    **dict.fromkeys(["thousand", "mille", "milliers"], (_THOUSAND,)),
    **dict.fromkeys(["million", "millions"], (_MILLION,)),
    **dict.fromkeys(["milliard", "milliards"], (_MILLIARD,)),
    # A billion is a thousand millions in English and a million millions in French.
    **dict.fromkeys(["billion", "billions"], (_MILLIARD, Decimal(10**12))),
}
_LONGEST = 100
"""A longer text is a sentence, not a number."""

_METRES_OR_MILLIONS = (_MILLION, Decimal(1))
"""``1.5m`` without a currency."""


def _any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


_CURRENCY = (
    rf"{_any_of([*CURRENCY_SYMBOLS, 'US$', 'CA$', 'C$', 'AU$', 'A$'])}"
    rf"|(?:{_any_of(CURRENCY_CODES)}|(?i:{_any_of(CURRENCY_NAMES)}))(?![A-Za-z])"
)
_SCALE = rf"(?i:{_any_of(_SCALE_WORDS)})|{_any_of([*_SCALE_LETTERS, 'm'])}"
_POINTS = (
    r"(?i:percentage points?|points? de pourcentage|points? de %"
    r"|%[ -]?points?|points?|pts?\.?|pp\.?)"
)

_LEADING = re.compile(rf"(?P<currency>{_CURRENCY}) ?")
_TRAILING = re.compile(
    rf"(?: ?(?P<points>{_POINTS})"
    rf"| ?(?P<percent>%|(?i:per ?cent|pour ?cents?|pct)\b)"
    rf"| ?(?P<scale>{_SCALE})?(?: ?(?:d'|de )?(?P<currency>{_CURRENCY}))?"
    rf"| ?(?P<currency2>{_CURRENCY}) ?(?P<scale2>{_SCALE})?)"
)
_NUMBER = re.compile(r"\d[\d.,' ]*(?:[eE][+-]?\d+)?|[.,]\d+(?:[eE][+-]?\d+)?")

_MARKS = {
    **dict.fromkeys(map(ord, DASHES), "-"),
    **dict.fromkeys(map(ord, "’‘ʼ′‛´`＇"), "'"),
    **dict.fromkeys(map(ord, "％﹪٪"), "%"),
    **dict.fromkeys(map(ord, "，٫"), ","),
    ord("．"): ".",
    ord("٬"): "'",
    ord("（"): "(",
    ord("）"): ")",
    ord("＋"): "+",
    ord("＄"): "$",
    ord("￡"): "£",
}


def parse_number(text: str) -> WrittenNumber | None:
    """The number that a text writes out, or None where it writes none."""
    if len(text) > _LONGEST:
        return None
    negative, body = _split_sign(_plain(text))
    currency, body = _split_currency(body)
    if currency and not negative:
        negative, body = _split_sign(body)
    number = _NUMBER.match(body)
    if number is None:
        return None
    digits = number[0].rstrip(" ")
    suffix = _TRAILING.fullmatch(body[len(digits) :])
    if suffix is None:
        return None
    trailing = suffix["currency"] or suffix["currency2"]
    if currency and (trailing or suffix["percent"] or suffix["points"]):
        return None
    currency = currency or trailing
    scales = _scales(suffix["scale"] or suffix["scale2"] or "", currency)
    sign = -1 if negative else 1
    values = [sign * reading * scale for reading in _readings(digits) for scale in scales]
    if not 1 <= len(values) <= 2:
        return None
    return WrittenNumber(
        values=tuple(values),
        percent=suffix["percent"] is not None,
        points=suffix["points"] is not None,
        currency=currency,
        scale=scales[0],
    )


def _plain(text: str) -> str:
    """The text with one kind of space, minus, apostrophe and digit."""
    marked = visible(text).translate(_MARKS)
    spaced = " ".join(marked.split())
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in spaced)


def _split_sign(body: str) -> tuple[bool, str]:
    """Whether the number is negative, and the rest: ``-12``, ``12-``, ``(12)``, ``+12``."""
    if body.startswith("("):
        inside, closing, after = body[1:].partition(")")
        return (True, inside.strip() + after) if closing else (False, body)
    if body.startswith(("-", "+")):
        return body[0] == "-", body[1:].lstrip()
    if body.endswith("-"):
        return True, body[:-1].rstrip()
    return False, body


def _split_currency(body: str) -> tuple[str | None, str]:
    match = _LEADING.match(body)
    return (match["currency"], body[match.end() :]) if match else (None, body)


def _scales(suffix: str, currency: str | None) -> tuple[Decimal, ...]:
    if suffix == "m":
        return (_MILLION,) if currency else _METRES_OR_MILLIONS
    if not suffix:
        return (Decimal(1),)
    return _SCALE_LETTERS.get(suffix) or _SCALE_WORDS[suffix.lower()]


def _readings(digits: str) -> tuple[Decimal, ...]:
    """What digits with separators may mean: one value, two, or none."""
    mantissa, scientific, exponent = digits.replace("E", "e").partition("e")
    if scientific:
        value = _decimal(mantissa)
        # Beyond 400 a float overflows anyhow, while Decimal would take its time.
        power = max(-400, min(400, int(exponent)))
        return () if value is None else (value.scaleb(power),)
    readings = (_grouped(mantissa), _decimal(mantissa))
    return tuple(dict.fromkeys(reading for reading in readings if reading is not None))


def _grouped(digits: str) -> Decimal | None:
    """The value where the marks group thousands (and another one starts the decimals)."""
    for mark, point in ((" ", ".,"), ("'", ".,"), (",", "."), (".", ",")):
        pattern = rf"([1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+)(?:[{point}](\d+))?"
        match = re.fullmatch(pattern, digits)
        if match:
            return Decimal(f"{match[1].replace(mark, '')}.{match[2] or 0}")
    return None


def _decimal(digits: str) -> Decimal | None:
    """The value where the only mark, if any, starts the decimals."""
    match = re.fullmatch(r"(\d*)(?:[.,](\d+))?", digits)
    return Decimal(f"{match[1] or 0}.{match[2] or 0}") if match else None
