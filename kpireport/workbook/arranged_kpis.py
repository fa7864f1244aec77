"""The KPIs of a workbook that is read by an arrangement: what is said of each, and by what name.

Something may be said beside the figures (a column of units) and in the mapping, which comes
first. Where the workbook has a KPIs sheet of its own, that sheet says it all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arranged_figure import ArrangedFigure
from kpireport.workbook.arrangement import KpiMap
from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.kpi_names import folded_id
from kpireport.workbook.records import nearest
from kpireport.workbook.schema_definitions import KPIS
from kpireport.workbook.texts import read_text

_NAMED = 5

Said = dict[str, RawCell]

_AT_LENGTH = ("definition", "owner", "source", "due", "review")
"""May be worded anew from row to row: the last counts, and nothing is wrong."""


def said_of_kpis(
    figures: Iterable[ArrangedFigure],
    said: Sequence[KpiMap],
    origin: str,
    problems: list[Problem],
) -> dict[str, Said]:
    """What is said of each KPI, by its folded name in the tables and column of the KPIs sheet.

    W237 where two rows of a KPI say different things, once a KPI and column; the last counts.
    W273 where the mapping names a KPI that has no figure.
    """
    rows: dict[str, Said] = {}
    named: dict[str, RawCell] = {}
    differing: dict[tuple[str, str], Problem] = {}
    for figure in figures:
        name = folded_id(read_text(figure.kpi))
        first_named = named.setdefault(name, figure.kpi)
        row = rows.setdefault(name, {})
        for key, cell in figure.said.items():
            known = row.setdefault(key, cell)
            if read_text(known) != read_text(cell):
                row[key] = cell
                if key not in _AT_LENGTH:
                    differing.setdefault((name, key), _differ(key, first_named, known, cell))
    problems.extend(differing.values())
    problems.extend(_without_figures(said, named, origin))
    for number, kpi in enumerate(said, start=1):
        name = folded_id(kpi.name)
        row = rows.setdefault(name, {})
        named.setdefault(name, _text_cell(origin, number, kpi.name, kpi.name))
        for key, text in kpi.said.items():
            row[key] = _text_cell(
                origin, number, text, f"{kpi.name}: {KPIS.column(key).names.english}"
            )
    for name, row in rows.items():
        if "id" in row:
            row.setdefault("name", named[name])
        else:
            row["id"] = named[name]
    return rows


def _without_figures(
    said: Iterable[KpiMap], named: Mapping[str, RawCell], origin: str
) -> Iterator[Problem]:
    """W273 where nothing in the tables is called as the mapping says, a computed KPI aside."""
    names = [read_text(cell) for cell in named.values()]
    for kpi in said:
        if folded_id(kpi.name) not in named and "numerator" not in kpi.said:
            close = tuple(nearest(kpi.name, names, cutoff=0.6)) or tuple(names[:_NAMED])
            yield Problem("W273", origin, None, {"found": kpi.name, "known": close})


def by_their_ids(
    figures: Iterable[ArrangedFigure], said: Mapping[str, Said]
) -> list[ArrangedFigure]:
    """The figures under their KPIs' IDs, each still where it stands."""
    return [replace(figure, kpi=_under(figure.kpi, said)) for figure in figures]


def _under(kpi: RawCell, said: Mapping[str, Said]) -> RawCell:
    text = read_text(said[folded_id(read_text(kpi))]["id"])
    if text == read_text(kpi):
        return kpi
    return replace(kpi, kind=CellKind.TEXT, value=text, number_format="General", formula=None)


def not_used(said: Sequence[KpiMap], sheet: RawSheet) -> list[Problem]:
    """W271: what the mapping says of KPIs, where the workbook's own sheet says it."""
    names = tuple(kpi.name for kpi in said if kpi.said)
    params: dict[str, Param] = {"kpis": names, "count": len(names)}
    return [Problem("W271", sheet.name, None, params)] if names else []


def _text_cell(origin: str, row: int, text: str, place: str) -> RawCell:
    return RawCell(origin, row, 1, CellKind.TEXT, text, place=place)


def _differ(key: str, kpi: RawCell, first: RawCell, second: RawCell) -> Problem:
    params: dict[str, Param] = {
        "kpi": read_text(kpi),
        "column": KPIS.column(key).names.english,
        "first": read_text(first),
        "second": read_text(second),
        "cell": first.address,
    }
    return Problem("W237", second.sheet, second.address, params)
