"""Tables that were drawn as pictures become tables again, for whoever can't see their columns.

What ``pdf_figures`` has drawn stands in the page as one figure, with marks between which every
cell is. The figure's tag becomes a table's, each cell gets a number in its page and a tag.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pikepdf import Name

from kpireport.render.pdf_text import Lines, mark_number
from kpireport.render.pdf_tree import Mark, Tag

_CELL = re.compile(rb"^/Drawn <</Kind /(\w+) /Row (\d+) /Span (\d+)>> BDC$")


def tables_of_drawings(document: Tag, contents: Sequence[Lines]) -> None:
    """Put tables in the place of the figures that were drawn as such; both are changed."""
    found = [_opened(page, lines) for page, lines in enumerate(contents)]
    for tag in document.all_tags():
        if tag.kind != "Figure" or len(tag.kids) != 1:
            continue
        (kid,) = tag.kids
        rows = found[kid.page].get(kid.number) if isinstance(kid, Mark) else None
        if rows:
            caption = rows[:1] if rows[0].kind == "Caption" else []
            head, *body = rows[len(caption) :]
            tag.kind = "Table"
            tag.kids = [*caption, Tag("THead", [head]), Tag("TBody", [*body])]
            tag.attributes, tag.others = {}, {}


def _opened(page: int, lines: Lines) -> dict[int, list[Tag]]:
    """By the number of a drawn table its rows; the marks around tables are taken away."""
    if not any(line.startswith(b"/Drawn ") for line in lines):
        return {}
    tables: dict[int, list[Tag]] = {}
    next_number = 1 + max((mark_number(line) or 0) for line in lines if line[-3:] == b"BDC")
    outer: tuple[int, int] | None = None  # where the figure begins, and its number
    depth = 0
    for at, line in enumerate(lines):
        if line[-3:] in (b"BDC", b"BMC"):
            cell = _CELL.match(line)
            if cell and outer is not None:
                made = Tag(cell[1].decode("ascii"), [Mark(page, next_number)])
                rows = tables.setdefault(outer[1], [])
                if made.kind == "Caption":
                    rows.append(made)
                    rows.append(Tag("TR"))
                else:
                    _put(rows, made, int(cell[2]), int(cell[3]))
                lines[at] = b"/Span <</MCID %d>> BDC" % next_number
                next_number += 1
            elif depth == 0:
                number = mark_number(line)
                outer = None if number is None else (at, number)
            depth += 1
        elif line == b"EMC":
            depth -= 1
            if depth == 0 and outer is not None and outer[1] in tables:
                lines[outer[0]] = lines[at] = b""
    lines[:] = [line for line in lines if line]
    return tables


def _put(rows: list[Tag], cell: Tag, row: int, beside: int) -> None:
    """A cell into its row, the last one or a new one."""
    lines = sum(tag.kind == "TR" for tag in rows)
    if lines <= row:
        rows.append(Tag("TR"))
    if beside > 1:
        cell.attributes |= {"/O": Name.Table, "/RowSpan": beside}
    rows[-1].kids.append(cell)
