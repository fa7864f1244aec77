"""Workbook files → raw cells, and what is wrong with files that are none."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import shutil
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kpireport.model.problem import Problem
from kpireport.workbook import container
from kpireport.workbook.cells import CellKind, RawWorkbook
from kpireport.workbook.reader import load_raw, read_bytes, read_raw
from tests.growth import least
from tests.sweeps import examples
from tests.workbook.conftest import Convert
from tests.workbook.packages import MAIN, archive_of, cells, package, read


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook by XlsxWriter, with a bit of everything that a hand-made one has."""
    path = tmp_path_factory.mktemp("written") / "written.xlsx"
    book = xlsxwriter.Workbook(path)
    percent, month = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": 17})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet("Réalisé")
    sheet.merge_range("B1:C1", 2026)
    sheet.write_row("A2", ["KPI"])
    sheet.write_datetime("B2", dt.datetime(2026, 1, 1), month)
    sheet.write_datetime("C2", dt.datetime(2026, 2, 26, 18, 30), month)
    sheet.write_row("A3", ["margin"])
    sheet.write_number("B3", 0.125, percent)
    sheet.write_formula("C3", "=B3*1.1", percent, 0.1375)
    sheet.write_rich_string("A4", "reve", bold, "nue")
    sheet.write_boolean("B4", True)
    sheet.write_string("C4", "1 234,5")
    sheet.write_formula("D4", '=IF(B4,"met","missed")', None, "met")
    sheet.write_formula("E4", "=1/0", None, "#DIV/0!")
    sheet.write_array_formula("D3:E3", "{=B3:C3*2}", percent, 0.25)
    book.add_worksheet("hidden").hide()
    book.add_worksheet("very hidden").very_hidden()
    chart = book.add_chart({"type": "line"})
    assert chart is not None
    chart.add_series({"values": "='Réalisé'!$B$3:$C$3"})
    book.add_chartsheet("Graphique").set_chart(chart)
    book.close()
    return path


def load(path: Path) -> RawWorkbook:
    workbook, problems = load_raw(path)
    assert workbook is not None, problems
    assert problems == ()
    return workbook


def codes(result: tuple[RawWorkbook | None, tuple[Problem, ...]]) -> list[str]:
    workbook, problems = result
    assert workbook is None
    return [problem.code for problem in problems]


# -- What is read


def test_values_formulas_and_formats_come_together(written: Path) -> None:
    sheet = load(written).sheets[0]
    found = {
        cell.address: (cell.kind, cell.value, cell.number_format, cell.formula)
        for cell in sheet.cells.values()
    }
    number, text, date = CellKind.NUMBER, CellKind.TEXT, CellKind.DATE
    assert found == {
        "B1": (number, 2026.0, "General", None),
        "A2": (text, "KPI", "General", None),
        "B2": (date, dt.datetime(2026, 1, 1), "mmm-yy", None),
        "C2": (date, dt.datetime(2026, 2, 26, 18, 30), "mmm-yy", None),
        "A3": (text, "margin", "General", None),
        "B3": (number, 0.125, "0.0%", None),
        "C3": (number, 0.1375, "0.0%", "=B3*1.1"),
        "D3": (number, 0.25, "0.0%", "=B3:C3*2"),
        "E3": (number, 0.0, "0.0%", "=B3:C3*2"),
        "A4": (text, "revenue", "General", None),
        "B4": (CellKind.BOOLEAN, True, "General", None),
        "C4": (text, "1 234,5", "General", None),
        "D4": (text, "met", "General", '=IF(B4,"met","missed")'),
        "E4": (CellKind.ERROR, "#DIV/0!", "General", "=1/0"),
    }
    assert sheet.merged == ((1, 2, 1, 3),)
    assert (sheet.last_row, sheet.last_column) == (4, 5)


def test_sheets_with_their_names_and_whether_they_are_hidden(written: Path) -> None:
    sheets = load(written).sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("Réalisé", False),
        ("hidden", True),
        ("very hidden", True),
    ]


def test_the_source_is_the_name_and_the_hash_of_the_bytes(written: Path) -> None:
    source = load(written).source
    assert source.name == "written.xlsx"
    assert source.sha256 == hashlib.sha256(written.read_bytes()).hexdigest()


