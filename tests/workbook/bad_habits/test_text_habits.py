"""Text files of bad habits, each read as a whole through the way in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import kpireport
from tests.workbook.bad_habits.expected import figures_of
from tests.workbook.bad_habits.text_files import TEXT_HABITS, TextHabit

_OF_CELLS_AND_MONTHS = re.compile(r".[567]..|W234")
"""The codes that speak of cells, of months and of figures held against each other."""


@pytest.mark.parametrize("habit", TEXT_HABITS, ids=lambda habit: habit.what[:60])
def test_a_text_file_of_bad_habits(habit: TextHabit, tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(habit.data)
    book, problems = kpireport.read_book(path)
    found = {cell.removeprefix("figures!"): read for cell, read in figures_of(book).items()}
    assert found == habit.reads
    said = [f"{p.code} {p.cell}" for p in problems if _OF_CELLS_AND_MONTHS.fullmatch(p.code)]
    assert sorted(said) == sorted(habit.says)
    assert "I111" in {problem.code for problem in problems}
