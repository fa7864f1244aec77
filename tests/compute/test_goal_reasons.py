"""Every reason of goals has a sentence in both languages, filled with what it carries."""

from __future__ import annotations

import inspect

import pytest

from kpireport.compute import goal_reasons
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Language
from tests.compute.test_reasons import sample

FUNCTIONS = {
    name: function
    for name, function in vars(goal_reasons).items()
    if inspect.isfunction(function) and function.__module__ == goal_reasons.__name__
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_says_what_is_missing_in_a_sentence(name: str, language: Language) -> None:
    reason = sample(FUNCTIONS[name])
    text = get_messages(language).reason(reason)
    assert reason.code == name
    assert text.endswith(".")
    assert "{" not in text
