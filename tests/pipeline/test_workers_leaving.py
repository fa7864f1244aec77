"""How worker processes begin and end: at once, and with nothing left undone."""

from __future__ import annotations

import atexit
import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpireport.pipeline.workers import processes
from tools.bench.books import write_book


def _leave_a_note(note: Path) -> None:
    atexit.register(note.write_text, "left")


def test_what_a_worker_has_to_do_at_its_end_is_done(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with processes(1) as workers:
        workers.submit(_leave_a_note, note).result()
        assert not note.exists()
    assert note.read_text() == "left"


def _write_a_line() -> None:
    sys.stdout.write("a line\n")


def test_what_a_worker_wrote_is_not_lost(capfd: pytest.CaptureFixture[str]) -> None:
    with processes(1) as workers:
        workers.submit(_write_a_line).result()
    assert capfd.readouterr().out == "a line\n"


class _Heap:
    """Something that says when Python takes it apart."""

    def __init__(self, note: Path) -> None:
        self.note = note

    def __del__(self) -> None:
        self.note.write_text("taken apart")


_KEPT: list[_Heap] = []


def _keep(note: Path) -> None:
    _KEPT.append(_Heap(note))


def test_a_worker_leaves_without_taking_its_memory_apart(tmp_path: Path) -> None:
    note = tmp_path / "note"
    with processes(1) as workers:
        workers.submit(_keep, note).result()
    assert not note.exists()


@pytest.mark.parametrize("short", (True, False))
def test_workers_of_one_report_never_look_for_circular_garbage(*, short: bool) -> None:
    with processes(1, short=short) as workers:
        assert workers.submit(gc.isenabled).result() is not short


@pytest.mark.parametrize("command", ("report", "pack"))
def test_a_program_never_looks_through_what_its_report_left(tmp_path: Path, command: str) -> None:
    book = write_book(tmp_path / "book.xlsx", 2)
    code = (
        "import atexit, gc, sys; from kpireport.commands.main import main\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 10_000))\n"
        "main(sys.argv[1:])"
    )
    options = ("--format", "html", "--no-history", "--output", tmp_path / "out")
    run = [sys.executable, "-c", code, command, book, *options]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "True"


@pytest.mark.parametrize("own", (True, False))
def test_no_folder_of_fonts_stays_behind(tmp_path: Path, repository: Path, *, own: bool) -> None:
    book = write_book(tmp_path / "book.xlsx", 2)
    temporary, templates = tmp_path / "temporary", tmp_path / "templates"
    temporary.mkdir()
    (templates / "pdf").mkdir(parents=True)
    (templates / "pdf" / "extra.css").write_text("p { color: black }")
    command = [sys.executable, "-m", "kpireport", "report", book, "--format", "pdf,json", "-q"]
    command += ["--output", tmp_path / "out", "--jobs", "2", "--no-history"]
    command += ["--templates", templates] if own else []
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(repository)}
    subprocess.run(command, env=environment, check=True)
    assert (tmp_path / "out" / "book-2026-10.pdf").exists()
    assert list(temporary.iterdir()) == []
