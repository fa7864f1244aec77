"""Names written from right to left don't scramble the figures beside them."""

from __future__ import annotations

import unicodedata

from kpireport.i18n.messages import LANGUAGES, get_messages
from kpireport.i18n.typography import isolated
from tests.render import odd_books

HEBREW = "שיעור המרה"


def test_only_letters_from_right_to_left_are_set_apart() -> None:
    for text in ("Conversion", "Taux d’abandon", "売上高", "🚀", ""):
        assert isolated(text) == text
    assert isolated(f"A {HEBREW}") == f"\u2068A {HEBREW}\u2069"


def test_sentences_of_the_report_set_names_apart_and_those_of_the_terminal_stay_plain() -> None:
    for language in LANGUAGES:
        messages = get_messages(language)
        said = messages.text("headline.behind", name=HEBREW, clauses="x")
        assert f"\u2068{HEBREW}\u2069" in said
        told = messages.text("cli.template_unused_unlike", name=HEBREW)
        assert HEBREW in told
        assert "\u2068" not in told


def test_every_letter_from_right_to_left_in_a_headline_stands_apart() -> None:
    for sentence in odd_books.view_of("sizes and scripts").headlines:
        depth = 0
        for letter in sentence:
            depth += {"\u2068": 1, "\u2069": -1}.get(letter, 0)
            assert depth or unicodedata.bidirectional(letter) not in {"R", "AL"}
