"""Columns that are measured before they are laid out; the expected ones are worked by hand."""

from __future__ import annotations

import pytest

from kpireport.render.pdf_columns import contents_pages, lines, shares, side_by_side


def test_columns_are_as_even_as_their_order_allows() -> None:
    assert side_by_side("abcdef", [1, 1, 1, 1, 1, 1], 2) == [list("abc"), list("def")]
    assert side_by_side("abcd", [5, 1, 1, 1], 2) == [["a"], ["b", "c", "d"]]
    assert side_by_side("abc", [4, 4, 9], 3) == [["a", "b"], ["c"]]
    assert side_by_side("", [], 3) == []


def test_a_heading_is_never_the_last_of_a_column() -> None:
    found = side_by_side("aBcd", [2, 1, 2, 1], 2, [False, True, False, False])
    assert found == [["a"], ["B", "c", "d"]]


def test_a_text_has_the_lines_that_it_needs() -> None:
    assert lines("short", 8, 50) == 1
    assert lines("one\ntwo", 8, 50) == 2
    # 100 letters of 0.65 × 8 pt, less the 3 % that the widths err: 178 mm
    assert lines("o" * 100, 8, 50) == 4


@pytest.mark.parametrize(
    ("kpis", "kind", "columns"),
    # In 130 mm stand 20 lines of 10.5 × 1.7 pt, 25 of 9.5 × 1.55, 30 of 8.5 × 1.4.
    [(40, "toc-short", 2), (50, "", 2), (60, "toc-long", 2), (61, "toc-longest", 3)],
)
def test_contents_are_as_large_as_the_page_allows(kpis: int, kind: str, columns: int) -> None:
    rows = [("k", f"KPI {number}", 2, None) for number in range(kpis)]
    (page,) = contents_pages(rows)
    assert page.kind == kind
    assert len(page.columns) == columns
    assert [entry.text for column in page.columns for entry in column] == [row[1] for row in rows]


def test_contents_that_are_longer_than_a_page_go_on() -> None:
    rows = [("k", f"KPI {number}", 2, None) for number in range(400)]
    pages = contents_pages(rows)
    assert len(pages) > 1
    assert all(len(page.columns) == 3 for page in pages[:-1])
    said = [entry.text for page in pages for column in page.columns for entry in column]
    assert said == [row[1] for row in rows]


def test_columns_share_what_is_left_by_their_texts() -> None:
    # Ten digits of 0.66 × 10 pt are 23.3 mm, five 11.6; of 100 mm the first has 40.
    found = shares([(40, "", []), (0, "", ["1" * 10]), (0, "", ["1" * 5])], 10, 100, 0)
    assert found == pytest.approx([40, 40, 20], abs=0.1)
    assert shares([(40, "", []), (0, "", ["1" * 40])], 10, 100, 0) == []
    wide = shares([(10, "", ["1" * 10]), (0, "", ["1"])], 10, 100, 0)
    assert wide == pytest.approx([23.3, 76.7], abs=0.1)
