"""How an explanation is shown: laid out at a terminal, a line a fact in a pipe, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kpireport.present.trace.cells import places

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.i18n.messages import Messages
    from kpireport.present.trace.values import Explanation, Input, KpiExplanation

_INDENT = 2


def show_explanation(out: Console, found: KpiExplanation, messages: Messages) -> None:
    """Every figure with its formula, its cells, or its reason."""
    if not out.is_terminal:
        for section in found.sections:
            for figure in section.figures:
                for line in _lines(figure, (found.title, section.title), messages):
                    out.print(" ".join(line.splitlines()), soft_wrap=True)
        return
    out.print(found.title, style="bold")
    out.print(found.subtitle, style="dim")
    out.print(
        messages.text("explanation.to_period", period=found.period, name=found.source), style="dim"
    )
    printer = _Printer(out, messages)
    for section in found.sections:
        out.print()
        out.print(section.title, style="bold")
        for figure in section.figures:
            printer.show(figure, _INDENT)


class _Printer:
    """Prints figures at a terminal. A part that stood above in full is only named again."""

    def __init__(self, out: Console, messages: Messages) -> None:
        self._out = out
        self._messages = messages
        self._shown: set[Explanation] = set()

    def show(self, figure: Explanation, indent: int) -> None:
        if figure in self._shown and (figure.formula or figure.parts):
            text = self._messages.text("explanation.above", shown=figure.shown)
            self._line(f"{figure.label}  {text}", indent)
            return
        self._shown.add(figure)
        alone = not figure.formula and len(figure.inputs) == 1
        cells = f"   {places(each.ref for each in figure.inputs)}" if alone else ""
        self._line(f"{figure.label}  ", indent, (figure.shown, "bold"), (cells, "cyan"))
        inside = indent + _INDENT
        for line in figure.formula:
            self._line(line if isinstance(figure.value, str) else f"= {line}", inside)
        for source, value, cells in _sources(figure):
            self._line(
                f"{source}  {value}   " if value else f"{source}   ", inside, (cells, "cyan")
            )
        for note in figure.notes:
            self._line("", inside, (note, "dim"))
        if figure.reason:
            reason = self._messages.text("explanation.reason", reason=figure.reason)
            self._line("", inside, (reason, "yellow"))
        for part in figure.parts:
            self.show(part, inside)

    def _line(self, text: str, indent: int, *styled: tuple[str, str]) -> None:
        from rich.text import Text

        line = Text(text)
        for more, style in styled:
            line.append(more, style=style)
        for first, last in _wrapped(line.plain, self._out.width - indent):
            out = Text(" " * indent)
            out.append_text(line[first:last])
            self._out.print(out, soft_wrap=True)


def _wrapped(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where the lines of a text begin and end.

    Numbers hold spaces that don't break, at which rich would break them.
    """
    from textwrap import wrap

    at = 0
    pieces = wrap(
        text,
        max(width, 20),
        expand_tabs=False,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
    for piece in pieces:
        at = text.index(piece, at)
        yield at, at + len(piece)
        at += len(piece)


def _sources(figure: Explanation) -> Iterator[tuple[str, str, str]]:
    """The cells by role: label, value (of a single one), places."""
    if not figure.formula and len(figure.inputs) == 1:
        return
    roles: dict[tuple[str, str], list[Input]] = {}
    for each in figure.inputs:
        roles.setdefault((each.role, each.label), []).append(each)
    for (_, label), inputs in roles.items():
        value = inputs[0].shown if len(inputs) == 1 else ""
        yield label, value, places(each.ref for each in inputs)


def _lines(figure: Explanation, path: Sequence[str], messages: Messages) -> Iterator[str]:
    """One line for the figure, and one for each figure in its formula."""
    here = (*path, figure.label)
    # A value equals its formula; a status follows from a condition.
    rated = isinstance(figure.value, str)
    formula = [f"({line})" if rated else f"= {line}" for line in figure.formula]
    facts = [" ".join([figure.shown, *formula])]
    if not figure.formula and len(figure.inputs) == 1:
        facts.append(places(each.ref for each in figure.inputs))
    facts += [" ".join(part for part in source if part) for source in _sources(figure)]
    facts += figure.notes
    if figure.reason:
        facts.append(messages.text("explanation.reason", reason=figure.reason))
    yield f"{': '.join(here)}: {' · '.join(facts)}"
    for part in figure.parts:
        yield from _lines(part, here, messages)


def as_json(found: KpiExplanation) -> str:
    """The explanation for other programs; see docs/commands/explain.md."""
    import json

    data = {
        "schema": 1,
        "source": found.source,
        "kpi": found.id,
        "name": found.name,
        "period": str(found.period),
        "figures": [_as_data(figure) for figure in found.figures()],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _as_data(figure: Explanation) -> dict[str, Any]:
    return {
        "figure": figure.figure,
        "label": figure.label,
        "value": figure.value,
        "shown": figure.shown,
        "formula": figure.exact or None,
        "inputs": [
            {
                "role": each.role,
                "period": None if each.period is None else str(each.period),
                "value": each.value,
                "sheet": each.ref.sheet,
                "cell": each.ref.cell,
            }
            for each in figure.inputs
        ],
        "parts": [_as_data(part) for part in figure.parts],
        "notes": list(figure.notes),
        "reason": figure.reason or None,
    }
