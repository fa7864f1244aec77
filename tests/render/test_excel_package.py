"""The live workbook's package: nothing in it that Excel would offer to repair.

Excel isn't at hand where the tests run. What it is known to refuse is looked for in the XML: parts
that nothing describes, relations that lead nowhere, rows and cells out of order, merged ranges that
overlap, tables whose headers differ from their cells, names and formulas it can't read.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree

import pytest
import python_calamine
from openpyxl.utils import range_boundaries

from kpireport.render.excel import render_xlsx
from tests.render import live_books as live
from tests.render.generated_books import generated_book
from tests.render.workbooks import reopened

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@pytest.fixture(scope="module")
def data() -> bytes:
    _, view = live.report(generated_book(7))
    return render_xlsx(view)


@pytest.fixture(scope="module")
def package(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def sheets(package: dict[str, bytes]) -> Iterator[tuple[str, ElementTree.Element]]:
    for name, content in package.items():
        if name.startswith("xl/worksheets/sheet"):
            yield name, ElementTree.fromstring(content)


def test_every_part_is_described_and_every_relation_leads_somewhere(
    package: dict[str, bytes],
) -> None:
    types = ElementTree.fromstring(package["[Content_Types].xml"])
    endings = {one.attrib["Extension"] for one in types.iter(f"{TYPES}Default")}
    named = {one.attrib["PartName"].lstrip("/") for one in types.iter(f"{TYPES}Override")}
    assert named <= package.keys()
    for name in package.keys() - {"[Content_Types].xml"}:
        assert name in named or name.rsplit(".", 1)[-1] in endings, name
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            relations = list(ElementTree.fromstring(package[name]).iter(RELATION))
            ids = [relation.attrib["Id"] for relation in relations]
            assert len(ids) == len(set(ids))
            for relation in relations:
                if relation.attrib.get("TargetMode") != "External":
                    target = posixpath.normpath(posixpath.join(folder, relation.attrib["Target"]))
                    assert target.lstrip("/") in package, (name, target)


def test_rows_and_cells_stand_in_order_and_once(package: dict[str, bytes]) -> None:
    for name, sheet in sheets(package):
        before = 0
        for row in sheet.iter(f"{MAIN}row"):
            number = int(row.attrib["r"])
            assert number > before, name
            before = number
            places = [range_boundaries(cell.attrib["r"])[:2] for cell in row]
            assert all(place[1] == number for place in places)
            columns = [int(place[0] or 0) for place in places]
            assert columns == sorted(set(columns)), (name, number)


def test_merged_ranges_don_t_overlap(package: dict[str, bytes]) -> None:
    for name, sheet in sheets(package):
        taken: set[tuple[int, int]] = set()
        for merged in sheet.iter(f"{MAIN}mergeCell"):
            left, top, right, bottom = (int(n or 0) for n in range_boundaries(merged.attrib["ref"]))
            cells = {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}
            assert len(cells) > 1, name
            assert not cells & taken, (name, merged.attrib["ref"])
            taken |= cells


def test_tables_are_headed_by_the_text_of_their_cells(data: bytes) -> None:
    book = reopened(data)
    tables = [(sheet, table) for sheet in book for table in sheet.tables.values()]
    assert tables
    for sheet, table in tables:
        left, top, right, _ = range_boundaries(table.ref)
        heads = [sheet.cell(top, column).value for column in range(left, right + 1)]
        assert [column.name for column in table.tableColumns] == heads
        assert len({str(head).casefold() for head in heads}) == len(heads)


def test_names_are_sound_and_say_where(data: bytes) -> None:
    book = reopened(data)
    assert len(book.defined_names) > 30
    for name, defined in book.defined_names.items():
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name), name
        assert not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[RrCc]", name), name
        sheet = defined.attr_text.rsplit("!", 1)[0].strip("'").replace("''", "'")
        assert sheet in book.sheetnames, (name, defined.attr_text)
    for sheet in book.sheetnames:
        assert len(sheet) <= 31
        assert not re.search(r"[\[\]:*?/\\]", sheet)


def test_formulas_are_short_enough_and_balanced(data: bytes) -> None:
    names = set(reopened(data).defined_names)
    for sheet, place, formula in live.formulas(reopened(data)):
        assert len(formula) <= 8192, (sheet, place)
        plain = re.sub(r'"(?:[^"]|"")*"', '""', formula)
        plain = re.sub(r"'(?:[^']|'')*'!", "", plain)
        depth = deepest = 0
        for mark in plain:
            depth += {"(": 1, ")": -1}.get(mark, 0)
            deepest = max(deepest, depth)
        assert depth == 0, (sheet, place, formula)
        assert deepest <= 64
        words = set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b(?!\()", plain))
        assert words <= names, (sheet, place, words - names)


def test_other_readers_open_it_and_see_the_stored_values(data: bytes) -> None:
    ours = reopened(data, data_only=True)
    theirs = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    assert theirs.sheet_names == ours.sheetnames
    sheet = next(s for s in ours if s.title.startswith("Calculation"))
    rows = theirs.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
    numbers = 0
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                assert rows[cell.row - 1][cell.column - 1] == cell.value, cell.coordinate
                numbers += 1
    assert numbers > 500
