"""Live workbooks for the tests: written, recalculated from scratch by LibreOffice, read again."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl

from kpireport.model.book import Book, Language
from kpireport.model.scorecard import Scorecard
from kpireport.pipeline import build_scorecard, build_view, with_live_model
from kpireport.present.view import ReportView
from kpireport.render.excel.data import data_rows
from kpireport.render.excel.live.book import LiveBook
from tests.render.workbooks import reopened

_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""


@dataclass(frozen=True)
class Written:
    """A report with its live workbook, and the same workbook with other months chosen."""

    view: ReportView
    files: Sequence[Path]

    @property
    def path(self) -> Path:
        return self.files[0]

    def expected(self, place: int) -> LiveBook:
        """What Python computes for the month chosen in that file."""
        model = self.view.live
        assert model is not None
        first = {kpi.id: data_rows(self.view)[kpi.anchor].first for kpi in self.view.kpis}
        cards = (*model.cards[place:], *model.cards[:place])
        sheet = self.view.labels["sheet_calculation"]
        return LiveBook(replace(model, cards=cards), sheet, first)


def report(book: Book, language: Language = "en") -> tuple[Scorecard, ReportView]:
    card = build_scorecard(book)
    return card, with_live_model(build_view(card, language), book, card)


def write(view: ReportView, data: bytes, path: Path, months: int) -> Written:
    """The workbook, and copies in which each of the ``months`` before is chosen."""
    path.write_bytes(data)
    model = view.live
    assert model is not None
    address = chosen_cell(path)
    files = [path]
    for card in model.cards[1 : months + 1]:
        copy = path.with_stem(f"{path.stem}-{card.period}")
        days = (date(card.period.year, card.period.month, 1) - date(1899, 12, 30)).days
        choose(path, copy, address, days)
        files.append(copy)
    return Written(view, files)


def chosen_cell(path: Path) -> str:
    """The address of the cell in which the month is chosen; it is on the first sheet."""
    place = reopened(path.read_bytes()).defined_names["kpi_period"].attr_text
    return str(place).split("!")[1].replace("$", "")


def choose(path: Path, copy: Path, address: str, days: int) -> None:
    """A copy in which a reader has picked another month: its cell alone differs."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(copy, "w") as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                pattern = rf'(<c r="{address}"[^>]*><v>)[^<]*(</v>)'
                text, count = re.subn(pattern, rf"\g<1>{days}\g<2>", data.decode())
                assert count == 1
                data = text.encode()
            target.writestr(part, data)


def recalculate(files: Sequence[Path], folder: Path) -> None:
    """LibreOffice computes every formula anew, whatever values the files hold."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    settings = profile / "user" / "registrymodifications.xcu"
    settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{profile}"]
    outdir = ["--convert-to", "xlsx", "--outdir", str(folder / "recalculated")]
    subprocess.run([*command, *outdir, *map(str, files)], check=True, capture_output=True)


def available() -> bool:
    return shutil.which("soffice") is not None


def values(path: Path) -> openpyxl.Workbook:
    """The values of a workbook, formulas' included."""
    return reopened(path.read_bytes(), data_only=True)


@lru_cache(maxsize=64)
def recalculated(path: Path) -> openpyxl.Workbook:
    return values(path.parent / "recalculated" / path.name)


def formulas(book: openpyxl.Workbook) -> Iterator[tuple[str, str, str]]:
    """Sheet, address and formula of every computed cell."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    text = getattr(cell.value, "text", cell.value)
                    yield sheet.title, cell.coordinate, str(text)


def functions(formula: str) -> set[str]:
    """The functions that a formula calls."""
    return set(re.findall(r"([A-Za-z_][A-Za-z0-9._]*)\(", without_texts(formula)))


def without_texts(formula: str) -> str:
    """The formula without its texts and the names of sheets."""
    return re.sub(r"'(?:[^']|'')*'!", "", re.sub(r'"(?:[^"]|"")*"', '""', formula))


def same(one: Any, other: Any, scale: float = 1.0) -> bool:
    """Equal, but for what the order of adding up leaves in the last digits."""
    one, other = ("" if value is None else value for value in (one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9 * max(1.0, abs(scale)))
    return bool(one == other)