def test_reading_leaves_the_file_as_it_was(written: Path) -> None:
    before = (written.read_bytes(), written.stat().st_mtime_ns, list(written.parent.iterdir()))
    load(written)
    assert before == (
        written.read_bytes(),
        written.stat().st_mtime_ns,
        list(written.parent.iterdir()),
    )


def test_a_workbook_saved_by_libreoffice_reads_the_same(written: Path, convert: Convert) -> None:
    theirs, ours = load(convert("xlsx", written) / written.name).sheets[0], load(written).sheets[0]
    for place, cell in ours.cells.items():
        if cell.formula is None:
            assert theirs.cells[place].value == cell.value
    assert theirs.merged == ours.merged
    assert [theirs.cells[3, 3].formula, theirs.cells[4, 5].value] == ["=B3*1.1", "#DIV/0!"]


def _openpyxl_cells(path: Path) -> Iterator[tuple[str, str, object, object, str]]:
    """Sheet, address, value, formula and format of every filled cell, in openpyxl's two passes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # From memory: a file that openpyxl leaves open would warn in whatever test comes next.
        data = path.read_bytes()
        formulas, values = (
            openpyxl.load_workbook(io.BytesIO(data)),
            openpyxl.load_workbook(io.BytesIO(data), data_only=True),
        )
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, ""):
                    formula = getattr(cell.value, "text", cell.value)
                    value = values[sheet.title][cell.coordinate].value
                    yield (
                        sheet.title,
                        cell.coordinate,
                        value,
                        formula if cell.data_type == "f" else None,
                        str(cell.number_format),
                    )


REAL_BOOKS = [
    "balanced_scorecard/BalancedScorecard_FINAL.xlsx",
    "mta/lirr.xlsx",
    "mta/mnr_long.xlsx",
    "nhs_ae/June-2025-AE-by-provider.xlsx",
    "reader_fixtures/errors.xlsx",
    "reader_fixtures/date_quoted_format.xlsx",
]


@pytest.mark.parametrize("name", REAL_BOOKS)
def test_real_workbooks_read_as_openpyxl_reads_them(real: Path, name: str) -> None:
    sheets = {sheet.name: sheet for sheet in load(real / name).sheets}
    by_address = {
        (title, cell.address): cell
        for title, sheet in sheets.items()
        for cell in sheet.cells.values()
    }
    expected = list(_openpyxl_cells(real / name))
    assert len(by_address) == len(expected)
    for title, address, value, formula, number_format in expected:
        cell = by_address[title, address]
        assert cell.formula == formula
        assert cell.number_format == number_format
        assert cell.value == ("" if value is None else value)


def test_the_1904_date_system(real: Path) -> None:
    # Made in LibreOffice with dates from 1904: 1904-01-01 is day 0 there, and day 1462 from 1900.
    sheet = load(real / "reader_fixtures/date_1904.xlsx").sheets[0]
    days = [cell.value for cell in sheet.cells.values() if cell.kind is CellKind.DATE]
    assert dt.datetime(2021, 1, 1) in days
    assert all(isinstance(day, dt.datetime) and day.year > 2000 for day in days)


def test_the_seven_errors(real: Path) -> None:
    sheet = load(real / "reader_fixtures/errors.xlsx").sheets[0]
    assert {(cell.kind, cell.value) for cell in sheet.cells.values()} == {
        (CellKind.ERROR, code)
        for code in ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
    }


# -- Formulas that nothing has calculated


def _placeholders(path: Path, formula: str = "=A1*2", typed: float = 21.0) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Actuals")
    sheet.write_number("A1", typed)
    sheet.write_formula("B1", formula)
    book.close()
    return path


def test_a_workbook_of_placeholders_was_never_calculated(tmp_path: Path) -> None:
    workbook = load(_placeholders(tmp_path / "book.xlsx"))
    assert workbook.never_calculated
    result = workbook.sheets[0].cells[1, 2]
    assert (result.kind, result.value, result.formula) == (CellKind.UNCALCULATED, "", "=A1*2")


def test_a_workbook_saved_by_openpyxl_was_never_calculated(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Actuals")["A1"] = "=1+1"
    book.save(tmp_path / "book.xlsx")
    assert load(tmp_path / "book.xlsx").never_calculated


def test_libreoffice_keeps_the_placeholders_and_that_is_noticed(
    tmp_path: Path, convert: Convert
) -> None:
    saved = convert("xlsx", _placeholders(tmp_path / "kept.xlsx")) / "kept.xlsx"
    assert "fullCalcOnLoad" not in saved.read_bytes().decode("latin-1")
    assert load(saved).never_calculated


def test_libreoffice_calculates_what_has_no_result_at_all(tmp_path: Path, convert: Convert) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=6*7"  # type: ignore[index]
    book.save(tmp_path / "none.xlsx")
    workbook = load(convert("xlsx", tmp_path / "none.xlsx") / "none.xlsx")
    assert not workbook.never_calculated
    assert workbook.sheets[0].cells[1, 1].value == 42.0


@pytest.mark.parametrize(
    ("formula", "never"),
    [("A1*2", True), ("SUM(A1:A2)", True), ("A1/4", True), ("A1-A2", False), ("SUM(C1:C9)", False)],
)
def test_zeros_are_placeholders_where_a_simple_formula_proves_it(formula: str, never: bool) -> None:
    rows = f'<row r="1"><c r="A1"><v>21</v></c><c r="B1"><f>{formula}</f><v>0</v></c></row>'
    rows += '<row r="2"><c r="A2"><v>21</v></c></row>'
    assert read(package(rows)).never_calculated is never
    asking = package(rows, calculation='<calcPr fullCalcOnLoad="1"/>')
    assert read(asking).never_calculated


def test_one_real_result_is_enough_to_have_been_calculated() -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+2</f></c></row>'
    workbook = read(package(rows, calculation='<calcPr fullCalcOnLoad="1"/>'))
    assert not workbook.never_calculated
    assert [cell.kind for cell in workbook.sheets[0].cells.values()] == [
        CellKind.NUMBER,
        CellKind.UNCALCULATED,
    ]


def test_a_workbook_without_formulas_needs_no_calculation(real: Path) -> None:
    assert not load(real / "mta/lirr.xlsx").never_calculated


# -- Files that are no workbook


def test_a_missing_file(tmp_path: Path) -> None:
    assert codes(load_raw(tmp_path / "nothing.xlsx")) == ["E101"]
    assert codes(load_raw(tmp_path / "no folder" / "nothing.xlsx")) == ["E101"]
    assert codes(load_raw(Path("a\0b.xlsx"))) == ["E101"]


def test_a_folder(tmp_path: Path) -> None:
    assert codes(load_raw(tmp_path)) == ["E102"]


def test_a_file_that_may_not_be_read(written: Path, tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    shutil.copy(written, path)
    path.chmod(0)
    administrator = os.geteuid() == 0
    if administrator:  # who may read everything, and therefore steps down for a moment
        tmp_path.chmod(0o755)
        os.seteuid(65534)
    try:
        result = read_bytes(path)
    finally:
        if administrator:
            os.seteuid(0)
    assert [problem.code for problem in result[1]] == ["E107"]


def test_something_that_is_no_file() -> None:
    assert codes(load_raw(Path("/dev/null"))) == ["E107"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("text.xlsx", b"KPI;Actual\nrevenue;12\n"),
        ("empty.xlsx", b""),
        ("~$book.xlsx", b"\x05Marie" + b" " * 159),
        ("zip.xlsx", archive_of({"readme.txt": b"hello"})),
        ("word.xlsx", archive_of({"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<R/>"})),
        ("page.xlsx", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("other.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000),
    ],
    ids=["text", "empty", "lock", "zip", "word", "page", "other"],
)
def test_not_a_workbook(name: str, data: bytes) -> None:
    result = read_raw(Path(name), data)
    assert codes(result) == ["E103"]
    assert result[1][0].params == {"name": name}


def test_a_workbook_that_was_cut_off_or_overwritten(written: Path) -> None:
    data = written.read_bytes()
    assert codes(read_raw(written, data[: len(data) // 2])) == ["E103"]
    broken = package('<row r="1"><c r="A1"><v>1</v></c>')
    workbook, problems = read_raw(Path("broken.xlsx"), broken)
    assert workbook is None
    assert [(problem.code, problem.sheet) for problem in problems] == [("E103", "S")]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="1A"><v>7</v></c></row>',
        '<row r="x"/>',
        '<row r="1"><c r="A1" s="x"><v>7</v></c></row>',
    ],
)
def test_cells_that_refer_to_nothing_are_damage(rows: str) -> None:
    assert codes(read_raw(Path("b.xlsx"), package(rows))) == ["E103"]


def test_a_bomb_of_entities_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">]><worksheet>&a;</worksheet>'
    data = package("", parts={"xl/worksheets/sheet1.xml": bomb})
    assert codes(read_raw(Path("b.xlsx"), data)) == ["E103"]


def test_a_document_of_another_office_program() -> None:
    document = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml"/>'
    data = package("", parts={"xl/workbook.xml": document})
    assert codes(read_raw(Path("letter.xlsx"), data)) == ["E103"]


def test_an_archive_with_a_password() -> None:
    data = bytearray(package('<row r="1"><c r="A1"><v>1</v></c></row>'))
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1  # the flag of an encrypted entry (APPNOTE 4.4.4)
    assert codes(read_raw(Path("book.xlsx"), bytes(data))) == ["E104"]


def test_a_password() -> None:
    # The directory of a compound file names its streams in UTF-16 (MS-CFB 2.6.1).
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    )
    assert codes(read_raw(Path("book.xlsx"), data)) == ["E104"]


def test_nothing_in_any_cell() -> None:
    assert codes(read_raw(Path("b.xlsx"), package(""))) == ["E105"]
    formatted = '<row r="1"><c r="A1" s="2"/><c r="B1" t="s"><v>0</v></c></row>'
    assert codes(read_raw(Path("b.xlsx"), package(formatted, strings="<si><t/></si>"))) == ["E105"]


@pytest.mark.parametrize(
    ("name", "data", "ending"),
    [
        ("book.xls", b"<html><table/></html>", ".xls"),
        ("book.xml", b"<?xml version='1.0'?><Workbook/>", ".xml"),
        ("book.xlsx", archive_of({"Index/Document.iwa": b""}), ".numbers"),
    ],
)
def test_other_formats(name: str, data: bytes, ending: str) -> None:
    result = read_raw(Path(name), data)
    assert codes(result) == ["E106"]
    assert result[1][0].params == {"name": name, "format": ending}


def test_too_large(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MAX_UNPACKED_MB", 0)
    assert codes(read_raw(written, written.read_bytes())) == ["E108"]
    assert codes(read_raw(written, b"x" * (50 * 2**20 + 1))) == ["E108"]


def test_a_file_too_large_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(51 * 2**20)
    assert codes(load_raw(path)) == ["E108"]


def test_a_part_that_claims_to_be_smaller_than_it_is() -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 500))
    data = bytearray(package(rows))
    # The central directory's last entry is the sheet; its size stands 24 bytes in (APPNOTE 4.3.12).
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (1000).to_bytes(4, "little")
    assert codes(read_raw(Path("b.xlsx"), bytes(data))) == ["E103"]


def test_too_many_cells(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpireport.workbook.ooxml.MAX_CELLS", 5)
    assert codes(read_raw(written, written.read_bytes())) == ["E108"]


def test_our_own_output(tmp_path: Path, convert: Convert) -> None:
    path = tmp_path / "scorecard.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write("A1", 1)
    book.set_custom_property("kpireport_run", "abc123")
    book.close()
    assert codes(load_raw(path)) == ["E109"]
    assert codes(load_raw(convert("xlsx", path) / path.name)) == ["E109"]


def test_another_custom_property_is_no_mark(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet().write("A1", 1)
    book.set_custom_property("Department", "kpireport_run")
    book.close()
    load(path)


@examples(150)
@given(st.data())
def test_no_damage_ever_raises(written: Path, data: st.DataObject) -> None:
    content = bytearray(written.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    workbook, problems = read_raw(written, bytes(content))
    assert (workbook is None) == bool(problems)


@given(st.binary(max_size=300))
def test_no_bytes_ever_raise(data: bytes) -> None:
    workbook, problems = read_raw(Path("x.xlsx"), data)
    assert workbook is None
    assert len(problems) == 1


# -- What it costs


def test_reading_needs_no_openpyxl(written: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kpireport.workbook.reader import load_raw;"
        f"load_raw(Path({str(written)!r})); print('openpyxl' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_reading_takes_no_longer_than_openpyxl(repository: Path) -> None:
    path = repository / "samples" / "ecommerce.xlsx"

    # Measured: about half. Twice leaves room for a busy computer.
    assert least(lambda: load_raw(path)) < 2 * least(lambda: openpyxl.load_workbook(path))


def test_names_of_parts_in_another_case_and_with_backslashes() -> None:
    with zipfile.ZipFile(io.BytesIO(package('<row r="1"><c r="A1"><v>1</v></c></row>'))) as archive:
        parts = {
            name.replace("xl/", "XL\\") if name.startswith("xl/") else name: archive.read(name)
            for name in archive.namelist()
        }
    assert list(cells(archive_of(parts))) == ["A1"]


def test_cells_by_address() -> None:
    assert list(cells(package('<row r="1"><c r="AB1"><v>1</v></c></row>'))) == ["AB1"]


# -- Files made to exhaust the computer

DOCUMENT_TYPE = '<!DOCTYPE worksheet [<!ENTITY a "1">]>'
SHEET = (
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>&a;</v></c></row>'
    "</sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "part",
    [
        f"<!--{' ' * 5000}-->{DOCUMENT_TYPE}{SHEET}".encode(),
        f"<!--{' ' * 200_000}-->{DOCUMENT_TYPE}{SHEET}".encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{DOCUMENT_TYPE}{SHEET}'.encode("utf-16"),
    ],
)
def test_a_document_type_is_refused_wherever_it_stands(part: bytes) -> None:
    data = package("", parts={"xl/worksheets/sheet1.xml": part})
    assert codes(read_raw(Path("b.xlsx"), data)) == ["E103"]


def test_a_part_in_utf_16_is_read() -> None:
    part = f'<?xml version="1.0" encoding="UTF-16"?>{SHEET}'.replace("&a;", "7").encode("utf-16")
    assert cells(package("", parts={"xl/worksheets/sheet1.xml": part}))["A1"].value == 7


def test_the_words_of_a_document_type_in_a_cell() -> None:
    row = '<row r="1"><c r="A1" t="str"><v>&lt;!DOCTYPE&gt;</v></c></row>'
    note = "<!-- no <!DOCTYPE here -->"
    sheet = f'{note}<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'.encode()
    read_cells = cells(package("", parts={"xl/worksheets/sheet1.xml": sheet}))
    assert read_cells["A1"].value == "<!DOCTYPE>"


@pytest.mark.parametrize("name", ["xl/media/image1.png", "xl/printerSettings.bin"])
def test_parts_of_every_kind_count_towards_the_limit(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(container, "MAX_UNPACKED_MB", 1)
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert codes(read_raw(Path("b.xlsx"), package(row, parts={name: b"0" * 2**20}))) == ["E108"]


def test_only_the_beginning_of_the_kind_of_archive_is_read() -> None:
    kind = b" " * 100 + b"application/vnd.oasis.opendocument.spreadsheet"
    cells(package('<row r="1"><c r="A1"><v>1</v></c></row>', parts={"mimetype": kind}))


def test_empty_cells_count_towards_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpireport.workbook.ooxml.MAX_CELLS", 5)
    row = '<row r="1"><c r="A1"><v>1</v></c>{}</row>'
    assert codes(read_raw(Path("b.xlsx"), package(row.format("<c/>" * 5)))) == ["E108"]
    assert list(cells(package(row.format("<c/>" * 4)))) == ["A1"]


def test_more_rows_than_a_sheet_has() -> None:
    assert codes(read_raw(Path("b.xlsx"), package("<row/>" * 1_048_577))) == ["E103"]


@pytest.mark.parametrize(
    ("name", "unit"),
    [("xl/worksheets/sheet1.xml", "<c/>"), ("xl/sharedStrings.xml", "<si/>")],
)
def test_a_small_file_that_unpacks_to_much_costs_little(
    tmp_path: Path, name: str, unit: str
) -> None:
    resource = pytest.importorskip("resource")
    content = unit * (30 * 2**20 // len(unit))
    parts = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row>{content}</row>'
        "</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{content}</sst>',
    }
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(package("", parts={name: parts[name].encode()}))
    assert path.stat().st_size < 100_000
    code = (
        "import resource, sys; from pathlib import Path;"
        "from kpireport.workbook.reader import load_raw;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        f"print(*[p.code for p in load_raw(Path({str(path)!r}))[1]],"
        "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    begun = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - begun
    found, kilobytes = done.stdout.split()
    assert found == "E108"
    # Measured: 1.5 s and 20 MB at most. Kept whole, the cells took 27 s and 686 MB.
    assert int(kilobytes) * (1 if sys.platform != "darwin" else 1 / 1024) < 100_000
    assert seconds < 10
