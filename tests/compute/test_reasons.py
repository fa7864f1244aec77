"""Every reason has a sentence in both languages that can be filled with what it carries."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from typing import Any

import pytest

from kpireport.compute import reasons
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language
from kpireport.model.period import Period
from kpireport.model.reason import Reason

FUNCTIONS = {
    name: function
    for name, function in vars(reasons).items()
    if inspect.isfunction(function) and function.__module__ == reasons.__name__
}
SPAN = (Period(2026, 4), Period(2027, 3))
SAMPLES: dict[Any, Any] = {
    Period: SPAN[0],
    int: 9,
    str: "Orders",
    float: 1.5,
    tuple[Period, Period]: SPAN,
    Reason: reasons.year_target_incomplete(9, SPAN, SPAN),
}


def sample(function: Callable[..., Reason], **own: Any) -> Reason:
    kinds = typing.get_type_hints(function)
    given = {name: SAMPLES[kinds[name]] for name in inspect.signature(function).parameters}
    return function(**given | {name: value for name, value in own.items() if name in given})


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_says_what_is_missing_in_a_sentence(name: str, language: Language) -> None:
    text = get_messages(language).reason(sample(FUNCTIONS[name]))
    assert text.endswith((".", ".)"))
    assert "{" not in text


@pytest.mark.parametrize("name", FUNCTIONS)
def test_is_named_by_its_code(name: str) -> None:
    assert sample(FUNCTIONS[name]).code == name


def test_plurals_in_both_languages() -> None:
    one, nine = (sample(reasons.needs_every_month, count=n, expected=12) for n in (1, 9))
    english, french = get_messages("en"), get_messages("fr")
    assert english.reason(one) == "No figure: it needs all 12 months, and 1 has an actual."
    assert english.reason(nine) == "No figure: it needs all 12 months, and 9 have an actual."
    assert "1 seul a un réalisé" in french.reason(one)
    assert "9 ont un réalisé" in french.reason(nine)
