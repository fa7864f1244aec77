"""The tree of tags made sound and short: what WeasyPrint leaves, put as a screen reader needs it.

Boxes of the layout give no tags, stray text is a paragraph, a list has only items, a leader's
dots are no text, the contents are a table of contents, one link is one link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from kpireport.render.pdf_tree import Mark, Note, Tag

Texts = Mapping[tuple[int, int], str]
"""What each piece of content says, by its page's index and its number."""

Kid = Tag | Mark | Note

_GROUPS = {"Document", "Part", "Art", "Sect", "Div", "BlockQuote"}
_HOLDS_BLOCKS = _GROUPS | {"LBody", "TD", "TH", "Caption"}
_OWN_KIND = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Sect", "Art", "LBody", "Caption"}
_INLINE = {"Span", "Link", "Quote", "Code"}


def mend(document: Tag, texts: Texts) -> None:
    """Mend the tree; content that is taken out of it is for its page to call an artifact."""
    _bottom_up(document, _one_link)
    _bottom_up(document, lambda tag: _without_leaders(tag, texts))
    _bottom_up(document, _without_mute_figures)
    _bottom_up(document, lambda tag: _without_empty(tag, texts))
    _bottom_up(document, _list_of_items)
    _bottom_up(document, _without_boxes)
    _bottom_up(document, _caption_of_something)
    _bottom_up(document, lambda tag: _contents(tag, texts))


def _bottom_up(document: Tag, change: Callable[[Tag], None]) -> None:
    """Change every tag, what it holds before it."""
    waiting, tags = [document], []
    while waiting:
        tag = waiting.pop()
        tags.append(tag)
        waiting += tag.tags()
    for tag in reversed(tags):
        change(tag)


def _one_link(tag: Tag) -> None:
    """A link's before and after are no links of their own where they lie inside it."""
    if tag.kind != "Link":
        return
    around = [kid.annotation.Rect for kid in tag.kids if isinstance(kid, Note)]
    kids: list[Kid] = []
    for kid in tag.kids:
        inner = kid.kids if isinstance(kid, Tag) and kid.kind == "Link" else [kid]
        kids += [
            each
            for each in inner
            if not isinstance(each, Note)
            or each is kid
            or not any(_lies_in(each.annotation.Rect, rect) for rect in around)
        ]
    tag.kids = kids


def _lies_in(inner: Iterable[object], outer: Iterable[object]) -> bool:
    x1, y1, x2, y2 = _corners(inner)
    left, bottom, right, top = _corners(outer)
    return left - 1 <= x1 and x2 <= right + 1 and bottom - 1 <= y1 and y2 <= top + 1


def _corners(rectangle: Iterable[object]) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(str(each)) for each in rectangle)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _without_leaders(tag: Tag, texts: Texts) -> None:
    """Of the same sign over and over only the first stays, as the pause that it is."""
    kids: list[Kid] = []
    for said, run in groupby(tag.kids, lambda kid: _sign(kid, texts)):
        same = list(run)
        kids += same[:1] if said and len(same) > 2 else same
    tag.kids = kids


def _sign(kid: Kid, texts: Texts) -> str:
    """What a kid says, where that is a sign without a letter or digit."""
    text = texts.get((kid.page, kid.number), "") if isinstance(kid, Mark) else ""
    return "" if any(letter.isalnum() for letter in text) else text


def _without_mute_figures(tag: Tag) -> None:
    """A picture that has nothing to say is decoration."""
    tag.kids = [
        kid
        for kid in tag.kids
        if not (isinstance(kid, Tag) and kid.kind == "Figure") or "/Alt" in kid.others
    ]


def _without_empty(tag: Tag, texts: Texts) -> None:
    """Nothing is left of what holds nothing, but for the cells that a row needs."""
    if tag.kind != "Figure":
        tag.kids = [
            kid
            for kid in tag.kids
            if not isinstance(kid, Mark) or texts.get((kid.page, kid.number)) != ""
        ]
    tag.kids = [
        kid for kid in tag.kids if not isinstance(kid, Tag) or kid.kids or kid.kind in ("TD", "TH")
    ]


