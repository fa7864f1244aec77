"""The program as a user runs it: a process of its own, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def run_in(
    folder: Path, *arguments: str | Path, lang: str = "en_GB.UTF-8"
) -> subprocess.CompletedProcess[str]:
    """Run ``kpireport ARGUMENTS…`` in ``folder`` with an English terminal (or ``lang``)."""
    environment = {k: v for k, v in os.environ.items() if k not in ("LANGUAGE", "LC_ALL")}
    return subprocess.run(
        [sys.executable, "-m", "kpireport", *map(str, arguments)],
        cwd=folder,
        env={**environment, "LANG": lang, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The same in ``tmp_path``."""
    return partial(run_in, tmp_path)
