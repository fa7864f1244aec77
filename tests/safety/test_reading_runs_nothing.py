"""What a workbook points to isn't opened, what it would run isn't run, what is no text is gone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kpireport.workbook import read_book
from kpireport.workbook.cells import CellKind
from kpireport.workbook.plain_text import plain
from kpireport.workbook.reader import read_raw
from tests.safety.bombs import ods
from tests.workbook.packages import MAIN, archive_of, cells, package
from tools.fuzzing.package import Sheet, number, text, workbook_bytes

_opened: list[str] | None = None


def _note(event: str, found: tuple[object, ...]) -> None:
    if _opened is not None and event in ("open", "socket.connect", "subprocess.Popen", "os.system"):
        _opened.append(f"{event} {found[0]}")


sys.addaudithook(_note)  # which nothing takes away again: it is told when to listen


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file, socket and program that is opened from now on."""
    for name, data in {"x.xlsx": package("<row><c><v>1</v></c></row>"), "x.ods": ods("")}.items():
        read_raw(Path(name), data)  # whatever is imported for it is imported by now
    found: list[str] = []
    monkeypatch.setattr(sys.modules[__name__], "_opened", found)
    return found


ENTITY = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "doctype",
    [
        ENTITY,
        ENTITY.replace("file:///etc/hostname", "http://evil.example/x"),
        '<!DOCTYPE worksheet SYSTEM "http://evil.example/x.dtd">',
        '<!DOCTYPE worksheet [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
    ],
)
def test_no_external_entity_is_resolved(doctype: str, opened: list[str]) -> None:
    sheet = f'{doctype}<worksheet xmlns="{MAIN}"><sheetData><row><c t="str"><v>&x;</v></c></row>'
    data = package(
        "", parts={"xl/worksheets/sheet1.xml": f"{sheet}</sheetData></worksheet>".encode()}
    )
    assert [p.code for p in read_raw(Path("book.xlsx"), data)[1]] == ["E103"]
    content = f"{doctype}<office:document-content/>".replace("worksheet", "office:document-content")
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    document = archive_of({"mimetype": mime, "content.xml": content.encode()})
    assert [p.code for p in read_raw(Path("book.ods"), document)[1]] == ["E103"]
    assert opened == []


def test_no_link_is_followed_and_no_macro_is_run(opened: list[str]) -> None:
    row = '<row><c><f>[1]Other!A1</f><v>5</v></c><c><f>WEBSERVICE("http://evil.example")</f></c></row>'
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="x/externalLinkPath" Target="file:///etc/passwd" '
        'TargetMode="External"/></Relationships>'
    )
    parts = {
        "xl/externalLinks/_rels/externalLink1.xml.rels": link.encode(),
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
        "xl/vbaProject.bin": b"Sub Auto_Open()",
    }
    workbook, problems = read_raw(Path("book.xlsm"), package(row, parts=parts))
    assert problems == ()
    assert workbook is not None
    found = workbook.sheets[0].cells
    # The stored result counts; a formula without one isn't calculated.
    assert (found[1, 1].value, found[1, 2].kind) == (5.0, CellKind.UNCALCULATED)
    assert opened == []


def test_an_open_document_is_read_without_its_links(opened: list[str]) -> None:
    cell = (
        '<table:table-cell office:value-type="float" office:value="5" '
        "table:formula=\"of:='file:///etc/passwd'#$S.A1\"/>"
    )
    rows = f"<table:table-row>{cell}</table:table-row>"
    source = (
        '<table:table-source xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="http://e"/>'
    )
    workbook, _ = read_raw(Path("book.ods"), ods(source + rows))
    assert workbook is not None
    assert workbook.sheets[0].cells[1, 1].value == 5.0
    assert opened == []


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ("plain é 漢字\tx\ny", "plain é 漢字\tx\ny"),
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("a\x00b\x1b[31m\x9bc\x7f", "a\ufffdb\ufffd[31m\ufffdc\ufffd"),
        ("\u202e1234\u202c \u2066x\u2069", "1234 x"),
        ("\ud800x\uffff", "\ufffdx\ufffd"),
        ("שלום\u200f", "שלום\u200f"),
    ],
)
def test_texts_are_plain(found: str, kept: str) -> None:
    assert plain(found) == kept


def test_what_excel_stores_as_an_escape_is_plain_too() -> None:
    row = '<row><c t="str"><v>a_x001B_[31m_xD800_b_x000D_c</v></c></row>'
    assert cells(package(row))["A1"].value == "a\ufffd[31m\ufffdb\nc"


def test_a_workbook_in_which_no_kpi_is_reported(tmp_path: Path) -> None:
    kpis = [[text("ID"), text("Report")], [text("A"), text("no")], [text("B"), text("no")]]
    figures = [[text("KPI"), text("2026-01")], [text("A"), number(1)], [text("B"), number(2)]]
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook_bytes([Sheet("KPIs", [*kpis]), Sheet("Actuals", [*figures])]))
    _, problems = read_book(path)
    (problem,) = [problem for problem in problems if problem.code == "E121"]
    assert (problem.sheet, problem.cell) == ("KPIs", "B2")
