"""What the board pack's page says and how it is marked up, before it is laid out."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from kpireport import resources
from kpireport.i18n.typography import from_right
from kpireport.present.view import CommentView, Figure, ReportView
from kpireport.present.view_management import LandingRow, LandingView
from kpireport.render import pdf_source
from kpireport.render.layouts import environment
from kpireport.render.pdf import render_pdf
from tests.render import views
from tests.render.management import managed

ARABIC = "مبيعات Amazon 2026 (الربع الثالث)"


class _WrittenError(Exception):
    """The page is written: its layout isn't needed."""


def _page(view: ReportView, monkeypatch: pytest.MonkeyPatch) -> str:
    def keep(text: str, *_: Any, **__: Any) -> None:
        raise _WrittenError(text)

    monkeypatch.setattr(pdf_source, "page_of", keep)
    with pytest.raises(_WrittenError) as written:
        render_pdf(view, resources.templates())
    return str(written.value)


def test_names_from_right_to_left_are_alike_wherever_they_stand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = views.shop("en")
    kpi = replace(view.kpis[0], name=ARABIC, headline=True)
    page = _page(
        replace(view, categories=(replace(view.categories[0], kpis=(kpi,)),), cards=(kpi,)),
        monkeypatch,
    )
    page = re.sub(r'data-mark="[^"]*"', "", page)
    # Contents, card, table, title: each by itself, whatever stands beside it.
    assert page.count(f"\u2068{ARABIC}\u2069") == page.count(ARABIC) == 4


def test_a_comment_from_right_to_left_is_set_right() -> None:
    made = environment(resources.templates()).from_string(
        '{% import "shared/parts.html" as part %}{{ part.comments(list, true) }}'
    )
    said = [CommentView("", "", "", text) for text in (ARABIC, "2 Ventes", "«Ventes» مبيعات")]
    begun = re.findall(r"<p class=\"comment-text\"(.*?)>", made.render(list=said))
    assert begun == [' dir="rtl"', "", ""]
    assert [from_right(text) for text in ("3.2 % مبيعات", "3.2 %", "")] == [True, False, False]


def test_a_french_ordinal_has_its_letter_raised() -> None:
    made = environment(resources.templates()).from_string("{{ text | ordinals }}")
    text = "Coupée après son 7e mois, le 12e <b> ; pas 1e6, 1,5e ni A7e."
    assert made.render(text=text) == (
        "Coupée après son 7<sup>e</sup> mois, le 12<sup>e</sup> &lt;b&gt; ; pas 1e6, 1,5e ni A7e."
    )


def test_the_landing_s_method_has_its_ordinal_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    view = views.shop("fr")
    row = LandingRow("Objectif", Figure("5"), Figure("–"))
    landing = LandingView("Atterrissage", "À 5.", (row, row), method="Après son 7e mois.")
    kpi = replace(view.kpis[0], headline=True, landing=landing)
    page = _page(
        replace(view, categories=(replace(view.categories[0], kpis=(kpi,)),), cards=(kpi,)),
        monkeypatch,
    )
    assert "Après son 7<sup>e</sup> mois." in page


def test_the_months_of_our_figure_stand_beside_the_benchmark_s_title(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    view = managed(views.shop("en"))
    compared = [kpi for kpi in view.kpis if kpi.benchmark and kpi.headline]
    page = _page(view, monkeypatch)
    title = 'Benchmark <span class="basis">Rolling 12 months to Oct 2026</span></h4>'
    assert page.count(title) == len(compared) > 0
