"""A sheet of problems at the end of a workbook: what, where (a link), and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from kpireport.workbook.annotate_cells import MarkStyles
from kpireport.workbook.annotate_package import Element, Package
from kpireport.workbook.cells import column_letters

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_WIDTHS = (9, 11, 26, 52, 34, 58)
_LINE_HEIGHT = 15.0
_HIGHEST = 409.0
_MOST = 32_000
"""A cell holds 32,767 characters."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list. ``link`` is a place in the workbook, or empty: ``'Actuals'!D7``."""

    code: str
    severity: str
    place: str
    message: str
    expected: str
    advice: str
    link: str = ""


def add_list(
    package: Package, title: str, note: str, headings: Sequence[str], lines: Sequence[Listed]
) -> None:
    """Add the sheet, named ``title``, and let the workbook open on it."""
    main = package.root(package.workbook).nsmap[None]
    ns = f"{{{main}}}"
    path = package.free_path("xl/worksheets/sheet{}.xml")
    package.add(path, _sheet(ns, note, headings, lines, _looks(package)), _SHEET_TYPE)
    identity = package.relate(package.workbook, "worksheet", path)
    book = package.root(package.workbook)
    sheets = book.find(f"{ns}sheets")
    assert sheets is not None
    taken = {int(sheet.get("sheetId", 0)) for sheet in sheets}
    entry = etree.SubElement(sheets, f"{ns}sheet", name=_free_name(title, sheets))
    entry.set("sheetId", str(max(taken, default=0) + 1))
    entry.set(f"{{{package.relation_base()}}}id", identity)
    _open_on(package, book, ns, len(sheets) - 1)


def _free_name(title: str, sheets: Element) -> str:
    taken = {(sheet.get("name") or "").casefold() for sheet in sheets}
    name, number = title, 2
    while name.casefold() in taken:
        name, number = f"{title} {number}", number + 1
    return name


def _open_on(package: Package, book: Element, ns: str, position: int) -> None:
    """Make the new sheet the one that is seen first, and no other selected with it.

    Two selected sheets would be edited together.
    """
    views = book.find(f"{ns}bookViews")
    if views is not None:
        for view in views:
            view.set("activeTab", str(position))
    for kind, path in package.relations(package.workbook).values():
        if kind != "worksheet":
            continue
        for view in package.root(path).iter(f"{ns}sheetView"):
            if "tabSelected" in view.attrib:
                del view.attrib["tabSelected"]
    last = package.root(_path_of(package, position, ns))
    for view in last.iter(f"{ns}sheetView"):
        view.set("tabSelected", "1")


def _path_of(package: Package, position: int, ns: str) -> str:
    sheets = package.root(package.workbook).find(f"{ns}sheets")
    assert sheets is not None
    identity = sheets[position].get(f"{{{package.relation_base()}}}id", "")
    return package.relations(package.workbook)[identity][1]


@dataclass(frozen=True, slots=True)
class _Looks:
    """The numbers of the styles of the list: its note, headings, texts, links, severities."""

    note: int
    head: int
    text: int
    link: int
    severity: Mapping[str, int]


def _looks(package: Package) -> _Looks:
    styles = MarkStyles(package)
    return _Looks(
        note=styles.look(bold=True, wraps=False),
        head=styles.look(bold=True, fill="head"),
        text=styles.look(),
        link=styles.look(colour="FF0B5394"),
        severity={severity: styles.look(bold=True, fill=severity) for severity in "EWI"},
    )


def _sheet(
    ns: str, note: str, headings: Sequence[str], lines: Sequence[Listed], looks: _Looks
) -> Element:
    root = etree.Element(f"{ns}worksheet", nsmap={None: ns[1:-1]})
    properties = etree.SubElement(root, f"{ns}sheetPr")
    etree.SubElement(properties, f"{ns}pageSetUpPr", fitToPage="1")
    views = etree.SubElement(root, f"{ns}sheetViews")
    view = etree.SubElement(views, f"{ns}sheetView", workbookViewId="0", showGridLines="0")
    pane = {"ySplit": "3", "topLeftCell": "A4", "activePane": "bottomLeft", "state": "frozen"}
    etree.SubElement(view, f"{ns}pane", pane)
    columns = etree.SubElement(root, f"{ns}cols")
    for number, width in enumerate(_WIDTHS, start=1):
        at = str(number)
        etree.SubElement(columns, f"{ns}col", min=at, max=at, width=str(width), customWidth="1")
    data = etree.SubElement(root, f"{ns}sheetData")
    _row(data, ns, 1, [note], [looks.note])
    _row(data, ns, 3, headings, [looks.head] * len(headings))
    for number, line in enumerate(lines, start=4):
        said = (line.severity, line.code, line.place, line.message, line.expected, line.advice)
        place = looks.link if line.link else looks.text
        styles = [looks.severity[line.code[0]], looks.text, place, *[looks.text] * 3]
        _row(data, ns, number, said, styles)
    etree.SubElement(root, f"{ns}autoFilter", ref=f"A3:F{max(4, len(lines) + 3)}")
    links = {number: line for number, line in enumerate(lines, start=4) if line.link}
    if links:
        holder = etree.SubElement(root, f"{ns}hyperlinks")
        for number, line in links.items():
            attributes: dict[str, str] = {
                "ref": f"C{number}",
                "location": line.link,
                "display": line.place,
            }
            etree.SubElement(holder, f"{ns}hyperlink", attributes)
    page = {"orientation": "landscape", "fitToHeight": "0"}
    etree.SubElement(root, f"{ns}pageSetup", page)
    return root


def _row(data: Element, ns: str, number: int, texts: Sequence[str], styles: Sequence[int]) -> None:
    row = etree.SubElement(data, f"{ns}row", r=str(number))
    if len(texts) > 1:  # the note runs over its neighbours, which are empty
        row.set("ht", f"{_height(texts):g}")
        row.set("customHeight", "1")
    for column, (text, style) in enumerate(zip(texts, styles, strict=True), start=1):
        reference = f"{column_letters(column)}{number}"
        cell = etree.SubElement(row, f"{ns}c", r=reference, s=str(style))
        if not text:
            continue
        cell.set("t", "inlineStr")
        letters = etree.SubElement(etree.SubElement(cell, f"{ns}is"), f"{ns}t")
        letters.text = text[:_MOST]
        letters.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _height(texts: Sequence[str]) -> float:
    """Points enough for the longest text: no program is asked to measure it when it opens."""
    lines = max(
        sum(1 + int(1.15 * len(line) / width) for line in text.splitlines() or [""])
        for text, width in zip(texts, _WIDTHS, strict=True)
    )
    return min(_HIGHEST, _LINE_HEIGHT * lines)
