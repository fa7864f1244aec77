"""A workbook written part by part: its cells can hold what no library would write."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from xlsxwriter.utility import xl_col_to_name

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file stores it: ``kind`` is the XML's (n, s, b, e, d, str)."""

    kind: str
    value: str
    number_format: str = "General"
    formula: str | None = None


Row = list[Cell | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: list[Row]
    state: str = "visible"
    merged: tuple[str, ...] = ()


def text(value: str) -> Cell:
    return Cell("s", value)


def number(value: object, number_format: str = "General") -> Cell:
    return Cell("n", str(value), number_format)


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The package that holds the sheets. Control characters are stored as Excel stores them."""
    formats = list(
        dict.fromkeys(
            ["General"]
            + [c.number_format for s in sheets for row in s.rows for c in row if c is not None]
        )
    )
    codes = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode={_attribute(code)}/>'
        for at, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{164 + at}"/>' for at, _ in enumerate(formats))
    listed = "".join(
        f'<sheet name={_attribute(s.name)} sheetId="{at}" state="{s.state}" r:id="rId{at}"/>'
        for at, s in enumerate(sheets, 1)
    )
    targets = [
        (f"rId{at}", "worksheet", f"worksheets/s{at}.xml") for at in range(1, len(sheets) + 1)
    ]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations([*targets, ("rIdS", "styles", "styles.xml")]),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>",
    }
    for at, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/s{at}.xml"] = _sheet_xml(sheet, formats)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            about = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(about, content.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _sheet_xml(sheet: Sheet, formats: Sequence[str]) -> str:
    rows = []
    for at, row in enumerate(sheet.rows, 1):
        cells = "".join(
            _cell_xml(c, xl_col_to_name(n) + str(at), formats) for n, c in enumerate(row) if c
        )
        rows.append(f'<row r="{at}">{cells}</row>')
    merged = "".join(f"<mergeCell ref={_attribute(area)}/>" for area in sheet.merged)
    merged = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    body = "\n".join(rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{merged}</worksheet>'


def _cell_xml(cell: Cell, address: str, formats: Sequence[str]) -> str:
    style = formats.index(cell.number_format)
    formula = "" if cell.formula is None else f"<f>{_content(cell.formula)}</f>"
    if cell.kind == "s":
        said = f'<is><t xml:space="preserve">{_content(cell.value)}</t></is>'
        return f'<c r="{address}" s="{style}" t="inlineStr">{formula}{said}</c>'
    value = f"<v>{_content(cell.value)}</v>" if cell.value else ""
    return f'<c r="{address}" s="{style}" t="{cell.kind}">{formula}{value}</c>'


def _content(value: str) -> str:
    return escape(_NOT_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", value))


def _attribute(value: str) -> str:
    return quoteattr(_NOT_XML.sub("?", value))


def _relations(entries: Sequence[tuple[str, str, str]]) -> str:
    body = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="{_PACKAGE}">{body}</Relationships>'


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    body = "".join(
        f'<Override PartName="/xl/worksheets/s{at}.xml" ContentType="{kind}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{body}</Types>'
    )
