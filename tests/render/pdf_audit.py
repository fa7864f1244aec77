"""What a tagged PDF must be, read back with pikepdf alone: a list of what isn't so.

The rules are those of ISO 14289-1 (PDF/UA-1) and of ISO 32000-1, 14.8, that a machine can check
and that the program ``pdfua`` leaves out.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pdfua import validate
from pdfua.rules import structure
from pikepdf import Array, Dictionary, Name

_BLOCKS = {"P", "H1", "H2", "H3", "H4", "L", "TOC", "Table", "Figure", "Sect", "Art", "Part"}
_TEXT = {"content", "Link", "Span", "Figure"}
MAY_HOLD = {
    "Document": {"Sect", "Art", "Part"},
    "Sect": _BLOCKS,
    "Art": _BLOCKS,
    "Part": _BLOCKS,
    "P": _TEXT,
    **{f"H{level}": _TEXT for level in range(1, 7)},
    "L": {"LI", "L", "Caption"},
    "LI": {"Lbl", "LBody"},
    "Lbl": _TEXT,
    "LBody": _TEXT | _BLOCKS,
    "TOC": {"TOCI", "TOC", "Caption"},
    "TOCI": {"Reference", "Lbl", "P", "TOC"},
    "Reference": {"Link"},
    "Table": {"Caption", "THead", "TBody", "TFoot", "TR"},
    "Caption": _TEXT,
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
    "TH": _TEXT | _BLOCKS,
    "TD": _TEXT | _BLOCKS,
    "Link": {"content", "annotation", "Span"},
    "Span": {"content"},
    "Figure": {"content"},
}
_PAINT = {"TJ", "Tj", "'", '"', "Do", "sh", "S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}


@dataclass
class _Found:
    pdf: pikepdf.Pdf
    wrong: list[str] = field(default_factory=list)
    marks: dict[tuple[int, int], Any] = field(default_factory=dict)
    notes: dict[tuple[int, int], Any] = field(default_factory=dict)
    elements: list[Any] = field(default_factory=list)

    def say(self, right: object, sentence: str) -> None:
        if not right:
            self.wrong.append(sentence)


def faults(data: bytes) -> list[str]:
    """Everything that is wrong with the tags of a PDF."""
    with pikepdf.open(BytesIO(data)) as pdf:
        found = _Found(pdf)
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        _walk(found, pdf.Root.StructTreeRoot.K, pdf.Root.StructTreeRoot, pages)
        _check_document(found)
        _check_headings(found)
        for number, page in enumerate(pdf.pages):
            _check_content(found, number, page)
            _check_links(found, number, page)
        for element in found.elements:
            _check_element(found, element)
        return found.wrong


def pdfua_findings(path: Path) -> list[str]:
    """What ``pdfua`` finds at any severity, and the rules that it could not evaluate."""
    # pdfua 0.1.3 asks an array whether it is a number, which pikepdf 10 answers with an error;
    # the rule about headings would then be left out wherever a heading holds a link.
    plain = structure.as_integer
    structure.as_integer = lambda value: None if isinstance(value, Array) else plain(value)
    try:
        report = validate(str(path))
    finally:
        structure.as_integer = plain
    skipped = [f"not evaluated: {outcome}" for outcome in report.skipped]
    return [str(finding) for finding in report.findings] + skipped


def fonts_not_inside(path: Path) -> list[str]:
    """The fonts that poppler finds not embedded, or without their letters' names."""
    command = ["pdffonts", str(path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in lines[2:] if line.split()[-5:-2] != ["yes", "yes", "yes"]]


def spoken(path: Path) -> str:
    """The text in the order of the tags, as poppler reads it, a piece a line."""
    command = ["pdfinfo", "-struct-text", str(path)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return "\n".join(line.strip().strip('"') for line in lines if line.strip().startswith('"'))


def headings_alone(data: bytes) -> list[str]:
    """The headings after which nothing but headings comes on their page."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        found = _Found(pdf)
        _walk(found, pdf.Root.StructTreeRoot.K, pdf.Root.StructTreeRoot, pages)
        order = [(kind(each), pages[each.Pg.objgen]) for each in found.elements if _leaf(each)]
        alone = []
        for at, (name, page) in enumerate(order):
            rest = [kind for kind, on in order[at + 1 :] if on == page]
            if name[0] == "H" and all(kind[0] == "H" for kind in rest):
                alone.append(f"page {page}: {name}")
            elif name[0] == "H" and order[at + 1][1] != page:
                alone.append(f"page {page}: {name} before a new page")
        return alone


def _leaf(element: Any) -> bool:
    return any(kind(kid) == "content" for kid in kids(element))


def _walk(found: _Found, node: Any, parent: Any, pages: dict[Any, int]) -> None:
    found.elements.append(node)
    found.say(node.P.objgen == parent.objgen, f"{node.S} has another parent than it says")
    for kid in kids(node):
        if isinstance(kid, int):
            found.marks[(pages[node.Pg.objgen], kid)] = node
        elif kid.get("/Type") == Name.MCR:
            found.marks[(pages[kid.Pg.objgen], int(kid.MCID))] = node
        elif kid.get("/Type") == Name.OBJR:
            found.notes[kid.Obj.objgen] = node
        else:
            _walk(found, kid, node, pages)


def kids(node: Any) -> list[Any]:
    """An element's kids: elements, numbers of content, references to annotations."""
    held = node.get("/K")
    return [] if held is None else list(held) if isinstance(held, Array) else [held]


def kind(kid: Any) -> str:
    if isinstance(kid, int) or kid.get("/Type") == Name.MCR:
        return "content"
    return "annotation" if kid.get("/Type") == Name.OBJR else str(kid.S)[1:]


def _check_document(found: _Found) -> None:
    root = found.pdf.Root
    found.say(root.MarkInfo.Marked, "not marked as tagged")
    found.say(str(root.Lang)[:2] in ("en", "fr"), f"language {root.get('/Lang')}")
    found.say(root.ViewerPreferences.DisplayDocTitle, "the title isn't shown")
    found.say(str(found.pdf.docinfo.get("/Title", "")), "no title")
    found.say(not {"/CreationDate", "/ModDate"} & set(found.pdf.docinfo), "it carries a date")


def _check_headings(found: _Found) -> None:
    last = 0
    for element in found.elements:
        name = kind(element)
        if len(name) == 2 and name[0] == "H" and name[1].isdigit():
            found.say(int(name[1]) <= last + 1, f"{name} after H{last}")
            last = int(name[1])


def _check_content(found: _Found, number: int, page: pikepdf.Page) -> None:
    """All that is painted is content with a tag, or an artifact; the tree's content is there."""
    open_marks: list[str] = []
    seen = set()
    listed = _number_tree(found.pdf.Root.StructTreeRoot.ParentTree)[int(page.obj.StructParents)]
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator in ("BDC", "BMC"):
            found.say(not open_marks, f"page {number + 1}: marks in marks")
            open_marks.append(str(operands[0]))
            if open_marks[-1] != "/Artifact":
                mark = int(operands[1].MCID)
                seen.add(mark)
                element = found.marks.get((number, mark))
                found.say(element is not None, f"page {number + 1}: {mark} has no tag")
                same = element is not None and listed[mark].objgen == element.objgen
                found.say(same, f"page {number + 1}: no way back from {mark}")
        elif operator == "EMC":
            open_marks.pop()
        elif operator in _PAINT:
            found.say(open_marks, f"page {number + 1}: {operator} is neither tagged nor artifact")
    wanted = {mark for at, mark in found.marks if at == number}
    found.say(wanted == seen, f"page {number + 1}: tags without content {wanted - seen}")


def _number_tree(tree: Any) -> dict[int, Any]:
    numbers = list(tree.Nums)
    return dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))


