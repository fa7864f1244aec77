"""Cells as XML has them: each case is a fragment that some program writes."""

from __future__ import annotations

import datetime as dt

import pytest
from openpyxl.utils.datetime import MAC_EPOCH, from_excel

from kpireport.workbook.cells import CellKind
from kpireport.workbook.serial_dates import date_of
from tests.workbook.packages import (
    MAIN,
    STRICT_MAIN,
    STRICT_RELATIONS,
    cells,
    package,
    read,
    styles,
)


def row(*content: str) -> str:
    return f'<row r="1">{"".join(content)}</row>'


def test_a_formula_without_a_result_and_one_whose_result_is_an_empty_text() -> None:
    found = cells(
        package(
            row(
                '<c r="A1"><f>1+1</f></c>',
                '<c r="B1"><f>1+1</f><v></v></c>',
                '<c r="C1" t="str"><f>IF(1,"","")</f><v></v></c>',
                '<c r="D1" t="str"><f>"a"</f><v>a</v></c>',
                '<c r="E1"><f>6*7</f><v>42</v></c>',
            )
        )
    )
    assert [(cell.kind, cell.value) for cell in found.values()] == [
        (CellKind.UNCALCULATED, ""),
        (CellKind.UNCALCULATED, ""),
        (CellKind.TEXT, ""),
        (CellKind.TEXT, "a"),
        (CellKind.NUMBER, 42.0),
    ]


def test_shared_array_and_table_formulas() -> None:
    first = row(
        '<c r="A1"><f t="shared" ref="A1:A2" si="0">C1*2</f><v>2</v></c>',
        '<c r="B1"><f t="array" ref="B1:B2">C1:C2*2</f><v>2</v></c>',
        '<c r="C1"><v>1</v></c>',
        '<c r="D1"><f t="dataTable" ref="D1:D2" dt2D="0" dtr="0" r1="C1"/><v>7</v></c>',
        '<c r="E1"><f t="dataTable" ref="E1:E2" dt2D="1" dtr="1" r1="C1" r2="C2"/><v>7</v></c>',
    )
    second = (
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>4</v></c><c r="B2"><v>4</v></c>'
        '<c r="C2"><v>2</v></c><c r="D2"><v>8</v></c></row>'
    )
    found = cells(package(first + second))
    assert {address: cell.formula for address, cell in found.items()} == {
        "A1": "=C1*2",
        "B1": "=C1:C2*2",
        "C1": None,
        "D1": "=TABLE(,C1)",
        "E1": "=TABLE(C1,C2)",
        "A2": "=C2*2",
        "B2": "=C1:C2*2",
        "C2": None,
        "D2": "=TABLE(,C1)",
    }


