"""What the fuzzer once found stays mended, and a few new cases each time find nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpireport.workbook import read_book
from tests.sweeps import examples
from tools.fuzz import CORPUS, case_of, corpus_case, seeds
from tools.fuzzing.books import any_workbook
from tools.fuzzing.trial import Case, load_program, try_case

pytestmark = pytest.mark.xdist_group("fuzz")  # what is shared is made once


@pytest.fixture(scope="module")
def program() -> None:
    load_program()


@pytest.mark.usefixtures("program")
@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_what_was_found_is_mended(path: Path) -> None:
    outcome = try_case(corpus_case(path))
    assert not outcome.fault, outcome.detail
    assert outcome.codes


@pytest.mark.usefixtures("program")
def test_some_new_cases() -> None:
    files = seeds()
    for number in range(6):
        case = case_of("smoke", number, files)
        outcome = try_case(case)
        assert not outcome.fault, f"{number}: {outcome.detail}"


@pytest.mark.usefixtures("program")
def test_a_fault_a_hang_and_a_bad_exit_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fuzzer sees what it is there for: each is planted where every case passes."""
    case = Case("a.csv", {"a.csv": b"KPI;2026-01\nA;1\n"}, (("check", "a.csv"),))
    assert not try_case(case).fault

    def fault(*_: object) -> None:
        raise ZeroDivisionError

    def endless(*_: object) -> None:
        while True:
            pass

    for planted, seen in ((fault, "ZeroDivisionError"), (endless, "hang"), (lambda *_: 7, "")):
        with monkeypatch.context() as patch:
            patch.setattr("kpireport.pipeline.read_books", planted)
            outcome = try_case(case, seconds=1)
        assert outcome.fault.startswith(seen)
        assert outcome.fault


@examples(15)
@given(st.randoms(use_true_random=False))
def test_any_layout_and_cells_are_read_without_an_exception(
    tmp_path_factory: pytest.TempPathFactory, draw: random.Random
) -> None:
    path = tmp_path_factory.mktemp("any") / "any.xlsx"
    path.write_bytes(any_workbook(draw))
    book, problems = read_book(path)
    assert book is not None or problems
