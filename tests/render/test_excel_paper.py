"""What prints: scales and breaks that do for A4 and Letter, the logo, the chosen month's mark."""

from __future__ import annotations

import base64
import itertools
import struct
import zipfile
import zlib
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kpireport.render.excel import render_xlsx
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.logo import logo_of
from kpireport.render.excel.paper import (
    column_breaks,
    page_breaks,
    repeated_columns,
    scale_for_rows,
)
from kpireport.render.excel.styles import Styles
from tests.render import live_books as live
from tests.render.views import shop
from tests.render.workbooks import parts, reopened
from tools.bench.excel import bench_book

PAPERS = {"A4": (841.9, 595.3), "Letter": (792.0, 612.0)}
"""Landscape, in points."""


@pytest.fixture(scope="module")
def data() -> bytes:
    _, view = live.report(bench_book(8))
    return render_xlsx(view)


@pytest.fixture(scope="module")
def book(data: bytes) -> openpyxl.Workbook:
    return reopened(data)


def pixels(sheet: Worksheet, first: int, last: int) -> float:
    """The width of shown columns from 1 on; XlsxWriter writes a width in characters of 7 pixels."""
    widths = {}
    for dimension in sheet.column_dimensions.values():
        assert dimension.min and dimension.max
        for column in range(dimension.min, dimension.max + 1):
            widths[column] = 0.0 if dimension.hidden else dimension.width * 7
    return sum(widths.get(column, 64.0) for column in range(first, last + 1))


def scale_of(sheet: Worksheet) -> float:
    """The scale; a sheet that is fitted to pages has none, and Excel drops its breaks."""
    properties = sheet.sheet_properties.pageSetUpPr
    assert properties is None or not properties.fitToPage
    assert sheet.page_setup.scale
    return sheet.page_setup.scale / 100


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", ["Calculation", "Texts", "Periods", "Data"])
def test_a_wide_sheet_prints_readable_and_each_strip_fits(
    book: openpyxl.Workbook, name: str, paper: str
) -> None:
    sheet = book[name]
    scale = scale_of(sheet)
    assert scale >= 0.48
    area = sheet.print_area.replace("$", "").split("!")[-1]
    end = openpyxl.utils.range_boundaries(area)[2]
    assert end is not None
    titles = sheet.print_title_cols
    assert titles and sheet.print_title_rows
    repeated = openpyxl.utils.column_index_from_string(titles.replace("$", "").split(":")[1])
    stops = [0, *(each.id for each in sheet.col_breaks.brk), end]
    margins = (sheet.page_margins.left + sheet.page_margins.right) * 72
    for number, (before, last) in enumerate(itertools.pairwise(stops)):
        again = pixels(sheet, 1, repeated) if number else 0.0
        wide = (again + pixels(sheet, before + 1, last)) * 72 / 96 * scale
        assert wide <= PAPERS[paper][0] - margins, get_column_letter(last)


@pytest.mark.parametrize("paper", PAPERS)
def test_no_block_of_the_kpis_is_cut(book: openpyxl.Workbook, paper: str) -> None:
    """Here no block is longer than a page, so every page is as high as the paper allows."""
    sheet = book["KPIs"]
    scale = scale_of(sheet)
    margins = (sheet.page_margins.top + sheet.page_margins.bottom) * 72
    assert sheet.print_title_rows == "$1:$4"
    heights = {row: sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)}
    heading = sum(heights[row] for row in range(1, 5))
    stops = [4, *(each.id for each in sheet.row_breaks.brk), sheet.max_row]
    assert len(stops) > 3
    for before, last in itertools.pairwise(stops):
        high = heading + sum(heights[row] for row in range(before + 1, last + 1))
        assert high * scale <= PAPERS[paper][1] - margins, last
    wide = pixels(sheet, 1, 16) * 72 / 96 * scale
    assert wide <= PAPERS[paper][0] - (sheet.page_margins.left + sheet.page_margins.right) * 72


def test_the_texts_of_the_report_s_own_month_print_and_the_others_do_not(
    book: openpyxl.Workbook,
) -> None:
    sheet = book["Texts"]
    _, _, _, last = openpyxl.utils.range_boundaries(sheet.print_area.split("!")[-1])
    assert last is not None
    months = [sheet.cell(row, 3).value for row in range(1, sheet.max_row + 1)]
    newest = max(month for month in months if isinstance(month, datetime))
    assert months[last - 1] == newest
    assert newest not in months[last:]
    assert len(set(months[last:])) > 1


