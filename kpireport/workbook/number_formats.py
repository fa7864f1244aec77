"""What an Excel number format says of the numbers it shows.

The formats are read as a workbook file stores them, which is in English whatever the language of
the user's Excel: ``,`` groups or scales, ``.`` is the decimal point, ``;`` parts the sections.
Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kpireport.workbook.currencies import CURRENCY_CODES, CURRENCY_SYMBOLS

BUILT_IN_FORMATS = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
    # Money in the currency of the user's own country: which one, the file doesn't say.
    **dict.fromkeys([5, 6, 41, 42], "#,##0_);(#,##0)"),
    **dict.fromkeys([7, 8, 43, 44], "#,##0.00_);(#,##0.00)"),
    # Dates and times whose wording depends on the language of an East Asian Excel.
    **dict.fromkeys([27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58], "yyyy-mm-dd"),
    **dict.fromkeys([32, 33, 34, 35, 55, 56], "h:mm:ss"),
}
"""The formats that a file names by number alone (18.8.30)."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|\\(?P<escaped>.)"
    r"|[_*]."
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|\[(?P<elapsed>h+|m+|s+)\]"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|Standard)"
    r"|(?P<scientific>E[+-])"
    r"|(?P<noon>AM/PM|A/P)"
    r"|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
_DATE_LETTERS = frozenset("dmyhs")
_ERA_LETTERS = frozenset("egba")
"""Years and weekdays of East Asian and Thai calendars; beside digits they are stray text."""
_CODES = _DATE_LETTERS | _ERA_LETTERS | frozenset("0#?,.%@")

_LABELS = {
    **dict.fromkeys(["k", "'000", "000", "000s", "thousand", "thousands"], 1e3),
    **dict.fromkeys(["million", "millions"], 1e6),
    **dict.fromkeys(["mille", "millier", "milliers"], 1e3),
    **dict.fromkeys(["milliard", "milliards"], 1e9),
    "m": 1e6,
    "mm": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "md": 1e9,
    "mds": 1e9,
    "mrd": 1e9,
    "bn": 1e9,
    "b": 1e9,
}


@dataclass(frozen=True, slots=True)
class FormatReading:
    """What one section of a number format says.

    ``date``         the number is shown as a date or a time.
    ``time_only``    … as a time of day or a duration, without day, month or year.
    ``percent``      the screen multiplies by 100 and adds a percent sign.
    ``scale``        what the screen divides by: 1000 for each trailing comma.
    ``label_scale``  what a k, M, Md, bn written into the format claims (1.0 where none is).
    ``currency``     the currency's symbol or code, as written in the format.
    """

    date: bool = False
    time_only: bool = False
    percent: bool = False
    scale: float = 1.0
    label_scale: float = 1.0
    currency: str | None = None


_GENERAL = FormatReading()


def read_format(code: str, value: float = 1.0) -> FormatReading:
    """What the number format ``code`` says of ``value`` (a format has sections by sign)."""
    if code == "General":
        return _GENERAL
    return _read_section(_section(code, value))


def ever_a_date(code: str) -> bool:
    """Whether any section of the format shows numbers as dates or times."""
    return any(_read_section(section).date for section in _sections(code))


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[str, ...]:
    """The sections between the semicolons that are no literals."""
    sections, start = [], 0
    for token in _TOKEN.finditer(code):
        if token["plain"] == ";":
            sections.append(code[start : token.start()])
            start = token.end()
    return (*sections, code[start:])


def _section(code: str, value: float) -> str:
    """The section that shows ``value``: by conditions where there are some, else by sign."""
    sections = _sections(code)
    if len(sections) == 1:
        return sections[0]
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=False):
            if condition is None or _holds(condition, value):
                return section
        return sections[min(2, len(sections) - 1)]
    if value < 0:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]


def _holds(condition: re.Match[str], value: float) -> bool:
    sign, bound = condition[1], float(condition[2])
    return {
        "<": value < bound,
        "<=": value <= bound,
        ">": value > bound,
        ">=": value >= bound,
        "=": value == bound,
        "<>": value != bound,
    }[sign]


@lru_cache(maxsize=1024)
def _read_section(section: str) -> FormatReading:
    codes: list[str] = []
    literals: list[str] = []
    currency: str | None = None
    elapsed = scientific = noon = False
    for token in _TOKEN.finditer(section):
        kind = token.lastgroup
        text = token[kind] if kind else ""
        if kind == "currency":
            currency = text or currency
            literals.append(text)
        elif kind in ("quoted", "escaped"):
            literals.append(text)
        elif kind == "elapsed":
            elapsed = True
        elif kind == "noon":
            noon = True
        elif kind == "scientific":
            scientific = True
        elif kind == "plain":
            (codes if text.lower() in _CODES else literals).append(text)
    digits = "".join(code for code in codes if code in "0#?,.")
    dated = _DATE_LETTERS if digits else _DATE_LETTERS | _ERA_LETTERS
    letters = {code.lower() for code in codes} & dated
    clock = elapsed or noon or (letters <= {"h", "m", "s"} and bool(letters & {"h", "s"}))
    scale = 1.0 if letters or scientific else 1000.0 ** _scaling_commas(digits)
    words = " ".join("".join(literals).split())
    return FormatReading(
        date=bool(letters) or elapsed or noon,
        time_only=clock and letters <= {"h", "m", "s"},
        percent="%" in codes,
        scale=scale,
        label_scale=_label_scale(words, scale),
        currency=currency or _currency_in(words),
    )


def _scaling_commas(digits: str) -> int:
    """How many commas stand right of the last digit before the decimal point, or at the end."""
    whole, _, fraction = digits.partition(".")
    return sum(len(part) - len(part.rstrip(",")) for part in (whole, fraction) if part.strip(","))


def _currency_in(words: str) -> str | None:
    for word in re.findall(r"[A-Z]{3}|[^\w\s]", words):
        if word in CURRENCY_SYMBOLS or word in CURRENCY_CODES:
            return str(word)
    return None


def _label_scale(words: str, scale: float) -> float:
    """What the letters beside the number claim: ``k€`` → 1000. A lone ``m`` may be metres."""
    currency = _currency_in(words)
    letters = words.replace(currency, "") if currency else words
    letters = re.sub(r"(?<=s)(?: of| de| d['’])|[\s()+\-]", "", letters)
    if letters == "m" and currency is None and scale < 1e6:
        return 1.0
    return _LABELS.get(letters.casefold(), 1.0)
