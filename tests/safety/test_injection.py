"""Texts that are code somewhere else, in every text field of a workbook, through every output.

One workbook holds each of them as a KPI's name, category, owner, purpose and so on, as comments,
actions, events, benchmarks and settings; the outputs are opened in the programs that would run
them.
"""

from __future__ import annotations

import io
import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from playwright.sync_api import Browser, Request

from kpireport.commands.main import _run
from kpireport.workbook.annotate_package import Package
from tests.sweeps import SWEEPING
from tests.workbook.conftest import Convert
from tests.workbook.conftest import convert as convert
from tools.fuzzing.hostile import INJECTIONS
from tools.fuzzing.package import Row, Sheet, number, text, workbook_bytes

pytestmark = pytest.mark.xdist_group("injection")  # what is shared is made once

TEXTS = tuple(each for each in INJECTIONS if len(each) < 500)
MONTHS = [f"2026-{month:02}" for month in range(1, 11)]
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
COLOUR = re.compile("\x1b\\[[0-9;]*m")
EVIL = re.compile("evil|cmd|WEBSERVICE|IMPORTXML|HYPERLINK", re.IGNORECASE)


def rows(*headers: str, fields: list[list[str]]) -> list[Row]:
    return [[text(header) for header in headers], *([text(f) for f in line] for line in fields)]


def hostile_workbook(texts: tuple[str, ...], *, errors: bool = False) -> bytes:
    """A KPI for each of the texts, which has it in every field that takes a text."""
    ids = [f"K{at}" for at in range(len(texts))]
    either = list(zip(ids, texts, strict=True))
    settings = ("Organisation", "Entity", "Title", "Confidentiality", "Prepared by", "Industry")
    kpis = [[i, t, t, t, t, t, t, t, "2026-12-15", "monthly", "higher", "sum"] for i, t in either]
    figures: list[Row] = [[text("KPI"), *map(text, MONTHS)]]
    figures += [[text(i), *(number(100 + m) for m in range(10))] for i in ids]
    long = [[i, "2026-10", "7", t] for i, t in either]
    sheets = [
        Sheet("Settings", rows("", "", fields=[[s, texts[n]] for n, s in enumerate(settings)])),
        Sheet(
            "KPIs",
            rows(
                *("ID", "Name", "Category", "Owner", "Purpose", "Method", "Definition", "Source"),
                *("Due", "Review", "Direction", "Aggregation"),
                fields=kpis,
            ),
        ),
        Sheet("Actuals", figures),
        Sheet("Targets", figures),
        Sheet("Forecast", rows("KPI", "Period", "Forecast", "Note", fields=[long[0]])),
        Sheet(
            "Comments",
            rows(
                "KPI", "Period", "Author", "Text", fields=[[i, "2026-10", t, t] for i, t in either]
            ),
        ),
        Sheet(
            "Actions",
            rows(
                *("KPI", "Action", "Owner", "Due", "Status"),
                fields=[[i, t, t, "2026-11-30", t] for i, t in either],
            ),
        ),
        Sheet(
            "Events",
            rows("Date", "KPI", "Label", fields=[["2026-03-01", i, t] for i, t in either]),
        ),
        Sheet(
            "Benchmarks",
            rows(
                *("KPI", "Industry", "Statistic", "Value", "Source", "As of", "Geography", "URL"),
                fields=[[i, t, "median", "90", t, "2026-01", t, t] for i, t in either],
            ),
        ),
    ]
    if errors:
        sheets[2] = Sheet(
            "Actuals", [[text(c) for c in ["KPI", *texts]], *([text(t)] for t in texts)]
        )
    return workbook_bytes(sheets)


def run(*arguments: str) -> int:
    return _run([str(each) for each in arguments])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the outputs of the hostile workbook."""
    folder = tmp_path_factory.mktemp("made")
    book = folder / "..;$(x)'[bold]=1+1.xlsx"
    book.write_bytes(hostile_workbook(TEXTS))
    out = folder / "out"
    formats = "xlsx,html,json,ics"
    assert run("report", book, "--format", formats, "--output", out, "--review", "--quiet") == 0
    return out


def only(folder: Path, suffix: str) -> Path:
    (path,) = folder.glob(f"*{suffix}")
    return path


def test_files_stay_in_their_folder_under_harmless_names(made: Path) -> None:
    assert sorted(p.name for p in made.parent.iterdir()) == ["..;$(x)'[bold]=1+1.xlsx", "out"]
    for path in made.iterdir():
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', path.name)
        assert not path.name.startswith((".", "-"))


def test_no_script_of_the_workbook_runs_in_the_page(made: Path, browser: Browser) -> None:
    requests: list[str] = []
    page = browser.new_page()
    page.add_init_script("window.trap = () => { window.trapped = true }")

    def asked(request: Request) -> None:
        requests.append(request.url)

    page.on("request", asked)
    path = only(made, ".html")
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate(
        "document.querySelectorAll('*').forEach(each => "
        "['mouseover', 'focus', 'toggle'].forEach(kind => each.dispatchEvent(new Event(kind))))"
    )
    assert page.evaluate("window.trapped") is None
    assert requests == [path.as_uri()]
    found: dict[str, Any] = page.evaluate("""() => ({
        frames: document.querySelectorAll('iframe, object, embed, img[src^=http], base').length,
        handlers: [...document.querySelectorAll('*')]
            .flatMap(each => [...each.attributes]).filter(a => a.name.startsWith('on')).length,
        links: [...document.querySelectorAll('[href]')].map(each => each.getAttribute('href')),
    })""")
    page.close()
    assert (found["frames"], found["handlers"]) == (0, 0)
    assert all(link.startswith(("#", "http://", "https://", "data:,")) for link in found["links"])


def formulas(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(archive.read(name))
                tags = ("}f", "}definedName", "}formula", "}formula1", "}formula2")
                yield from (e.text or "" for e in root.iter() if e.tag.endswith(tags))


def outside(data: bytes) -> list[str]:
    """What the package refers to outside of itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name]
        return [
            element.get("Target", "")
            for name in archive.namelist()
            if name.endswith(".rels")
            for element in ElementTree.fromstring(archive.read(name))
            if element.get("TargetMode") == "External"
        ]