def test_the_chosen_month_is_marked_in_every_chart(data: bytes, book: openpyxl.Workbook) -> None:
    charts = parts(data, "xl/charts")
    assert charts
    for name, chart in charts.items():
        text = "".join(chart.itertext())
        assert "'Data'!$Z$" in text or "Data!$Z$" in text, name
    sheet = book["Data"]
    for row in range(2, sheet.max_row + 1):
        assert sheet.cell(row, 26).value == f"=IF(E{row}=shown_period,1,0)"
    stored = reopened(data, data_only=True)["Data"]
    marked = {
        stored.cell(row, 5).value
        for row in range(2, stored.max_row + 1)
        if stored.cell(row, 26).value
    }
    assert len(marked) == 1


def writer(widths: list[float]) -> SheetWriter:
    file = xlsxwriter.Workbook(BytesIO())
    return SheetWriter(file.add_worksheet("A"), Styles(file), widths)


def test_column_breaks_worked_by_hand() -> None:
    """734.4 points of 0.94 at full size: 920 pixels; 100 repeat, so 8 columns of 100 follow."""
    assert column_breaks(writer([100.0] * 20), 1, 1.0) == [9, 17]
    # A group that begins at column 7 leaves the page full enough (6 of 8); one at column 3 doesn't.
    assert column_breaks(writer([100.0] * 20), 1, 1.0, (3, 7)) == [7, 15]
    assert column_breaks(writer([100.0] * 20), 1, 1.0, (3,)) == [9, 17]
    assert column_breaks(writer([2000.0] * 3), 0, 1.0) == [1, 2]


def test_what_repeats_leaves_half_of_the_page() -> None:
    assert repeated_columns(writer([200.0] * 6), 3, 1.0) == 2
    assert repeated_columns(writer([600.0] * 3), 2, 1.0) == 0


def test_blocks_share_a_page_until_the_next_would_be_cut() -> None:
    """505.3 points of 0.97, less 10 of heading: 480 at full size."""
    sheet = writer([100.0])
    heights = [10.0, 200.0, 200.0, 200.0, 300.0]
    for row, points in enumerate(heights):
        sheet.at_least(row, points)
    assert page_breaks(sheet, [1, 2, 3, 4, 5], 1.0) == [3, 4]
    assert page_breaks(sheet, [1, 2, 3, 4, 5], 0.5) == [5][:0]


def test_a_few_lines_too_many_are_squeezed_onto_the_page() -> None:
    """505.3 points of 0.97 hold 490: 600 fit at 0.81; 1,000 would only at 0.49, and run on."""
    sheet = writer([100.0])
    sheet.at_least(0, 300.0)
    sheet.at_least(1, 300.0)
    assert scale_for_rows(sheet, 1, 0.9) == 0.9
    assert scale_for_rows(sheet, 2, 0.9) == pytest.approx(505.3 * 0.97 / 600, abs=0.001)
    sheet.at_least(2, 400.0)
    assert scale_for_rows(sheet, 3, 0.9) == 0.9


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        whole = kind + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    dots = zlib.compress((b"\0" + b"\x1d\x4e\x89" * width) * height)
    resolution = struct.pack(">IIB", 11811, 11811, 1)  # 300 to the inch
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"pHYs", resolution)
        + chunk(b"IDAT", dots)
        + chunk(b"IEND", b"")
    )


def uri(picture: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(picture).decode()


def test_the_logo_stands_on_the_summary_and_says_whose_it_is() -> None:
    view = replace(shop(), logo=uri(png(600, 200)))
    drawings = parts(render_xlsx(view), "xl/drawings/drawing")
    pictures = [
        picture
        for drawing in drawings.values()
        for picture in drawing.iter()
        if picture.tag.endswith("}pic")
    ]
    (picture,) = pictures
    size = next(each.attrib for each in picture.iter() if each.tag.endswith("}ext"))
    # 600 by 200 dots within 200 by 50 pixels: a quarter, whatever the dots to the inch.
    assert [int(size[key]) / 9525 for key in ("cx", "cy")] == pytest.approx([150, 50], abs=1)
    described = {each.attrib.get("descr") for each in picture.iter() if each.tag.endswith("}cNvPr")}
    assert described == {view.organisation}


@pytest.mark.parametrize(
    "broken",
    ["", "data:image/png;base64,", "data:image/png;base64,%%%", uri(b"GIF"), uri(png(9, 9)[:20])],
)
def test_a_picture_that_excel_could_not_show_is_left_out(broken: str) -> None:
    assert logo_of(broken) is None


def test_a_file_with_such_a_picture_is_written_all_the_same() -> None:
    data = render_xlsx(replace(shop(), logo=uri(png(9, 9)[:20])))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert not any("media" in name for name in archive.namelist())
