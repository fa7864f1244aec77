"""Two programs that keep reports in one history at the same time, which neither finds made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from kpireport.deliver.history import History
from kpireport.deliver.history.schema import figures, runs
from tests.deliver.history_writer import TURNS

# The server is that of the other tests of histories.
pytestmark = pytest.mark.xdist_group("history")


def test_two_processes_at_once_lose_nothing(place: str, tmp_path: Path, repository: Path) -> None:
    writers = []
    for name in ("left", "right"):
        (tmp_path / name).mkdir()
        writers.append(
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.deliver.history_writer",
                    place,
                    tmp_path / name,
                    name,
                ],
                cwd=repository,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    told = [writer.communicate(timeout=60) for writer in writers]
    assert [errors for _, errors in told] == ["", ""]
    with History(place).database.reading() as connection:
        kept = connection.execute(sa.select(runs.c.number, runs.c.source_sha256)).all()
        rows = connection.scalar(sa.select(sa.func.count()).select_from(figures))
    assert sorted(number for number, _ in kept) == list(range(1, 2 * TURNS + 1))
    expected = {f"{name}{turn}" for name in ("left", "right") for turn in range(TURNS)}
    assert {source for _, source in kept} == expected
    assert rows == 2 * TURNS
    for name, (marks, _) in zip(("left", "right"), told, strict=True):
        # Each was compared with all that was known: its own before it, at the least.
        numbers = {source: number for number, source in kept}
        found = [int(mark) for mark in marks.split()]
        assert all(
            numbers.get(f"{name}{turn - 1}", 0) <= mark < numbers[f"{name}{turn}"]
            for turn, mark in enumerate(found)
        )
