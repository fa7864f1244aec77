"""The charts on paper: drawn straight into the pages, instead of as SVG by WeasyPrint.

WeasyPrint would match every path and letter of a drawing with the style sheet, and set each
letter of it as a text of its own; that was a third of a board pack's time. Our drawings know only
paths and texts, which PDF has too, so they are put into the page as they are. A drawing with
anything else in it stays an SVG.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup, escape

from kpireport.present.tokens import INITIAL_FILL
from kpireport.present.view import Chart
from kpireport.render.pdf_lettering import Face, Lettering
from kpireport.render.pdf_measures import Table
from kpireport.render.pdf_paths import NotOursError, colour, number, traced

_SVG = "{http://www.w3.org/2000/svg}"
_PATH = {"class", "d", "fill", "stroke", "stroke-width", "stroke-dasharray"}
_TEXT = {"class", "x", "y", "fill", "font-size", "font-weight", "text-anchor"}

_FIRST = "0 J 0 j 4 M"


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    place: tuple[float, float]
    size: float
    weight: int
    colour: str
    anchor: float
    """How much of the text stands before its place: 0, a half or 1."""


class Drawings:
    """The drawings of one document, each known to WeasyPrint by an address of its own."""

    def __init__(self, fonts: Any) -> None:
        self.images: dict[str, Any] = {}
        self._lettering = Lettering(fonts)

    def placed(self, svg: str) -> Markup:
        """What stands in the page for a drawing of our own."""
        try:
            tree = ElementTree.fromstring(svg)
            drawn = Drawn(tree, self._lettering)
        except (ValueError, KeyError, ElementTree.ParseError):
            return Markup(svg)
        return self._image(drawn, tree.get("class", ""), tree.findtext(f"{_SVG}title", ""))

    def figures_table(
        self,
        kind: str,
        width: float,
        wanted: list[float],
        head: list[str],
        rows: list[dict[str, Any]],
        words: list[int],
        caption: str = "",
    ) -> Markup:
        """A table of figures as a drawing; empty where it is for WeasyPrint to set.

        Each of ``rows`` has its ``name``, ``parts`` (figures, a status) and, where it has them,
        the ``letter`` of a footnote, a ``note`` at its end beside so many ``rows``, one ``below``
        its name. The first figure is strong unless the row is ``plain``.
        """
        table = Table(self._lettering, kind)
        table.head(head, words)
        for at, row in enumerate(rows, start=1):
            table.row(row["name"], row.get("letter", ""), row["parts"], strong=not row.get("plain"))
            if row.get("below"):
                table.note_below(at, row["below"])
            if row.get("rows"):
                table.note(at, row["note"], row["rows"])
        made = table.finished(width, wanted, caption)
        return self._image(made, "figures-table", "-") if made else Markup("")

    def _image(self, image: Any, kind: str, title: str) -> Markup:
        address = f"drawing:{len(self.images)}"
        self.images[address] = image
        return Markup(f'<img src="{address}" class="{escape(kind)}" alt="{escape(title)}"/>')

    def drawing(self, chart: Chart) -> Markup:
        return self._of(chart, chart.svg)

    def paper_drawing(self, chart: Chart) -> Markup:
        return self._of(chart, chart.paper or chart.svg)

    def _of(self, chart: object, svg: str) -> Markup:
        """What only looks like a chart (a template's namespace) is a text."""
        if not isinstance(chart, Chart):
            return Markup.escape(svg)
        return self.placed(svg) if svg else Markup("")


class Drawn:
    """A drawing as WeasyPrint wants an image: it has a size and draws itself into a page."""

    def __init__(self, tree: ElementTree.Element, lettering: Lettering) -> None:
        self._lettering = lettering
        try:
            _, _, self._width, self._height = map(float, tree.get("viewBox", "").split())
        except ValueError as missing:
            raise NotOursError("no size") from missing
        family = tree.get("font-family", "sans-serif")
        self._family = tuple(name.strip(" \"'") for name in family.split(","))
        self._pieces = [piece for element in tree if (piece := _piece(element)) is not None]

    def get_intrinsic_size(self, *_: object) -> tuple[float, float, float]:
        return self._width, self._height, self._width / self._height

    def draw(self, stream: Any, width: float, height: float, _style: object) -> None:
        """Draw into a page's stream: as large as fits, in the middle of its place."""
        scale = min(width / self._width, height / self._height)
        left = (width - scale * self._width) / 2
        top = (height - scale * self._height) / 2
        stream.transform(a=scale, d=scale, e=left, f=top)
        out = [_FIRST]
        for piece in self._pieces:
            if isinstance(piece, str):
                out.append(piece)
            else:
                out += ["BT", piece.colour, "0 Tr", *self._written(stream, piece), "ET"]
        stream.stream.append("\n".join(out).encode("ascii"))

    def _written(self, stream: Any, piece: _Text) -> list[str]:
        face = Face(self._family, piece.weight)
        x, y = piece.place
        if piece.anchor:
            x -= piece.anchor * self._lettering.width(piece.text, face, piece.size)
        operators = self._lettering.operators(stream, piece.text, face, piece.size)
        return [f"1 0 0 -1 {number(x)} {number(y)} Tm", *operators]


def _piece(element: ElementTree.Element) -> str | _Text | None:
    if element.tag == f"{_SVG}title":
        return None
    known = {f"{_SVG}path": _PATH, f"{_SVG}text": _TEXT}.get(element.tag)
    if known is None or len(element) or not known.issuperset(element.keys()):
        raise NotOursError(element.tag)
    return _path(element) if known is _PATH else _text(element)


def _text(element: ElementTree.Element) -> _Text:
    get = element.get
    return _Text(
        re.sub(r"[ \t\n]+", " ", element.text or "").strip(" "),
        (float(get("x", "0")), float(get("y", "0"))),
        float(get("font-size", "16")),
        int(get("font-weight", "400")),
        colour(get("fill", INITIAL_FILL), "rg"),
        {"start": 0.0, "middle": 0.5, "end": 1.0}[get("text-anchor", "start")],
    )


def _path(element: ElementTree.Element) -> str:
    get = element.get
    fill, stroke = get("fill", INITIAL_FILL), get("stroke", "none")
    out = []
    if fill != "none":
        out.append(colour(fill, "rg"))
    if stroke != "none":
        out += [colour(stroke, "RG"), f"{get('stroke-width', '1')} w"]
        out.append(f"[{get('stroke-dasharray', '')}] 0 d")
    out.append(traced(get("d", "")))
    out.append("B" if "none" not in (fill, stroke) else "f" if fill != "none" else "S")
    return "\n".join(out)
