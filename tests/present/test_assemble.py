"""The sample company's whole report, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.present.assemble import build_view
from kpireport.present.tokens import STATUS_SHAPES
from kpireport.present.view import Figure, ReportView
from tests.present.scorecards import sample_scorecard

ENGLISH = build_view(sample_scorecard(), "en", "abc123")
FRENCH = build_view(sample_scorecard(), "fr", "abc123")
BOTH = pytest.mark.parametrize("view", [ENGLISH, FRENCH], ids=["en", "fr"])


def parts(value: object) -> Iterator[object]:
    """A view and everything inside it."""
    yield value
    if is_dataclass(value) and not isinstance(value, type):
        for entry in fields(value):
            yield from parts(getattr(value, entry.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from parts(item)


def test_the_report_is_named_and_dated() -> None:
    assert (ENGLISH.title, ENGLISH.organisation) == ("Board scorecard", "Maison Lumière")
    assert (ENGLISH.period_iso, ENGLISH.period_label) == ("2026-10", "October 2026")
    assert (FRENCH.period_label, FRENCH.locale) == ("octobre 2026", "fr")
    assert ENGLISH.confidentiality == "Confidential: board members only"
    assert ENGLISH.prepared_by == "Finance department"
    assert (ENGLISH.source_name, ENGLISH.run) == ("maison-lumiere.xlsx", "abc123")
    assert ENGLISH.source_sha256 == "3f" * 32
    assert ENGLISH.accent_colour == "#1f4e79"


def test_a_report_without_a_title_gets_one() -> None:
    card = sample_scorecard()
    untitled = replace(card, settings=replace(card.settings, title="", accent_colour=None))
    assert build_view(untitled, "fr", "r").title == "Tableau de bord des indicateurs"
    assert build_view(untitled, "en", "r").accent_colour.startswith("#")


@BOTH
def test_every_kpi_stands_once(view: ReportView) -> None:
    ids = ["REV", "GM", "AOV", "CART", "NPS", "VIS", "RET", "COVER", "ACC", "FTE"]
    assert [kpi.id for kpi in view.kpis] == ids
    assert len({kpi.anchor for kpi in view.kpis}) == len(ids)
    assert [card.id for card in view.cards] == ["REV", "GM", "AOV", "CART"]


def test_the_sample_has_every_status() -> None:
    assert {kpi.status.code for kpi in ENGLISH.kpis} == STATUS_SHAPES.keys()
    assert [mark.code for mark in ENGLISH.legend] == list(STATUS_SHAPES)
    assert len({mark.shape for mark in ENGLISH.legend}) == len(STATUS_SHAPES)


@BOTH
def test_counts_add_up(view: ReportView) -> None:
    assert sum(count.count for count in view.counts) == len(view.kpis)
    assert [count.mark.code for count in view.counts[:3]] == ["on_track", "at_risk", "off_track"]


@BOTH
def test_a_figure_in_words_is_a_figure_in_excel(view: ReportView) -> None:
    """Every shown number has its value for Excel, every dash none."""
    figures = [part for part in parts(view) if isinstance(part, Figure)]
    assert len(figures) > 1000
    texts = {"–", "n.m.", "n.s.", "30 to 45", "30 à 45"}
    for figure in figures:
        assert (figure.excel_value is None) == (figure.text in texts), figure


def test_both_languages_show_the_same_numbers() -> None:
    english = [p for p in parts(ENGLISH) if isinstance(p, Figure)]
    french = [p for p in parts(FRENCH) if isinstance(p, Figure)]
    assert [f.excel_value for f in english] == [f.excel_value for f in french]
    assert [f.tone for f in english] == [f.tone for f in french]


def test_no_english_is_left_in_french() -> None:
    texts = " ".join(part for part in parts(FRENCH) if isinstance(part, str))
    ours = [text for text in get_messages("en").labels().values() if len(text) > 12]
    same = set(get_messages("fr").labels().values())
    assert [text for text in ours if text in texts and text not in same] == []


@BOTH
def test_the_texts_have_no_unfilled_places(view: ReportView) -> None:
    texts = [part for part in parts(view) if isinstance(part, str) and "<svg" not in part]
    assert [text for text in texts if "{" in text or "None" in text or "nan" in text.split()] == []


@BOTH
def test_labels_are_all_there(view: ReportView) -> None:
    assert view.labels == get_messages("fr" if view is FRENCH else "en").labels()


def test_the_same_scorecard_makes_the_same_view() -> None:
    assert build_view(sample_scorecard(), "en", "abc123") == ENGLISH


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'de'"):
        build_view(sample_scorecard(), "de", "abc123")


def test_the_unit_stands_beside_a_name_that_does_not_say_it() -> None:
    revenue = next(kpi for kpi in ENGLISH.kpis if kpi.name == "Revenue")
    assert (revenue.unit, revenue.unit_after_name) == ("k€", "k€")
    assert replace(revenue, name="New customers", unit="customers").unit_after_name == ""
    assert replace(revenue, name="Heures de formation", unit="heures").unit_after_name == ""


def test_comments_and_actions() -> None:
    revenue = ENGLISH.kpis[0]
    assert [comment.period for comment in revenue.comments] == ["Oct 2026", "Sep 2026"]
    assert [comment.kpi for comment in ENGLISH.comments] == ["Revenue", "", "Revenue"]
    assert [action.kpi for action in ENGLISH.actions] == ["Stock cover", ""]


def test_an_older_quarter_is_dated_in_the_row() -> None:
    by_id = {kpi.id: kpi for kpi in FRENCH.kpis}
    assert by_id["NPS"].period_label == "Trimestre clos en sept. 2026"
    assert by_id["REV"].period_label == ""


def test_provisional_figures_are_marked() -> None:
    by_id = {kpi.id: kpi for kpi in ENGLISH.kpis}
    assert by_id["CART"].provisional
    assert by_id["CART"].history[-1].provisional
    assert not by_id["REV"].provisional
