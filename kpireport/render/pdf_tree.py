"""The tree of tags as plain elements: read from a PDF, mended elsewhere, written back whole.

WeasyPrint's dictionaries stand in each other's way when they are moved about. Here a tag is an
object with its kids in reading order; what only belongs together with the whole tree (which
content and which link belongs to which tag, which cell has which name) is made on writing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_STRUCTURE = {"/S", "/K", "/P", "/Pg", "/Type", "/A", "/ID"}


@dataclass(eq=False, slots=True)
class Mark:
    """A piece of a page's content: the number that the page's content stream gives it."""

    page: int
    number: int


@dataclass(eq=False, slots=True)
class Note:
    """An annotation of a page: a link."""

    page: int
    annotation: Any


@dataclass(eq=False, slots=True)
class Tag:
    """An element of the tree: its kind (``P``, ``TH``), its kids in reading order.

    ``attributes`` are those of its kind's own owner (a cell's spans, a figure's box), ``others``
    what else the element says (its text alternative). ``name`` is what cells call it by.
    """

    kind: str
    kids: list[Tag | Mark | Note] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    name: str = ""

    def tags(self) -> list[Tag]:
        """The kids that are tags themselves."""
        return [kid for kid in self.kids if isinstance(kid, Tag)]

    def all_tags(self) -> Iterator[Tag]:
        """This tag and every one below it, in reading order."""
        waiting = [self]
        while waiting:
            tag = waiting.pop()
            yield tag
            waiting += reversed(tag.tags())

    def leaves(self) -> Iterator[Mark | Note]:
        """Every piece of content and every link below, in reading order."""
        waiting = self.kids[::-1]
        while waiting:
            kid = waiting.pop()
            if isinstance(kid, Tag):
                waiting += reversed(kid.kids)
            else:
                yield kid

    @property
    def plain(self) -> bool:
        """Whether the tag says nothing but its kind."""
        return not (self.attributes or self.others)


def read_tree(pdf: pikepdf.Pdf) -> Tag:
    """The document's tree of tags. Its root is the element ``Document``."""
    pages: dict[object, int] = {page.objgen: index for index, page in enumerate(pdf.pages)}
    top = pdf.Root.StructTreeRoot.K
    return _read(top[0] if isinstance(top, Array) else top, pages, 0)


def _read(node: Any, pages: dict[object, int], page: int) -> Tag:
    said = dict(node.items())  # once: every look into a PDF's dictionary costs
    if "/Pg" in said:
        page = pages.get(said["/Pg"].objgen, page)
    tag = Tag(
        str(said["/S"])[1:],
        attributes=dict(said["/A"].items()) if "/A" in said else {},
        others={key: value for key, value in said.items() if key not in _STRUCTURE},
        name=str(said.get("/ID", "")),
    )
    kids = said.get("/K", [])
    for kid in kids if isinstance(kids, (Array, list)) else [kids]:
        if isinstance(kid, int):
            tag.kids.append(Mark(page, kid))
        elif "/Obj" in kid:
            tag.kids.append(Note(page, kid.Obj))
        elif "/S" in kid:
            tag.kids.append(_read(kid, pages, page))
    return tag


def write_tree(pdf: pikepdf.Pdf, document: Tag) -> None:
    """Make ``document`` the tree of tags, with its ways back from content, links and names."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    writing = _Writing(pdf)
    root.K = writing.write(document, root)
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=writing.ways_back()))
    root.ParentTreeNextKey = len(pdf.pages) + len(writing.notes)
    if writing.named:
        names = [each for pair in sorted(writing.named.items()) for each in pair]
        pairs = [String(each) if isinstance(each, str) else each for each in names]
        first, last = String(min(writing.named)), String(max(writing.named))
        kid = pdf.make_indirect(Dictionary(Limits=Array([first, last]), Names=Array(pairs)))
        root.IDTree = pdf.make_indirect(Dictionary(Kids=Array([kid])))
    pdf.Root.StructTreeRoot = root


class _Writing:
    """The dictionaries made so far, and what leads back to them."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.marks: list[dict[int, Any]] = [{} for _ in pdf.pages]
        self.notes: list[Any] = []
        self.named: dict[str, Any] = {}

    def write(self, tag: Tag, parent: Any) -> Any:
        made = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{tag.kind}")))
        made.P = parent
        for key, value in tag.others.items():
            made[key] = value
        if tag.attributes:
            made.A = Dictionary(tag.attributes)
        if tag.name:
            made.ID = String(tag.name)
            self.named[tag.name] = made
        page = next((leaf.page for leaf in tag.leaves()), None)
        if page is not None:
            made.Pg = self.pages[page]
        kids = [self._kid(kid, made, page) for kid in tag.kids]
        if kids:
            made.K = kids[0] if len(kids) == 1 else Array(kids)
        return made

    def _kid(self, kid: Tag | Mark | Note, parent: Any, page: int | None) -> Any:
        if isinstance(kid, Tag):
            return self.write(kid, parent)
        if isinstance(kid, Note):
            kid.annotation.StructParent = len(self.pages) + len(self.notes)
            self.notes.append(parent)
            return Dictionary(Type=Name.OBJR, Obj=kid.annotation, Pg=self.pages[kid.page])
        self.marks[kid.page][kid.number] = parent
        if kid.page == page:
            return kid.number
        return Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.number)

    def ways_back(self) -> Array:
        """By page its contents' tags, by their numbers; then each link's tag."""
        found: list[Any] = []
        for index, marks in enumerate(self.marks):
            self.pages[index].StructParents = index
            listed = [marks.get(number) for number in range(max(marks, default=-1) + 1)]
            found += [index, self.pdf.make_indirect(Array(listed))]
        for index, tag in enumerate(self.notes, start=len(self.marks)):
            found += [index, tag]
        return Array(found)
