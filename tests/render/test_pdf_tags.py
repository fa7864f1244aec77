"""The mending of tags, on small trees written as they are read aloud."""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, String

from kpireport.render.pdf_tables import name_heads
from kpireport.render.pdf_tags import mend
from kpireport.render.pdf_tree import Mark, Note, Tag

TEXTS: dict[tuple[int, int], str] = {}


def said(text: str) -> Mark:
    """A new piece of content with that text."""
    mark = Mark(0, len(TEXTS))
    TEXTS[0, mark.number] = text
    return mark


def link(left: float, right: float) -> Note:
    rectangle = Array([left, 20, right, 10])
    return Note(0, Dictionary(Subtype=Name.Link, Rect=rectangle, Dest=String("kpi")))


def outlined(tag: Tag | Mark | Note) -> object:
    """The tree as kinds and texts: ``["P", "text"]``."""
    if isinstance(tag, Mark):
        return TEXTS[tag.page, tag.number]
    if isinstance(tag, Note):
        return "→"
    return [tag.kind, *map(outlined, tag.kids)]


def mended(*kids: Tag | Mark | Note) -> list[object]:
    document = Tag("Document", [Tag("Sect", list(kids))])
    mend(document, TEXTS)
    section = document.tags()[0] if document.kids else Tag("Sect")
    return [outlined(kid) for kid in section.kids]


def test_a_line_of_the_contents_is_one_link_with_one_dot() -> None:
    dots = Tag("Link", [link(40, 90), *(said(". ") for _ in range(30))])
    inner = Tag("Link", [link(40, 100), dots, said("12")])
    line = Tag("Link", [link(0, 100), said("Revenue"), inner])
    found = mended(Tag("L", [Tag("LI", [Tag("LBody", [line])])]))
    wanted = ["Link", "→", "Revenue", ". ", "12"]
    assert found == [["TOC", ["TOCI", ["Reference", wanted]]]]


def test_a_list_of_links_without_page_numbers_is_a_list() -> None:
    line = Tag("LI", [Tag("LBody", [Tag("Link", [link(0, 100), said("Revenue")])])])
    assert mended(Tag("L", [line]))[0] == ["L", ["LI", ["LBody", ["Link", "→", "Revenue"]]]]


def test_a_link_over_two_lines_keeps_both_places() -> None:
    parts = [Tag("Link", [link(80, 100), said("Net promoter")]), Tag("Link", [link(0, 20)])]
    parts[0].kids.append(parts.pop())
    assert mended(Tag("P", [*parts])) == [["P", ["Link", "→", "Net promoter", "→"]]]


def test_a_term_is_the_label_of_its_explanations() -> None:
    def item(text: str) -> Tag:
        return Tag("LI", [Tag("LBody", [Tag("Span", [said(text)])])])

    group = Tag("Div", [item("Owner"), Tag("Span", [said(" ")]), item("Finance"), item("Sales")])
    boxes = Tag("L", [Tag("L", [Tag("L", [group])])])
    assert mended(boxes) == [["L", ["LI", ["Lbl", "Owner", " "], ["LBody", "Finance", "Sales"]]]]
    assert boxes.attributes["/ListNumbering"] == Name("/None")


def test_boxes_go_and_stray_text_becomes_a_paragraph() -> None:
    box = Tag("Div", [Tag("Div", [Tag("Span", [said("Alone")]), Tag("P", [said("Told")])])])
    assert mended(box, Tag("NonStruct", [Tag("Caption", [said("Title")])])) == [
        ["P", "Alone"],
        ["P", "Told"],
        ["P", "Title"],
    ]


def test_what_says_nothing_goes_but_for_cells() -> None:
    mute = Tag("Figure", [said("")])
    told = Tag("Figure", [said("")], others={"/Alt": "From 1 to 2"})
    row = Tag("TR", [Tag("TH", [said("Name")]), Tag("TD", [Tag("Span", [said("")])])])
    assert mended(mute, told, Tag("P", [said("")]), Tag("Table", [row])) == [
        ["Figure", ""],
        ["Table", ["TR", ["TH", "Name"], ["TD"]]],
    ]


def test_cells_name_the_heads_of_column_group_and_row() -> None:
    def cells(kind: str, *texts: str, **spans: int) -> list[Tag | Mark | Note]:
        wide = {f"/{key}": value for key, value in spans.items()}
        return [Tag(kind, [said(text)], attributes=dict(wide)) for text in texts]

    top = Tag("TR", [*cells("TD", ""), *cells("TH", "October", ColSpan=2)])
    heads = Tag("TR", cells("TH", "KPI", "Actual", "Target"))
    category = Tag("TR", cells("TH", "Customer", ColSpan=3))
    row = Tag("TR", [*cells("TH", "Visits"), *cells("TD", "12", "10")])
    table = Tag("Table", [Tag("THead", [top, heads]), Tag("TBody", [category, row])])
    name_heads(Tag("Document", [table]))
    scopes = [str(t.attributes["/Scope"])[1:] for t in table.all_tags() if t.kind == "TH"]
    assert scopes == ["Column", "Column", "Column", "Column", "Row", "Row"]
    names = {t.name: outlined(t.kids[0]) for t in table.all_tags() if t.name}
    last = row.tags()[-1].attributes["/Headers"]
    assert [names[str(each)] for each in last] == ["October", "Target", "Customer", "Visits"]
    over = heads.tags()[2].attributes["/Headers"]
    assert [names[str(each)] for each in over] == ["October"]
    assert "/Headers" not in top.tags()[0].attributes


def test_a_table_without_a_head_of_its_own_keeps_the_scopes_of_the_page() -> None:
    """WeasyPrint lets cells name the heads that the page gives them; that tells which is which."""
    heads = [Tag("TH", [said(text)], name=text) for text in ("Month", "Actual")]
    row = Tag("TH", [said("May")], name="May")
    cell = Tag("TD", [said("7")], attributes={"/Headers": [String("May"), String("Actual")]})
    table = Tag("Table", [Tag("TBody", [Tag("TR", [*heads]), Tag("TR", [row, cell])])])
    name_heads(Tag("Document", [table]))
    scopes = [str(head.attributes["/Scope"]) for head in (*heads, row)]
    assert scopes == ["/Column", "/Column", "/Row"]
    names = {tag.name: outlined(tag.kids[0]) for tag in table.all_tags() if tag.name}
    assert [names[str(each)] for each in cell.attributes["/Headers"]] == ["Actual", "May"]
