"""Pieces of formulas over a KPI's rows on the Data sheet.

A *block* is a stretch of one column there, from one row to another of the KPI's own. Only what
Excel 2010 and LibreOffice both know is used, and nothing volatile.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpireport.model.kpi import Aggregation

_NAMES = {"low": "target_low", "high": "target_high", "prior": "prior_year"}


def data_name(column: str) -> str:
    """A column of the Data sheet by its defined name."""
    return f"data_{_NAMES.get(column, column)}"


def block(column: str, first: str, last: str) -> str:
    """The cells of a Data column between two positions."""
    name = data_name(column)
    return f"INDEX({name},{first}):INDEX({name},{last})"


def cell(column: str, position: str) -> str:
    """The Data cell at a position; empty where nothing stands there."""
    name = data_name(column)
    return f'IF(INDEX({name},{position})="","",INDEX({name},{position}))'


def filled(blocks: Sequence[str]) -> str:
    """How many rows have a figure in every one of the blocks."""
    if len(blocks) == 1:
        return f"COUNT({blocks[0]})"
    return "COUNTIFS(" + ",".join(f'{each},"<>"' for each in blocks) + ")"


def aggregate(rule: Aggregation, values: str, others: Sequence[str] = ()) -> str:
    """The block's total by its rule, over the rows in which the other blocks have a figure too."""
    conditions = "".join(f',{each},"<>"' for each in others)
    mask = "*".join(f'({each}<>"")' for each in (values, *others))
    match rule:
        case Aggregation.SUM:
            return f"SUMIFS({values}{conditions})" if others else f"SUM({values})"
        case Aggregation.MEAN:
            return f"AVERAGEIFS({values}{conditions})" if others else f"AVERAGE({values})"
        case Aggregation.LAST:
            return f"LOOKUP(2,1/({mask}),{values})"
        case Aggregation.MIN:
            return f"MIN(IF({mask},{values}))" if others else f"MIN({values})"
        case Aggregation.MAX:
            return f"MAX(IF({mask},{values}))" if others else f"MAX({values})"
        case Aggregation.RATIO:
            raise ValueError("a ratio is the quotient of two totals")


def product_total(rule: Aggregation, values: str, weights: str, others: Sequence[str]) -> str:
    """The total by its rule of values times weights, row by row, where all have a figure."""
    mask = "*".join(f'({each}<>"")' for each in (values, weights, *others))
    flags = "".join(f',--({each}<>"")' for each in others)
    match rule:
        case Aggregation.SUM:
            return f"SUMPRODUCT({values},{weights}{flags})"
        case Aggregation.MEAN:
            counted = filled((values, weights, *others))
            return f"SUMPRODUCT({values},{weights}{flags})/{counted}"
        case Aggregation.LAST:
            return f"LOOKUP(2,1/({mask}),{values})*LOOKUP(2,1/({mask}),{weights})"
        case Aggregation.MIN:
            return f"MIN(IF({mask},{values}*{weights}))"
        case Aggregation.MAX:
            return f"MAX(IF({mask},{values}*{weights}))"
        case Aggregation.RATIO:
            raise ValueError("a ratio is the quotient of two totals")


def looked_up(name: str) -> str:
    """What the Texts sheet holds for the KPI in the chosen month; empty where nothing."""
    return f'=IF(INDEX({name},[told_row])="","",INDEX({name},[told_row]))'


def quoted_text(text: str) -> str:
    """A text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'
