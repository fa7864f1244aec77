"""Codes become sentences: problems, reasons, errors, labels and every other text of a language.

A missing sentence or parameter is a fault of the program and raises ``KeyError``: a reader never
sees a key. Parameters are formatted by their type: numbers and months by CLDR, tuples as a list,
text as the user typed it. Years and codes are therefore handed over as text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from kpireport import resources
from kpireport.i18n.catalogue import Catalogue, Plural
from kpireport.i18n.formats import get_formats, is_month_first
from kpireport.i18n.typography import APOSTROPHE, MISSING, isolated
from kpireport.model.book import Language
from kpireport.model.errors import KpiReportError
from kpireport.model.period import Period
from kpireport.model.problem import Param, Problem
from kpireport.model.reason import Reason

LANGUAGES: tuple[Language, ...] = ("en", "fr")

_OF_TERMINALS = ("cli.", "error.", "problem.")
"""Sentences that a terminal shows, and old ones show a mark of direction as a sign."""

_OF_MONTH = re.compile(r"\b([Dd])e \{(\w+)\}")


@dataclass(frozen=True, slots=True)
class ProblemText:
    """A problem in words. ``expected`` is empty where the message says it all.

    ``title`` names the kind of problem, ``message`` what is wrong here, ``advice`` how to mend it.
    """

    title: str
    message: str
    expected: str
    advice: str


class Messages:
    """The sentences of one language, their days in the order that a report's reader expects."""

    def __init__(
        self,
        language: Language,
        month_first: bool = False,
        instead: Mapping[str, str] | None = None,
    ) -> None:
        self.language = language
        self.formats = get_formats(language, month_first)
        """How this language shows numbers, months and dates."""
        self._month_first = month_first
        self._instead = dict(instead or {})
        self._catalogue = Catalogue(resources.locales() / language, language)
        self._fixed: dict[str, str] = {}

    def saying(self, instead: Mapping[str, str]) -> Messages:
        """The same sentences, but for some keys those of others: key → the key to take instead."""
        return Messages(self.language, self._month_first, instead)

    def text(self, key: str, **params: Param | date) -> str:
        """The sentence of ``key``, filled. The plural is chosen by ``count``, or the entry's own.

        Raises ``KeyError`` where there is no such sentence or one of its parameters is missing.
        """
        return self._fill(key, params)

    def has(self, key: str) -> bool:
        return self._catalogue.get(key) is not None

    def problem(self, problem: Problem) -> ProblemText:
        """A problem's sentences, with its parameters.

        Of a file that is ``elsewhere`` than on this computer the advice may be another.
        """
        advice = f"problem.{problem.code}.advice"
        if problem.params.get("elsewhere") and self.has(f"{advice}_elsewhere"):
            advice = f"{advice}_elsewhere"
        keys = {name: f"problem.{problem.code}.{name}" for name in ("title", "message")}
        keys["advice"] = advice
        part = {name: self._fill(key, problem.params) for name, key in keys.items()}
        key = f"problem.{problem.code}.expected"
        expected = self._fill(key, problem.params) if self.has(key) else ""
        return ProblemText(part["title"], part["message"], expected, part["advice"])

    def explanation(self, code: str) -> str | None:
        """What a problem code means in general, or None where there is no such code."""
        key = f"problem.{code}.explain"
        return self._fill(key, {}) if self.has(key) else None

    def problem_codes(self) -> tuple[str, ...]:
        """Every problem code that has sentences, in order of number."""
        codes = {key.split(".")[0] for key in self._catalogue.under("problem")}
        return tuple(sorted(codes, key=lambda code: (code[1:], code[0])))

    def reason(self, reason: Reason) -> str:
        """Why a value is missing or partial, as a sentence."""
        said = self._fill(f"reason.{reason.code}", reason.params)
        return said if reason.also is None else f"{said} {self.reason(reason.also)}"

    def error(self, error: KpiReportError) -> str:
        """What stopped the run, as a sentence."""
        return self._fill(f"error.{error.code}", error.params)

    def labels(self) -> Mapping[str, str]:
        """Every fixed word a layout needs, by its key without ``label.``."""
        entries = self._catalogue.under("label").items()
        said = {key: entry for key, entry in entries if isinstance(entry, str)}
        for key, other in self._instead.items():
            if key.startswith("label."):
                said[key.removeprefix("label.")] = self.text(other)
        return said

    def _fill(self, key: str, params: Mapping[str, Param | date]) -> str:
        # More than every second text asked for is a fixed one, such as a label.
        fixed = self._fixed.get(key)
        return self._filled(key, params) if fixed is None else fixed

    def _filled(self, asked: str, params: Mapping[str, Param | date]) -> str:
        key = self._instead.get(asked, asked)
        entry = self._catalogue.get(key)
        if entry is None:
            raise KeyError(f"{self.language}: no sentence {key}")
        text = self._plural_form(key, entry, params) if isinstance(entry, Plural) else entry
        if "{" not in text and "}" not in text:
            if text is entry:
                self._fixed[asked] = text
            return text
        shown = {
            name: value if type(value) is str else self._shown(value)
            for name, value in params.items()
        }
        if self.language == "fr":
            months = {name for name, value in params.items() if isinstance(value, Period)}
            text = _elided(text, months, shown) if months else text
        if not key.startswith(_OF_TERMINALS):
            for name, said in shown.items():
                if not said.isascii():
                    shown[name] = isolated(said)
        try:
            return text.format_map(shown)
        except KeyError as missing:
            raise KeyError(f"{self.language}: {key} needs the parameter {missing}") from None

    def _plural_form(self, key: str, entry: Plural, params: Mapping[str, Param | date]) -> str:
        count = params.get(entry.by)
        if not isinstance(count, (int, float)):
            raise KeyError(f"{self.language}: {key} needs a number as {entry.by}")
        return entry.forms.get(self.formats.plural_category(count), entry.forms["other"])

    def _shown(self, value: Param | date) -> str:
        match value:
            case None:
                return MISSING
            case str():
                return value
            case bool():
                return self.text("label.yes" if value else "label.no")
            case int() | float():
                return self.formats.plain(value)
            case Period():
                return self.formats.month(value)
            case tuple():
                return self.formats.listing(value)
            case _:
                return self.formats.day(value)


def _elided(text: str, months: Collection[str], shown: Mapping[str, str]) -> str:
    """``de {period}`` before a month that begins with a vowel: ``d'août 2026``."""

    def before(found: re.Match[str]) -> str:
        name = found[2]
        vowel = name in months and shown[name][:1] in "ao"
        return f"{found[1]}{APOSTROPHE}{{{name}}}" if vowel else found[0]

    return _OF_MONTH.sub(before, text)


def get_messages(language: Language, currency: str | None = None) -> Messages:
    """The one ``Messages`` of a language, its files read once a run, for a report in ``currency``.

    The currency decides on the order of a day in English.
    """
    return _messages(language, is_month_first(language, currency))


@cache
def _messages(language: Language, month_first: bool) -> Messages:
    return Messages(language, month_first)
