"""Workbook packages written by hand, for what no writer at hand produces."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from kpireport.workbook.cells import RawCell, RawWorkbook
from kpireport.workbook.reader import read_raw

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"

_CONTENT_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/></Types>"""
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def styles(*formats: int, codes: dict[int, str] | None = None, fonts: str = "") -> str:
    """A style sheet whose n-th cell style has the n-th number format."""
    defined = "".join(
        f'<numFmt numFmtId="{number}" formatCode="{code}"/>'
        for number, code in (codes or {}).items()
    )
    cell_styles = "".join(f'<xf numFmtId="{number}"/>' for number in formats)
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{defined}</numFmts>{fonts}'
        f"<cellXfs>{cell_styles}</cellXfs></styleSheet>"
    )


def package(
    rows: str,
    *,
    style_sheet: str = styles(0, 14, 10),
    strings: str = "",
    workbook: str = "",
    calculation: str = "",
    after_rows: str = "",
    main: str = MAIN,
    relations: str = RELATIONS,
    parts: dict[str, bytes] | None = None,
) -> bytes:
    """A workbook with one sheet, S, whose rows are the XML given; ``parts`` replace whole parts."""
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _relations({"rId1": (f"{relations}/officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{relations}">{workbook}<sheets>'
            f'<sheet name="S" sheetId="1" r:id="rId1"/></sheets>{calculation}</workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                "rId1": (f"{relations}/worksheet", "worksheets/sheet1.xml"),
                "rId2": (f"{relations}/styles", "styles.xml"),
                "rId3": (f"{relations}/sharedStrings", "/xl/sharedStrings.xml"),
            }
        ),
        "xl/styles.xml": style_sheet.replace(MAIN, main),
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{after_rows}</worksheet>'
        ),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in (content | (parts or {})).items():
            archive.writestr(name, part)
    return buffer.getvalue()


def archive_of(parts: dict[str, bytes]) -> bytes:
    """Any zip archive, the same whenever it is made: pytest names tests by what they are given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def read(data: bytes, name: str = "book.xlsx") -> RawWorkbook:
    """The workbook in ``data``, which must have no problems."""
    workbook, problems = read_raw(Path(name), data)
    assert workbook is not None, problems
    assert not problems
    return workbook


def cells(data: bytes) -> dict[str, RawCell]:
    """The cells of the first sheet, by address."""
    return {cell.address: cell for cell in read(data).sheets[0].cells.values()}


def _relations(entries: dict[str, tuple[str, str]]) -> str:
    body = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>'
        for key, (kind, target) in entries.items()
    )
    return f'<Relationships xmlns="{_PACKAGE_RELATIONS}">{body}</Relationships>'


STRANGE = {"encrypted entries": (8, 1), "unknown compression": (10, 99)}
"""What no zip reader opens: a field of each entry in the package's directory, and its value."""


def with_directory(data: bytes, field: int, value: int) -> bytes:
    """The package with a two-byte field of each entry in its directory set to a value."""
    patched, entry = bytearray(data), data.find(b"PK\x01\x02")
    while entry >= 0:
        patched[entry + field : entry + field + 2] = value.to_bytes(2, "little")
        entry = data.find(b"PK\x01\x02", entry + 4)
    return bytes(patched)
