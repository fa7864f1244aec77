"""Small files that are large, deep or endless inside, or that make a careless reader slow.

Each is made when it is asked for; none is larger than 50 MB, for a larger one isn't even opened.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

from tests.workbook.packages import MAIN, archive_of, package, styles
from tools.fuzz import SEEDS
from tools.fuzzing.mutation import parts_of

BOMBS: dict[str, Callable[[], bytes]] = {}


def bomb(name: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Registers the maker of a file of that name."""

    def register(make: Callable[[], bytes]) -> Callable[[], bytes]:
        BOMBS[name] = make
        return make

    return register


def _sheet(pieces: Iterator[bytes] | list[bytes], **parts: str) -> bytes:
    """A workbook whose only sheet is streamed into the archive, piece by piece."""
    begin = f'<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    return _with_part(
        "xl/worksheets/sheet1.xml", begin, pieces, b"</sheetData></worksheet>", **parts
    )


def _with_part(
    name: str, begin: bytes, pieces: Iterator[bytes] | list[bytes], end: bytes, **parts: str
) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(package("", **parts)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for info in source.infolist():
            if info.filename != name:
                archive.writestr(info.filename, source.read(info))
        with archive.open(name, "w", force_zip64=True) as part:
            part.write(begin)
            for piece in pieces:
                part.write(piece)
            part.write(end)
    return buffer.getvalue()


def _rows(count: int, cells: str) -> Iterator[bytes]:
    row = f"<row>{cells}</row>".encode()
    for _ in range(count // 1000):
        yield row * 1000


# -- Large


@bomb("zeros.xlsx")
def zeros() -> bytes:
    """A gigabyte of nothing in a megabyte: the classic."""
    return _sheet(b" " * 2**20 for _ in range(1024))


@bomb("zeros_said_to_be_small.xlsx")
def lying_about_size() -> bytes:
    """300 MB in a part whose header says 10 bytes."""
    data = bytearray(_sheet(b" " * 2**20 for _ in range(300)))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    struct.pack_into("<I", data, at + 24, 10)
    return bytes(data)


@bomb("million_rows.xlsx")
def million_rows() -> bytes:
    return _sheet(_rows(1_048_000, "<c><v>1</v></c><c><v>2</v></c>"))


@bomb("million_rows_of_one_cell.xlsx")
def million_cells() -> bytes:
    return _sheet(_rows(1_000_000, "<c><v>1.5</v></c>"))


@bomb("million_empty_rows.xlsx")
def million_empty_rows() -> bytes:
    return _sheet(_rows(1_048_000, ""))


@bomb("all_columns.xlsx")
def all_columns() -> bytes:
    return _sheet(_rows(1000, "<c><v>1</v></c>" * 16_384))


@bomb("all_columns_of_styles.xlsx")
def all_columns_of_styles() -> bytes:
    """Formatted and empty, as select-all and a fill colour leave a sheet."""
    return _sheet(_rows(1000, '<c s="1"/>' * 16_384))


@bomb("million_strings.xlsx")
def million_strings() -> bytes:
    begin = f'<sst xmlns="{MAIN}">'.encode()
    texts = (b"<si><t>%d</t></si>" % number for number in range(1_100_000))
    return _with_part("xl/sharedStrings.xml", begin, texts, b"</sst>")


@bomb("long_strings.xlsx")
def long_strings() -> bytes:
    """180 MB of text in 90 shared strings of two megabytes."""
    begin = f'<sst xmlns="{MAIN}">'.encode()
    texts = (b"<si><t>" + b"x" * 2**21 + b"</t></si>" for _ in range(90))
    return _with_part("xl/sharedStrings.xml", begin, texts, b"</sst>")


@bomb("million_styles.xlsx")
def million_styles() -> bytes:
    begin = f'<styleSheet xmlns="{MAIN}"><cellXfs>'.encode()
    return _with_part(
        "xl/styles.xml", begin, [b'<xf numFmtId="14"/>' * 2_000_000], b"</cellXfs></styleSheet>"
    )


@bomb("million_formats.xlsx")
def million_formats() -> bytes:
    begin = f'<styleSheet xmlns="{MAIN}"><numFmts>'.encode()
    formats = (
        b'<numFmt numFmtId="%d" formatCode="0.0%d"/>' % (164 + n, n) for n in range(1_000_000)
    )
    return _with_part("xl/styles.xml", begin, formats, b"</numFmts></styleSheet>")


@bomb("many_parts.xlsx")
def many_parts() -> bytes:
    return archive_of({f"xl/media/{number}.png": b"" for number in range(200_000)})


@bomb("many_sheets.xlsx")
def many_sheets() -> bytes:
    """The same sheet listed a hundred thousand times."""
    listed = "<sheets>" + '<sheet name="S" sheetId="1" r:id="rId1"/>' * 100_000 + "</sheets>"
    return package("<row><c><v>1</v></c></row>" * 20, workbook=listed)


@bomb("many_merges.xlsx")
def many_merges() -> bytes:
    whole = '<mergeCell ref="A1:XFD1048576"/>' * 500_000
    rows = "".join(f"<row>{'<c><v>1</v></c>' * 10}</row>" for _ in range(1000))
    return package(rows, after_rows=f"<mergeCells>{whole}</mergeCells>")


# -- Deep


def _deep(depth: int) -> bytes:
    return b"<a>" * depth + b"</a>" * depth


@bomb("deep_sheet.xlsx")
def deep_sheet() -> bytes:
    return _sheet([_deep(100_000)])


@bomb("deep_cell.xlsx")
def deep_cell() -> bytes:
    return _sheet([b'<row><c t="inlineStr"><is>', _deep(100_000), b"</is></c></row>"])


@bomb("deep_styles.xlsx")
def deep_styles() -> bytes:
    return _with_part("xl/styles.xml", b"", [_deep(1_000_000)], b"")


@bomb("deep_sheet.ods")
def deep_ods() -> bytes:
    return ods(f"<table:table-row>{_cell(f'{_deep_text(100_000)}')}</table:table-row>")


def _deep_text(depth: int) -> str:
    return "<text:p>" + "<text:span>" * depth + "x" + "</text:span>" * depth + "</text:p>"


@bomb("wide_element.xlsx")
def wide_element() -> bytes:
    """A million attributes on one element."""
    attributes = b" ".join(b'a%d=""' % number for number in range(1_000_000))
    return _sheet([b"<row " + attributes + b"/>"])


@bomb("entities.xlsx")
def entities() -> bytes:
    declared = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    part = f'<!DOCTYPE worksheet [<!ENTITY a0 "boom">{declared}]><worksheet>&a12;</worksheet>'
    return package("", parts={"xl/worksheets/sheet1.xml": part.encode()})


# -- Repeated


_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods(rows: str) -> bytes:
    """An OpenDocument spreadsheet of one sheet."""
    content = (
        f"<office:document-content {_NAMES}><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return archive_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
        }
    )


def _cell(inside: str = "", attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="1" {attributes}>'
        f"{inside}</table:table-cell>"
    )


@bomb("repeated_rows.ods")
def repeated_rows() -> bytes:
    return ods(
        f'<table:table-row table:number-rows-repeated="1048576">{_cell()}{_cell()}'
        "</table:table-row>"
    )


@bomb("repeated_cells.ods")
def repeated_cells() -> bytes:
    repeated = _cell(attributes='table:number-columns-repeated="16384"')
    return ods(f"<table:table-row>{repeated}</table:table-row>" * 1000)


@bomb("repeated_beyond_measure.ods")
def repeated_beyond_measure() -> bytes:
    repeated = _cell(attributes=f'table:number-columns-repeated="{10**30}"')
    return ods(f"<table:table-row>{repeated}</table:table-row>")


@bomb("repeated_spaces.ods")
def repeated_spaces() -> bytes:
    spaces = f'<text:p>a<text:s text:c="{10**10}"/>b</text:p>'
    cell = f'<table:table-cell office:value-type="string">{spaces}</table:table-cell>'
    return ods(f"<table:table-row>{cell}</table:table-row>")


@bomb("many_columns.ods")
def many_columns() -> bytes:
    """A style looked up among a hundred thousand columns, for each of many cells."""
    columns = '<table:table-column table:default-cell-style-name="x"/>' * 100_000
    row = f"<table:table-row>{_cell() * 2000}</table:table-row>"
    return ods(columns + row * 50)


# -- Slow formulas and texts


@bomb("shared_formulas.xlsx")
def shared_formulas() -> bytes:
    """One formula of 8,000 characters that a hundred thousand cells share."""
    formula = escape("+".join(f"A{n}" for n in range(1, 1600)))
    first = f'<c><f t="shared" si="0" ref="A1:J10000">{formula}</f><v>1</v></c>'
    other = '<c><f t="shared" si="0"/><v>1</v></c>'
    return _sheet([f"<row>{first}</row>".encode(), *_rows(10_000, other * 10)])


@bomb("array_formulas.xlsx")
def array_formulas() -> bytes:
    """Twenty thousand array formulas, each of which reaches over the whole sheet."""
    cell = '<c><f t="array" ref="A1048576:XFD1048576">1</f><v>1</v></c>'
    return _sheet(_rows(10_000, cell * 2 + "<c><v>1</v></c>" * 10))


@bomb("sums_of_nothing.xlsx")
def sums_of_nothing() -> bytes:
    """Half sums of everything that claim zero, half zeros."""
    cell = "<c><f>SUM(A1:XFD1048576)</f><v>0</v></c><c><v>0</v></c>"
    return _sheet(_rows(20_000, cell * 5))


@bomb("long_format.xlsx")
def long_format() -> bytes:
    codes = {164: "[" * 100_000, 165: "0" * 100_000 + "\\", 166: '&quot;"'[:6] * 50_000}
    cells = "".join(f'<c s="{style}"><v>1</v></c>' for style in range(3))
    return package(f"<row>{cells}</row>" * 500, style_sheet=styles(164, 165, 166, codes=codes))


@bomb("one_line.csv")
def one_line() -> bytes:
    return b"a" * (19 * 2**20)


@bomb("one_line_of_cells.csv")
def one_line_of_cells() -> bytes:
    return b"1;" * (9 * 2**20)


@bomb("one_quote.csv")
def one_quote() -> bytes:
    return b'KPI;Jan;"' + b"a;b\n" * (4 * 2**20)


@bomb("nothing_but_lines.csv")
def nothing_but_lines() -> bytes:
    return b"\n" * (19 * 2**20)


@bomb("digits.csv")
def digits() -> bytes:
    """Numbers that only look like numbers until the last character."""
    return (b"1,111" * 20_000 + b"x;" + b"1" * 100_000 + b"-\n") * 90


# -- Old Excel


@bomb("absurd_size.xls")
def absurd_size() -> bytes:
    """A sheet that says it has four billion rows, and a cell in the last place."""
    return _xls(
        _record(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFFFF, 0, 0xFFFF, 0))
        + _record(0x0203, struct.pack("<HHHd", 0xFFFF, 0x00FF, 0, 1.0))
    )


