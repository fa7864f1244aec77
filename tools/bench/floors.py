"""Bare floors, each a process of its own: ``python -m tools.bench.floors NAME FILE…``.

They do what no program of the kind can do without, and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path


def openpyxl_reads(book: str) -> None:
    """openpyxl imported, every cell of the workbook read."""
    import openpyxl

    opened = openpyxl.load_workbook(book, read_only=True, data_only=True)
    sum(1 for sheet in opened for row in sheet.iter_rows(values_only=True) for _ in row)
    opened.close()


def calamine_reads(book: str) -> None:
    """Every cell read by calamine."""
    from python_calamine import CalamineWorkbook

    opened = CalamineWorkbook.from_path(book)
    sum(len(opened.get_sheet_by_name(name).to_python()) for name in opened.sheet_names)


def xlsxwriter_writes(report: str, target: str) -> None:
    """The cells of a finished Excel report written again, bare; reading them isn't counted."""
    import pickle

    from tools.bench.excel import bare

    cells = pickle.loads(Path(report).read_bytes())
    Path(target).write_bytes(bare(cells))


def weasyprint_prints(page: str, target: str) -> None:
    """WeasyPrint on a finished page."""
    from weasyprint import HTML

    text = Path(page).read_text(encoding="utf-8")
    Path(target).write_bytes(HTML(string=text).write_pdf())


def nothing() -> None:
    """Python itself."""


FLOORS: Mapping[str, Callable[..., None]] = {
    "openpyxl": openpyxl_reads,
    "calamine": calamine_reads,
    "xlsxwriter": xlsxwriter_writes,
    "weasyprint": weasyprint_prints,
    "python": nothing,
}

if __name__ == "__main__":
    FLOORS[sys.argv[1]](*sys.argv[2:])
