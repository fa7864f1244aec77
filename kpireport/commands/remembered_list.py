"""How a history is shown: a table at a terminal, a line a figure in a pipe, or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.i18n.messages import Messages
    from kpireport.model.reported import Level, Telling
    from kpireport.present.remembered_view import RememberedRow, RememberedView

_COLUMNS = ("kpi", "month", "what", "first", "now", "change", "where")
_NUMERIC = ("first", "now", "change")
_WRAPPING = ("kpi", "where")


def show_remembered(
    out: Console, found: RememberedView, messages: Messages, *, everything: bool
) -> None:
    """At a terminal the changed figures, or ``everything``; in a pipe a line a figure."""
    if not out.is_terminal:
        for row in found.rows:
            out.print(_line(row, messages), soft_wrap=True)
        if not found.rows:
            out.print(found.note, soft_wrap=True)
        return
    out.print(found.title, style="bold")
    out.print(found.note, style="dim")
    rows = found.rows if everything else found.changed
    if rows:
        _show_table(out, rows, messages)


def _show_table(out: Console, rows: tuple[RememberedRow, ...], messages: Messages) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    one = len({row.of.kpi_id for row in rows}) == 1  # It is named above.
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for key in _COLUMNS[one:]:
        table.add_column(
            messages.text(f"remembered.{key}"),
            justify="right" if key in _NUMERIC else "left",
            no_wrap=key not in _WRAPPING,
            overflow="fold",
        )
    for row in rows:
        figures = (row.first.text, row.now.text, row.change.text)
        cells = (row.kpi, row.month, row.what, *figures, f"{row.day}, {row.source}")
        style = "yellow" if row.of.changed else ""
        table.add_row(*(Text(each, style=style) for each in cells[one:]))
    if one:
        out.print(rows[0].kpi, style="bold")
    out.print(table)


def _line(row: RememberedRow, messages: Messages) -> str:
    key = "remembered.line_changed" if row.of.changed else "remembered.line"
    return messages.text(
        key,
        kpi=row.kpi,
        month=row.month,
        what=row.what,
        first=row.first.text,
        day=row.day,
        source=row.source,
        now=row.now.text,
        change=row.change.text,
    )


def as_json(source: str, found: RememberedView) -> str:
    """The figures for other programs, unrounded; see docs/commands/history.md."""
    import json

    data = {"schema": 1, "source": source, "figures": [_as_data(row) for row in found.rows]}
    return json.dumps(data, ensure_ascii=False, indent=2)


def _as_data(row: RememberedRow) -> dict[str, Any]:
    of = row.of
    return {
        "kpi": of.kpi_id,
        "name": row.kpi,
        "period": str(of.period),
        "what": of.what.value,
        "first_reported": {**_level(of.first_value), **_telling(of.first)},
        "last_reported": {**_level(of.last_value), **_telling(of.last)},
        "now": _level(of.now),
        "delta": of.delta,
        "changed": of.changed,
    }


def _level(level: Level) -> dict[str, float | None]:
    return {"value": level.value, "low": level.low, "high": level.high}


def _telling(telling: Telling) -> dict[str, str]:
    at = telling.at.isoformat(timespec="seconds")
    return {"at": at, "source": telling.source, "period": str(telling.period)}
