"""Which of a workbook's sheets is which, and what is said of those that are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kpireport.model.problem import CellRef, Param, Problem
from kpireport.workbook.cells import RawSheet, RawWorkbook
from kpireport.workbook.findings import Finding
from kpireport.workbook.records import nearest
from kpireport.workbook.schema import GUIDE, NEEDED, SHEETS, find_sheet
from kpireport.workbook.sheet_schema import SheetSchema
from kpireport.workbook.texts import normalise

_YEAR = re.compile(r"[\s_–-]*\(?\b(?:FY|EX)?\s?(?:19|20)\d{2}(?:\s?[-/–]\s?\d{2,4})?\)?", re.I)
_MOST_NAMED = 12
_LIKENESS = 0.8
"""``Operations`` is no misspelt ``Actions``; ``Tragets`` is a misspelt ``Targets``."""


@dataclass(frozen=True, slots=True)
class FoundSheets:
    """The sheets by schema key, in the workbook's order; a figures sheet may come once a year."""

    by_key: Mapping[str, tuple[RawSheet, ...]] = field(default_factory=dict)

    def one(self, schema: SheetSchema) -> RawSheet | None:
        """The sheet of that kind, or None."""
        return next(iter(self.by_key.get(schema.key, ())), None)

    def all(self, schema: SheetSchema) -> tuple[RawSheet, ...]:
        return self.by_key.get(schema.key, ())


def find_sheets(raw: RawWorkbook, problems: list[Problem]) -> FoundSheets:
    """Every sheet that has a name of the schema; what is missing, double, hidden or unknown."""
    found: dict[str, list[RawSheet]] = {}
    unknown: list[RawSheet] = []
    for sheet in raw.sheets:
        schema = find_sheet(sheet.name) or find_sheet(_without_year(sheet.name))
        if normalise(sheet.name) in GUIDE.normalised:
            continue
        if schema is None:
            unknown.append(sheet)
        elif schema.key in found and not _one_of_several_years(sheet, schema):
            params: dict[str, Param] = {"first": found[schema.key][0].name, **_names(schema)}
            problems.append(Problem("E203", sheet.name, None, params))
        else:
            found.setdefault(schema.key, []).append(sheet)
    used = [sheet for group in found.values() for sheet in group]
    problems.extend(Problem("W204", sheet.name) for sheet in used if sheet.hidden)
    problems.extend(_missing(raw, found))
    problems.extend(_unread(unknown, found))
    return FoundSheets({key: tuple(group) for key, group in found.items()})


def _without_year(name: str) -> str:
    """``Targets 2026`` → ``Targets``; ``FY26 actuals`` keeps its name, for 26 may be anything."""
    return _YEAR.sub("", " ".join(name.split())).strip()


def _one_of_several_years(sheet: RawSheet, schema: SheetSchema) -> bool:
    """Figures may stand on one sheet a year; two of one name would contradict each other."""
    return schema.figures and find_sheet(sheet.name) is None


def _missing(raw: RawWorkbook, found: Mapping[str, list[RawSheet]]) -> Iterator[Problem]:
    names = tuple(sheet.name for sheet in raw.sheets)
    for schema in NEEDED:
        if schema.key not in found:
            yield Problem("E201", params={**_names(schema), "sheets": names})
    if "targets" not in found and "goals" not in found and "actuals" in found:
        yield Problem("W202", params={"sheets": names})


def _unread(unknown: list[RawSheet], found: Mapping[str, list[RawSheet]]) -> Iterator[Problem]:
    """A sheet whose name comes near one that is missing gets a warning; the others one hint."""
    absent = {
        name: schema
        for schema in SHEETS
        if schema.key not in found
        for name in (schema.names.english, schema.names.french)
    }
    others: list[str] = []
    for sheet in unknown:
        close = nearest(_without_year(sheet.name), absent, cutoff=_LIKENESS)
        if close and sheet.cells:
            yield Problem("W206", sheet.name, None, {"found": sheet.name, "suggestion": close[0]})
        elif sheet.cells:
            others.append(sheet.name)
    if others:
        yield Problem("I205", params={"sheets": tuple(others[:_MOST_NAMED]), "count": len(others)})


def _names(schema: SheetSchema) -> dict[str, str]:
    return {"english": schema.names.english, "french": schema.names.french}


def never_calculated(raw: RawWorkbook, used: FoundSheets) -> Problem | None:
    """E221 where the sheets that are read hold formulas which nothing has calculated yet."""
    if not raw.never_calculated:
        return None
    formulas = [
        cell
        for sheets in used.by_key.values()
        for sheet in sheets
        for _, cell in sorted(sheet.cells.items())
        if cell.formula is not None
    ]
    if not formulas:
        return None
    first: CellRef = formulas[0].ref
    return Finding("E221", {"count": len(formulas)}).at(first)
