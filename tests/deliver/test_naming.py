"""File stems: safe everywhere, and never one for two books."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.deliver.naming import file_stems, safe_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KPI 2026", "KPI 2026"),
        ("Indicateurs clés", "Indicateurs clés"),
        ("Indicateurs cle\u0301s", "Indicateurs clés"),
        ("a/b\\c:d*e?f|g", "a-b-c-d-e-f-g"),
        ('<script>"x"', "script-x"),
        ("..hidden", "hidden"),
        ("--output", "output"),
        ("line\nbreak\u202e\u200b", "linebreak"),
        ("report. ", "report"),
        ("\udcff", "scorecard"),
        ("...", "scorecard"),
        ("", "scorecard"),
    ],
)
def test_a_name_is_made_safe(text: str, expected: str) -> None:
    assert safe_name(text) == expected


def test_a_long_name_is_cut_between_characters() -> None:
    assert safe_name("é" * 300) == "é" * 80


def test_books_of_different_names_keep_them() -> None:
    assert file_stems([Path("/a/sales.xlsx"), Path("/a/staff.xlsx")]) == ("sales", "staff")


def test_two_books_of_one_name_get_the_folders_name_in_front() -> None:
    books = [Path("/north/kpi.xlsx"), Path("/south/kpi.xlsx"), Path("/south/staff.xlsx")]
    assert file_stems(books) == ("north-kpi", "south-kpi", "staff")


def test_capitals_alone_are_no_difference() -> None:
    books = [Path("/north/KPI.xlsx"), Path("/south/kpi.xlsx")]
    assert file_stems(books) == ("north-KPI", "south-kpi")


def test_folders_of_one_name_are_told_apart_by_the_folder_above() -> None:
    books = [
        Path("/2025/north/kpi.xlsx"),
        Path("/2026/north/kpi.xlsx"),
        Path("/2026/south/kpi.xlsx"),
    ]
    assert file_stems(books) == ("2025-north-kpi", "2026-north-kpi", "south-kpi")


def test_two_kinds_of_file_in_one_folder_are_told_apart_by_their_kind() -> None:
    assert file_stems([Path("/a/kpi.xlsx"), Path("/a/kpi.ods")]) == ("kpi-xlsx", "kpi-ods")


def test_a_stem_made_from_a_folder_does_not_meet_a_book_of_that_name() -> None:
    books = [Path("/x/north/kpi.xlsx"), Path("/x/south/kpi.xlsx"), Path("/x/north-kpi.xlsx")]
    stems = file_stems(books)
    assert len({stem.casefold() for stem in stems}) == 3


def test_names_that_are_alike_once_cut_get_numbers() -> None:
    long = "x" * 300
    stems = file_stems([Path(f"/{long}/a.xlsx"), Path(f"/{long}b/a.xlsx")])
    assert len(set(stems)) == 2


def test_the_same_book_twice_has_one_name() -> None:
    assert file_stems([Path("/a/kpi.xlsx"), Path("/a/kpi.xlsx")]) == ("kpi", "kpi")


def test_relative_paths_take_the_name_of_the_folder_they_lie_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert file_stems([Path("kpi.xlsx"), Path("/there/kpi.xlsx")]) == ("here-kpi", "there-kpi")
