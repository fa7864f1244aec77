"""A list of alert rules as somebody writes it: in the Settings, or after ``--fail-on``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from kpireport.model.book import Language
from kpireport.model.highlight import AlertRule
from kpireport.workbook.choices import ALERTS, ALL_ALERTS, NO_ALERTS
from kpireport.workbook.findings import Finding
from kpireport.workbook.texts import normalise

_SEPARATOR = re.compile(r"[,;|/+&\n\r]+|\s(?:and|et|or|ou)\s", re.IGNORECASE)
_VALUES = {name: choice.value for choice in ALERTS for name in choice.names.normalised}


def read_alerts(
    text: str, language: Language
) -> tuple[tuple[AlertRule, ...] | None, Finding | None]:
    """The rules a setting names, each once and in a fixed order; None beside what is wrong.

    The words may be in either language; ``language`` is that of the names a problem lists.
    """
    words = _words(text)
    if unknown := _unknown(words):
        choices = tuple(choice.names.main(language) for choice in ALERTS)
        return None, Finding("E331", {"found": unknown, "choices": choices})
    values = {_VALUES[normalise(word)] for word in words}
    if NO_ALERTS in values and len(values) > 1:
        return None, Finding("E332", {"found": text})
    return _rules(values), None


def read_conditions(text: str) -> tuple[tuple[AlertRule, ...], tuple[str, ...]]:
    """The rules a condition names, and the words that name none: to fail on nothing is none."""
    words = _words(text)
    nothing = tuple(word for word in words if _VALUES.get(normalise(word)) == NO_ALERTS)
    if unknown := (*_unknown(words), *nothing):
        return (), unknown
    return _rules({_VALUES[normalise(word)] for word in words}), ()


def _words(text: str) -> tuple[str, ...]:
    """The words of a list with commas, semicolons, slashes, line ends or "and" between."""
    return tuple(word.strip(" .") for word in _SEPARATOR.split(text) if normalise(word))


def _unknown(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if normalise(word) not in _VALUES)


def _rules(values: Collection[str]) -> tuple[AlertRule, ...]:
    return tuple(rule for rule in AlertRule if ALL_ALERTS in values or rule.value in values)
