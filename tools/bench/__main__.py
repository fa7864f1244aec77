"""``python -m tools.bench [PART…] [--rounds N]``: measures in one run and prints ratios of medians.

Parts: startup, check, report, pdf, batch, xmr, excel, growth, thousand, jobs, memory, dask. All of
them where none is named.
Every line names what is compared, both medians, the ratio and the bound that it is held to. The
works of a line run in turn on the same machine, so the ratio holds where seconds don't.
"""

from __future__ import annotations

import argparse
import compileall
import subprocess
import sys
import tempfile
from pathlib import Path

import kpireport
from tools.bench import parts, parts_many, parts_size
from tools.bench.table import Line, table

PARTS = {**parts.PARTS, **parts_size.PARTS, **parts_many.PARTS}


def main() -> None:
    """Measure what was asked for."""
    options = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    options.add_argument("part", nargs="*", choices=[*PARTS, []])
    options.add_argument("--rounds", type=int, default=3)
    asked = options.parse_args()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory() as folder:
        _compile(Path(folder))
        for name in asked.part or PARTS:
            for line in PARTS[name](Path(folder), asked.rounds):
                sys.stderr.write(f"{line.text()}\n")
                lines.append(line)
    sys.stdout.write(table(lines))


def _compile(folder: Path) -> None:
    """As an installed program is: else every process that may not keep its code compiles it.

    The code of the templates is kept by the first report.
    """
    compileall.compile_dir(Path(kpireport.__file__).parent, quiet=1)
    first = parts.report_of(folder, parts.book_of(folder, 5), "html,pdf")
    subprocess.run(("env", "-u", "PYTHONDONTWRITEBYTECODE", *first), check=True)


if __name__ == "__main__":
    main()