def _check_links(found: _Found, number: int, page: pikepdf.Page) -> None:
    notes = page.obj.get("/Annots", Array())
    found.say(not len(notes) or page.obj.get("/Tabs") == Name.S, f"page {number + 1}: tab order")
    for note in notes:
        element = found.notes.get(note.objgen)
        found.say(element is not None, f"page {number + 1}: a link without tag")
        found.say(str(note.get("/Contents", "")).strip(), f"page {number + 1}: a link says nothing")
        back = _number_tree(found.pdf.Root.StructTreeRoot.ParentTree).get(int(note.StructParent))
        same = element is not None and back is not None and back.objgen == element.objgen
        found.say(same, f"page {number + 1}: no way back from a link")


def _check_element(found: _Found, element: Any) -> None:
    name = kind(element)
    held = [kind(kid) for kid in kids(element)]
    found.say(set(held) <= MAY_HOLD[name], f"{name} holds {set(held) - MAY_HOLD[name]}")
    found.say(held or name in ("TD", "TH"), f"{name} is empty")
    if name == "Figure":
        found.say(str(element.get("/Alt", "")).strip(), "a figure says nothing")
        left, bottom, right, top = map(float, element.A.BBox)
        width, height = map(float, list(found.pdf.pages[0].mediabox)[2:])
        inside = -1 < left < right < width + 1 and -1 < bottom < top < height + 1
        found.say(inside, f"a figure's box {left, bottom, right, top} is outside of the page")
    if name == "Table":
        _check_table(found, element)


def _check_table(found: _Found, table: Any) -> None:
    """All rows are of one width, every head has a scope, every cell under a head names it."""
    names = {str(each.ID): each for each in found.elements if "/ID" in each}
    rows = list(_rows(table))
    down: dict[int, int] = {}  # by row, the columns that cells of rows above take
    widths = set()
    for at, row in enumerate(rows):
        cells = kids(row)
        widths.add(sum(_span(cell, "/ColSpan") for cell in cells) + down.get(at, 0))
        for cell in cells:
            for below in range(at + 1, at + _span(cell, "/RowSpan")):
                down[below] = down.get(below, 0) + _span(cell, "/ColSpan")
            if cell.S == Name.TH:
                scope = cell.A.get("/Scope") in (Name.Row, Name.Column, Name.Both)
                found.say(scope, "a head without scope")
            headed = [names.get(str(each)) for each in cell.get("/A", {}).get("/Headers", ())]
            found.say(all(each is not None for each in headed), "a cell names no head of this PDF")
            found.say(headed or cell.S == Name.TH or at == 0, "a cell without heads")
    found.say(len(widths) == 1, f"rows of {sorted(widths)} columns")


def _rows(part: Any) -> Iterator[Any]:
    for kid in kids(part):
        if kind(kid) == "TR":
            yield kid
        elif kind(kid) != "Caption":
            yield from _rows(kid)


def _span(cell: Any, name: str) -> int:
    return int(cell.get("/A", Dictionary()).get(name, 1))
