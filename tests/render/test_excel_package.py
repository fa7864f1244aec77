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

import openpyxl
import pytest
import python_calamine
from openpyxl.utils import range_boundaries

from tests.render import live_books as live
from tests.render.live_library import MISSING, NAMES, is_here, made, opened
from tests.render.workbooks import reopened

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
WORKSHEET = (
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData"),
    *("sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter"),
    *("sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr"),
    *("conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins"),
    *("pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches"),
    *("ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF"),
    *("picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"),
)
"""What a worksheet may hold, in its order."""
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


pytestmark = pytest.mark.xdist_group("libreoffice")  # where the same workbooks are made already


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    if not is_here(request.param):
        pytest.skip(MISSING)
    return str(request.param)


@pytest.fixture(scope="module")
def data(name: str) -> bytes:
    return made(name)[1]


@pytest.fixture(scope="module")
def book(name: str) -> openpyxl.Workbook:
    return opened(name)


@pytest.fixture(scope="module")
def package(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def parsed(package: dict[str, bytes]) -> dict[str, ElementTree.Element]:
    """Every part of XML."""
    return {
        name: ElementTree.fromstring(content)
        for name, content in package.items()
        if name.endswith(".xml")
    }


def sheets(parsed: dict[str, ElementTree.Element]) -> Iterator[tuple[str, ElementTree.Element]]:
    for name, content in parsed.items():
        if name.startswith("xl/worksheets/sheet"):
            yield name, content


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


def test_rows_and_cells_stand_in_order_and_once(
    parsed: dict[str, ElementTree.Element],
) -> None:
    for name, sheet in sheets(parsed):
        before = 0
        for row in sheet.iter(f"{MAIN}row"):
            number = int(row.attrib["r"])
            assert number > before, name
            before = number
            places = [range_boundaries(cell.attrib["r"])[:2] for cell in row]
            assert all(place[1] == number for place in places)
            columns = [int(place[0] or 0) for place in places]
            assert columns == sorted(set(columns)), (name, number)


def test_merged_ranges_don_t_overlap(
    parsed: dict[str, ElementTree.Element],
) -> None:
    for name, sheet in sheets(parsed):
        taken: set[tuple[int, int]] = set()
        for merged in sheet.iter(f"{MAIN}mergeCell"):
            left, top, right, bottom = (int(n or 0) for n in range_boundaries(merged.attrib["ref"]))
            cells = {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}
            assert len(cells) > 1, name
            assert not cells & taken, (name, merged.attrib["ref"])
            taken |= cells


def test_tables_are_headed_by_the_text_of_their_cells(book: openpyxl.Workbook) -> None:
    tables = [(sheet, table) for sheet in book for table in sheet.tables.values()]
    assert tables
    for sheet, table in tables:
        left, top, right, _ = range_boundaries(table.ref)
        heads = [sheet.cell(top, column).value for column in range(left, right + 1)]
        assert [column.name for column in table.tableColumns] == heads
        assert len({str(head).casefold() for head in heads}) == len(heads)


def test_names_are_sound_and_say_where(book: openpyxl.Workbook) -> None:
    assert len(book.defined_names) > 30
    for name, defined in book.defined_names.items():
        assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name), name
        assert not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[RrCc]", name), name
        sheet = defined.attr_text.rsplit("!", 1)[0].strip("'").replace("''", "'")
        assert sheet in book.sheetnames, (name, defined.attr_text)
    for sheet in book.sheetnames:
        assert len(sheet) <= 31
        assert not re.search(r"[\[\]:*?/\\]", sheet)


def test_formulas_are_within_excel_s_limits(book: openpyxl.Workbook) -> None:
    """8,192 characters, 64 levels, 255 arguments; and every name they call is defined."""
    names = set(book.defined_names)
    for sheet, place, formula in live.formulas(book):
        assert len(formula) <= 8192, (sheet, place)
        plain = live.without_texts(formula)
        arguments = [1]
        deepest = 0
        for mark in plain:
            if mark == "(":
                arguments.append(1)
            elif mark == ")":
                assert arguments.pop() <= 255, (sheet, place)
            elif mark == ",":
                arguments[-1] += 1
            deepest = max(deepest, len(arguments) - 1)
        assert len(arguments) == 1, (sheet, place, formula)
        assert deepest <= 64
        words = set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b(?!\()", plain))
        assert words <= names, (sheet, place, words - names)


def test_a_sheet_s_elements_stand_in_the_order_of_the_standard(
    parsed: dict[str, ElementTree.Element],
) -> None:
    """ECMA-376 part 1, 18.3.1.99: a sequence, which Excel insists on."""
    for name, sheet in sheets(parsed):
        found = [element.tag.removeprefix(MAIN) for element in sheet]
        places = [WORKSHEET.index(element) for element in found]
        assert places == sorted(places), (name, found)
        once = [element for element in found if element != "conditionalFormatting"]
        assert len(once) == len(set(once)), name


def test_every_index_leads_to_a_style_or_a_text(parsed: dict[str, ElementTree.Element]) -> None:
    styles = parsed["xl/styles.xml"]
    looks = _count(styles, "cellXfs")
    shared = list(parsed["xl/sharedStrings.xml"].iter(f"{MAIN}si"))
    for name, sheet in sheets(parsed):
        for cell in sheet.iter(f"{MAIN}c"):
            assert int(cell.get("s", "0")) < looks, (name, cell.get("r"))
            if cell.get("t") == "s":
                assert int(cell.findtext(f"{MAIN}v") or -1) in range(len(shared)), name
        for each in (*sheet.iter(f"{MAIN}row"), *sheet.iter(f"{MAIN}col")):
            assert int(each.get("s", each.get("style", "0"))) < looks, name
        for rule in sheet.iter(f"{MAIN}cfRule"):
            assert int(rule.get("dxfId", "0")) < _count(styles, "dxfs"), name
    longest = max(len("".join(text.itertext())) for text in shared)
    assert longest <= 32_767
    for look in styles.find(f"{MAIN}cellXfs") or ():
        for key, group in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            assert int(look.get(key, "0")) < _count(styles, group)


def _count(styles: ElementTree.Element, group: str) -> int:
    """How many styles of a kind there are; as many as it says."""
    found = styles.find(f"{MAIN}{group}")
    if found is None:
        return 0
    assert int(found.get("count", "-1")) == len(found), group
    return len(found)


def test_number_formats_headers_and_footers_are_short_enough(
    parsed: dict[str, ElementTree.Element],
) -> None:
    formats = list(parsed["xl/styles.xml"].iter(f"{MAIN}numFmt"))
    # A conditional format says its number format again, under the number it has in cells.
    codes = {(int(each.attrib["numFmtId"]), each.attrib["formatCode"]) for each in formats}
    known = {number for number, _ in codes}
    assert len(known) == len(codes)
    assert len(parsed["xl/styles.xml"].findall(f"{MAIN}numFmts/{MAIN}numFmt")) <= len(known)
    for each in formats:
        assert len(each.attrib["formatCode"]) <= 255
        assert len(each.attrib["formatCode"].split(";")) <= 4 or '"' in each.attrib["formatCode"]
    for look in parsed["xl/styles.xml"].iter(f"{MAIN}xf"):
        number = int(look.get("numFmtId", "0"))
        assert number in known or number < 164
    edges = 0
    for name, sheet in sheets(parsed):
        for element in sheet.iter(f"{MAIN}headerFooter"):
            for text in element:
                edges += 1
                assert len(text.text or "") <= 255, name
    assert edges > 10


def test_other_readers_open_it_and_see_the_stored_values() -> None:
    data = made("seed3")[1]
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
