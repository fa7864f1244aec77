"""Each workbook of bad habits is read as a whole: every figure with its cell, every problem."""

from __future__ import annotations

from pathlib import Path

import pytest

import kpireport
from kpireport.i18n.messages import get_messages
from kpireport.model.book import Book
from tests.workbook.bad_habits.catalogue import HABITS
from tests.workbook.bad_habits.expected import figures_of, held, save, wanted
from tests.workbook.bad_habits.habit import Habit
from tools import write_bad_habits


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.what[:60])
def test_a_workbook_of_bad_habits(habit: Habit, tmp_path: Path) -> None:
    book, problems = kpireport.read_book(save(habit, tmp_path / "book.xlsx"))
    said = [f"{p.code} {p.sheet or ''}{'!' if p.cell else ''}{p.cell or ''}" for p in problems]
    assert sorted(text.strip() for text in said) == sorted(habit.says)
    assert figures_of(book) == wanted(habit)
    for name, value in habit.holds.items():
        assert isinstance(book, Book)
        assert held(book, name) == value, name
    for problem in problems:
        for language in ("en", "fr"):
            text = get_messages(language).problem(problem)
            assert text.title and text.message and text.advice


def test_there_are_more_than_sixty_and_each_is_told_once() -> None:
    assert len(HABITS) >= 60
    assert len({habit.what for habit in HABITS}) == len(HABITS)


def test_the_page_of_bad_habits_is_made_of_these() -> None:
    assert write_bad_habits.PAGE.read_text(encoding="utf-8") == write_bad_habits.page()
