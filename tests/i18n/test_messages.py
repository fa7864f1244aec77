"""Keys become sentences, with plural forms and parameters in the language."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kpireport.i18n.catalogue import Catalogue
from kpireport.i18n.messages import Messages, get_messages
from kpireport.i18n.typography import typeset
from kpireport.model.errors import OutputError, WorkbookError
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.model.reason import Reason

NNBSP, NBSP = "\u202f", "\u00a0"

FRENCH = """
[greeting]
plain = "Bonjour {name} : ça va ?"
many = { one = "{count} mois", other = "{count} mois en tout", many = "{count} de mois" }
ruled = { by = "total", one = "{count} sur {total} fait", other = "{count} sur {total} faits" }

[problem.E999]
title = "Titre"
message = "Trouvé « {found} »"
advice = "Corrigez."
explain = "Voici pourquoi."

[reason]
why = "Depuis {since}."

[error]
stopped = "Arrêt : {path} ; {count} fichiers."
"""


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Messages:
    """Messages over a small catalogue of its own."""
    folder = tmp_path / "fr"
    folder.mkdir()
    (folder / "greetings.toml").write_text(FRENCH.split("[problem")[0], encoding="utf-8")
    rest = "[problem" + FRENCH.split("[problem")[1]
    (folder / "problems_x.toml").write_text(rest.split("[reason]")[0], encoding="utf-8")
    (folder / "reasons.toml").write_text(
        "[reason]" + rest.split("[reason]")[1].split("[error]")[0], encoding="utf-8"
    )
    (folder / "errors.toml").write_text("[error]" + rest.split("[error]")[1], encoding="utf-8")
    monkeypatch.setattr("kpireport.resources.locales", lambda: tmp_path)
    return Messages("fr")


def test_a_sentence_is_set_in_french_but_what_the_user_typed_is_not(french: Messages) -> None:
    text = french.text("greeting.plain", name="l'été : 5 %")
    assert text == f"Bonjour l'été : 5 %{NBSP}: ça va{NNBSP}?"


def test_plural_forms_follow_the_count(french: Messages) -> None:
    assert french.text("greeting.many", count=0) == "0 mois"
    assert french.text("greeting.many", count=2) == "2 mois en tout"
    assert french.text("greeting.many", count=1_000_000) == (f"1{NNBSP}000{NNBSP}000 de mois")


def test_an_entry_may_name_the_parameter_that_rules(french: Messages) -> None:
    assert french.text("greeting.ruled", count=1, total=2) == "1 sur 2 faits"


def test_the_many_form_falls_back_to_other(french: Messages) -> None:
    text = french.text("greeting.ruled", count=1, total=1_000_000)
    assert text.endswith("faits")


def test_a_missing_key_or_parameter_is_a_fault(french: Messages) -> None:
    with pytest.raises(KeyError, match=r"greeting\.nothing"):
        french.text("greeting.nothing")
    with pytest.raises(KeyError, match="name"):
        french.text("greeting.plain")
    with pytest.raises(KeyError, match="count"):
        french.text("greeting.many", count="two")


def test_parameters_are_formatted_by_their_type() -> None:
    for language, expected in (
        ("en", ["1,234.5", "Oct 2026", "a, b, and c", "yes", "–", "2026", "31 Dec 2026"]),
        ("fr", [f"1{NNBSP}234,5", "oct. 2026", "a, b et c", "oui", "–", "2026", "31 déc. 2026"]),
    ):
        messages = get_messages("fr" if language == "fr" else "en")
        params = (
            1234.5, Period(2026, 10), ("a", "b", "c"), True, None, "2026", date(2026, 12, 31)
        )  # fmt: skip
        texts = [messages.text("error.output_failed", path=p, cause="x") for p in params]
        assert [text.split(" could not")[0].split(" n’a pas")[0] for text in texts] == expected


def test_a_problem_has_a_title_a_message_and_advice(french: Messages) -> None:
    text = french.problem(Problem("E999", "Feuil1", "B2", {"found": "12;5"}))
    assert (text.title, text.message) == ("Titre", f"Trouvé «{NBSP}12;5{NBSP}»")
    assert (text.advice, text.expected) == ("Corrigez.", "")
    assert french.explanation("E999") == "Voici pourquoi."
    assert french.explanation("E998") is None
    assert french.problem_codes() == ("E999",)


def test_reasons_and_errors(french: Messages) -> None:
    assert french.reason(Reason("why", {"since": Period(2026, 8)})) == "Depuis août 2026."
    error = OutputError("stopped", {"path": "a.pdf", "count": 2})
    assert french.error(error) == f"Arrêt{NBSP}: a.pdf{NNBSP}; 2 fichiers."


def test_the_error_of_a_broken_workbook_counts_its_errors() -> None:
    one = WorkbookError([Problem("E101")])
    assert get_messages("en").error(one) == "The workbook has 1 error. Nothing was written."


def test_labels_have_no_parameters_and_no_prefix() -> None:
    labels = get_messages("en").labels()
    assert labels["on_track"] == "On track"
    assert not any("{" in text for text in labels.values())


def test_a_key_written_twice_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[word]\na = "x"\n', encoding="utf-8")
    (tmp_path / "words_more.toml").write_text('[word]\na = "y"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"word\.a is written twice"):
        Catalogue(tmp_path, "en").get("word.a")


def test_only_the_files_asked_for_are_parsed(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text('[word]\na = "x"\n', encoding="utf-8")
    (tmp_path / "broken.toml").write_text("this is not TOML", encoding="utf-8")
    assert Catalogue(tmp_path, "en").get("word.a") == "x"


def test_a_plain_sentence_needs_no_babel() -> None:
    """`check --help` prints sentences; what it doesn't need must not be loaded."""
    code = (
        "import sys; from kpireport.i18n.messages import get_messages;"
        "get_messages('fr').text('error.output_failed', path='a', cause='b');"
        "get_messages('fr').labels();"
        "sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("written", "french", "english"),
    [
        ("Vu : oui ; non !", f"Vu{NBSP}: oui{NNBSP}; non{NNBSP}!", "Vu : oui ; non !"),
        ("« a » 5 %", f"«{NBSP}a{NBSP}» 5{NBSP}%", "« a » 5 %"),
        ("l'été, can't", "l’été, can’t", "l’été, can’t"),
        ("1'234 and 'a'", "1'234 and 'a'", "1'234 and 'a'"),
        ("https://a.b", "https://a.b", "https://a.b"),
    ],
)
def test_typesetting(written: str, french: str, english: str) -> None:
    assert typeset(written, "fr") == french
    assert typeset(written, "en") == english


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (4, "Chiffre d’avr. 2026"),
        (8, "Chiffre d’août 2026"),
        (10, "Chiffre d’oct. 2026"),
        (9, "Chiffre de sept. 2026"),
        (1, "Chiffre de janv. 2026"),
    ],
)
def test_french_elides_before_a_month_that_begins_with_a_vowel(month: int, said: str) -> None:
    french = get_messages("fr")
    assert french.text("goal.figure_of", period=Period(2026, month)) == said


def test_only_months_are_elided_and_only_in_french() -> None:
    # What a user typed is never changed, and "as of {period}" has no French "de".
    french, english = get_messages("fr"), get_messages("en")
    assert french.text("goal.figure_of", period="avril") == "Chiffre de avril"
    assert english.text("goal.figure_of", period=Period(2026, 4)) == "Figure of Apr 2026"
