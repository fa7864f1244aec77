"""What a person sees at a terminal: a real pseudo-terminal, with and without colours."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def at_terminal(folder: Path, *arguments: str | Path, **environment: str) -> tuple[int, str]:
    """Runs the program on a pseudo-terminal 100 columns wide: its exit code and all it showed."""
    ours, theirs = pty.openpty()
    clean = {k: v for k, v in os.environ.items() if k not in ("LANGUAGE", "LC_ALL", "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "kpireport", *map(str, arguments)],
        cwd=folder,
        env={**clean, "LANG": "en_GB.UTF-8", "TERM": "xterm-256color", "COLUMNS": "100"}
        | environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = bytearray()
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says EIO where the other end has closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    return process.wait(timeout=60), shown.decode("utf-8").replace("\r\n", "\n")


def test_a_report_shows_figures_files_and_colour(smaller: Path, tmp_path: Path) -> None:
    book = smaller / "ecommerce.xlsx"
    code, shown = at_terminal(tmp_path, "report", book, "--format", "json,html")
    assert code == 0
    assert "\x1b[" in shown
    text = ESCAPE.sub("", shown)
    assert "Actual" in text and "Target" in text and "Status" in text
    assert "Files written:" in text
    assert "ecommerce-2026-10.html" in text


def test_no_color_is_honoured(repository: Path, tmp_path: Path) -> None:
    book = repository / "samples" / "broken.xlsx"
    code, shown = at_terminal(tmp_path, "check", book, NO_COLOR="1")
    assert code == 1
    colours = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|38|9[0-7])[;m]")
    assert not colours.search(shown)


def test_problems_are_grouped_by_sheet(repository: Path, tmp_path: Path) -> None:
    code, shown = at_terminal(tmp_path, "check", repository / "samples" / "broken.xlsx")
    assert code == 1
    lines = [line for line in ESCAPE.sub("", shown).split("\n") if line]
    headings = [line for line in lines if not line.startswith(" ")]
    sheets = [line for line in headings if line in ("Settings", "KPIs", "Actuals", "Targets")]
    assert sorted(sheets) == sorted(set(sheets)), "each sheet has one group"
    assert {"KPIs", "Actuals"} <= set(sheets)
    assert "No report is made until the errors are mended." in lines


def test_french_by_the_terminal(tmp_path: Path) -> None:
    code, shown = at_terminal(tmp_path, "check", "absent.xlsx", LANG="fr_FR.UTF-8")
    assert code == 1
    assert "Le classeur dans son ensemble" in ESCAPE.sub("", shown)


@pytest.mark.parametrize("width", ["40", "60", "200"])
def test_any_width_holds(repository: Path, tmp_path: Path, width: str) -> None:
    book = repository / "samples" / "broken.xlsx"
    code, shown = at_terminal(tmp_path, "check", book, COLUMNS=width)
    assert code == 1
    longest = max(len(line) for line in ESCAPE.sub("", shown).split("\n"))
    assert longest <= int(width)
