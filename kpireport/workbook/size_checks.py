"""Targets, forecasts, budgets and years before of another size than the KPI's own actuals.

A forecast typed in thousands (790 for 790,000) would land the year at a thousandth. Only where
the actuals themselves keep to one size: one sign, no zero, and no month thirty times another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from kpireport.model.book import Book
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.figure_table import Role
from kpireport.workbook.figures import Figure
from kpireport.workbook.findings import Finding

FAR = 30.0
"""So many times the actuals' median, or under it by so much: no growth and no season."""

_FAR_OF = {"targets": 300.0, "forecast": FAR, "budget": FAR, "prior_year": FAR}
"""A target may lie far from where a KPI stands; only thousands for units lie as far as that."""

_LEAST_ACTUALS = 3
_MOST_NAMED = 12


def figures_are_of_the_actuals_size(book: Book, context: Context) -> Iterator[Problem]:
    """W851: a whole row is of another size than the actuals. W852: single figures of it are.

    The ends of a band aren't looked at: "at least 1" may be meant.
    """
    for kpi in book.kpis:
        if kpi.unit.is_percent:
            continue
        usual = _usual_size(context.of_kpi("actuals", kpi.id))
        if usual is None:
            continue
        for sheet, far in _FAR_OF.items():
            figures = [
                figure
                for figure in context.of_kpi(sheet, kpi.id)
                if figure.value and figure.role is Role.VALUE
            ]
            yield from _odd_sizes(kpi.id, figures, usual, far)


def _usual_size(actuals: Sequence[Figure]) -> float | None:
    """The median of the actuals without their sign; None where they have no one size."""
    values = [figure.value for figure in actuals]
    if len(values) < _LEAST_ACTUALS or not (min(values) > 0 or max(values) < 0):
        return None
    sizes = [abs(value) for value in values]
    return None if _is_far(max(sizes), min(sizes)) else median(sizes)


def _odd_sizes(kpi: str, figures: Sequence[Figure], usual: float, far: float) -> Iterator[Problem]:
    odd = [figure for figure in figures if _is_far(abs(figure.value), usual, far)]
    if not odd:
        return
    middle = median(abs(figure.value) for figure in figures)
    if _is_far(middle, usual, far):
        of_row: dict[str, Param] = {"kpi": kpi, "found": middle, "actual": usual}
        yield Finding("W851", of_row).at(figures[0].cell)
        return
    params: dict[str, Param] = {
        "kpi": kpi,
        "found": odd[0].value,
        "actual": usual,
        "count": len(odd),
        "cells": tuple(figure.cell.cell for figure in odd[:_MOST_NAMED]),
    }
    yield Finding("W852", params).at(odd[0].cell)


def _is_far(one: float, other: float, far: float = FAR) -> bool:
    small, large = sorted((one, other))
    return large >= far * small
