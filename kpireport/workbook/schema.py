"""The sheets of a workbook, in the order of the documentation, and those a report needs."""

from __future__ import annotations

from collections.abc import Iterable

from kpireport.workbook.choices import Names
from kpireport.workbook.schema_definitions import KPIS, SETTINGS
from kpireport.workbook.schema_figures import ACTUALS, BUDGET, FORECAST, PRIOR_YEAR, TARGETS
from kpireport.workbook.schema_lists import (
    ACTIONS,
    BENCHMARKS,
    COMMENTS,
    EVENTS,
    GOALS,
    RATES,
    RECIPIENTS,
)
from kpireport.workbook.sheet_schema import SheetSchema
from kpireport.workbook.texts import normalise

SHEETS = (
    SETTINGS,
    KPIS,
    ACTUALS,
    TARGETS,
    GOALS,
    PRIOR_YEAR,
    FORECAST,
    BUDGET,
    BENCHMARKS,
    COMMENTS,
    ACTIONS,
    EVENTS,
    RECIPIENTS,
    RATES,
)

GUIDE = Names("How to", "Mode d’emploi", ("Read me", "Lisez-moi"))
"""A sheet for people: it is not read, and nothing is said of it."""

NEEDED = (KPIS, ACTUALS)
"""A report can't be made without these."""


def find_sheet(name: str, sheets: Iterable[SheetSchema] = SHEETS) -> SheetSchema | None:
    """The sheet of exactly that name, in either language; None where there is none."""
    wanted = normalise(name)
    for sheet in sheets:
        if wanted in sheet.names.normalised:
            return sheet
    return None
