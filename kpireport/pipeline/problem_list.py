"""The problems of a workbook as a text to read beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.model.problem import Problem, Severity

if TYPE_CHECKING:
    from kpireport.i18n.messages import Messages

_COUNTS = (
    (Severity.ERROR, "inbox.errors"),
    (Severity.WARNING, "inbox.warnings"),
    (Severity.HINT, "inbox.hints"),
)


def problem_list(
    messages: Messages,
    name: str,
    problems: Sequence[Problem],
    marked_copy: str,
    mapping: Path | None,
) -> str:
    """Every problem by sheet and cell, with what was expected and how to mend it.

    ``marked_copy`` is the name of the annotated copy beside the list, empty where there is none;
    ``mapping`` the file that the workbook was read by: places in it are lines, not cells.
    """
    counts = ", ".join(
        messages.text(key, count=count)
        for severity, key in _COUNTS
        if (count := sum(problem.severity is severity for problem in problems))
    )
    lines = [name, "", messages.text("inbox.no_report", counts=counts)]
    if mapping is not None:
        lines.append(messages.text("inbox.by_mapping", mapping=mapping.name))
    if marked_copy:
        lines.append(messages.text("inbox.see_marked", copy=marked_copy))
    lines.append(messages.text("inbox.then"))
    for sheet in dict.fromkeys(problem.sheet for problem in problems):
        lines += ["", _heading(messages, sheet, mapping)]
        for problem in problems:
            if problem.sheet == sheet:
                lines += _entry(messages, problem)
    return "\n".join((*lines, ""))


def _heading(messages: Messages, sheet: str | None, mapping: Path | None) -> str:
    if sheet is None:
        return messages.text("inbox.whole_workbook")
    if mapping is not None and sheet == mapping.name:
        return messages.text("inbox.in_mapping", mapping=sheet)
    return sheet


def _entry(messages: Messages, problem: Problem) -> list[str]:
    text = messages.problem(problem)
    place = f"{problem.cell}  " if problem.cell else ""
    lines = [f"  {place}{problem.code}  {text.message}"]
    if text.expected:
        lines.append(f"      {messages.text('inbox.expected', expected=text.expected)}")
    if text.advice:
        lines.append(f"      {text.advice}")
    return lines
