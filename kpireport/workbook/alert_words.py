"""A list of alert rules as somebody writes it: in the Settings, or after ``--fail-on``."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
    """The rules a list names, each once and in a fixed order; None beside what is wrong with it.

    The words may be in either language; ``language`` is that of the names a problem lists.
    """
    words = alert_words(text)
    unknown = unknown_words(words)
    if unknown:
        return None, Finding("E331", {"found": unknown, "choices": rule_names(language)})
    values = {_VALUES[normalise(word)] for word in words}
    if NO_ALERTS in values and len(values) > 1:
        return None, Finding("E332", {"found": text})
    return rules_of(words), None


def alert_words(text: str) -> tuple[str, ...]:
    """The words of a list with commas, semicolons, slashes, line ends or "and" between."""
    return tuple(word.strip(" .") for word in _SEPARATOR.split(text) if normalise(word))


def unknown_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words that name no rule, nor all or none of them."""
    return tuple(word for word in words if normalise(word) not in _VALUES)


def rules_of(words: Iterable[str]) -> tuple[AlertRule, ...]:
    """The rules that known words stand for, each once; ``KeyError`` for an unknown one."""
    values = {_VALUES[normalise(word)] for word in words}
    return tuple(rule for rule in AlertRule if ALL_ALERTS in values or rule.value in values)


def rule_names(language: Language) -> tuple[str, ...]:
    """Every word's main name in that language."""
    return tuple(choice.names.main(language) for choice in ALERTS)
