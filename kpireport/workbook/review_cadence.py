"""What the Review column says: how often a KPI is looked at, or the day of the next look.

The column is free text in most workbooks (``Monthly, trading meeting``). A part of it between
commas that is a cadence's own word counts; else a single adjective (``monthly``) anywhere in it.
Words that multiply (``twice a year``, ``half-yearly``) make it something this program doesn't
know, and it says so instead of guessing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kpireport.model.names import normalise
from kpireport.model.review import Cadence
from kpireport.workbook.periods import read_date
from kpireport.workbook.records import Record

_WORDS = {
    Cadence.MONTHLY: "monthly month months mthly mth m mensuel mensuelle mensuellement mois mens",
    Cadence.QUARTERLY: (
        "quarterly quarter qtrly qtr q trimestriel trimestrielle trimestriellement trimestre trim t"
    ),
    Cadence.YEARLY: (
        "yearly year annual annually yrly yr y annuel annuelle annuellement an annee ann a"
    ),
}
_WHOLE = {word: cadence for cadence, words in _WORDS.items() for word in words.split()}
"""A part of the text that is nothing but one of these says the cadence."""

_ADJECTIVES = {
    word: cadence
    for word, cadence in _WHOLE.items()
    if re.search(r"(ly|el|elle|ement|annual)$", word)
}
"""These say it within a longer part too (``monthly board meeting``)."""

_EVERY = re.compile(
    r"^(?:every|each|per|once an?|an?|chaque|tous les|toutes les|par|une fois par) "
)
_EVERY_SOME = re.compile(r"^(?:every|tous les) (\d+) (?:months|mois)$")
_PARTS = re.compile(r"[,;:()/|\n]|\s[-–—]\s")
_MULTIPLIERS = frozenset(
    # one list a language
    {"half", "semi", "bi", "twice", "two", "three", "other", "second", "not", "no", "except"}
    | {"deux", "trois", "fois", "demi", "non", "pas", "sauf"}
)
_BY_MONTHS = {each.months: each for each in Cadence}


@dataclass(frozen=True, slots=True)
class ReviewReading:
    """The column's text (a date as ISO), and the cadence or the day it says, where it does."""

    text: str
    cadence: Cadence | None = None
    on: date | None = None


def read_review(record: Record) -> ReviewReading:
    """The row's Review. W841 where neither a cadence nor a date can be read from it."""
    text = record.text("review")
    if not text:
        return ReviewReading("")
    if (cadence := cadence_in(text)) is not None:
        return ReviewReading(text, cadence)
    reading = read_date(record.cell("review"))
    if reading.problem is not None:
        record.problems.append(reading.problem.at(record.ref("review")))
    elif reading.value is None:
        record.report("W841", "review", found=text)
    return ReviewReading(text, on=reading.value)


def cadence_in(text: str) -> Cadence | None:
    """The one cadence that a text names; None where it names none or several."""
    parts = [_spaced(part) for part in _PARTS.split(text)]
    said = {cadence for part in parts if (cadence := _whole(part)) is not None}
    if not said:
        words = re.findall(r"\w+", " ".join(parts))
        if any(word.isdigit() or normalise(word) in _MULTIPLIERS for word in words):
            return None
        said = {_ADJECTIVES[key] for word in words if (key := normalise(word)) in _ADJECTIVES}
    return said.pop() if len(said) == 1 else None


def _whole(part: str) -> Cadence | None:
    """What a part says that is nothing but a cadence: ``monthly``, ``every quarter``, ``an``."""
    if (match := _EVERY_SOME.match(part)) is not None:
        return _BY_MONTHS.get(int(match[1]))
    return _WHOLE.get(normalise(_EVERY.sub("", part)))


def _spaced(text: str) -> str:
    return " ".join(text.lower().split())
