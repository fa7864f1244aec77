"""A round of watch and send that dies by SIGKILL anywhere: nothing is lost, nothing is twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

KILLS = 3
"""In `make test`; `make prove` has fifty and more."""


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX has them")
def test_a_round_killed_anywhere_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, repository: Path
) -> None:
    factor = int(os.environ.get("SWEEP_FACTOR", "1"))
    kills = KILLS if factor == 1 else max(50, KILLS * factor)
    done = subprocess.run(
        [sys.executable, "-m", "tests.year.killed_round", tmp_path, str(kills), "2026"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    )
    outcome, _, count = done.stdout.partition(" after ")
    assert outcome == "whole", done.stdout
    assert int(count.split()[0]) >= kills
