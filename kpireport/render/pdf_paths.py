"""Paths and colours of our drawings in PDF's words."""

from __future__ import annotations

import re
from functools import lru_cache

_HEX = re.compile(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})")
_PIECE = re.compile(r"([MLHVhvaz])([^MLHVhvaz]*)")
_RECTANGLE = re.compile(r"M(\S+) (\S+?)h([^v]+)v([^h]+)h-?[\d.]+z")
_CURVE = 0.5522847498
"""How far a quarter circle's handles reach, in radii."""


class NotOursError(ValueError):
    """A drawing that holds something which only SVG has."""


@lru_cache(maxsize=64)
def colour(text: str, operator: str) -> str:
    found = _HEX.fullmatch(text)
    if found is None:
        raise NotOursError(text)
    return " ".join(f"{int(each, 16) / 255:.4g}" for each in found.groups()) + f" {operator}"


def traced(data: str) -> str:
    """Path data in PDF's words, where every place is told in full."""
    data = _RECTANGLE.sub(r"R\1 \2 \3 \4;", data)
    out: list[str] = []
    for part in re.split(r"(R[^;]+;)", data):
        if part.startswith("R"):
            out.append(f"{part[1:-1]} re")
        elif part:
            _trace(part, out)
    return "\n".join(out)


def _trace(data: str, out: list[str]) -> None:
    x = y = 0.0
    known = 0
    for found in _PIECE.finditer(data):
        letter, numbers = found[1], [float(each) for each in found[2].split()]
        known += len(found[0])
        if letter == "z":
            out.append("h")
            continue
        if letter == "a":
            x, y = _half_circle(x, y, numbers, out)
            continue
        if len(numbers) != (2 if letter in "ML" else 1):
            raise NotOursError(data)
        if letter in "ML":
            x, y = numbers
        elif letter in "Hh":
            x = numbers[0] + (x if letter == "h" else 0.0)
        else:
            y = numbers[0] + (y if letter == "v" else 0.0)
        out.append(f"{number(x)} {number(y)} {'m' if letter == 'M' else 'l'}")
    if known != len(data):
        raise NotOursError(data)


def _half_circle(x: float, y: float, numbers: list[float], out: list[str]) -> tuple[float, float]:
    """Half a circle to the right, over the top, or to the left, under the bottom."""
    round_and_level = len(numbers) == 7 and numbers[0] == numbers[1] and numbers[6] == 0
    if not round_and_level or numbers[2:5] != [0, 1, 0] or abs(numbers[5]) != 2 * numbers[0]:
        raise NotOursError("arc")
    across = numbers[5] / 2
    reach = _CURVE * across
    # SVG's sweep of 0 goes against the clock: from the left over the bottom of a screen.
    for control in (
        (0.0, reach, across - reach, across, across, across),
        (across + reach, across, 2 * across, reach, 2 * across, 0.0),
    ):
        places = [
            number(value + (x if index % 2 == 0 else y)) for index, value in enumerate(control)
        ]
        out.append(f"{' '.join(places)} c")
    return x + 2 * across, y


def number(value: float) -> str:
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
