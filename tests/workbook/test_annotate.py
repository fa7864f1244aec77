"""The copy of a workbook with its problems marked, read again by openpyxl and by LibreOffice."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kpireport.workbook.annotate import Annotation, AnnotationWords, annotate
from tests.workbook.conftest import Convert
from tests.workbook.packages import STRANGE, with_directory

# openpyxl says what it would lose: that is why it doesn't make the copy.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension")

WORDS = AnnotationWords("kpireport", "2 problems", ("Kind", "Code", "Cell", "What", "So", "Do"))
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def problem(sheet: str, cell: str, code: str = "E501", message: str = "No number") -> Annotation:
    return Annotation(code, code[0], "Error", sheet, cell, message, "A number", "Type one")


@pytest.fixture(scope="module")
def rich() -> bytes:
    """A workbook with what openpyxl would lose: a chart, a picture, sparklines, a comment."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Actuals d'ici")
        bold = book.add_format({"bold": True, "num_format": "0.0%", "bg_color": "#00FF00"})
        for row in range(3):
            sheet.write_row(row, 0, [f"K{row}", 1 + row, 2 + row, 3 + row], bold)
        sheet.write_comment("B2", "typed by hand", {"author": "Somebody"})
        sheet.add_sparkline("F1", {"range": "'Actuals d''ici'!B1:D1"})
        sheet.insert_image("H1", "p.png", {"image_data": io.BytesIO(PIXEL)})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Actuals d''ici'!$B$1:$D$1"})
        sheet.insert_chart("J1", chart)
        book.add_worksheet("Other").write(0, 0, "untouched")
    return stream.getvalue()


def marked(data: bytes, *problems: Annotation) -> bytes:
    made = annotate(data, problems, WORDS)
    assert made is not None
    return made


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_cell_is_filled_and_commented_and_keeps_its_format(rich: bytes) -> None:
    made = marked(rich, problem("Actuals d'ici", "C2"), problem("Actuals d'ici", "B20", "W601"))
    sheet = openpyxl.load_workbook(io.BytesIO(made))["Actuals d'ici"]
    assert sheet["C2"].fill.fgColor.rgb == "FFF8C9C4"
    assert sheet["C2"].font.b
    assert sheet["C2"].number_format == "0.0%"
    assert sheet["C2"].value == 3
    assert sheet["C2"].comment.text == "Error E501\nNo number\n→ Type one"
    assert sheet["C3"].fill.fgColor.rgb == "FF00FF00"  # the one below keeps the user's colour
    assert sheet["B20"].value is None
    assert sheet["B20"].fill.fgColor.rgb == "FFFCE3A8"