@bomb("cells_far_apart.xls")
def cells_far_apart() -> bytes:
    """A cell at the end of every row: sixteen million empty ones before them."""
    cells = b"".join(
        _record(0x0203, struct.pack("<HHHd", row, 255, 0, 1.0)) for row in range(65_536)
    )
    return _xls(cells)


@bomb("merged.xls")
def merged_xls() -> bytes:
    """Merged ranges over the whole sheet, again and again."""
    areas = struct.pack("<H", 1000) + struct.pack("<HHHH", 0, 0xFFFF, 0, 255) * 1000
    cell = _record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.0))
    return _xls(cell + _record(0x00E5, areas) * 100)


@bomb("cells_far_apart.xlsb")
def cells_far_apart_xlsb() -> bytes:
    """Two cells in opposite corners: seventeen thousand million between them."""
    first, last = struct.pack("<I13x", 0), struct.pack("<I13x", 1_048_575)
    cells = ((0, first), (5, struct.pack("<IId", 0, 0, 1.0)))
    cells += ((0, last), (5, struct.pack("<IId", 16_383, 0, 1.0)))
    rows = b"".join(bytes([kind, len(data)]) + data for kind, data in cells)
    parts = parts_of((SEEDS / "small.xlsb").read_bytes())
    sheet = parts["xl/worksheets/sheet1.bin"]
    at = sheet.index(b"\x91\x01\x00") + 3
    return archive_of(parts | {"xl/worksheets/sheet1.bin": sheet[:at] + rows + sheet[at:]})


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _xls(cells: bytes) -> bytes:
    """A BIFF8 stream with one sheet, in a compound file."""
    begin = struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0x07CC, 0, 6)
    sheet_begin = struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0x07CC, 0, 6)
    font = _record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0, 400, 0, 0, 0, 0, 0) + b"\x01\x00A")
    xf = _record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0))
    top = _record(0x0809, begin) + _record(0x0042, b"\xb0\x04") + font * 4 + xf * 16
    size = len(top) + 4 + 9 + 4
    listed = _record(0x0085, struct.pack("<IBBBB", size, 0, 0, 1, 0) + b"S")
    book = top + listed + _record(0x000A, b"")
    return compound_file(book + _record(0x0809, sheet_begin) + cells + _record(0x000A, b""))