def test_texts_of_every_kind() -> None:
    strings = (
        "<si><t>plain</t></si>"
        "<si><r><rPr><b/></rPr><t>bo</t></r><r><t xml:space='preserve'>ld </t></r></si>"
        "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
        "<si><t>one_x000D_\ntwo_x0009_end</t></si>"
    )
    content = [f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCD")]
    inline = '<c r="E1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>'
    found = cells(package(row(*content, inline), strings=strings))
    assert [cell.value for cell in found.values()] == [
        "plain",
        "bold ",
        "東京",
        "one\ntwo\tend",
        "inline",
    ]


def test_booleans_and_errors() -> None:
    found = cells(
        package(
            row(
                '<c r="A1" t="b"><v>1</v></c>',
                '<c r="B1" t="b"><v>0</v></c>',
                '<c r="C1" t="b"><v>true</v></c>',
                '<c r="D1" t="e"><v>#N/A</v></c>',
            )
        )
    )
    assert [cell.value for cell in found.values()] == [True, False, True, "#N/A"]
    assert found["D1"].kind is CellKind.ERROR


def test_numbers_that_are_none() -> None:
    found = cells(package(row('<c r="A1"><v>NaN</v></c>', '<c r="B1"><v>soon</v></c>')))
    assert found["A1"].kind is CellKind.NUMBER
    assert (found["B1"].kind, found["B1"].value) == (CellKind.TEXT, "soon")


def test_dates_and_what_only_has_a_date_format() -> None:
    serials = [45_000.75, -5, 9_999_999, 0, 0.5]
    content = [
        f'<c r="{letter}1" s="1"><v>{serial}</v></c>'
        for letter, serial in zip("ABCDE", serials, strict=True)
    ]
    found = list(cells(package(row(*content))).values())
    assert (found[0].kind, found[0].value) == (CellKind.DATE, dt.datetime(2023, 3, 15, 18))
    assert [(cell.kind, cell.value) for cell in found[1:]] == [
        (CellKind.NUMBER, serial) for serial in serials[1:]
    ]
    assert {cell.number_format for cell in found} == {"mm-dd-yy"}


def test_a_time_stays_a_number_with_its_format() -> None:
    sheet = styles(0, 20, 46, 164, codes={164: "h:mm:ss"})
    content = row(
        *(f'<c r="{c}1" s="{s}"><v>1.5</v></c>' for s, c in ((1, "A"), (2, "B"), (3, "C")))
    )
    found = cells(package(content, style_sheet=sheet))
    assert {cell.kind for cell in found.values()} == {CellKind.NUMBER}
    assert [cell.number_format for cell in found.values()] == ["h:mm", "[h]:mm:ss", "h:mm:ss"]


def test_the_1904_date_system() -> None:
    content = row('<c r="A1" s="1"><v>0</v></c>', '<c r="B1" s="1"><v>43000</v></c>')
    found = cells(package(content, workbook='<workbookPr date1904="1"/>'))
    assert [cell.value for cell in found.values()] == [
        dt.datetime(1904, 1, 1),
        dt.datetime(2021, 9, 23),
    ]


@pytest.mark.parametrize("serial", [1, 31, 59, 60, 61, 25_569, 45_000.5, 46_023.999, 2_958_465])
def test_days_are_those_of_openpyxl(serial: float) -> None:
    assert date_of(serial) == from_excel(serial)
    if serial < 2_957_000:
        assert date_of(serial, from_1904=True) == from_excel(serial, MAC_EPOCH)


def test_days_that_excel_does_not_have() -> None:
    assert date_of(0.5) is None
    assert date_of(-1) is None
    assert date_of(2_958_466) is None
    assert date_of(float("nan")) is None
    assert date_of(float("inf")) is None


def test_a_built_in_date_of_an_east_asian_excel() -> None:
    found = cells(package(row('<c r="A1" s="0"><v>45000</v></c>'), style_sheet=styles(31)))
    assert found["A1"].value == dt.datetime(2023, 3, 15)


def test_a_file_may_redefine_a_built_in_format() -> None:
    euros = styles(44, codes={44: "#,##0.00\\ [$€-40C]"})
    found = cells(package(row('<c r="A1" s="0"><v>5</v></c>'), style_sheet=euros))
    assert found["A1"].number_format == "#,##0.00\\ [$€-40C]"


def test_cells_without_addresses_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>"
    assert list(cells(package(rows))) == ["A1", "B1", "B2"]


def test_empty_cells_do_not_exist() -> None:
    rows = row('<c r="A1" s="2"/>', '<c r="B1" t="s"><v>0</v></c>', '<c r="C1"><v>1</v></c>')
    assert list(cells(package(rows, strings="<si><t></t></si>"))) == ["C1"]


def test_merged_ranges() -> None:
    merged = '<mergeCells><mergeCell ref="B1:D1"/><mergeCell ref="A2:A4"/></mergeCells>'
    sheet = read(package(row('<c r="B1"><v>2026</v></c>'), after_rows=merged)).sheets[0]
    assert sheet.merged == ((1, 2, 1, 4), (2, 1, 4, 1))


def test_strict_open_xml() -> None:
    content = row('<c r="A1" t="d"><v>2026-01-31</v></c>', '<c r="B1"><v>1</v></c>')
    data = package(content, main=STRICT_MAIN, relations=STRICT_RELATIONS)
    assert [cell.value for cell in cells(data).values()] == [dt.datetime(2026, 1, 31), 1.0]


def test_a_stray_font_filter_or_validation_is_nobodys_business() -> None:
    # Each of these makes openpyxl 3.1.5 give up on the whole workbook.
    fonts = '<fonts count="1"><font><family val="99"/></font></fonts><fills><fill/></fills>'
    data = package(
        row('<c r="A1" s="1"><v>0.5</v></c>'),
        style_sheet=styles(0, 10, fonts=fonts),
        after_rows='<dataValidations><dataValidation type="bogus" sqref="A1"/></dataValidations>',
    )
    found = cells(data)["A1"]
    assert (found.value, found.number_format) == (0.5, "0.00%")


def test_elements_with_a_prefix() -> None:
    plain = package(row('<c r="A1"><v>1</v></c>'))
    assert cells(plain)["A1"].value == 1.0
    prefixed = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    data = package("", parts={"xl/worksheets/sheet1.xml": prefixed.encode()})
    assert cells(data)["A1"].value == 7.0
