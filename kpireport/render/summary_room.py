"""Which cards the summary has room for, measured before it is laid out: it is one page.

Heights are millimetres, of the lines that each text takes; they follow ``pdf/style.css``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpireport.present.scales import PAPER_SIZES
from kpireport.present.view import KpiView, ReportView
from kpireport.present.view_management import HighlightView
from kpireport.render.pdf_columns import lines, sentences_side_by_side

_POINT = 25.4 / 72
_HEIGHTS = {"a4": 181.5, "letter": 187.4}
_WIDTHS = {"a4": 267.0, "letter": 253.4}
_SPARE = 3.0
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_FEW, _MOST = 6, 4
"""Up to so many cards in one row; small ones beyond that in rows of so many."""


@dataclass(frozen=True, slots=True)
class SummaryCards:
    """The cards that are shown, and whether they are the small ones, without bullets."""

    shown: tuple[KpiView, ...]
    small: bool


def summary_cards(view: ReportView) -> SummaryCards:
    """The headline KPIs' cards: whole, or small where there are many or little room."""
    cards = tuple(view.cards)
    paper = "letter" if view.options.get("paper") == "letter" else "a4"
    room, width = _HEIGHTS[paper] - _above(view, _WIDTHS[paper]) - _SPARE, _WIDTHS[paper]
    if len(cards) <= _FEW and _whole(view, cards, width) <= room:
        return SummaryCards(cards, small=False)
    columns = _FEW if len(cards) <= _FEW else _MOST
    rows = [cards[at : at + columns] for at in range(0, len(cards), columns)]
    inner = 0.24 if len(cards) > _FEW or len(cards) < 5 else 0.19 if len(cards) == 5 else 0.156
    heights = [_small_row(view, row, inner * width - 6.4) for row in rows]
    if 3.0 + sum(heights) <= room:
        return SummaryCards(cards, small=True)
    left, shown = room - 3.0 - 6.2, 0  # what is left out is said in a line
    for row, height in zip(rows, heights, strict=True):
        left -= height
        if left < 0:
            break
        shown += len(row)
    return SummaryCards(cards[:shown], small=True)


def _above(view: ReportView, width: float) -> float:
    """The height of all that stands above the cards."""
    news = bool(view.attention or view.wins)
    lead = PAPER_SIZES["card" if news else "headline"]
    height = 11.0 if news else 13.0
    if news:
        lists = [
            each
            for each in ((view.attention, view.attention_more), (view.wins, view.wins_more))
            if each[0]
        ]
        height += 11.6 + max(
            _told(told, width / len(lists) - (25.0 if told is lists[-1][0] else 33.0))
            + (5.0 if more else 0.0)
            for told, more in lists
        )
    if view.headlines:
        height += _type(lead, 1.3) * lines(view.headlines[0], lead, width) + (2.5 if news else 4.0)
    if view.counts:
        height += 8.9 if news else 12.6
    if view.overall_score:
        height += 8.0 if news else 9.0
    if view.headlines[1:]:
        after = 1.0 if news else 1.8
        columns = sentences_side_by_side(view.headlines[1:])
        room = width / len(columns) - (5.0 if columns[1:] else 0.0)
        height += (2.5 if news else 4.0) + max(
            sum(4.2 * lines(text, PAPER_SIZES["body"], room) + after for text in column)
            for column in columns
        )
    return height


def _told(highlights: Iterable[HighlightView], room: float) -> float:
    """The height of a list of what needs a decision, or of what became better."""
    size = PAPER_SIZES["label"]
    texts = [f"{line.name} {line.sentence}" for line in highlights]
    return sum(3.67 * lines(text, size, room) + 1.34 for text in texts)


def _whole(view: ReportView, cards: Sequence[KpiView], width: float) -> float:
    """The height of whole cards: all in one row below news, else in rows of two or three."""
    if not cards:
        return 0.0
    news = bool(view.attention or view.wins)
    columns = len(cards) if news else 2 if len(cards) in (2, 4) else 3
    inner = width / columns - (10.6 if news else 14.0)
    rows = [cards[at : at + columns] for at in range(0, len(cards), columns)]
    gap = 4.0 if news else 5.0
    return sum(gap + max(_card(view, kpi, inner, len(cards), news) for kpi in row) for row in rows)


def _card(view: ReportView, kpi: KpiView, inner: float, count: int, news: bool) -> float:
    spark = (15.0 if count < 4 else min(inner, 46.0) / 4 + 1.3) if news else 0.0
    found = _SIZE.search(kpi.card_bullet.svg) if kpi.card_bullet else None
    bullet = min(inner, 84.0) * float(found[2]) / float(found[1]) + 1.0 if found else 0.0
    text = 4.2 * lines(kpi.name, PAPER_SIZES["body"], inner) + 3.95 * _state(
        view, kpi, "label", inner
    )
    figure = _type(PAPER_SIZES["card" if news else "figure"], 1.2)
    said = 3.71 * _facts(view, kpi, "small", inner)
    return (3.6 if news else 5.6) + text + spark + figure + bullet + said


def _small_row(view: ReportView, row: Iterable[KpiView], inner: float) -> float:
    return (
        2.5
        + 3.2
        + max(
            3.67 * lines(kpi.name, PAPER_SIZES["label"], inner)
            + 3.44 * _state(view, kpi, "small", inner)
            + (11.6 if len(kpi.month.actual.text) > 11 else 5.1)
            + 3.21 * _facts(view, kpi, "tiny", inner)
            for kpi in row
        )
    )


def _state(view: ReportView, kpi: KpiView, size: str, inner: float) -> int:
    """Lines of a card's status, with the month of an older figure."""
    said = [f"● {kpi.status.label}", kpi.period_label]
    said += [view.labels["provisional"]] if kpi.provisional else []
    return lines(" ".join(said), PAPER_SIZES[size], inner)


def _facts(view: ReportView, kpi: KpiView, size: str, inner: float) -> int:
    """Lines of a card's target and year to date."""
    month, year = kpi.month, kpi.year_to_date
    said = [f"{view.labels['target']} {month.target.text} · {month.variance.text}"]
    if year.beside_target.text != "–":
        told = f" ({year.whole})" if year.whole else ""
        name = view.labels["year_to_date_short"]
        said.append(f"{name} {year.beside_target.text}{told} · {year.variance.text}")
    return sum(lines(text, PAPER_SIZES[size], inner) for text in said)


def _type(size: float, line: float) -> float:
    return size * line * _POINT
