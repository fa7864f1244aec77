"""What the board pack draws itself: charts, and tables of figures that are tables again after it.

A drawing is compared with the same SVG as WeasyPrint draws it, pixel by pixel.
"""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from kpireport.present.view import Chart
from kpireport.render.pdf_drawings import Drawings
from kpireport.render.pdf_lettering import Face, Lettering
from kpireport.render.pdf_tree import Tag, read_tree
from tests.render import views
from tests.render.test_pdf import made

_PAGE = "<style>@page { size: 400px 240px; margin: 0 } img, svg { display: block; %s }</style>%s"


def picture(body: str, fonts: FontConfiguration, css: str, **options: Any) -> Any:
    page = HTML(string=_PAGE % (css, body)).write_pdf(font_config=fonts, **options)
    return pypdfium2.PdfDocument(page)[0].render(scale=3).to_pil().convert("L")


def different(one: Any, other: Any) -> int:
    """How many pixels differ by more than a quarter of black and white."""
    return sum(ImageChops.difference(one, other).histogram()[64:])


@pytest.mark.parametrize("css", ["width: 400px; height: auto", "width: 300px; height: 200px"])
def test_a_drawing_looks_as_its_svg_does(css: str) -> None:
    for chart in (kpi.chart for kpi in views.shop("fr").kpis[:4]):
        fonts = FontConfiguration()
        drawings = Drawings(fonts)
        ours = picture(drawings.drawing(chart), fonts, css, cache=drawings.images)
        assert drawings.images
        assert min(ours.getextrema()) < 100
        assert different(ours, picture(chart.svg, fonts, css)) < 250


@pytest.mark.parametrize(
    "inside",
    [
        '<circle r="3"/>',
        '<path d="M0 0Q1 1 2 2"/>',
        '<path d="M0 0" fill="url(#a)"/>',
        '<path d="M0 0a3 3 0 1 1 6 0"/>',
        '<text x="0" y="0"><tspan>a</tspan></text>',
        '<path d="M0 0L1 1" transform="scale(2)"/>',
    ],
)
def test_a_drawing_with_anything_else_stays_an_svg(inside: str) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'
    drawings = Drawings(FontConfiguration())
    assert drawings.placed(svg) == svg
    assert drawings.images == {}


def test_what_only_looks_like_a_chart_is_a_text() -> None:
    drawings = Drawings(FontConfiguration())
    likeness: Any = SimpleNamespace(svg="<b>")
    assert drawings.drawing(likeness) == "&lt;b&gt;"
    assert drawings.drawing(Chart("", "", "")) == ""


def test_a_text_is_as_wide_as_its_letters_and_a_whole_one_closer() -> None:
    lettering = Lettering(FontConfiguration())
    face, whole = Face(("DejaVu Sans",)), Face(("DejaVu Sans",), whole=True)
    letters = sum(lettering.width(letter, face, 10) for letter in "AVAVA")
    assert lettering.width("AVAVA", face, 10) == pytest.approx(letters)
    assert lettering.width("AVAVA", whole, 10) <= letters
    assert lettering.width("AVAVA", whole, 20) == pytest.approx(
        2 * lettering.width("AVAVA", whole, 10)
    )


def tables(pdf: pikepdf.Pdf) -> list[Tag]:
    return [tag for tag in read_tree(pdf).all_tags() if tag.kind == "Table"]


def test_a_drawn_table_has_its_rows_heads_and_cells() -> None:
    view = views.shop("en")
    with pikepdf.open(BytesIO(made("shop-en"))) as pdf:
        found = tables(pdf)
    halves = [kpi for kpi in view.kpis if not kpi.headline]
    drawn = [table for table in found if len(rows(table)[0].kids) == 6]
    assert len(drawn) == len(halves)
    for table in drawn:
        head, *body = rows(table)
        assert [cell.kind for cell in head.tags()] == ["TH"] * 6
        assert all([cell.kind for cell in row.tags()] == ["TH"] + ["TD"] * 5 for row in body)
        assert all(len(cell.attributes["/Headers"]) == 2 for row in body for cell in row.tags()[1:])
        assert all(str(row.tags()[0].attributes["/Scope"]) == "/Row" for row in body)


def rows(table: Tag) -> list[Tag]:
    return [tag for tag in table.all_tags() if tag.kind == "TR"]


def test_no_mark_of_the_drawing_is_left_in_the_page() -> None:
    with pikepdf.open(BytesIO(made("shop-en"))) as pdf:
        assert not any(b"/Drawn" in page.Contents.read_bytes() for page in pdf.pages)
        assert not any("drawing:" in str(tag.others) for tag in read_tree(pdf).all_tags())


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_status_in_a_narrow_table_stays_whole_and_within_it(place: int) -> None:
    """The names give way; a status is a sign and a word on one line, also where no room is left."""
    drawings = Drawings(FontConfiguration())
    kpi = views.shop("fr").kpis[place]
    name = "12 mois glissants, nov. 2025–oct. 2026 (9 mois sur 12 ; sur 12 : 1 977,3)"
    row = {"name": name, "letter": "a", "parts": (*[kpi.month.actual] * 4, kpi.status)}
    drawings.figures_table("half", 116.7, [0.0] * 6, ["Période"] * 6, [row], [0, 5])
    (table,) = drawings.images.values()
    names, *_, status = table.rows[1]
    assert len(names.lines) > 1
    assert [[word.text for word in line] for line in status.lines] == [
        [kpi.status.shape, f" {kpi.status.label}"]
    ]
    room = table.columns[5] - sum(table.look.inset(5, 6))
    assert sum(map(table.wide, status.lines[0])) <= room + 0.02
