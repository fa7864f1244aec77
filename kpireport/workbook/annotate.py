"""The user's own workbook, with every problem marked where it stands.

A copy of the file is made in which the cells with problems have a fill and a comment, and a last
sheet lists all of them with links. Everything else is kept byte for byte: formulas, formats,
charts, pictures, macros. The workbook itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from kpireport.workbook.annotate_cells import MarkStyles, mark_cells
from kpireport.workbook.annotate_comments import add_comments
from kpireport.workbook.annotate_list import Listed, add_list
from kpireport.workbook.annotate_package import Package

_CELL = re.compile(r"([A-Z]{1,3}[1-9]\d{0,6})(?::[A-Z]{1,3}[1-9]\d{0,6})?")
_SEVERITIES = "EWI"
_MOST_COMMENT = 2000


@dataclass(frozen=True, slots=True)
class Annotation:
    """A problem in words. ``sheet`` and ``cell`` are empty where it is not that of one cell.

    ``severity`` is E, W or I, and ``severity_label`` the word for it.
    """

    code: str
    severity: str
    severity_label: str
    sheet: str
    cell: str
    message: str
    expected: str
    advice: str


@dataclass(frozen=True, slots=True)
class AnnotationWords:
    """The fixed words of the copy: the list's sheet, its note, its six headings."""

    sheet: str
    note: str
    headings: tuple[str, ...]


def annotate(
    data: bytes, annotations: Sequence[Annotation], words: AnnotationWords
) -> bytes | None:
    """The copy of the workbook ``data``; None where it is no Open XML workbook (.xlsx, .xlsm).

    The same workbook and problems give the same bytes.
    """
    try:
        package = Package(data)
        sheets = _sheets(package)
        for name, path in sheets.items():
            _mark(package, path, [a for a in annotations if a.sheet == name])
        lines = [_line(annotation, sheets) for annotation in annotations]
        add_list(package, words.sheet, words.note, words.headings, lines)
        return package.written()
    except Exception:  # a damaged package makes zipfile and lxml fail in any way
        return None


def _sheets(package: Package) -> Mapping[str, str]:
    """The worksheets' paths by name."""
    book = package.root(package.workbook)
    ns = f"{{{book.nsmap[None]}}}"
    relations = package.relations(package.workbook)
    identity = f"{{{package.relation_base()}}}id"
    found = {}
    for sheet in book.iter(f"{ns}sheet"):
        kind, path = relations.get(sheet.get(identity, ""), ("", ""))
        if kind == "worksheet":
            found[sheet.get("name", "")] = path
    return found


def _mark(package: Package, path: str, annotations: Sequence[Annotation]) -> None:
    by_cell: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        if match := _CELL.fullmatch(annotation.cell):
            by_cell.setdefault(match[1], []).append(annotation)
    if not by_cell:
        return
    worst = {
        address: min((a.severity for a in found), key=_SEVERITIES.index)
        for address, found in by_cell.items()
    }
    mark_cells(package.root(path), worst, MarkStyles(package))
    texts = {address: _comment(found) for address, found in by_cell.items()}
    try:
        add_comments(package, path, texts)
    except etree.XMLSyntaxError:
        return  # a drawing of old comments that is no XML: the fill and the list have it all


def _comment(found: Sequence[Annotation]) -> str:
    said = [f"{a.severity_label} {a.code}\n{a.message}\n→ {a.advice}" for a in found]
    text = "\n\n".join(said)
    return text if len(text) <= _MOST_COMMENT else f"{text[: _MOST_COMMENT - 1]}…"


def _line(annotation: Annotation, sheets: Mapping[str, str]) -> Listed:
    place, link = annotation.sheet, ""
    if annotation.cell:
        place = f"{annotation.sheet}!{annotation.cell}"
    if annotation.sheet in sheets:
        quoted = annotation.sheet.replace("'", "''")
        cell = annotation.cell if _CELL.fullmatch(annotation.cell) else "A1"
        link = f"'{quoted}'!{cell}"
    return Listed(
        annotation.code,
        annotation.severity_label,
        place,
        annotation.message,
        annotation.expected,
        annotation.advice,
        link,
    )
