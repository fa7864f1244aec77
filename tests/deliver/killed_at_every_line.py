"""Run by ``test_files``: kills one writer after another, each a line of ``files.py`` later.

Prints how many lines were tried, or what was found broken. Every writer is a real process that
dies by SIGKILL, so nothing of it tidies up.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kpireport.deliver import files
from tests.killed_lines import Lines

from .endless_writer import NAMES, file_set, is_whole


def write_and_die(folder: Path, version: int, fatal_line: int) -> None:
    sys.settrace(Lines({files.__file__}, fatal_line))
    files.write_all(file_set(version, 1000), folder)
    sys.settrace(None)


def main(folder: Path) -> str:
    files.write_all(file_set(0, 1000), folder)
    for fatal_line in range(1, 10_000):
        child = os.fork()
        if child == 0:
            write_and_die(folder, fatal_line, fatal_line)
            os._exit(0)
        _, outcome = os.waitpid(child, 0)
        for name in NAMES:
            if not is_whole((folder / name).read_bytes()):
                return f"killed at line {fatal_line}: {name} is broken"
        if outcome == 0:
            left = sorted({path.name for path in folder.iterdir()} - set(NAMES))
            return f"left behind: {left}" if left else f"whole after {fatal_line} kills"
    return "never came to an end"


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1])))
