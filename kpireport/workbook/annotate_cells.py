"""Cells of a worksheet marked by a fill, whatever else they look like.

A marked cell keeps its number format, font, borders and protection: its style is copied and only
the fill changes. Source: ECMA-376 part 1, 18.3.1.4 (cells), 18.8 (styles).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from lxml import etree

from kpireport.workbook.annotate_package import Element, Package
from kpireport.workbook.cells import column_letters
from kpireport.workbook.shared_formulas import column_number

FILLS: Mapping[str, str] = {
    "E": "FFF8C9C4",
    "W": "FFFCE3A8",
    "I": "FFCFE2F6",
    "head": "FFE1E5EA",
}
"""The fill of a marked cell by severity: red, amber, blue, light enough for any dark letters."""

_LISTS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_ENTRIES = {"fonts": "font", "fills": "fill", "cellXfs": "xf"}


def split_address(address: str) -> tuple[int, int]:
    """``D7`` → (7, 4)."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_number(letters)


class MarkStyles:
    """The styles of a workbook, with a filled copy of each one that a marked cell needs."""

    def __init__(self, package: Package) -> None:
        path = package.related(package.workbook, "styles")
        if path is None:
            raise KeyError("the workbook has no styles")
        self._root = package.root(path)
        self._ns = f"{{{self._root.nsmap[None]}}}"
        self._fills: dict[str, int] = {}
        self._made: dict[tuple[int, str], int] = {}

    def marked(self, style: int, severity: str) -> int:
        """The number of the style that looks like ``style`` on the severity's fill."""
        key = (style, severity)
        if key not in self._made:
            formats = self._list("cellXfs")
            source = formats[style] if style < len(formats) else formats[0]
            made = copy.deepcopy(source)
            made.set("fillId", str(self._fill(severity)))
            made.set("applyFill", "1")
            formats.append(made)
            formats.set("count", str(len(formats)))
            self._made[key] = len(formats) - 1
        return self._made[key]

    def look(
        self, *, bold: bool = False, colour: str = "", fill: str = "", wraps: bool = True
    ) -> int:
        """The number of a new style for text, in the workbook's own default font."""
        formats, fonts = self._list("cellXfs"), self._list("fonts")
        font = copy.deepcopy(fonts[0])
        for name in ("b", "color"):
            for old in font.findall(f"{self._ns}{name}"):
                font.remove(old)
        if bold:
            font.insert(0, etree.Element(f"{self._ns}b"))
        if colour:
            size = font.find(f"{self._ns}sz")
            shade = etree.Element(f"{self._ns}color", rgb=colour)
            if size is None:
                font.append(shade)
            else:
                size.addnext(shade)
        fonts.append(font)
        fonts.set("count", str(len(fonts)))
        made = etree.SubElement(formats, f"{self._ns}xf", numFmtId="49", borderId="0", xfId="0")
        made.set("fontId", str(len(fonts) - 1))
        made.set("fillId", str(self._fill(fill) if fill else 0))
        for applied in ("applyNumberFormat", "applyFont", "applyFill", "applyAlignment"):
            made.set(applied, "1")
        etree.SubElement(made, f"{self._ns}alignment", vertical="top", wrapText=str(int(wraps)))
        formats.set("count", str(len(formats)))
        return len(formats) - 1

    def _fill(self, severity: str) -> int:
        if severity not in self._fills:
            fills = self._list("fills")
            fill = etree.SubElement(fills, f"{self._ns}fill")
            pattern = etree.SubElement(fill, f"{self._ns}patternFill", patternType="solid")
            etree.SubElement(pattern, f"{self._ns}fgColor", rgb=FILLS[severity])
            etree.SubElement(pattern, f"{self._ns}bgColor", indexed="64")
            fills.set("count", str(len(fills)))
            self._fills[severity] = len(fills) - 1
        return self._fills[severity]

    def _list(self, name: str) -> Element:
        """A list of the style sheet, made in its place with what Excel starts it with."""
        found = self._root.find(f"{self._ns}{name}")
        if found is None:
            found = etree.Element(f"{self._ns}{name}")
            before = _LISTS[: _LISTS.index(name)]
            at = sum(etree.QName(child).localname in before for child in self._root)
            self._root.insert(at, found)
        if not len(found):
            for pattern in ("none", "gray125") if name == "fills" else ("",):
                first = etree.SubElement(found, f"{self._ns}{_ENTRIES[name]}")
                if pattern:
                    etree.SubElement(first, f"{self._ns}patternFill", patternType=pattern)
            found.set("count", str(len(found)))
        return found


def mark_cells(sheet: Element, marks: Mapping[str, str], styles: MarkStyles) -> None:
    """Fill the cells of a worksheet: ``marks`` goes from an address to a severity."""
    ns = f"{{{sheet.nsmap[None]}}}"
    data = sheet.find(f"{ns}sheetData")
    if data is None:
        return
    rows = {int(row.get("r", 0)): row for row in data.iter(f"{ns}row")}
    for address, severity in marks.items():
        number, column = split_address(address)
        row = rows.get(number)
        if row is None:
            row = rows[number] = _new_row(data, ns, number, rows)
        cell = _cell(row, ns, number, column)
        cell.set("s", str(styles.marked(int(cell.get("s", row.get("s", 0))), severity)))


def _new_row(data: Element, ns: str, number: int, rows: Mapping[int, Element]) -> Element:
    made = etree.Element(f"{ns}row", r=str(number))
    before = max((at for at in rows if at < number), default=None)
    if before is None:
        data.insert(0, made)
    else:
        rows[before].addnext(made)
    return made


def _cell(row: Element, ns: str, number: int, column: int) -> Element:
    """The row's cell in a column, made in its place where the row has none."""
    before: Element | None = None
    for cell in row.iter(f"{ns}c"):
        reference = cell.get("r")
        at = split_address(reference)[1] if reference else 0
        if at == column:
            return cell
        if at < column:
            before = cell
    made = etree.Element(f"{ns}c", r=f"{column_letters(column)}{number}")
    if before is None:
        row.insert(0, made)
    else:
        before.addnext(made)
    return made
