"""What a review says of the workbook as a whole: where the focus is, and what drives nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpireport.model.book import Book
from kpireport.model.kpi import Kpi
from kpireport.model.reason import Reason

MOST_HEADLINES = 5
"""A handful. The article gives the focus to one or two KPIs, the rest are measures."""

FEW_KPIS = 2
"""So few need no headline among them."""


def findings_of(kpis: Sequence[Kpi], book: Book) -> tuple[Reason, ...]:
    """What is to be said of the published ``kpis`` together; empty where nothing is."""
    headlines = [kpi for kpi in kpis if kpi.headline]
    findings = []
    if len(headlines) > MOST_HEADLINES:
        findings.append(_finding("many_headlines", headlines, limit=MOST_HEADLINES))
    elif not headlines and len(kpis) > FEW_KPIS:
        findings.append(_finding("no_headline", kpis))
    if idle := [kpi for kpi in kpis if not drives_a_goal(kpi, book)]:
        findings.append(_finding("idle_kpis", idle))
    if apart := [kpi for kpi in kpis if not kpi.category]:
        findings.append(_finding("no_category", apart))
    return tuple(findings)


def drives_a_goal(kpi: Kpi, book: Book) -> bool:
    """Whether it has a target or a goal, is a part of a ratio, or has a parent or children."""
    if has_target(kpi, book) or kpi.parent is not None:
        return True
    return any(kpi.id in (o.numerator, o.denominator, o.parent) for o in book.kpis)


def has_target(kpi: Kpi, book: Book) -> bool:
    """Whether it has a target or a goal of its own, for any month."""
    typed = book.targets.get(kpi.id) or book.dated_targets.get(kpi.id)
    return bool(typed) or any(goal.kpi == kpi.id for goal in book.goals)


def _finding(code: str, kpis: Iterable[Kpi], **params: int) -> Reason:
    names = tuple(kpi.name for kpi in kpis)
    return Reason(code, {"kpis": names, "count": len(names), **params})
