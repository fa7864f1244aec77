"""What units (``k€``, ``% (0-1)``, ``€/order``) and tolerances (``5% of target``) mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from kpireport.model.kpi import Tolerance, ToleranceKind, Unit, UnitKind
from kpireport.workbook import currencies
from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.findings import Finding
from kpireport.workbook.numbers import NumberReading, read_number, read_number_text
from kpireport.workbook.texts import (
    DASHES,
    excerpt,
    is_missing,
    normalise,
    read_text,
    without_accents,
)


@dataclass(frozen=True, slots=True)
class UnitReading:
    """A unit, and how its percentages are typed where the unit says so.

    ``percent_factor`` turns a plain number of a percent KPI into percent: 100.0 for ``% (0-1)``,
    1.0 for ``% (0-100)``, None where the unit doesn't say (then plain numbers are percent as
    typed, and suspicious ones are an error).
    """

    unit: Unit
    percent_factor: float | None = None


@dataclass(frozen=True, slots=True)
class ToleranceReading:
    """A tolerance; None with ``missing`` for an empty cell, None with ``problem`` for nonsense.

    ``bare_percent``: it was ``5%`` and nothing more (as text, or a percent-formatted cell). It is
    read as 5 % of the target; on a percent KPI that is an error, which the parser raises.
    """

    tolerance: Tolerance | None = None
    missing: bool = False
    bare_percent: bool = False
    problem: Finding | None = None


_PLAIN_NUMBER = frozenset(
    {"", "number", "numeric", "nombre", "nb", "nbre", "count", "numerique", "integer", "decimal"}
)
_PERCENT = re.compile(
    r"(?P<sign>%|per ?cent(?:age)?|pour ?cent(?:age)?|pct)"
    rf"(?: ?\(? ?0 ?(?:[{re.escape(DASHES)}]|\.\.\.?|a|to) ?(?P<top>100|1)(?!\d) ?%?\)?)?"
    r"(?P<rest>.*)"
)
_POINTS = re.compile(r"(?:[ -]?)points?\b.*")

_SCALES = {
    **dict.fromkeys(["k", "K", "000", "'000", "000s", "000's", "thousand", "thousands"], 1e3),
    **dict.fromkeys(["mille", "millier", "milliers"], 1e3),
    **dict.fromkeys(["M", "MM", "mn", "Mn", "mio", "Mio", "million", "millions"], 1e6),
    **dict.fromkeys(["Md", "Mds", "md", "mds", "Mrd", "milliard", "milliards", "bn", "Bn"], 1e9),
}
_CURRENCY_SCALES = _SCALES | {"m": 1e6, "B": 1e9, "b": 1e9}
_SCALE_NAME = re.compile(r"(?i:thousands?|milliers|millions?|milliards?)\b")
_LINK = re.compile(r"^ ?(?:of |de |d')")

_TAX = re.compile(r"(?i: ?\(?(?:H\.?T\.?|TTC|hors taxes?|(?:ex|in)cl\.? ?(?:VAT|tax|TVA))\)?)$")
_PER = re.compile(r"\s*/\s*|\s+(?:per|par)\s+", re.IGNORECASE)

_OF_TARGET = re.compile(
    r"(?i: ?(?:of (?:the )?|de la |de l'|du |d'|× |x )?(?:target|plan|cible|objectif))$"
)
_EITHER_WAY = re.compile(r"^(?:±|\+ ?/ ?-|\+-|plus or minus|plus ou moins) ?")


def read_unit(text: str, default_currency: str | None = None) -> UnitReading:
    """What a unit's text means; never fails, for an unknown word is a unit of its own (OTHER).

    ``default_currency`` (ISO 4217, from the Settings) settles what ``$`` and the like stand for:
    a dollar is Canadian in a book kept in CAD, else American.
    """
    written = " ".join(text.split())
    if written == "#" or is_missing(written) or normalise(written) in _PLAIN_NUMBER - {""}:
        return UnitReading(Unit())
    percent = _PERCENT.match(without_accents(written))
    if percent and not _POINTS.fullmatch(percent["rest"]):
        return _percent(written, percent)
    head, *per = _PER.split(written, maxsplit=1)
    unit = _currency(head, default_currency) or _scaled(head) or Unit(kind=UnitKind.OTHER)
    return UnitReading(replace(unit, text=written, per=per[0] if per else ""))


def read_currency(text: str, default_currency: str | None = None) -> str | None:
    """The ISO 4217 code of a currency given as code, symbol or name: ``€``, ``eur``, ``euros``."""
    return currencies.currency_code(text, default_currency)


def read_tolerance(cell: RawCell | None) -> ToleranceReading:
    """What a Tolerance cell says: ``2``, ``2 pts``, ``5%``, ``5% of target``, ``5 % de la cible``.

    A sign is dropped (``-2 pts`` and ``± 2 pts`` are 2 points). Problems as of numbers.
    """
    if cell is None or cell.kind is not CellKind.TEXT:
        return _tolerance(read_number(cell))
    text = " ".join(read_text(cell).replace("’", "'").split())
    amount = _EITHER_WAY.sub("", _OF_TARGET.sub("", text))
    reading = read_number_text(amount)
    if not _OF_TARGET.search(text):
        return _tolerance(reading)
    if reading.value is None or not reading.percent_text:
        problem = reading.problem if reading.problem and reading.problem.code != "E501" else None
        return ToleranceReading(problem=problem or Finding("E501", {"found": excerpt(text)}))
    return ToleranceReading(Tolerance(abs(reading.value) / 100, ToleranceKind.TARGET_SHARE))


def _tolerance(reading: NumberReading) -> ToleranceReading:
    if reading.value is None:
        return ToleranceReading(missing=reading.missing, problem=reading.problem)
    value = abs(reading.value)
    if reading.points:
        return ToleranceReading(Tolerance(value, ToleranceKind.POINTS))
    if not reading.percent:
        return ToleranceReading(Tolerance(value, ToleranceKind.UNIT))
    share = value / 100 if reading.percent_text else value
    return ToleranceReading(Tolerance(share, ToleranceKind.TARGET_SHARE), bare_percent=True)


def _percent(written: str, match: re.Match[str]) -> UnitReading:
    """A percentage, perhaps of something (``% du CA``), perhaps with its scale declared."""
    rest = match["rest"].strip()
    factor = {None: None, "1": 100.0, "100": 1.0}[match["top"]]
    per = _PER.split(" " + rest, maxsplit=1)
    text = "%" if match["top"] or not rest else written
    unit = Unit(text, UnitKind.PERCENT, per=per[1] if len(per) == 2 else "")
    return UnitReading(unit, factor)


def _currency(head: str, default: str | None) -> Unit | None:
    """``k€``, ``€ m``, ``MEUR``, ``milliers d'euros``: a currency and what one unit of it is."""
    word = _SCALE_NAME.sub(lambda name: name[0].lower(), _TAX.sub("", head.replace("’", "'")))
    code = _code(word, default)
    if code:
        return Unit(kind=UnitKind.CURRENCY, currency=code)
    for scale, factor in _CURRENCY_SCALES.items():
        for rest in (word.removeprefix(scale), word.removesuffix(scale)):
            code = _code(_LINK.sub("", rest).strip(), default) if rest != word else None
            if code:
                return Unit(kind=UnitKind.CURRENCY, currency=code, scale=factor)
    return None


def _code(word: str, default: str | None) -> str | None:
    """The currency of a word. Codes in small letters count only where they are no words."""
    code = currencies.currency_code(word, default)
    bare_word = word.isalpha() and len(word) == 3 and not word.isupper()
    return code if not bare_word or code in ("EUR", "USD", "GBP", "CHF", default) else None


def _scaled(head: str) -> Unit | None:
    """``k``, ``thousands``, ``milliers de visites``: a count in thousands or more."""
    name = _SCALE_NAME.match(head)
    scale = _SCALES.get(name[0].lower() if name else head)
    return Unit(kind=UnitKind.OTHER, scale=scale) if scale else None
