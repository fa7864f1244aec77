"""A workbook of any layout → the arrangement that reads it, with all that was recognised said.

The tables of every visible sheet are proposed, from what stands in the cells alone: months across
or down, words that mean actual or target, names beside them. Nothing that could change a number
is guessed in silence, and where two readings are possible none is taken. Neither direction nor
aggregation is ever inferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kpireport.model.problem import Param, Problem, Severity
from kpireport.workbook.arrangement import Arrangement
from kpireport.workbook.cells import CellKind, RawSheet, RawWorkbook
from kpireport.workbook.figure_table import shape_of
from kpireport.workbook.layout import find_layout
from kpireport.workbook.recognise_across import tables_across
from kpireport.workbook.recognise_choice import (
    Read,
    choose,
    has_actuals,
    read_proposal,
    total_entity,
    with_budget,
)
from kpireport.workbook.recognise_down import tables_down
from kpireport.workbook.recognise_one_period import months_of_names, tables_of_one_period
from kpireport.workbook.recognise_other_figures import last_years, own_figures
from kpireport.workbook.recognise_page import Page
from kpireport.workbook.recognise_periods import ENGLISH_MONTHS, Seen
from kpireport.workbook.recognise_proposal import Proposal
from kpireport.workbook.recognise_refusals import refusal
from kpireport.workbook.recognise_said import named_like_totals, percent_units, said_of, seen_on
from kpireport.workbook.recognise_year_sources import Known
from kpireport.workbook.recognise_years import Dated, with_years
from kpireport.workbook.schema import GUIDE, find_sheet
from kpireport.workbook.schema_definitions import KPIS, SETTINGS
from kpireport.workbook.schema_figures import ACTUALS
from kpireport.workbook.settings_sheet import read_settings
from kpireport.workbook.sheets import find_sheets
from kpireport.workbook.texts import normalise, read_text

_HELD = 20
"""A hidden sheet with so many numbers may hold what the user meant to be read."""

_MOST_TABLES = 400
"""More tables than that are no report: every one would be compared with every other."""


def is_own_layout(raw: RawWorkbook) -> bool:
    """Whether the workbook has the product's own sheets of KPIs and actuals, or nearly so.

    A sheet whose name is theirs but for a letter is a mistake to be mended, not another layout.
    """
    problems: list[Problem] = []
    sheets = find_sheets(raw, problems)
    nearly = {p.params["suggestion"] for p in problems if p.code == "W206"}
    absent = [schema for schema in (KPIS, ACTUALS) if sheets.one(schema) is None]
    if absent and all({s.names.english, s.names.french} & nearly for s in absent):
        return True
    kpis, actuals = sheets.one(KPIS), sheets.one(ACTUALS)
    if kpis is None or actuals is None:
        return False
    if not kpis.cells or not actuals.cells or find_layout(kpis, KPIS) is None:
        return True
    layout = find_layout(actuals, ACTUALS)
    return layout is not None and (shape_of(layout) is not None or bool(layout.weeks))


def recognise(raw: RawWorkbook) -> tuple[Arrangement | None, tuple[Problem, ...]]:
    """The arrangement of the tables that could be read, None where there are none.

    Problems: I236 what was recognised, a table each, I239, W270, W274 and I275 what is left out,
    W238, W254 to W261, W266, W267, W277, W278, W283 and W284 what isn't sure, E249 to E253, E268,
    E269, E276 and E279 what can't be decided, E280 to E282 and I262 what was seen where nothing
    was recognised, I263 hidden sheets.
    """
    known = _known(raw)
    sheets = [sheet for sheet in raw.sheets if _is_candidate(sheet)]
    visible = [sheet for sheet in sheets if not sheet.hidden]
    problems = [_hidden(s) for s in sheets if s.hidden and _numbers(s) >= _HELD]
    names = months_of_names(visible)
    dated = [
        with_years(made, known)
        for sheet in visible
        for made in _tables(Page(sheet), names.get(sheet.name), tuple(names.values()))
    ]
    if len(dated) > _MOST_TABLES:
        return None, tuple(_once([*problems, *seen_on(visible)]))
    settings = {key: text for each in dated for key, text in each.settings.items()}
    if (starts := _two_starts(dated)) is not None:
        return None, tuple(_once([*problems, starts]))
    calendar = known.calendar
    if "fiscal_year_start" in settings:
        cell_known = _with_start(settings["fiscal_year_start"])
        calendar = replace(calendar, start_month=cell_known)
    proposals = [each.proposal for each in dated]
    warned = [p for p in proposals if p.error is not None and p.error.code.startswith("W")]
    failed = [p for p in proposals if p.error is not None and p not in warned]
    found = [read_proposal(raw, p, calendar) for p in proposals if p.error is None]
    found = own_figures([read for read in found if read.figures], problems)
    found = last_years(raw, found, calendar, problems)
    found = choose(raw, found, calendar, problems)
    found = with_budget(found, problems)
    problems.extend(_errors(failed, found))
    problems.extend(p.error for p in warned if p.error is not None)
    if not has_actuals(found):
        undecided = {p.sheet for p in problems if p.severity is Severity.ERROR}
        why = (refusal(Page(sheet)) for sheet in visible if sheet.name not in undecided)
        problems.extend(p for p in why if p is not None)
        problems.extend(seen_on(visible))
    if not found:
        return None, tuple(_once(problems))
    for read in found:
        problems.extend(said_of(read))
    kpis, said = percent_units(found)
    kpis += named_like_totals(found, kpis)
    problems.extend(said)
    total = None if known.settings.entity else total_entity(found)
    if total is not None:
        settings["entity"] = read_text(total)
        problems.append(Problem("W266", total.sheet, total.address, {"found": read_text(total)}))
    tables = tuple(read.proposal.table for read in found)
    return Arrangement(tables, tuple(kpis), settings), tuple(_once(problems))


def _known(raw: RawWorkbook) -> Known:
    sheet = find_sheets(raw, []).one(SETTINGS)
    read = read_settings(sheet, None, [])
    return Known(read.settings, "fiscal_year_start" in read.cells, raw.source.name)


def _two_starts(dated: Sequence[Dated]) -> Problem | None:
    """E279 where tables begin the fiscal year in different months: one would have wrong years."""
    key = "fiscal_year_start"
    starts = {each.settings[key]: each.proposal for each in reversed(dated) if key in each.settings}
    if len(starts) < 2:
        return None
    second, first = [made.when[0].cell for made in starts.values()][:2]
    params: dict[str, Param] = {"first": read_text(first), "second": read_text(second)}
    return Problem("E279", second.sheet, second.address, params)


def _with_start(month: str) -> int:
    return ENGLISH_MONTHS.index(month) + 1


def _is_candidate(sheet: RawSheet) -> bool:
    """Whether a sheet may hold figures: one of the product's lists doesn't."""
    if normalise(sheet.name) in GUIDE.normalised or not sheet.cells:
        return False
    schema = find_sheet(sheet.name)
    return schema is None or schema.figures or schema is KPIS


def _numbers(sheet: RawSheet) -> int:
    return sum(cell.kind is CellKind.NUMBER for cell in sheet.cells.values())


def _hidden(sheet: RawSheet) -> Problem:
    return Problem("I263", sheet.name, None, {"count": _numbers(sheet)})


def _tables(page: Page, named: Seen | None, months: Sequence[Seen]) -> list[Proposal]:
    """Every table proposed on a page."""
    across = list(tables_across(page))
    taken = [range(min(p.headers), p.table.last_row + 1) for p in across]
    down = list(tables_down(page, taken))
    made = [*across, *down]
    return [*made, *tables_of_one_period(page, named, months, bool(made))]


def _errors(failed: Sequence[Proposal], found: Sequence[Read]) -> list[Problem]:
    """Why tables can't be read; on a sheet of no month, only where nothing else was recognised."""
    enough = has_actuals(found)
    return [
        p.error for p in failed if p.error is not None and not (enough and p.error.code == "E253")
    ]


def _once(problems: Sequence[Problem]) -> list[Problem]:
    """Each problem once: the parts of one table have the same."""
    once = {(p.code, p.sheet, p.cell, repr(sorted(p.params.items()))): p for p in problems}
    return list(once.values())
