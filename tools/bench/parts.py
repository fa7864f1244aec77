"""What is measured, part by part; each gives its lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tools.bench.books import write_book
from tools.bench.clock import in_turn, once, process
from tools.bench.table import Line

_PYTHON = sys.executable
Part = Callable[[Path, int], Iterator[Line]]


def _ours(*arguments: str | Path) -> tuple[str, ...]:
    return (_PYTHON, "-m", "kpireport", *map(str, arguments))


def floor(name: str, *arguments: str | Path) -> tuple[str, ...]:
    """The command of a bare floor."""
    return (_PYTHON, "-m", "tools.bench.floors", name, *map(str, arguments))


def book_of(folder: Path, kpis: int, name: str = "") -> Path:
    """A workbook of so many KPIs, written once."""
    path = folder / f"{name or f'book{kpis}'}.xlsx"
    return path if path.exists() else write_book(path, kpis)


def report_of(folder: Path, book: Path, formats: str) -> tuple[str, ...]:
    """The command of a report, into a folder of its own."""
    where = folder / f"out-{book.stem}-{formats.replace(',', '-')}"
    return _ours("report", book, "--format", formats, "--output", where, "--no-history", "-q")


def startup(folder: Path, rounds: int) -> Iterator[Line]:
    """The program's answer to --help."""
    found = in_turn(
        {"help": process(_ours("--help")), "click": process((_PYTHON, "-c", "import click"))},
        max(rounds, 7),
    )
    against = "python -c 'import click'"
    yield Line("kpireport --help", found["help"].wall, found["click"].wall, against, 3.0)


def check(folder: Path, rounds: int) -> Iterator[Line]:
    """A workbook of 50 KPIs checked."""
    book = book_of(folder, 50)
    found = in_turn(
        {
            "check": process(_ours("check", book)),
            "openpyxl": process(floor("openpyxl", book)),
            "calamine": process(floor("calamine", book)),
        },
        max(rounds, 5),
    )
    ours = found["check"].wall
    yield Line("check, 50 KPIs", ours, found["openpyxl"].wall, "openpyxl reads the file", 3.0)
    yield Line("check, 50 KPIs", ours, found["calamine"].wall, "calamine reads the file")


def report(folder: Path, rounds: int) -> Iterator[Line]:
    """A report of 50 KPIs against the analyst's script, and what of it isn't WeasyPrint's."""
    book = book_of(folder, 50)
    analyst = (_PYTHON, "-m", "tools.bench.analyst", str(book), str(folder / "analyst"))
    found = in_turn(
        {
            "ours": process(report_of(folder, book, "xlsx,html,pdf,json")),
            "script": process(analyst),
        },
        rounds,
    )
    ours, script = found["ours"].wall, found["script"].wall
    yield Line("report, 50 KPIs, all formats", ours, script, "pandas+matplotlib script", 0.4)
    whole, pdf = _shares(book)
    yield Line("of it outside WeasyPrint", whole - pdf, whole, "the whole, one process", 0.25)
    yield Line("of the wait outside WeasyPrint", max(0.0, ours - pdf), ours, "the wait, as above")
    for kpis in (10, 50, 200):
        sized = book_of(folder, kpis)
        for formats in ("xlsx", "html", "json", "pdf"):
            work = process(report_of(folder, sized, formats))
            yield Line(f"report, {kpis} KPIs, {formats}", once(work).wall)


def _shares(book: Path) -> tuple[float, float]:
    """Seconds of a whole report, and of WeasyPrint's import and rendering in it."""
    code = (
        "import sys, time; began = time.perf_counter(); spent = [0.0]\n"
        "from pathlib import Path; from kpireport.pipeline import make_report\n"
        "start = time.perf_counter(); import weasyprint; spent[0] += time.perf_counter() - start\n"
        "plain = weasyprint.HTML.write_pdf\n"
        "def timed(*a, **k):\n"
        "    start = time.perf_counter()\n"
        "    try: return plain(*a, **k)\n"
        "    finally: spent[0] += time.perf_counter() - start\n"
        "weasyprint.HTML.write_pdf = timed\n"
        "book = Path(sys.argv[1]); make_report(book, file_stem='b', output=book.parent / 'share')\n"
        "print(time.perf_counter() - began, spent[0])"
    )
    import subprocess

    command = [_PYTHON, "-c", code, str(book)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    whole, pdf = (float(part) for part in done.stdout.split())
    return whole, pdf


def pdf(folder: Path, rounds: int) -> Iterator[Line]:
    """The PDF against LibreOffice printing our Excel file, and Chromium printing our page."""
    book = book_of(folder, 50)
    once(process(report_of(folder, book, "xlsx,html")))
    out = folder / "out-book50-xlsx-html"
    excel, page = next(out.glob("*.xlsx")), next(out.glob("*.html"))
    found = in_turn(
        {
            "ours": process(report_of(folder, book, "pdf")),
            "office": process(_office(excel, folder)),
            "chromium": process(_chromium(page, folder / "printed.pdf")),
        },
        rounds,
    )
    ours = found["ours"].wall
    yield Line("PDF, 50 KPIs", ours, found["office"].wall, "LibreOffice prints our Excel file", 1.0)
    yield Line("PDF, 50 KPIs", ours, found["chromium"].wall, "Chromium prints our page")


def _office(book: Path, folder: Path) -> tuple[str, ...]:
    profile = f"-env:UserInstallation=file://{folder}/office"
    return (
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        f"{folder}",
        f"{book}",
    )


def _chromium(page: Path, target: Path) -> tuple[str, ...]:
    return (
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        f"--print-to-pdf={target}",
        page.as_uri(),
    )


def batch(folder: Path, rounds: int) -> Iterator[Line]:
    """Twenty books of 20 KPIs as PDF in one run, against a Chromium for each page."""
    books = [book_of(folder, 20, f"batch{number}") for number in range(20)]
    out = folder / "batch"
    once(
        process(_ours("report", *books, "--format", "html", "--output", out, "--no-history", "-q"))
    )
    command = _ours("report", *books, "--format", "pdf", "--output", out, "--no-history", "-q")
    works = [process(_chromium(page, folder / "b.pdf")) for page in sorted(out.glob("*.html"))]
    found = in_turn({"ours": process(command), "each": lambda: [work() for work in works]}, 1)
    yield Line("20 PDFs of 20 KPIs", found["ours"].wall, found["each"].wall, "20 Chromiums", 1.0)


def xmr(folder: Path, rounds: int) -> Iterator[Line]:
    """Ten thousand series of 36 points, on one core."""
    import numpy as np

    from kpireport.stats.xmr import xmr as limits

    values = np.random.default_rng(7).normal(100, 10, (10_000, 36))
    limits(values[:10])
    began = time.process_time()
    limits(values)
    yield Line("XmR, 10,000 series of 36", time.process_time() - began, 1.0, "a second", 1.0)


def excel(folder: Path, rounds: int) -> Iterator[Line]:
    """The live Excel file against the same cells bare."""
    from tools.bench.excel import measured

    ours, bare = measured(200)
    yield Line("Excel file, 200 KPIs", ours, bare, "the same cells bare")


PARTS: Mapping[str, Part] = {
    "startup": startup,
    "check": check,
    "report": report,
    "pdf": pdf,
    "batch": batch,
    "xmr": xmr,
    "excel": excel,
}
