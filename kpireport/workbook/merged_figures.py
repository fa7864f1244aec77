"""Figures in cells that are merged over several months or KPIs.

Excel keeps one value, in the first cell of a merged range. It is read there, and the other months
have none: whether it was meant for all of them together, or for each, the workbook doesn't say.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.problem import Param, Problem
from kpireport.workbook.cells import CellKind, column_letters
from kpireport.workbook.findings import Finding
from kpireport.workbook.layout import Layout
from kpireport.workbook.texts import read_text


def merged_figures(layout: Layout) -> Iterator[Problem]:
    """W624: a number under the months stands in a cell merged with the next ones."""
    months = {header.column for header in layout.periods}
    rows = {number for number, _ in layout.rows}
    for top, left, bottom, right in sorted(layout.sheet.merged):
        cell = layout.sheet.cell(top, left)
        if cell is None or cell.kind is not CellKind.NUMBER or top not in rows:
            continue
        if left in months and (
            bottom > top or any(c in months for c in range(left + 1, right + 1))
        ):
            params: dict[str, Param] = {
                "found": read_text(cell),
                "range": f"{cell.address}:{column_letters(right)}{bottom}",
            }
            yield Finding("W624", params).at(cell.ref)
