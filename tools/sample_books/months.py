"""The sheets with a column a month, and those with a row a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from kpireport.model.period import Period
from tools.sample_books.figures import Months, Series
from tools.sample_books.paper import HEADER_ROW, MONTH_FORMAT, Cell, Formula, Row, month_date


@dataclass(frozen=True)
class MonthRow:
    """One KPI's line. ``keys`` fill the columns before the months.

    ``parts`` (numerator, denominator) name other lines of the same sheet, by their first key:
    the line is then calculated, with its figures as the values kept beside the formulas.
    """

    keys: Sequence[str]
    figures: Series
    number_format: str = "#,##0"
    parts: tuple[str, str] | None = None


def month_headings(keys: Sequence[str], months: Months) -> Row:
    """The key headings, then each month as a date cell."""
    return [*keys, *(Cell(month_date(month), MONTH_FORMAT) for month in months)]


def month_rows(lines: Sequence[MonthRow], months: Months) -> list[Row]:
    """The lines as rows; a month without a figure stays empty."""
    first_row = HEADER_ROW + 2
    row_of = {line.keys[0]: first_row + index for index, line in enumerate(lines)}
    return [
        [*(key or None for key in line.keys), *_month_cells(line, months, row_of)] for line in lines
    ]


def _month_cells(line: MonthRow, months: Months, row_of: Mapping[str, int]) -> Iterable[Cell]:
    for column, month in enumerate(months, len(line.keys)):
        figure = line.figures.get(month)
        if figure is None or line.parts is None:
            yield Cell(figure, line.number_format)
        else:
            top, bottom = (f"{xl_col_to_name(column)}{row_of[part]}" for part in line.parts)
            yield Cell(Formula(f"={top}/{bottom}", figure), line.number_format)


def month_range(first: str, last: str) -> Months:
    return Period.parse(first).through(Period.parse(last))
