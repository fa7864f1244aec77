"""What the live Excel file costs: ``python -m tools.bench.excel [KPIS]``.

Renders a book of 200 KPIs by 36 months and writes the same cells bare with XlsxWriter, both three
times in turn, and prints the medians, their ratio and the sizes.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from io import BytesIO

import openpyxl
import xlsxwriter

from kpireport.model.book import Book, Observation, Settings, Source, Target
from kpireport.model.kpi import Aggregation, Direction, Kpi
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.pipeline import build_scorecard, build_view, with_live_model
from kpireport.render.excel import render_xlsx

_FIRST = Period(2023, 11)
_MONTHS = 36


def bench_book(kpis: int) -> Book:
    """A book of so many KPIs: half sums, a quarter means, a quarter levels at a date."""
    rules = (Aggregation.SUM, Aggregation.SUM, Aggregation.MEAN, Aggregation.LAST)
    listed = tuple(
        Kpi(
            id=f"K{number}",
            name=f"Indicator {number}",
            cell=CellRef("KPIs", f"A{number + 2}"),
            category=f"Category {number % 8}",
            aggregation=rules[number % 4],
            direction=Direction.HIGHER if number % 3 else Direction.LOWER,
            headline=number < 8,
        )
        for number in range(kpis)
    )
    actuals, targets = {}, {}
    for number, kpi in enumerate(listed):
        months = [(_FIRST.shift(place), place) for place in range(_MONTHS)]
        actuals[kpi.id] = {
            month: Observation(
                1000 + 37 * ((number * 7 + place * 13) % 29) + place,
                CellRef("Actuals", f"C{number + 2}"),
            )
            for month, place in months
        }
        targets[kpi.id] = {
            month: Target(CellRef("Targets", f"C{number + 2}"), 1500.0 + place)
            for month, place in months
        }
    source = Source("bench.xlsx", "0" * 64)
    return Book(source, Settings(), listed, actuals=actuals, targets=targets)


def bare(cells: list[tuple[str, list[tuple[int, int, object]]]]) -> bytes:
    """The same cells without a look, as XlsxWriter alone writes them."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as file:
        plain = file.add_format({})
        for name, found in cells:
            sheet = file.add_worksheet(name)
            for row, column, value in found:
                if isinstance(value, str) and value.startswith("="):
                    sheet.write_formula(row, column, value, plain, 0)
                elif isinstance(value, (int, float)):
                    sheet.write_number(row, column, value, plain)
                else:
                    sheet.write_string(row, column, str(value), plain)
    return stream.getvalue()


def cells_of(data: bytes) -> list[tuple[str, list[tuple[int, int, object]]]]:
    book = openpyxl.load_workbook(BytesIO(data))
    return [
        (
            sheet.title,
            [
                (cell.row - 1, cell.column - 1, getattr(cell.value, "text", cell.value))
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            ],
        )
        for sheet in book
    ]


def _timed(work: Callable[[], bytes]) -> tuple[float, int]:
    start = time.perf_counter()
    size = len(work())
    return time.perf_counter() - start, size


def measured(kpis: int) -> tuple[float, float]:
    """Seconds of writing the live file, and the same cells bare: medians of three, in turn."""
    book = bench_book(kpis)
    card = build_scorecard(book)
    view = with_live_model(build_view(card, "en"), book, card)
    cells = cells_of(render_xlsx(view))
    ours, theirs = [], []
    for _ in range(3):
        ours.append(_timed(lambda: render_xlsx(view))[0])
        theirs.append(_timed(lambda: bare(cells))[0])
    return statistics.median(ours), statistics.median(theirs)


def main(kpis: int) -> str:
    """The measurement in words."""
    book = bench_book(kpis)
    card = build_scorecard(book)
    start = time.perf_counter()
    view = with_live_model(build_view(card, "en"), book, card)
    prepared = time.perf_counter() - start
    cells = cells_of(render_xlsx(view))
    count = sum(len(found) for _, found in cells)
    ours, theirs = [], []
    for _ in range(3):
        ours.append(_timed(lambda: render_xlsx(view)))
        theirs.append(_timed(lambda: bare(cells)))
    mine, floor = (statistics.median(seconds for seconds, _ in each) for each in (ours, theirs))
    return (
        f"{kpis} KPIs by {_MONTHS} months, {count} cells: the report in the 24 months "
        f"{prepared:.1f} s, the file {mine:.1f} s and {ours[0][1] / 1e6:.1f} MB; the same cells "
        f"bare {floor:.1f} s and {theirs[0][1] / 1e6:.1f} MB; ratio {mine / floor:.1f}"
    )


if __name__ == "__main__":
    sys.stdout.write(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200) + "\n")
