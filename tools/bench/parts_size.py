"""How the time grows with the KPIs, and a thousand of them beside what nobody can do without."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path

from tools.bench.clock import Spent, in_turn, once, process
from tools.bench.parts import Part, book_of, floor, report_of
from tools.bench.table import Line

SIZES = (10, 100, 1000)
_FORMATS = ("xlsx,html,pdf,json", "xlsx", "html", "json", "pdf")
_MOST = 11.0
"""Ten times the KPIs take at most that many times as long."""


def growth(folder: Path, rounds: int) -> Iterator[Line]:
    """Ten times the KPIs, and ten times as many again: all formats together, and each alone."""
    for formats in _FORMATS:
        spent = {kpis: _reported(folder, kpis, formats, rounds) for kpis in SIZES}
        name = formats if "," not in formats else "all formats"
        for less, more in itertools.pairwise(SIZES):
            ours, theirs = spent[more].wall, spent[less].wall
            yield Line(f"report, {more} KPIs, {name}", ours, theirs, f"{less} KPIs", _MOST)


def _reported(folder: Path, kpis: int, formats: str, rounds: int) -> Spent:
    """The larger the book, the less its time is shaken: a thousand KPIs are reported once."""
    work = process(report_of(folder, book_of(folder, kpis), formats))
    return once(work) if kpis == SIZES[-1] else in_turn({"report": work}, rounds)["report"]


def thousand(folder: Path, rounds: int) -> Iterator[Line]:
    """A thousand KPIs without the PDF against the sum of the bare floors."""
    from tools.bench.excel import cells_of

    book = book_of(folder, 1000)
    formats = "xlsx,html,json"
    ours = once(process(report_of(folder, book, formats)))
    out = next((folder / f"out-{book.stem}-{formats.replace(',', '-')}").glob("*.xlsx"))
    kept = folder / "cells.pickle"
    kept.write_bytes(pickle.dumps(cells_of(out.read_bytes())))
    reading = once(process(floor("calamine", book)))
    writing = once(process(floor("xlsxwriter", kept, folder / "bare.xlsx")))
    against = "floors: calamine reads, XlsxWriter writes"
    total = reading.wall + writing.wall
    yield Line("report, 1000 KPIs, xlsx+html+json", ours.wall, total, against, 3.0)


PARTS: Mapping[str, Part] = {"growth": growth, "thousand": thousand}
