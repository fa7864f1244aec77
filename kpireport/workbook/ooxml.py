"""An Office Open XML package → the cells of its sheets.

The package is read directly, with the standard library: docs/reading-workbooks.md says what else
was tried, and why. Both the transitional and the strict flavour of the format are understood.
Source: ECMA-376 part 1 (18.2 workbook, 18.4 shared strings, 18.8 styles) and part 2 (packages).
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, ParseError, parse

from kpireport.workbook.cells import RawCell, RawSheet
from kpireport.workbook.container import parts
from kpireport.workbook.limits import (
    MAX_CELLS,
    MAX_SHEET_NAME,
    MAX_SHEETS,
    MAX_WHOLE_PART,
    TooManyCellsError,
    sound_format,
)
from kpireport.workbook.number_formats import BUILT_IN_FORMATS
from kpireport.workbook.sheet_xml import (
    BookParts,
    SheetXml,
    text_of,
    unescaped,
)
from kpireport.workbook.xml_parts import elements, refuse_document_type


class DamagedError(Exception):
    """A part is missing or is not what it should be; ``sheet`` is the sheet it belongs to."""

    def __init__(self, sheet: str | None = None) -> None:
        super().__init__(sheet)
        self.sheet = sheet


class PasswordError(Exception):
    """The file is encrypted."""


DAMAGE = (
    ArithmeticError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a package that somebody cut off, edited or made badly may raise."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The worksheets in their order, and whether the file asks to be calculated when opened."""

    sheets: tuple[RawSheet, ...]
    asks_for_calculation: bool


@dataclass(frozen=True, slots=True)
class _Relation:
    kind: str
    target: str


class _Package:
    """The parts of a package, by the names they refer to each other with."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._parts = parts(archive)

    def open(self, path: str) -> IO[bytes]:
        """A part's bytes. No part of an Office file has a document type; a bomb needs one."""
        source = self._archive.open(self._parts[path.lower()])
        refuse_document_type(source)
        source.seek(0)
        return source

    def root(self, path: str) -> Element:
        """A part as a whole. Raises ``TooManyCellsError`` where that is too much."""
        if self._parts[path.lower()].file_size > MAX_WHOLE_PART:
            raise TooManyCellsError
        with self.open(path) as source:
            return parse(source).getroot()

    def relations(self, path: str) -> dict[str, _Relation]:
        """What the part at ``path`` (``""``: the package) refers to, by the relation's ID."""
        folder, name = posixpath.split(path)
        return {
            element.get("Id", ""): _Relation(
                kind=element.get("Type", "").rpartition("/")[2],
                target=posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))[
                    1:
                ],
            )
            for element in self.root(posixpath.join(folder, "_rels", f"{name}.rels"))
            if element.get("TargetMode") != "External"
        }


@dataclass(frozen=True, slots=True)
class _SheetEntry:
    name: str
    hidden: bool
    path: str


def read_contents(archive: zipfile.ZipFile) -> Contents:
    """Every worksheet of the package; chart sheets and macro sheets are left out.

    Raises :class:`DamagedError` and :class:`TooManyCellsError`.
    """
    try:
        package = _Package(archive)
        entries, book, asks_for_calculation = _read_workbook(package)
    except DAMAGE as error:
        raise DamagedError from error
    sheets: list[RawSheet] = []
    room = MAX_CELLS
    for entry in entries:
        try:
            sheet, taken = _read_sheet(package, entry, book, room)
        except DAMAGE as error:
            raise DamagedError(entry.name) from error
        sheets.append(sheet)
        room -= taken
    return Contents(tuple(sheets), asks_for_calculation)


def _read_workbook(package: _Package) -> tuple[list[_SheetEntry], BookParts, bool]:
    path = _of_kind(package.relations(""), "officeDocument")
    if path is None:
        raise ValueError("the package has no main part")
    root, relations = package.root(path), package.relations(path)
    brace, _, kind = root.tag.rpartition("}")
    if kind != "workbook":
        raise ValueError("the package is no workbook")
    namespace = brace + "}"
    entries = [
        _SheetEntry(
            sheet.get("name", "")[:MAX_SHEET_NAME],
            sheet.get("state", "visible") != "visible",
            to.target,
        )
        for sheet in root.iterfind(f"{namespace}sheets/{namespace}sheet")
        if (to := relations[_relation_id(sheet)]).kind == "worksheet"
    ]
    if len(entries) > MAX_SHEETS:
        raise TooManyCellsError
    strings, styles = _of_kind(relations, "sharedStrings"), _of_kind(relations, "styles")
    book = BookParts(
        namespace=namespace,
        strings=tuple(_shared_strings(package, strings, namespace)) if strings else (),
        formats=_formats(package.root(styles), namespace) if styles else (),
        from_1904=_is_set(root.find(f"{namespace}workbookPr"), "date1904"),
    )
    return entries, book, _is_set(root.find(f"{namespace}calcPr"), "fullCalcOnLoad")


def _of_kind(relations: Mapping[str, _Relation], kind: str) -> str | None:
    return next((to.target for to in relations.values() if to.kind == kind), None)


def _relation_id(sheet: Element) -> str:
    """The sheet's ``r:id``, whose namespace differs between the flavours of the format."""
    return next(value for name, value in sheet.items() if name.endswith("}id"))


def _is_set(element: Element | None, attribute: str) -> bool:
    return element is not None and element.get(attribute) in ("1", "true", "on")


def _shared_strings(package: _Package, path: str, namespace: str) -> Iterator[str]:
    tag = f"{namespace}si"
    count = 0
    with package.open(path) as source:
        for element in elements(source, frozenset({tag})):
            if element.tag == tag:
                count += 1
                if count > MAX_CELLS:
                    raise TooManyCellsError
                yield unescaped(text_of(element, namespace))


def _formats(styles: Element, namespace: str) -> tuple[str, ...]:
    """The number format of each cell style. A file may redefine a built-in one."""
    codes = dict(BUILT_IN_FORMATS)
    for element in styles.iterfind(f"{namespace}numFmts/{namespace}numFmt"):
        code = sound_format(element.get("formatCode", "General"))
        codes[int(element.get("numFmtId", 0))] = code
    return tuple(
        codes.get(int(element.get("numFmtId", 0)), "General")
        for element in styles.iterfind(f"{namespace}cellXfs/{namespace}xf")
    )


def _read_sheet(
    package: _Package, entry: _SheetEntry, book: BookParts, room: int
) -> tuple[RawSheet, int]:
    """A sheet, and how many cells it has, empty ones among them."""
    with package.open(entry.path) as source:
        sheet = SheetXml(entry.name, source, book, room)
        cells: dict[tuple[int, int], RawCell] = {(cell.row, cell.column): cell for cell in sheet}
    read = RawSheet(
        name=entry.name,
        hidden=entry.hidden,
        cells=cells,
        merged=tuple(sheet.merged),
        last_row=max((row for row, _ in cells), default=0),
        last_column=max((column for _, column in cells), default=0),
    )
    return read, sheet.count
