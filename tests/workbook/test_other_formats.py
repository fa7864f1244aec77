"""Workbooks that are no .xlsx: read to the same cells as the .xlsx they were saved from.

The writer of .xls and .ods is LibreOffice; .xlsb, which it can't write, is put together here by
the records of [MS-XLSB] 2.5; text files are written by hand as Excel and other programs export
them.
"""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from kpireport.pipeline import build_scorecard, read_book
from kpireport.workbook.cells import CellKind, RawCell, RawSheet
from kpireport.workbook.csv_file import read_csv
from kpireport.workbook.number_formats import read_format
from kpireport.workbook.reader import load_raw, read_raw
from tests.workbook.conftest import Convert
from tests.workbook.packages import archive_of


@pytest.fixture(scope="module", params=["xls", "ods"])
def saved(request: pytest.FixtureRequest, convert: Convert, repository: Path) -> Path:
    """A folder with the samples, and the real workbooks where they are, in another format."""
    samples = repository / "samples"
    fixtures = repository.parent / "shared" / "real" / "reader_fixtures"
    wanted = [samples / "retail_fr.xlsx", samples / "ecommerce.xlsx"]
    wanted += [fixtures / "errors.xlsx", fixtures / "date_1904.xlsx"]
    return convert(request.param, *(path for path in wanted if path.exists()))


def of(saved: Path, stem: str) -> Path:
    return next(saved.glob(f"{stem}.*"))


def cells_of(data: bytes, name: str = "book.csv") -> dict[str, tuple[str, object]]:
    table = read_csv(Path(name).stem, data, 1000)
    assert table is not None
    return {c.address: (c.kind.value, c.value) for c in table.sheet.cells.values()}


def test_a_sample_saved_in_another_format_gives_the_same_cells(
    repository: Path, saved: Path
) -> None:
    original, _ = load_raw(repository / "samples" / "retail_fr.xlsx")
    other, problems = load_raw(of(saved, "retail_fr"))
    assert original is not None
    assert other is not None
    assert problems == ()
    assert [sheet.name for sheet in other.sheets] == [sheet.name for sheet in original.sheets]
    for ours, theirs in zip(original.sheets, other.sheets, strict=True):
        assert ours.hidden == theirs.hidden
        assert _comparable(ours) == _comparable(theirs)


def _comparable(sheet: RawSheet) -> dict[tuple[int, int], tuple[object, ...]]:
    return {place: _said(cell) for place, cell in sheet.cells.items()}


def _said(cell: RawCell) -> tuple[object, ...]:
    if cell.kind is not CellKind.NUMBER or not isinstance(cell.value, float):
        return cell.kind, cell.value
    shown = read_format(cell.number_format, cell.value)
    return cell.kind, f"{cell.value:.12g}", shown.percent, shown.scale


def test_the_same_report(repository: Path, saved: Path) -> None:
    other, problems = read_book(of(saved, "ecommerce"))
    own, _ = read_book(repository / "samples" / "ecommerce.xlsx")
    assert own is not None
    assert other is not None
    assert not [problem for problem in problems if problem.code[0] == "E"]
    ours, theirs = build_scorecard(own), build_scorecard(other)
    assert [r.measure.status for r in ours.kpis] == [r.measure.status for r in theirs.kpis]
    assert [r.measure.actual for r in theirs.kpis] == pytest.approx(
        [r.measure.actual for r in ours.kpis], rel=1e-12
    )


def test_errors_stay_errors(real: Path, saved: Path) -> None:
    raw, _ = load_raw(of(saved, "errors"))
    assert raw is not None
    found = [cell.value for cell in raw.sheets[0].cells.values()]
    assert found[:4] == ["#DIV/0!", "#NAME?", "#VALUE!", "#REF!"]
    assert {cell.kind for cell in raw.sheets[0].cells.values()} == {CellKind.ERROR}


def test_dates_of_the_1904_system(real: Path, saved: Path) -> None:
    raw, _ = load_raw(of(saved, "date_1904"))
    assert raw is not None
    first = raw.sheets[0].cells[1, 1]
    assert (first.kind, str(first.value)) == (CellKind.DATE, "2021-01-01 00:00:00")


def test_the_content_decides_not_the_ending(saved: Path) -> None:
    raw, problems = read_raw(Path("renamed.xlsx"), of(saved, "retail_fr").read_bytes())
    assert problems == ()
    assert raw is not None


def test_a_damaged_workbook(saved: Path) -> None:
    data = of(saved, "retail_fr").read_bytes()
    _, problems = read_raw(of(saved, "retail_fr"), data[: len(data) // 2])
    assert [problem.code for problem in problems] == ["E103"]


def test_an_encrypted_open_document() -> None:
    data = archive_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b"scrambled",
            "META-INF/manifest.xml": b'<manifest:encryption-data manifest:checksum="x"/>',
        }
    )
    assert [p.code for p in read_raw(Path("book.ods"), data)[1]] == ["E104"]


