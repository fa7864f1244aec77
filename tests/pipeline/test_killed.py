"""A watch that dies by SIGKILL anywhere loses nothing and does nothing twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.sweeps import assert_whole_after_kills

KILLS = 12
"""In `make test`; `make prove` has fifty and more."""


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX has them")
def test_a_watch_killed_anywhere_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, repository: Path
) -> None:
    assert_whole_after_kills("tests.pipeline.killed_watch", KILLS, tmp_path, repository)