def _list_of_items(tag: Tag) -> None:
    """A list holds items, an item its label and its body; a list's boxes are no lists."""
    if tag.kind == "LI":
        tag.kids = [kid if _is(kid, "Lbl", "LBody") else Tag("LBody", [kid]) for kid in tag.kids]
    if tag.kind != "L":
        return
    while tag.kids and all(_is(kid, "L") for kid in tag.kids):
        tag.kids = [inner for kid in tag.tags() for inner in kid.kids]
    tag.kids = [_item(kid) for kid in tag.kids]
    labelled = any(_is(part, "Lbl") for kid in tag.tags() for part in kid.kids)
    if labelled and "/ListNumbering" not in tag.attributes:
        tag.attributes |= {"/O": _name("List"), "/ListNumbering": _name("None")}


def _item(kid: Kid) -> Kid:
    """A list's kid as an item: a term and its explanations are one."""
    if _is(kid, "L", "LI", "Caption"):
        return kid
    if not isinstance(kid, Tag):
        return Tag("LI", [Tag("LBody", [kid])])
    bodies: list[Tag] = []
    for part in (part for inner in kid.kids for part in _parts(inner)):
        if isinstance(part, Tag) and part.kind == "LBody":
            bodies.append(part)
        elif bodies:
            bodies[-1].kids.append(part)
        else:
            bodies.append(Tag("LBody", [part]))
    term, explained = bodies[0].kids, [each for body in bodies[1:] for each in body.kids]
    if not explained:
        return Tag("LI", [Tag("LBody", term)])
    return Tag("LI", [Tag("Lbl", term), Tag("LBody", explained)])


def _parts(kid: Kid) -> list[Kid]:
    """A term or an explanation, which WeasyPrint gives as an item each."""
    if isinstance(kid, Tag) and kid.kind in ("LI", "Div", "L"):
        return [part for inner in kid.kids for part in _parts(inner)]
    return [kid]


def _without_boxes(tag: Tag) -> None:
    """Boxes that say nothing go, what they hold stays; stray text becomes a paragraph."""
    kids: list[Kid] = []
    for kid in tag.kids:
        kids += kid.kids if isinstance(kid, Tag) and _says_nothing(kid, tag) else [kid]
    tag.kids = kids
    if tag.kind in _GROUPS or (tag.kind in _HOLDS_BLOCKS and not all(map(_inline, kids))):
        tag.kids = [each for inline, run in groupby(kids, _inline) for each in _block(inline, run)]


def _says_nothing(kid: Tag, parent: Tag) -> bool:
    if not kid.plain:
        return False
    if kid.kind == "Div":
        return parent.kind in _HOLDS_BLOCKS
    return kid.kind in ("NonStruct", "Span") or (kid.kind == parent.kind and kid.kind in _OWN_KIND)


def _block(inline: bool, run: Iterable[Kid]) -> Iterable[Kid]:
    return [Tag("P", list(run))] if inline else run


def _inline(kid: Kid) -> bool:
    return not isinstance(kid, Tag) or kid.kind in _INLINE


def _caption_of_something(tag: Tag) -> None:
    """A caption outside of a table or a list is a paragraph."""
    if tag.kind in ("Table", "L"):
        return
    for kid in tag.tags():
        if kid.kind == "Caption":
            kid.kind = "P"


def _contents(tag: Tag, texts: Texts) -> None:
    """A list of nothing but links within the document, each with its page, is a contents."""
    if tag.kind != "L" or not tag.kids or not all(_leads_to_a_page(kid, texts) for kid in tag.kids):
        return
    tag.kind = "TOC"
    for item in tag.tags():
        item.kind = "TOCI"
        for body in item.tags():
            body.kind = "Reference"


def _leads_to_a_page(kid: Kid, texts: Texts) -> bool:
    if not isinstance(kid, Tag) or kid.kind != "LI":
        return False
    leaves = list(kid.leaves())
    links = [leaf.annotation for leaf in leaves if isinstance(leaf, Note)]
    marks = [leaf for leaf in leaves if isinstance(leaf, Mark)]
    inner = {body.kind for part in kid.tags() for body in part.tags()}
    return (
        inner == {"Link"}
        and all("/Dest" in link for link in links)
        and texts.get((marks[-1].page, marks[-1].number), "").strip().isdigit()
    )


def _is(kid: Kid, *kinds: str) -> bool:
    return isinstance(kid, Tag) and kid.kind in kinds


def _name(text: str) -> object:
    from pikepdf import Name

    return Name(f"/{text}")
