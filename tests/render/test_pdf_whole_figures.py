"""Figures of the board pack stay whole: number and unit on one line, however narrow the column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpireport import resources
from kpireport.present.charts.variance_bar import variance_bar
from kpireport.present.view import Figure
from kpireport.render.layouts import environment
from kpireport.render.pdf import render_pdf
from tests.render import views
from tests.render.pdf_words import words_of
from tests.render.test_pdf_pages import of, pack


def test_no_figure_of_a_table_is_broken_over_two_lines() -> None:
    kpi = views.shop("fr").kpis[0]
    long, told = Figure("26\u202f028\u202f494\u00a0k€"), "\u221226\u202f028\u202f494\u00a0k€"
    row = replace(kpi.month, actual=long, target=long, variance=Figure(told))
    comparison = replace(kpi.comparisons[0], value=long, delta=Figure(told))
    wide = replace(
        kpi, name="Recettes des lignes de banlieue et du réseau express", month=row,
        year_to_date=row, measures=(row, row), comparisons=(comparison,) * 3,
    )  # fmt: skip
    pdf = pack(of(wide, replace(wide, anchor="other", headline=False)))
    # The table of all KPIs, the tables on the KPI's own page.
    for page, times in ((4, 8), (5, 8)):
        lines = pdf.pages[page - 1].extract_text().replace("\u202f", " ").splitlines()
        whole = sum(line.replace("\u00a0", " ").count("26 028 494 k€") for line in lines)
        assert whole >= times


def test_a_bar_stands_beside_its_figure_however_long_that_is(tmp_path: Path) -> None:
    kpi = views.shop("en").kpis[0]
    amount = Figure("\u20ac1,000,000.00")
    near = replace(
        kpi.month, actual=amount, target=amount, variance_pct=Figure("\u22120.000004%")
    )  # fmt: skip
    bar = variance_bar(-0.01, 0.15, alt="one percent short")
    row = replace(kpi, name="Near1", month=near, variance_bar=bar)
    usual = replace(row, name="Usual", month=replace(near, variance_pct=Figure("\u22120.1%")))
    view = replace(of(row, replace(row, name="Near2"), usual), variance_scale="\u00b115%")
    path = tmp_path / "pack.pdf"
    path.write_bytes(render_pdf(view, resources.templates()))
    tops = {word: box.top for word, box in words_of(path, 4) if word in NAMES}
    # Below its bar a figure takes its whole row down, but not the row after it.
    assert tops["Near1"] - tops["Near2"] == pytest.approx(tops["Near2"] - tops["Usual"], abs=1)


NAMES = ("Near1", "Near2", "Usual")


def test_a_minus_is_never_torn_from_its_amount() -> None:
    """A line may end between a minus and a currency's sign, by the rules of Unicode."""
    made = environment(resources.templates()).from_string("{{ text | unbroken }}")
    text = "80% interval: −£61,864 to −€56,909.5; −5 <b> (−$3)."
    assert made.render(text=text) == (
        '80% interval: <span class="piece">−£61,864</span> to <span class="piece">−€56,909.5</span>'
        '; −5 &lt;b&gt; (<span class="piece">−$3</span>).'
    )
