"""The sample workbooks with a few of their KPIs: all that a report has, in a fifth of the time.

For tests that need a whole report of a workbook, and not the figures of the samples. Names,
settings, periods, language and sheets are the sample's, all but the benchmarks.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import openpyxl

KEPT = {
    "ecommerce.xlsx": {"AOV", "DELIVERY", "ORDERS", "REVENUE"},
    "retail_fr.xlsx": {"CA", "NPS", "REPONSE", "RUPTURE"},
}
"""A ratio with its parts, means and sums, of two categories each, with goals and headlines."""
BENCHMARKS = ("Benchmarks", "Repères")


def smaller_samples(samples: Path, folder: Path) -> Path:
    """Write both into ``folder``, under their own names."""
    for name, kept in KEPT.items():
        _with(kept, samples / name, folder / name)
    return folder


def _with(kept: Collection[str], sample: Path, path: Path) -> None:
    """A copy without the rows that name any other KPI; formulas are left as their results."""
    book = openpyxl.load_workbook(sample, data_only=True)
    known = {str(cell.value) for cell in book.worksheets[1]["A"][4:] if cell.value}
    dropped = known - set(kept)
    assert known > set(kept)
    for name in BENCHMARKS:
        if name in book.sheetnames:
            del book[name]
    for sheet in book.worksheets:
        for row in range(sheet.max_row, 0, -1):
            if dropped & {str(cell.value) for cell in sheet[row]}:
                sheet.delete_rows(row)
    book.save(path)
