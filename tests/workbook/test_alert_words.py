"""The setting Alert on: lists of alert rules in both languages, and what is no rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.book import Settings
from kpireport.model.highlight import DEFAULT_ALERTS, AlertRule
from kpireport.model.problem import CellRef
from kpireport.workbook import read_book
from kpireport.workbook.alert_words import read_alerts, read_conditions
from kpireport.workbook.choices import ALERTS, ALL_ALERTS, NO_ALERTS
from tests.workbook.books import SOUND, Rows, read, write

OFF, RISK, SIGNAL = AlertRule.OFF_TRACK, AlertRule.AT_RISK, AlertRule.SIGNAL
LANDING, MISSING = AlertRule.LANDING, AlertRule.MISSING_DATA


def setting(name: str, value: str) -> dict[str, Rows]:
    return SOUND | {"Settings": [["Setting", "Value"], ["Currency", "EUR"], [name, value]]}


def asked(folder: Path, name: str, value: str) -> tuple[AlertRule, ...]:
    book, problems = read(write(folder / "book.xlsx", setting(name, value)))
    assert problems == ()
    return book.settings.alert_on


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("off track", (OFF,)),
        ("Off-track; At risk", (OFF, RISK)),
        ("off_track,signal", (OFF, SIGNAL)),
        ("missing data\nlanding", (LANDING, MISSING)),
        ("signal and landing", (SIGNAL, LANDING)),
        ("hors objectif, à risque, signal, atterrissage, données manquantes", tuple(AlertRule)),
        ("À surveiller / Signaux", (RISK, SIGNAL)),
        ("atterrissage et hors objectif", (OFF, LANDING)),
        ("signal, signal", (SIGNAL,)),
        ("all", tuple(AlertRule)),
        ("Tout", tuple(AlertRule)),
        ("none", ()),
        ("aucun", ()),
        ("", DEFAULT_ALERTS),
        ("n/a", DEFAULT_ALERTS),
    ],
)
def test_a_list_of_rules_in_either_language(
    tmp_path: Path, text: str, rules: tuple[AlertRule, ...]
) -> None:
    assert asked(tmp_path, "Alert on", text) == rules


@pytest.mark.parametrize(
    "name", ["Alert on", "Alerter sur", "ALERTS", "alertes", "Alert rules", "Règles d'alerte"]
)
def test_the_setting_has_several_names(tmp_path: Path, name: str) -> None:
    assert asked(tmp_path, name, "signal") == (SIGNAL,)


def test_without_the_setting_every_rule_holds_but_at_risk(tmp_path: Path) -> None:
    book, _ = read(write(tmp_path / "book.xlsx", SOUND))
    assert book.settings.alert_on == (OFF, SIGNAL, LANDING, MISSING)


@pytest.mark.parametrize(
    ("name", "language", "found", "allowed"),
    [
        ("Alert on", "en", "sings and whatever", "off track, at risk, signal, landing,"),
        ("Alerter sur", "fr", "sings et whatever", "hors objectif, à risque, signal, atterrissage"),
    ],
)
def test_an_unknown_word_is_named_with_what_is_allowed(
    tmp_path: Path, name: str, language: str, found: str, allowed: str
) -> None:
    path = write(tmp_path / "book.xlsx", setting(name, "off track, sings, whatever"))
    book, problems = read_book(path)
    assert [(p.code, p.sheet, p.cell) for p in problems] == [("E331", "Settings", "B3")]
    text = get_messages("fr" if language == "fr" else "en").problem(problems[0])
    assert found in text.message
    assert allowed in text.expected
    # Nothing is guessed from the words that were understood.
    assert book is not None
    assert book.settings.alert_on == Settings().alert_on


def test_none_stands_alone(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", setting("Alert on", "signal, none"))
    _, problems = read_book(path)
    assert [(p.code, p.cell) for p in problems] == [("E332", "B3")]
    assert "signal, none" in get_messages("en").problem(problems[0]).message


def test_every_rule_has_a_word() -> None:
    assert [choice.value for choice in ALERTS] == [*AlertRule, ALL_ALERTS, NO_ALERTS]
    words = [name for choice in ALERTS for name in choice.names.normalised]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("off_track", (OFF,)),
        ("missing_data,off_track", (OFF, MISSING)),
        ("à risque et atterrissage", (RISK, LANDING)),
        ("any", tuple(AlertRule)),
        ("tout", tuple(AlertRule)),
    ],
)
def test_conditions_are_said_in_the_same_words(text: str, rules: tuple[AlertRule, ...]) -> None:
    assert read_conditions(text) == (rules, ())


def test_to_fail_on_nothing_is_no_condition() -> None:
    assert read_conditions("signal, none") == ((), ("none",))
    assert read_conditions("landing, sings") == ((), ("sings",))
    assert read_conditions(" , ") == ((), ())


def test_what_is_no_rule_is_said_in_plain_words() -> None:
    _, finding = read_alerts("everything", "en")
    assert finding is not None
    problem = finding.at(CellRef("Settings", "B3"))
    assert get_messages("en").problem(problem).message == "Not an alert rule: everything."
