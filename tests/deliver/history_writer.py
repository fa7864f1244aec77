"""Run by ``test_history_processes``: waits for a sign, then keeps ten reports in a history.

Each is of a month that the other writer reports too, and is compared with what is known then. Says
the number of reports that each one was compared with.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kpireport.deliver.history import History
from tests.deliver.histories import keep, record, said

TURNS = 10


def main(place: str, folder: Path, writer: str) -> str:
    (folder / "out.html").write_bytes(b"<html>")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    marks = []
    history = History(place)
    for turn in range(TURNS):
        source = f"{writer}{turn}"
        found = said(history, source)
        marks.append(found.mark)
        made = record(source, "2026-10", {"2026-09": float(turn)}, mark=found.mark)
        if keep(history, made, folder) is None:
            return f"{source} is said to be known"
    return " ".join(map(str, marks))


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
