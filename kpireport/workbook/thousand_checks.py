"""Actuals a thousandfold apart: eleven typed for 11,000 in one month of a row.

Only where all other months keep to one size, and the odd one multiplied or divided by a thousand
or a million is just like them: growth and season make no such leap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from kpireport.model.book import Book
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.figures import Figure
from kpireport.workbook.findings import Finding
from kpireport.workbook.size_checks import FAR

_LEAST_USUAL = 4
"""So many months must agree before another one is odd."""

_STEPS = (1e3, 1e6)
_AGREES = 2.5
"""So many times above or below the median a value may lie after the step, to be like it."""

_MOST_NAMED = 12


def actuals_are_of_one_size(book: Book, context: Context) -> Iterator[Problem]:
    """W518: single actuals lie a thousandfold from all others of their KPI."""
    for kpi in book.kpis:
        figures = [figure for figure in context.of_kpi("actuals", kpi.id) if figure.value]
        if kpi.unit.is_percent or len(figures) <= _LEAST_USUAL:
            continue
        usual = median(abs(figure.value) for figure in figures)
        odd = [figure for figure in figures if _is_stepped(abs(figure.value), usual)]
        others = [figure for figure in figures if figure not in odd]
        if odd and len(others) >= _LEAST_USUAL and _keep_to_one_size(others):
            params: dict[str, Param] = {
                "kpi": kpi.id,
                "found": odd[0].value,
                "expected": usual,
                "count": len(odd),
                "cells": tuple(figure.cell.cell for figure in odd[:_MOST_NAMED]),
            }
            yield Finding("W518", params).at(odd[0].cell)


def _is_stepped(size: float, usual: float) -> bool:
    apart = max(size, usual) / min(size, usual)
    return any(step / _AGREES <= apart <= step * _AGREES for step in _STEPS)


def _keep_to_one_size(figures: Sequence[Figure]) -> bool:
    sizes = [abs(figure.value) for figure in figures]
    return max(sizes) < FAR * min(sizes)
