"""How much a test looks at: a few examples and deaths in `make test`, many in `make prove`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import settings

FACTOR = int(os.environ.get("SWEEP_FACTOR", "1"))
"""How many times as much; `make prove` sets it."""

SWEEPING = FACTOR > 1
"""Whether what only `make prove` looks at is looked at."""


def examples(count: int) -> settings:
    """Settings for ``count`` examples, times the factor."""
    return settings(max_examples=count * FACTOR)


def assert_whole_after_kills(module: str, kills: int, folder: Path, repository: Path) -> None:
    """The program ``module`` dies by SIGKILL at lines of its code and leaves all whole.

    So often as ``kills`` says, times the factor, and in a sweep fifty times at least. It writes
    ``whole after 12 …``, or what was lost or done twice.
    """
    times = max(50, kills * FACTOR) if SWEEPING else kills
    done = subprocess.run(
        [sys.executable, "-m", module, folder, str(times), "2026"],
        cwd=repository,
        capture_output=True,
        text=True,
        check=True,
    )
    outcome, _, count = done.stdout.partition(" after ")
    assert outcome == "whole", done.stdout
    assert int(count.split()[0]) >= times
