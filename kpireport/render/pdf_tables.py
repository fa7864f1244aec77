"""A table's cells and the heads they stand under, for whoever can't see the columns.

Every head says whether it names a column or a row, and every cell names its heads: those above
it, those in its row, and the group of rows or columns it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Array, Name, String

from kpireport.render.pdf_tree import Tag


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell and the rows and columns that it covers; ``group`` is its part of the table."""

    tag: Tag
    group: Tag
    rows: range
    columns: range

    @property
    def head(self) -> bool:
        return self.tag.kind == "TH"


def name_heads(document: Tag) -> None:
    """Give every head its scope and every cell its heads, in all tables."""
    tables = [tag for tag in document.all_tags() if tag.kind == "Table"]
    for number, table in enumerate(tables, start=1):
        _name_heads(table, f"t{number}")


def _name_heads(table: Tag, name: str) -> None:
    cells = list(_grid(table))
    width = max((cell.columns.stop for cell in cells), default=0)
    known = _names_its_row(cells)
    with_data = {row for cell in cells if not cell.head for row in cell.rows}
    columns: list[_Cell] = []
    rows: list[_Cell] = []
    groups: list[_Cell] = []
    for cell in (cell for cell in cells if cell.head):
        whole = len(cell.columns) == width and width > 1 and cell.group.kind != "THead"
        likely = cell.group.kind != "THead" and cell.rows.start in with_data
        in_row = whole or known.get(id(cell.tag), likely)
        (groups if whole else rows if in_row else columns).append(cell)
        cell.tag.name = f"{name}-r{cell.rows.start + 1}-c{cell.columns.start + 1}"
        cell.tag.attributes["/O"] = Name.Table
        cell.tag.attributes["/Scope"] = Name.Row if in_row else Name.Column
    for cell in cells:
        heads = [head for head in columns if _shares(cell.columns, head.columns)]
        heads = [head for head in heads if head.rows.start < cell.rows.start]
        heads += _group_of(cell, groups)
        heads += [head for head in rows if _shares(cell.rows, head.rows)]
        names = [String(head.tag.name) for head in heads if head.tag is not cell.tag]
        cell.tag.attributes.pop("/Headers", None)
        if names and not (cell.head and cell in rows + groups):
            cell.tag.attributes["/Headers"] = Array(names)


def _names_its_row(cells: list[_Cell]) -> dict[int, bool]:
    """Whether a head names its row or a column, as WeasyPrint, which knows the page, uses it."""
    by_name = {cell.tag.name: cell for cell in cells if cell.tag.name}
    found: dict[int, bool] = {}
    for cell in cells:
        for name in cell.tag.attributes.get("/Headers", ()):
            head = by_name.get(str(name))
            if head:
                own_row = _shares(head.rows, cell.rows) and head.tag is not cell.tag
                found[id(head.tag)] = found.get(id(head.tag), False) or own_row
    return found


def _group_of(cell: _Cell, groups: list[_Cell]) -> list[_Cell]:
    """The nearest head above that names a group of rows, in the cell's part of the table."""
    above = [g for g in groups if g.group is cell.group and g.rows.start < cell.rows.start]
    return above[-1:]


def _shares(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _grid(table: Tag) -> Iterator[_Cell]:
    """The cells with their places; a cell over several rows pushes those below it aside."""
    taken: set[tuple[int, int]] = set()
    for row, (line, group) in enumerate(_lines(table)):
        column = 0
        for tag in line.tags():
            while (row, column) in taken:
                column += 1
            wide = int(tag.attributes.get("/ColSpan", 1))
            high = int(tag.attributes.get("/RowSpan", 1))
            cell = _Cell(tag, group, range(row, row + high), range(column, column + wide))
            taken |= {(down, across) for down in cell.rows for across in cell.columns}
            column += wide
            yield cell


def _lines(table: Tag) -> Iterator[tuple[Tag, Tag]]:
    for part in table.tags():
        if part.kind == "TR":
            yield part, table
        elif part.kind in ("THead", "TBody", "TFoot"):
            for line in part.tags():
                yield line, part
