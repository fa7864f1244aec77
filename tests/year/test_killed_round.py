"""A round of watch and send that dies by SIGKILL anywhere: nothing is lost, nothing is twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.sweeps import assert_whole_after_kills

KILLS = 3
"""In `make test`; `make prove` has fifty and more."""


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX has them")
def test_a_round_killed_anywhere_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, repository: Path
) -> None:
    assert_whole_after_kills("tests.year.killed_round", KILLS, tmp_path, repository)
