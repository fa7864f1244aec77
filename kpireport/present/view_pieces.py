"""The smallest things a reader sees: a figure, a status, a mark, a chart, a fact in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """Whether a figure is good or bad news; colours follow it, never the sign."""

    GOOD = "good"
    BAD = "bad"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the one way it is shown.

    ``text`` is for HTML, PDF and mail (``–`` where there is no value); ``excel_value`` with
    ``excel_format`` is for Excel (a percent as a fraction with a percent format). ``note`` says
    why it is missing or partial, in a sentence, else is empty.
    """

    text: str
    excel_value: float | None = None
    excel_format: str = "General"
    tone: Tone = Tone.PLAIN
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatusMark:
    """A status as shape, colour and word. ``code`` is the spec's code, ``neutral`` without one.

    ``shape`` is one character that differs between statuses and is in every common font.
    """

    code: str
    label: str
    shape: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as inline SVG, with the sentence that says what it shows.

    ``svg`` is a whole ``<svg>`` element with ``role="img"``, a ``<title>`` and no script, no
    external reference and no identifier that another chart could share. ``narrow`` is the same
    chart drawn for a phone's width and ``paper`` for a printed page, each empty where one drawing
    serves every width. ``caption`` is what a reader must know of its lines, a sentence or empty.
    """

    svg: str
    alt: str
    title: str = ""
    narrow: str = ""
    caption: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A small sign with its word: a variation or an assurance in a table."""

    code: str
    label: str
    symbol: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Detail:
    """A word and what it stands for: owner, purpose, method, due date…"""

    label: str
    text: str
