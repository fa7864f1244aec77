"""Reads what a sample holds in words: a TOML file of settings, KPI definitions and small tables."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.sample_books.paper import MONTH_FORMAT, Cell, Sheet, Style, Value

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Wording:
    """A sample's words, ready to be written: ``tables`` are by sheet name, in the file's order."""

    style: Style
    properties: Mapping[str, str]
    settings: Sheet
    kpis: Sheet
    tables: Mapping[str, Sheet]
    kpi_names: Mapping[str, str]


def read_wording(name: str) -> Wording:
    """The sample's words from ``<name>.toml`` beside this file."""
    text = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    kpis = text["kpis"]
    rows = [[row.get(heading, "") for heading in kpis["headings"]] for row in kpis["row"]]
    id_heading, name_heading = kpis["headings"][:2]
    return Wording(
        style=Style(**text["style"]),
        properties=text["properties"],
        settings=_sheet(text["settings"]),
        kpis=_sheet({**kpis, "rows": rows}),
        tables={table["name"]: _sheet(table) for table in text["table"]},
        kpi_names={row[id_heading]: row[name_heading] for row in kpis["row"]},
    )


def _sheet(table: Mapping[str, Any]) -> Sheet:
    return Sheet(
        name=table["name"],
        title=table["title"],
        note=table.get("note", ""),
        headings=table["headings"],
        rows=[_cells(row) for row in table["rows"]],
        widths=table["widths"],
        frozen_columns=table.get("frozen_columns", 0),
        choices=table.get("choices", {}),
        wrap=table.get("wrap", False),
    )


def _cells(row: Sequence[Any]) -> list[Value | Cell]:
    return [_cell(entry) for entry in row]


def _cell(entry: Any) -> Value | Cell:
    """``""`` is an empty cell, ``{month = …}`` a month, ``{value, format}`` a formatted figure."""
    if entry == "":
        return None
    if isinstance(entry, dict):
        if "month" in entry:
            return Cell(_as_date(entry["month"]), MONTH_FORMAT)
        return Cell(entry["value"], entry["format"])
    if isinstance(entry, str | int | float | dt.date):
        return entry
    raise TypeError(f"a sample's cell can't hold {entry!r}")


def _as_date(value: Any) -> dt.date:
    if not isinstance(value, dt.date):
        raise TypeError(f"{value!r} is not a date")
    return value