def test_a_comment_that_is_there_keeps_its_words(rich: bytes) -> None:
    made = marked(rich, problem("Actuals d'ici", "B2"), problem("Actuals d'ici", "A1"))
    sheet = openpyxl.load_workbook(io.BytesIO(made))["Actuals d'ici"]
    assert sheet["B2"].comment.text.startswith("typed by hand")
    assert sheet["B2"].comment.text.endswith("kpireport: Error E501\nNo number\n→ Type one")
    assert sheet["A1"].comment.text.startswith("Error E501")
    # One box each: a second one on B2 would hide the first.
    drawing = parts(made)["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.count("ClientData ObjectType") == 2


def test_what_has_no_problem_stays_byte_for_byte(rich: bytes) -> None:
    before, after = parts(rich), parts(marked(rich, problem("Actuals d'ici", "C2")))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert after.keys() - before.keys() == {"xl/worksheets/sheet3.xml"}
    sheet = after["xl/worksheets/sheet1.xml"]
    assert b"sparklineGroup" in sheet
    assert b"<drawing r:id=" in sheet


def test_the_list_has_every_problem_with_a_link(rich: bytes) -> None:
    file_wide = Annotation("E221", "E", "Error", "", "", "Nothing calculated", "", "Save it")
    made = marked(rich, problem("Actuals d'ici", "C2:C9", "W101"), file_wide)
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert book.sheetnames == ["Actuals d'ici", "Other", "kpireport"]
    assert book.active is not None
    assert book.active.title == "kpireport"
    assert [ws.title for ws in book if ws.sheet_view.tabSelected] == ["kpireport"]
    rows = [[cell.value for cell in row] for row in book["kpireport"].iter_rows(min_row=3)]
    assert rows == [
        ["Kind", "Code", "Cell", "What", "So", "Do"],
        ["Error", "W101", "Actuals d'ici!C2:C9", "No number", "A number", "Type one"],
        ["Error", "E221", None, "Nothing calculated", None, "Save it"],
    ]
    assert book["kpireport"]["C4"].hyperlink.location == "'Actuals d''ici'!C2:C9"
    assert book["Actuals d'ici"]["C2"].comment is not None


def test_text_of_the_workbook_is_no_formula_in_the_list(rich: bytes) -> None:
    hostile = problem("Other", "A1", message='=HYPERLINK("http://x")')
    book = openpyxl.load_workbook(io.BytesIO(marked(rich, hostile)))
    cell = book["kpireport"]["D4"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x")')


def test_a_list_that_is_there_already_is_not_replaced(rich: bytes) -> None:
    twice = marked(marked(rich, problem("Other", "A1")), problem("Other", "A1"))
    book = openpyxl.load_workbook(io.BytesIO(twice))
    assert book.sheetnames[2:] == ["kpireport", "kpireport 2"]


def test_the_same_bytes_every_time(rich: bytes) -> None:
    assert marked(rich, problem("Other", "A1")) == marked(rich, problem("Other", "A1"))


def test_macros_stay(rich: bytes) -> None:
    stream = io.BytesIO(rich)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xcc\x61macro")
    after = parts(marked(stream.getvalue(), problem("Other", "A1")))
    assert after["xl/vbaProject.bin"] == b"\xcc\x61macro"


def test_no_open_xml_is_not_marked() -> None:
    assert annotate(b"KPI;Jan\nA;1\n", [], WORDS) is None


@pytest.mark.parametrize("patch", STRANGE.values(), ids=STRANGE)
def test_what_no_zip_reader_opens_is_not_marked(rich: bytes, patch: tuple[int, int]) -> None:
    assert annotate(with_directory(rich, *patch), [problem("Other", "A1")], WORDS) is None


def test_libreoffice_reads_the_same_figures(
    rich: bytes, tmp_path: Path, convert: Convert, repository: Path
) -> None:
    sample = repository / "samples" / "ecommerce.xlsx"
    (tmp_path / "rich.xlsx").write_bytes(marked(rich, problem("Actuals d'ici", "C2")))
    (tmp_path / "sample.xlsx").write_bytes(
        marked(sample.read_bytes(), problem("Actuals", "C5"), problem("KPIs", "B99"))
    )
    saved = convert("xlsx", tmp_path / "rich.xlsx", tmp_path / "sample.xlsx")
    book = openpyxl.load_workbook(saved / "rich.xlsx")["Actuals d'ici"]
    assert [[cell.value for cell in row] for row in book["A1:D2"]] == [
        ["K0", 1, 2, 3],
        ["K1", 2, 3, 4],
    ]
    assert book["C2"].comment.text == "Error E501\nNo number\n→ Type one"
    assert book["C2"].fill.fgColor.rgb == "FFF8C9C4"
    original = openpyxl.load_workbook(sample, data_only=True)
    again = openpyxl.load_workbook(saved / "sample.xlsx", data_only=True)
    assert again.sheetnames == [*original.sheetnames, "kpireport"]
    for name in original.sheetnames:
        for row in original[name].iter_rows():
            for cell in row:
                if isinstance(cell.value, (int, float)):
                    assert again[name][cell.coordinate].value == pytest.approx(cell.value)
