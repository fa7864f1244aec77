"""Reading a drawing back: its texts as boxes, its paths as points."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree

from kpireport.present.charts.lettering import text_width

NAMESPACE = "{http://www.w3.org/2000/svg}"
_PIECES = re.compile(r"[MLHVhvaz]|-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Text:
    """A text and the box it takes up, by the estimate of its width."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    bold: bool

    def overlaps(self, other: Text) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def parsed(svg: str) -> ElementTree.Element:
    """The drawing as XML; a parse error fails the test."""
    return ElementTree.fromstring(svg)


def size(svg: str) -> tuple[float, float]:
    _, _, width, height = parsed(svg).attrib["viewBox"].split()
    return float(width), float(height)


def texts(svg: str) -> list[Text]:
    """The drawn texts. The title, which is not drawn, is left out."""
    found = []
    for element in parsed(svg).iter(f"{NAMESPACE}text"):
        text, font = element.text or "", float(element.attrib["font-size"])
        width = text_width(text, font)
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        left = x - {"middle": width / 2, "end": width}.get(element.get("text-anchor", ""), 0.0)
        bold = element.get("font-weight") == "600"
        # Capitals and digits stand on the baseline and are 0.73 of the type size tall.
        found.append(Text(text, left, y - 0.73 * font, left + width, y, bold))
    return found


def paths(svg: str, style: str) -> list[str]:
    """The path data drawn in a style."""
    return [
        element.attrib["d"]
        for element in parsed(svg).iter(f"{NAMESPACE}path")
        if element.attrib["class"] == f"k-{style}"
    ]


def points(data: str) -> list[tuple[float, float]]:
    """Every point that path data goes through."""
    pieces = _PIECES.findall(data)
    found: list[tuple[float, float]] = []
    x = y = start_x = start_y = 0.0
    command, i = "", 0
    while i < len(pieces):
        if pieces[i].isalpha():
            command = pieces[i]
            i += 1
            if command == "z":
                x, y = start_x, start_y
                continue
        taken = {"M": 2, "L": 2, "a": 7}.get(command, 1)
        numbers = [float(piece) for piece in pieces[i : i + taken]]
        i += taken
        match command:
            case "M" | "L":
                x, y = numbers
            case "H":
                x = numbers[0]
            case "V":
                y = numbers[0]
            case "h":
                x += numbers[0]
            case "v":
                y += numbers[0]
            case "a":
                x, y = x + numbers[5], y + numbers[6]
        if command == "M":
            start_x, start_y = x, y
        found.append((x, y))
    return found


def all_points(svg: str) -> list[tuple[float, float]]:
    return [
        point
        for element in parsed(svg).iter(f"{NAMESPACE}path")
        for point in points(element.attrib["d"])
    ]


def bars(svg: str, style: str) -> list[tuple[float, float]]:
    """The columns of a style from left to right: their middle, and how far up from zero."""
    found = []
    for data in paths(svg, style):
        for column in data.split("M")[1:]:
            corner, _, far, *_ = points("M" + column)
            found.append(((corner[0] + far[0]) / 2, corner[1] - far[1]))
    return sorted(found)