def test_a_repeated_cell_is_no_bomb() -> None:
    content = (
        b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        b' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>'
        b'<office:spreadsheet><table:table table:name="A">'
        b'<table:table-row table:number-rows-repeated="1048576">'
        b'<table:table-cell table:number-columns-repeated="16384" office:value-type="float"'
        b' office:value="1"/></table:table-row></table:table></office:spreadsheet></office:body>'
        b"</office:document-content>"
    )
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    data = archive_of({"mimetype": mime, "content.xml": content})
    assert [p.code for p in read_raw(Path("book.ods"), data)[1]] == ["E108"]


def _record(kind: int, data: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    return number + bytes([len(data)]) + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb() -> bytes:
    """One sheet: A1 a text, B1 12.5, A2 true, B2 #N/A (calamine reads that as nothing)."""
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, 1, 0, 1)) + _record(145)
    sheet += _record(0, struct.pack("<I", 0) + bytes(13))
    sheet += _record(6, struct.pack("<II", 0, 0) + _wide("KPI"))
    sheet += _record(5, struct.pack("<IId", 1, 0, 12.5))
    sheet += _record(0, struct.pack("<I", 1) + bytes(13))
    sheet += _record(4, struct.pack("<IIB", 0, 0, 1))
    sheet += _record(3, struct.pack("<IIB", 1, 0, 0x2A))
    sheet += _record(146) + _record(130)
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Actuals")
    workbook = _record(131) + _record(143) + _record(156, bundle) + _record(144) + _record(132)
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    part = '<Relationship Id="rId1" Type="{}" Target="{}"/></Relationships>'
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return archive_of(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": (
                head + part.format(f"{kind}/officeDocument", "xl/workbook.bin")
            ).encode(),
            "xl/workbook.bin": workbook,
            "xl/_rels/workbook.bin.rels": (
                head + part.format(f"{kind}/worksheet", "worksheets/sheet1.bin")
            ).encode(),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def test_a_binary_workbook_and_what_it_does_not_tell() -> None:
    raw, problems = read_raw(Path("book.xlsb"), _xlsb())
    assert [problem.code for problem in problems] == ["W112"]
    assert raw is not None
    assert raw.sheets[0].name == "Actuals"
    found = {c.address: c.value for c in raw.sheets[0].cells.values()}
    assert found == {"A1": "KPI", "B1": 12.5, "A2": True}


@pytest.mark.parametrize(
    ("data", "encoding", "separator", "decimal"),
    [
        ("KPI;Jan 2026\nÉcart;12,5\n".encode("cp1252"), "Windows-1252", ";", ","),
        ("KPI,Jan 2026\nÉcart,12.5\n".encode(), "UTF-8", ",", "."),
        ("KPI\tJan 2026\nÉcart\t0,125\n".encode("utf-16"), "UTF-16", "Tab", ","),
        ("\ufeffKPI|Jan 2026|Feb 2026\nA|1|2\n".encode(), "UTF-8", "|", "–"),
        (b"sep=;\nKPI;Jan 2026\nA;1.234,5\n", "UTF-8", ";", ","),
        # Twelve and thirty-four thousandths, or twelve thousand and thirty-four: nothing says.
        (b"KPI;Jan 2026\nA;12.034\n", "UTF-8", ";", "–"),
        # One figure with a point, one with a comma: neither is proven for the others.
        (b"KPI;Jan 2026;Feb 2026\nA;12.5;12,5\n", "UTF-8", ";", "–"),
    ],
)
def test_how_a_text_is_read_is_said(
    data: bytes, encoding: str, separator: str, decimal: str
) -> None:
    _, (problem,) = read_raw(Path("book.csv"), data)
    assert problem.code == "I111"
    assert problem.params == {"encoding": encoding, "separator": separator, "decimal": decimal}


def test_numbers_of_a_text_that_nothing_leaves_in_doubt() -> None:
    data = b'A,"14,100",6.5\nB,"1,234.50",-0.125\nC,007,.5\n"two\nlines",1e5,1 234\nD,#N/A,\n'
    assert cells_of(data) == {
        "A1": ("text", "A"),
        "B1": ("number", 14100.0),
        "C1": ("number", 6.5),
        "A2": ("text", "B"),
        "B2": ("number", 1234.5),
        "C2": ("number", -0.125),
        "A3": ("text", "C"),
        "B3": ("text", "007"),
        "C3": ("number", 0.5),
        "A4": ("text", "two\nlines"),
        "B4": ("text", "1e5"),
        "C4": ("text", "1 234"),
        "A5": ("text", "D"),
        "B5": ("error", "#N/A"),
    }


def test_no_text_at_all() -> None:
    assert [p.code for p in read_raw(Path("book.csv"), b"\x00\x01\x02")[1]] == ["E103"]


def test_the_publishers_own_text_files(real: Path) -> None:
    raw, (problem,) = load_raw(real / "mcc" / "kpis.csv")
    assert raw is not None
    assert problem.params["encoding"] == "Windows-1252"
    # Row 4 of the file: "Stakeholders reached by public outreach efforts", 0, 14,100, 43,632.
    values = [raw.sheets[0].cells[4, column].value for column in (5, 6, 7, 8)]
    assert values == [0.0, 14100.0, 43632.0, "309%"]