def compound_file(stream: bytes) -> bytes:
    """An OLE container (MS-CFB) that holds one stream called Workbook."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // 512)
    fats = -(-(sectors + 1) // 127)
    chain = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * fats]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(fats * 512, b"\xff")
    names = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry("Workbook", 2, 0, len(stream))
    places = list(range(sectors + 1, sectors + 1 + fats))
    more = -(-max(0, fats - 109) // 127)
    master = [*places[109:], *[0xFFFFFFFF] * (more * 127 - max(0, fats - 109))]
    extra = b"".join(
        struct.pack("<127I", *master[at * 127 : at * 127 + 127])
        + struct.pack("<I", sectors + 2 + fats + at if at + 1 < more else 0xFFFFFFFE)
        for at in range(more)
    )
    first_more = sectors + 1 + fats if more else 0xFFFFFFFE
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, fats, sectors, 0, 4096, 0xFFFFFFFE, 0, first_more, more),
    )
    shown = [*places[:109], *[0xFFFFFFFF] * (109 - len(places[:109]))]
    begin = (head + struct.pack("<109I", *shown)).ljust(512, b"\0")
    return begin + stream.ljust(sectors * 512, b"\0") + names.ljust(512, b"\0") + table + extra


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    said = (name + "\0").encode("utf-16-le")
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        struct.pack("<64sHBB", said, len(said), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
