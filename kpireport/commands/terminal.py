"""How problems, figures and files are shown: for a person at a terminal, or for a pipe.

At a terminal: colours (unless NO_COLOR is set), text wrapped to the width, progress. In a pipe:
one line a fact, nothing wrapped, nothing coloured, no progress.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from kpireport.model.problem import Problem, Severity

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.i18n.messages import Messages
    from kpireport.pipeline import Report
    from kpireport.present.view import HighlightView

_SEVERITY_STYLES = {
    Severity.ERROR: "bold red",
    Severity.WARNING: "yellow",
    Severity.HINT: "cyan",
}
_STATUS_STYLES = {"on_track": "green", "at_risk": "yellow", "off_track": "red"}
_MOST_ROWS = 15


def console(stream: IO[str]) -> Console:
    """A console on ``stream`` that leaves the user's own text alone."""
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def counts_text(problems: Sequence[Problem], messages: Messages) -> str:
    """``2 errors, 1 warning``; severities without a problem are left out."""
    parts = []
    for severity, key in (
        (Severity.ERROR, "cli.counts_errors"),
        (Severity.WARNING, "cli.counts_warnings"),
        (Severity.HINT, "cli.counts_hints"),
    ):
        count = sum(problem.severity is severity for problem in problems)
        if count:
            parts.append(messages.text(key, count=count))
    return ", ".join(parts)


def by_sheet(problems: Sequence[Problem]) -> dict[str | None, list[Problem]]:
    """Problems grouped by sheet in order of appearance, the workbook's own first."""
    groups: dict[str | None, list[Problem]] = {}
    for problem in sorted(problems, key=lambda each: each.sheet is not None):
        groups.setdefault(problem.sheet, []).append(problem)
    return groups


def show_problems(out: Console, name: str, problems: Sequence[Problem], messages: Messages) -> None:
    """Every problem: grouped by sheet at a terminal, a line each in a pipe."""
    if not out.is_terminal:
        for problem in problems:
            out.print(_one_line(name, problem, messages), soft_wrap=True)
        return
    for sheet, group in by_sheet(problems).items():
        out.print()
        out.print(sheet or messages.text("cli.whole_workbook"), style="bold")
        out.print(_problem_table(group, messages))


def _one_line(name: str, problem: Problem, messages: Messages) -> str:
    text = messages.problem(problem)
    place = "!".join(part for part in (problem.sheet, problem.cell) if part)
    expected = f" {messages.text('cli.expected', expected=text.expected)}" if text.expected else ""
    where = ": ".join(part for part in (name, place) if part)
    sentence = f"{where}: {problem.code}: {text.message}{expected} {text.advice}"
    return " ".join(sentence.split())


def _problem_table(problems: Sequence[Problem], messages: Messages) -> object:
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(min_width=6, no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for problem in problems:
        text = messages.problem(problem)
        lines = Text(text.message)
        if text.expected:
            lines.append(f"\n{messages.text('cli.expected', expected=text.expected)}")
        if text.advice:
            lines.append(f"\n{text.advice}", style="dim")
        code = Text(problem.code, style=_SEVERITY_STYLES[problem.severity])
        table.add_row(f"  {problem.cell or ''}", code, lines)
    return table


def show_report(out: Console, report: Report, messages: Messages) -> None:
    """What was computed, briefly, and where the files are; in a pipe only the files."""
    if not out.is_terminal:
        for path in report.files.values():
            out.print(str(path), soft_wrap=True)
        return
    view = report.view
    out.print()
    heading = " · ".join(part for part in (view.organisation, view.entity, view.title) if part)
    out.print(heading, style="bold")
    out.print(view.period_label, style="dim")
    if view.overall_score is not None:
        score, status = view.overall_score.text, view.overall_status
        said = (view.labels["overall_score"], score, "" if status is None else status.label)
        out.print(" ".join(part for part in said if part))
    for sentence in view.headlines:
        out.print(sentence)
    _show_list(out, messages, "attention", view.attention, view.attention_more)
    _show_list(out, messages, "wins", view.wins, view.wins_more)
    out.print()
    _show_figures(out, report, messages)
    out.print()
    out.print(messages.text("cli.written"))
    for path in report.files.values():
        out.print(f"  {path}", soft_wrap=True)


def _show_list(
    out: Console, messages: Messages, name: str, lines: Sequence[HighlightView], more: str
) -> None:
    """What needs a decision, or what became better: a sentence a KPI."""
    from rich.padding import Padding

    if not lines:
        return
    out.print()
    out.print(messages.text(f"label.{name}"), style="bold")
    for line in lines:
        said = messages.text("highlight.line", name=line.name, said=line.sentence)
        out.print(Padding(said, (0, 0, 0, 2)))
    if more:
        out.print(f"  {more}", style="dim")


def _show_figures(out: Console, report: Report, messages: Messages) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    kpis = sorted(report.view.kpis, key=lambda kpi: not kpi.headline)
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    table.add_column(messages.text("cli.table_kpi"), overflow="fold")
    for key in ("actual", "target", "variance"):
        table.add_column(messages.text(f"cli.table_{key}"), justify="right", no_wrap=True)
    table.add_column(messages.text("cli.table_status"), no_wrap=True)
    for kpi in kpis[:_MOST_ROWS]:
        status = Text(
            f"{kpi.status.shape} {kpi.status.label}",
            style=_STATUS_STYLES.get(kpi.status.code, "dim"),
        )
        month = kpi.month
        table.add_row(kpi.name, month.actual.text, month.target.text, month.variance.text, status)
    out.print(table)
    if len(kpis) > _MOST_ROWS:
        out.print(messages.text("cli.more_kpis", count=len(kpis) - _MOST_ROWS), style="dim")
