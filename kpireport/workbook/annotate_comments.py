"""Comments on cells of a worksheet, beside those that are there already.

A comment is two things: its text in a part of comments, and a shape in a drawing of the old kind
(VML) that says where its box stands. A cell that has a comment gets ours below its own text.
Source: ECMA-376 part 1, 18.7 (comments); part 4, 19 (VML).
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from kpireport.workbook.annotate_cells import split_address
from kpireport.workbook.annotate_package import Element, Package

AUTHOR = "kpireport"

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_AFTER_LEGACY = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
"""What stands after ``legacyDrawing`` in a worksheet (18.3.1.99)."""

_EMPTY_VML = (
    f'<xml xmlns:v="{_VML}" xmlns:o="{_OFFICE}" xmlns:x="{_EXCEL}">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    ' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


def add_comments(package: Package, path: str, texts: Mapping[str, str]) -> None:
    """Put a comment on each address of the worksheet at ``path``."""
    comments = _comments(package, path)
    drawing = _drawing(package, path)
    ns = f"{{{comments.nsmap[None]}}}"
    author = _author(comments, ns)
    listed = comments.find(f"{ns}commentList")
    assert listed is not None
    own = {comment.get("ref"): comment for comment in listed}
    for number, (address, text) in enumerate(texts.items(), start=1):
        if address in own:
            _append(own[address], ns, text)
            continue
        comment = etree.SubElement(listed, f"{ns}comment", ref=address, authorId=str(author))
        _say(etree.SubElement(comment, f"{ns}text"), ns, text)
        _box(drawing, address, 20_000 + number, lines=text.count("\n") + 2 + len(text) // 45)
    listed[:] = sorted(listed, key=lambda each: split_address(each.get("ref", "A1")))


def _comments(package: Package, path: str) -> Element:
    """The worksheet's part of comments, a new one where it has none."""
    known = package.related(path, "comments")
    if known is not None:
        return package.root(known)
    main = package.root(path).nsmap[None]
    made = etree.Element(f"{{{main}}}comments", nsmap={None: main})
    etree.SubElement(made, f"{{{main}}}authors")
    etree.SubElement(made, f"{{{main}}}commentList")
    target = package.free_path("xl/comments{}.xml")
    package.add(target, made, _COMMENTS_TYPE)
    package.relate(path, "comments", target)
    return package.root(target)


def _author(comments: Element, ns: str) -> int:
    authors = comments.find(f"{ns}authors")
    assert authors is not None
    names = [author.text for author in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{ns}author").text = AUTHOR
        names.append(AUTHOR)
    return names.index(AUTHOR)


def _append(comment: Element, ns: str, text: str) -> None:
    """Our text below the user's own, which keeps its letters."""
    own = comment.find(f"{ns}text")
    if own is None:
        own = etree.SubElement(comment, f"{ns}text")
    plain = own.find(f"{ns}t")
    if plain is not None:  # a text without runs: it becomes the first run
        said = plain.text or ""
        own.remove(plain)
        _say(own, ns, said)
    _say(own, ns, f"\n\n{AUTHOR}: {text}")


def _say(text: Element, ns: str, said: str) -> None:
    run = etree.SubElement(text, f"{ns}r")
    letters = etree.SubElement(run, f"{ns}t")
    letters.text = said
    letters.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _drawing(package: Package, path: str) -> Element:
    """The worksheet's drawing of the old kind, a new one where it has none."""
    sheet = package.root(path)
    ns = f"{{{sheet.nsmap[None]}}}"
    known = sheet.find(f"{ns}legacyDrawing")
    identity = f"{{{package.relation_base()}}}id"
    if known is not None:
        target = package.relations(path)[known.get(identity, "")][1]
        return package.root(target)
    target = package.free_path("xl/drawings/vmlDrawing{}.vml")
    package.default_type("vml", _VML_TYPE)
    package.put(target, etree.fromstring(_EMPTY_VML))
    made = etree.Element(f"{ns}legacyDrawing")
    made.set(identity, package.relate(path, "vmlDrawing", target))
    following = [sheet.find(f"{ns}{name}") for name in _AFTER_LEGACY]
    place = next((element for element in following if element is not None), None)
    if place is None:
        sheet.append(made)
    else:
        place.addprevious(made)
    return package.root(target)


def _box(drawing: Element, address: str, number: int, lines: int) -> None:
    """The shape of a comment's box, right of its cell, high enough for its lines."""
    row, column = split_address(address)
    shape = etree.SubElement(drawing, f"{{{_VML}}}shape")
    shape.set("id", f"_x0000_s{number}")
    shape.set("type", "#_x0000_t202")
    shape.set("style", "position:absolute;visibility:hidden")
    shape.set("fillcolor", "#ffffe1")
    shape.set(f"{{{_OFFICE}}}insetmode", "auto")
    etree.SubElement(shape, f"{{{_VML}}}fill", color2="#ffffe1")
    etree.SubElement(shape, f"{{{_VML}}}textbox", style="mso-direction-alt:auto")
    data = etree.SubElement(shape, f"{{{_EXCEL}}}ClientData", ObjectType="Note")
    etree.SubElement(data, f"{{{_EXCEL}}}MoveWithCells")
    etree.SubElement(data, f"{{{_EXCEL}}}SizeWithCells")
    top = max(row - 2, 0)
    anchor = (column, 15, top, 2, column + 4, 15, top + max(5, lines), 4)
    etree.SubElement(data, f"{{{_EXCEL}}}Anchor").text = ", ".join(map(str, anchor))
    etree.SubElement(data, f"{{{_EXCEL}}}AutoFill").text = "False"
    etree.SubElement(data, f"{{{_EXCEL}}}Row").text = str(row - 1)
    etree.SubElement(data, f"{{{_EXCEL}}}Column").text = str(column - 1)
