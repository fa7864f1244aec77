"""Plain percentages a hundredfold apart: 0.83 among 82s, or fractions held against percentages.

Only KPIs whose unit doesn't say how percentages are typed, and only plain numbers: cells in a
percent format say themselves what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from kpireport.model.book import Book
from kpireport.model.problem import Param, Problem
from kpireport.workbook.context import Context
from kpireport.workbook.figure_table import Role
from kpireport.workbook.figures import Figure
from kpireport.workbook.findings import Finding

_SHEETS = ("actuals", "targets", "prior_year", "forecast", "budget")
_LARGEST_FRACTION = 1.5
"""150 % written as a fraction: larger plain numbers are taken for percent."""

_PERCENT_FROM = 2.0
"""Medians above it are of percentages; plain numbers that all lie below are E510's."""

_LIKELY = (10.0, 150.0)
"""A percentage among fractions. A small one is more likely a leap: 0.05 % once 5 %."""

_AGREES = 2.5
"""So many times above or below the median a value a hundredfold may lie, to be one of its kind."""

_HUNDREDFOLD = (30.0, 300.0)
_MOST_NAMED = 12


def figures_are_of_one_scale(book: Book, context: Context) -> Iterator[Problem]:
    """E520: single figures of a sheet lie a hundredfold from the others."""
    for kpi in _undeclared(book, context):
        for sheet in _SHEETS:
            for role in Role:
                odd, usual = _odd_ones(_plain(context, sheet, kpi, role))
                if odd:
                    params: dict[str, Param] = {
                        "kpi": kpi,
                        "found": odd[0].value,
                        "expected": usual,
                        "count": len(odd),
                        "cells": tuple(figure.cell.cell for figure in odd[:_MOST_NAMED]),
                    }
                    yield Finding("E520", params).at(odd[0].cell)


def targets_are_of_the_actuals_scale(book: Book, context: Context) -> Iterator[Problem]:
    """E521: the actuals are around 0.82 and the targets around 82, or the other way round."""
    for kpi in _undeclared(book, context):
        actuals, targets = _plain(context, "actuals", kpi), _plain(context, "targets", kpi)
        if not actuals or not targets:
            continue
        actual, target = _middle(actuals), _middle(targets)
        small, large = sorted((actual, target))
        least, most = _HUNDREDFOLD
        within_fractions = all(abs(f.value) <= _PERCENT_FROM for f in (*actuals, *targets))
        if small <= _PERCENT_FROM and least <= large / small <= most and not within_fractions:
            params: dict[str, Param] = {"kpi": kpi, "actual": actual, "target": target}
            first = actuals[0] if actual < target else targets[0]
            yield Finding("E521", params).at(first.cell)


def _undeclared(book: Book, context: Context) -> Iterator[str]:
    """The percent KPIs whose unit doesn't say how percentages are typed."""
    for kpi in book.kpis:
        if kpi.unit.is_percent and context.row(kpi.id).unit.percent_factor is None:
            yield kpi.id


def _plain(context: Context, sheet: str, kpi: str, role: Role | None = None) -> list[Figure]:
    """The KPI's plain figures that are not zero; the ends of a band apart from each other."""
    return [
        figure
        for figure in context.of_kpi(sheet, kpi)
        if figure.value and not figure.percent and role in (None, figure.role)
    ]


def _middle(figures: list[Figure]) -> float:
    return median(abs(figure.value) for figure in figures)


def _odd_ones(figures: list[Figure]) -> tuple[list[Figure], float]:
    """Fractions among percentages, or percentages among fractions: those of the fewer kind.

    With them the size of the others. Of as many fractions as percentages the former are odd.
    """
    small = [figure for figure in figures if abs(figure.value) <= _LARGEST_FRACTION]
    large = [figure for figure in figures if abs(figure.value) > _LARGEST_FRACTION]
    if not small or not large:
        return [], 0.0
    if len(small) <= len(large):
        usual = _middle(large)
        odd = [figure for figure in small if _agree(abs(figure.value) * 100, usual)]
        return (odd if usual > _PERCENT_FROM else []), usual
    usual = _middle(small)
    least, most = _LIKELY
    likely = [figure for figure in large if least <= abs(figure.value) <= most]
    return [figure for figure in likely if _agree(abs(figure.value) / 100, usual)], usual


def _agree(one: float, other: float) -> bool:
    return max(one, other) <= _AGREES * min(one, other) * (1 + 1e-9)