def test_no_text_became_a_formula_or_a_link_in_excel(made: Path) -> None:
    data = only(made, ".xlsx").read_bytes()
    assert [formula for formula in formulas(data) if EVIL.search(formula)] == []
    assert [to for to in outside(data) if not to.startswith(("http://", "https://"))] == []


def test_nor_when_libreoffice_has_calculated_it(made: Path, convert: Convert) -> None:
    path = only(made, ".xlsx")
    data = (convert("xlsx", path) / path.name).read_bytes()
    assert [formula for formula in formulas(data) if EVIL.search(formula)] == []
    assert [to for to in outside(data) if not to.startswith(("http://", "https://"))] == []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        strings = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    shown = {"".join(each.itertext()) for each in strings}
    # As text it is there, sign for sign.
    assert TEXTS[0] in shown
    assert "+cmd|'/c calc'!A0" in shown


def test_the_figures_file_is_valid_and_holds_the_texts(made: Path) -> None:
    figures = json.loads(only(made, ".json").read_text(encoding="utf-8"))
    names = [kpi["name"] for kpi in figures["kpis"]]
    assert len(names) == len(TEXTS)
    assert {TEXTS[0], "</script><script>trap()</script>", "{{ 7*7 }}"} <= set(names)
    assert not any(CONTROL.search(name) for name in names)


def test_no_line_of_the_calendar_comes_from_a_text(made: Path) -> None:
    lines = only(made, ".ics").read_bytes().decode().replace("\r\n ", "").split("\r\n")
    known = (
        *("BEGIN", "END", "PRODID", "VERSION", "CALSCALE", "METHOD", "X-", "UID", "DTSTAMP"),
        *("DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "CATEGORIES", "STATUS", ""),
    )
    assert {line for line in lines if not line.startswith(known[:-1]) and line} == set()
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") > 0
    assert not any(CONTROL.search(line) or "\n" in line for line in lines)


@pytest.mark.parametrize("command", [("check", "--verbose"), ("check", "--review")])
def test_no_text_commands_the_terminal(command: tuple[str, ...], tmp_path: Path) -> None:
    book = tmp_path / "a\x1b[31mb.xlsx"
    book.write_bytes(hostile_workbook(TEXTS, errors=True))
    said = at_a_terminal(command[0], str(book), *command[1:])
    plainly = COLOUR.sub("", said).replace("\r\n", "\n")
    assert not CONTROL.search(plainly), CONTROL.findall(plainly)
    assert "[bold red]markup[/]" in plainly


def at_a_terminal(*arguments: str) -> str:
    """What the program writes to a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "200"}
    with subprocess.Popen(
        [sys.executable, "-m", "kpireport", *arguments],
        stdout=theirs,
        stderr=theirs,
        env=environment,
    ):
        os.close(theirs)
        pieces = []
        while piece := _piece(ours):
            pieces.append(piece)
    os.close(ours)
    return b"".join(pieces).decode()


def _piece(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 65536)
    except OSError:  # how Linux says that the other side of a terminal has gone
        return b""


def test_a_marked_copy_says_it_in_texts(tmp_path: Path) -> None:
    book, copy = tmp_path / "book.xlsx", tmp_path / "copy.xlsx"
    book.write_bytes(hostile_workbook(TEXTS, errors=True))
    assert run("check", book, "--annotate", copy, "--format", "json") == 1
    assert [formula for formula in formulas(copy.read_bytes()) if EVIL.search(formula)] == []
    assert outside(copy.read_bytes()) == []
    assert Package(copy.read_bytes()).workbook


def test_the_pdf_runs_and_opens_nothing(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(hostile_workbook(TEXTS[:50] if SWEEPING else TEXTS[0:50:7]))
    out = tmp_path / "out"
    assert run("report", book, "--format", "pdf", "--output", out, "--quiet") == 0
    with pikepdf.open(only(out, ".pdf")) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                assert not {"/JS", "/JavaScript", "/Launch", "/EF", "/AA"} & set(item.keys())
                assert item.get("/S") not in ("/JavaScript", "/Launch", "/GoToR", "/SubmitForm")
                if "/URI" in item:
                    assert str(item["/URI"]).startswith(("http://", "https://"))


def test_nothing_is_fetched_and_no_macro_or_link_is_read(tmp_path: Path) -> None:
    """Reading opens no socket and no other file, whatever the workbook points to."""
    book = tmp_path / "book.xlsx"
    book.write_bytes(hostile_workbook(TEXTS[:10]))
    script = (
        "import sys\n"
        "seen = []\n"
        "def note(event, found):\n"
        "    if event.startswith(('socket.', 'subprocess.', 'os.system', 'os.exec')):\n"
        "        seen.append(event)\n"
        "sys.addaudithook(note)\n"
        "from kpireport.commands.main import _run\n"
        f"code = _run(['report', {str(book)!r}, '--format', 'html,json,xlsx', '--quiet',"
        f" '--output', {str(tmp_path / 'out')!r}])\n"
        "sys.exit(f'{code} {seen}' if code or seen else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
