"""How the review of the KPIs is shown by ``check --review``: a terminal, a pipe, or JSON.

At a terminal each KPI is a heading with its advice under it; in a pipe every piece of advice is
one line. Advice that several criteria share is said once, with all their names before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpireport.model.errors import UsageError
from kpireport.model.problem import Problem, has_errors

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.i18n.messages import Messages
    from kpireport.model.book import Book
    from kpireport.model.scorecard import Scorecard
    from kpireport.present.view import KpiReviewView, ReviewView

_LABEL_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The review of a workbook, or why there is none (``reason``, in words)."""

    reason: str = ""
    scorecard: Scorecard | None = None
    view: ReviewView | None = None

    @property
    def nothing_missing(self) -> bool:
        """Whether there was a review and it has nothing to say."""
        view = self.view
        return view is not None and not view.findings and not any(map(_rows, view.kpis))


def review(book: Book | None, problems: Sequence[Problem], messages: Messages) -> Reviewed:
    """Review the workbook's KPIs. One with errors or without figures says so instead."""
    from kpireport.pipeline import build_scorecard, review_in_words

    if book is None or has_errors(problems):
        return Reviewed(messages.text("review.needs_clean"))
    try:
        scorecard = build_scorecard(book, problems=problems, review=True)
    except UsageError as error:
        return Reviewed(messages.text("review.needs_figures", reason=messages.error(error)))
    return Reviewed("", scorecard, review_in_words(scorecard, messages.language))


def show_review(out: Console, name: str, reviewed: Reviewed, messages: Messages) -> None:
    """Everything that is missing: under headings at a terminal, a line each in a pipe."""
    if not out.is_terminal:
        for line in _lines(reviewed, messages):
            out.print(" ".join(f"{name}: review: {line}".split()), soft_wrap=True)
        return
    out.print()
    if reviewed.view is None or reviewed.scorecard is None:
        out.print(reviewed.reason, style="yellow")
        return
    month = messages.formats.month(reviewed.scorecard.period, "long")
    out.print(messages.text("review.title", period=month), style="bold")
    if reviewed.view.findings:
        out.print()
        out.print(messages.text("label.review_findings"), style="bold")
        out.print(_table([("✗", finding) for finding in reviewed.view.findings]))
    for kpi in reviewed.view.kpis:
        if rows := _rows(kpi):
            out.print()
            out.print(kpi.name, style="bold")
            out.print(_table(rows, _LABEL_WIDTH))
    _show_sound(out, reviewed.view, messages)


def _show_sound(out: Console, view: ReviewView, messages: Messages) -> None:
    sound = tuple(kpi.name for kpi in view.kpis if not _rows(kpi))
    if sound:
        out.print()
        names = messages.formats.listing(sound)
        out.print(messages.text("review.sound", kpis=names), style="green")


def _table(rows: Sequence[tuple[str, str]], width: int = 0) -> object:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=width or None, overflow="fold")
    table.add_column(overflow="fold")
    for label, text in rows:
        table.add_row(f"  {label}", text)
    return table


def _lines(reviewed: Reviewed, messages: Messages) -> list[str]:
    if reviewed.view is None:
        return [reviewed.reason]
    if reviewed.nothing_missing:
        return [messages.text("review.nothing_missing")]
    lines = list(reviewed.view.findings)
    for kpi in reviewed.view.kpis:
        lines += [f"{kpi.name}: {label}: {advice}" for label, advice in _rows(kpi)]
    return lines


def _rows(kpi: KpiReviewView) -> list[tuple[str, str]]:
    """Each advice once, after the mark and the names of the criteria that ask for it."""
    asking: dict[str, list[str]] = {}
    marks: dict[str, str] = {}
    for criterion in kpi.criteria:
        for advice in criterion.advice:
            asking.setdefault(advice, []).append(criterion.label)
            marks.setdefault(advice, criterion.mark)
    return [(f"{marks[advice]} {', '.join(names)}", advice) for advice, names in asking.items()]


def review_json(reviewed: Reviewed) -> dict[str, Any]:
    """The review as other programs read it; the keys stay where it could not be made."""
    scorecard, view = reviewed.scorecard, reviewed.view
    if scorecard is None or view is None:
        empty: dict[str, Any] = {"period": None, "findings": [], "kpis": []}
        return {"done": False, "reason": reviewed.reason, **empty}
    findings = zip(scorecard.findings, view.findings, strict=True)
    return {
        "done": True,
        "reason": None,
        "period": str(scorecard.period),
        "findings": [{"code": found.code, "advice": text} for found, text in findings],
        "kpis": [
            {
                "id": result.kpi.id,
                "name": result.kpi.name,
                "criteria": [
                    {
                        "criterion": criterion.criterion.value,
                        "met": criterion.met,
                        "cell": str(criterion.cell) if criterion.cell else None,
                        "codes": [advice.code for advice in criterion.advice],
                        "advice": list(shown.advice),
                    }
                    for criterion, shown in zip(result.smarter, told.criteria, strict=True)
                ],
            }
            for result, told in zip(scorecard.kpis, view.kpis, strict=True)
        ],
    }
