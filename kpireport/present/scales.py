"""The scales in one place: sizes of type and the spaces between things, for every output.

A size has its name from what it is for, so that a card's figure is ``figure`` on the screen, in
the browser's print and in the board pack, each in its own measure. Style sheets write
``var(--size-figure)`` and ``var(--space-3)``; what is measured before it is laid out (drawn tables,
the board pack's columns, Excel's rows) takes the same numbers from here.
"""

from __future__ import annotations

from collections.abc import Mapping

TYPE_SIZES: Mapping[str, str] = {
    "tiny": "0.6875rem",
    "small": "0.8125rem",
    "body": "0.9375rem",
    "lead": "1.0625rem",
    "h3": "1.125rem",
    "h2": "1.375rem",
    "h1": "clamp(1.625rem, 1.2rem + 2vw, 2.25rem)",
    "headline": "clamp(1.125rem, 0.95rem + 0.8vw, 1.5rem)",
    "figure": "1.75rem",
    "figure-close": "1.5rem",
    "count": "2rem",
}
"""Type on the screen."""

SPACES: Mapping[str, str] = {
    "1": "0.25rem",
    "2": "0.5rem",
    "3": "0.75rem",
    "4": "1rem",
    "5": "1.5rem",
    "6": "2rem",
    "7": "3rem",
    "8": "4rem",
}
"""Spaces on the screen, between things."""

FINE_SPACES: Mapping[str, str] = {
    "1": "0.1rem",
    "2": "0.2rem",
    "3": "0.25rem",
    "4": "0.3rem",
    "5": "0.35rem",
    "6": "0.4rem",
    "7": "0.45rem",
    "8": "0.6rem",
}
"""Spaces inside tables and controls: the same on the screen and in the browser's print."""

PRINT_SIZES: Mapping[str, str] = {
    "tiny": "7pt",
    "small": "7.5pt",
    "body": "8.5pt",
    "lead": "9.5pt",
    "h3": "10pt",
    "h2": "13pt",
    "h1": "20pt",
    "headline": "12pt",
    "figure": "15pt",
    "count": "15pt",
}
"""Type where a browser prints the page; the others stay as on the screen."""

PRINT_SPACES: Mapping[str, str] = {
    "1": "2px",
    "2": "4px",
    "3": "6px",
    "4": "9px",
    "5": "13px",
    "6": "18px",
    "7": "22px",
}

PAPER_SIZES: Mapping[str, float] = {
    "tiny": 7,
    "list": 7.2,
    "close": 7.3,
    "dense": 7.4,
    "small": 7.5,
    "table": 7.8,
    "label": 8,
    "body": 8.5,
    "lead": 9.5,
    "h4": 10,
    "large": 10.5,
    "h3": 12,
    "card": 13,
    "headline": 14,
    "name-close": 15,
    "figure": 16,
    "name": 17,
    "h2": 19,
    "count": 20,
    "h1": 44,
}
"""Type in the board pack, in points; nothing is smaller than ``tiny``."""

PAPER_SPACES: Mapping[str, float] = {
    "1": 0.3,
    "2": 0.4,
    "3": 0.5,
    "4": 0.6,
    "5": 0.8,
    "6": 1,
    "7": 1.2,
    "8": 1.5,
    "9": 2,
    "10": 2.5,
    "11": 3,
    "12": 4,
    "13": 5,
    "14": 6,
    "15": 7,
    "16": 8,
    "17": 10,
}
"""Spaces in the board pack, in millimetres."""

CHART_SIZES: Mapping[str, float] = {"text": 11.0, "small": 10.5}
"""Type in charts, in the units of their drawing."""

SHEET_SIZES: Mapping[str, int] = {
    "chart": 8,
    "small": 9,
    "body": 10,
    "sentence": 11,
    "lead": 12,
    "h3": 13,
    "period": 14,
    "h1": 20,
}
"""Type in the workbook, in points."""


def paper_sizes() -> Mapping[str, str]:
    """The board pack's type as CSS writes it."""
    return {name: f"{size:g}pt" for name, size in PAPER_SIZES.items()}


def paper_spaces() -> Mapping[str, str]:
    """The board pack's spaces as CSS writes them."""
    return {name: f"{space:g}mm" for name, space in PAPER_SPACES.items()}
