"""Run by ``test_killed``: watches that die by SIGKILL at a line of their code, until all is done.

Each round drops four workbooks into an empty folder, then starts one watch after another. All but
the last die at a line chosen at random among those that a whole watch runs through. Prints how
many were killed, or what was lost or done twice.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
from pathlib import Path

from kpireport.deliver import files, inbox, inbox_filing, inbox_journal, new_file
from kpireport.deliver.history import recording
from kpireport.pipeline import remembering, reporting, watch_drop, watch_steps, watching
from tests.killed_lines import Lines

from .drops import BROKEN, Folders, folders, workbook

TRACED = {
    str(module.__file__)
    for module in (
        files,
        inbox,
        inbox_filing,
        inbox_journal,
        new_file,
        recording,
        remembering,
        reporting,
        watch_drop,
        watch_steps,
        watching,
    )
}
CORE = {str(module.__file__) for module in (inbox_filing, inbox_journal, watch_steps)}
"""Where a file changes its place or its state: every second kill is in here."""

KILLS_A_ROUND = 4


def history(drop: Folders) -> Path:
    return drop.inbox.parent / "history.db"


def remembered(drop: Folders) -> list[str]:
    """The workbooks whose reports count in the history, once for each time."""
    database = sqlite3.connect(history(drop))
    rows = database.execute(
        "SELECT source_name FROM kpireport_runs WHERE number IS NOT NULL ORDER BY source_name"
    ).fetchall()
    database.close()
    return [name for (name,) in rows]


def drop_all(drop: Folders, made: dict[str, bytes]) -> None:
    for name, data in made.items():
        (drop.inbox / name).write_bytes(data)


def watch(drop: Folders, fatal_line: int, counted: set[str]) -> int:
    """A watch in a process of its own that dies at that line of those ``counted``. Its status.

    How many lines it ran through is left in a file.
    """
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    lines = Lines(counted, fatal_line)
    try:
        sys.settrace(lines)
        drop.once(history=history(drop))
        sys.settrace(None)
        (drop.inbox.parent / "lines").write_text(str(lines.seen))
    except BaseException as error:
        os.write(2, repr(error).encode())
        os._exit(1)
    os._exit(0)


def what_is_wrong(drop: Folders, made: dict[str, bytes]) -> list[str]:
    """Everything that isn't as it has to be when all is done."""
    expected = {
        "problems/broken/broken, marked.xlsx",
        "problems/broken/broken, problems.txt",
        "problems/broken/broken.xlsx",
        "reports/north-2026-10/north-2026-10.json",
        "reports/north-2026-10/north.xlsx",
        "reports/south-2026-10/south-2026-10.json",
        "reports/south-2026-10/south.xlsx",
    }
    found = set(drop.filed())
    wrong = [f"missing: {name}" for name in sorted(expected - found)]
    wrong += [f"too much: {name}" for name in sorted(found - expected)]
    wrong += [f"left: {name}" for name in drop.waiting()]
    wrong += [
        f"not the same: {name}"
        for name in expected & found
        if (data := made.get(Path(name).name)) and (drop.output / name).read_bytes() != data
    ]
    work = drop.output / ".kpireport-watch" / "work"
    wrong += [f"left in work: {path.name}" for path in work.iterdir()]
    if (known := remembered(drop)) != ["north.xlsx", "south.xlsx"]:
        wrong.append(f"history: {known}")
    journal = sqlite3.connect(drop.output / ".kpireport-watch" / "journal.db")
    rows = journal.execute("SELECT name, state FROM drops ORDER BY name").fetchall()
    journal.close()
    if rows != [(name.encode(), "filed") for name in sorted(made)]:
        wrong.append(f"journal: {rows}")
    return wrong


def main(place: Path, kills: int, seed: int) -> str:
    chance = random.Random(seed)
    drop = folders(place)
    made = {
        "north.xlsx": workbook(place / "north.xlsx"),
        "south.xlsx": workbook(place / "south.xlsx", sales=90),
        "broken.xlsx": workbook(place / "broken.xlsx", BROKEN),
    }
    drop_all(drop, made)
    drop.once(
        history=place / "loading.db"
    )  # Loads here what every watch after it would have to load for itself.
    shutil.rmtree(drop.output)
    drop_all(drop, made)
    lines = []
    for counted in (CORE, TRACED):
        if watch(drop, 0, counted):
            return "a watch that nobody kills fails"
        if wrong := what_is_wrong(drop, made):
            return "; ".join(wrong)
        lines.append(int((place / "lines").read_text()))
        shutil.rmtree(drop.output)
        history(drop).unlink()
        drop_all(drop, made)
    killed = 0
    while killed < kills:
        at: list[int] = []
        for number in range(KILLS_A_ROUND):
            at.append(chance.randint(1, lines[number % 2]))
            if os.WIFSIGNALED(watch(drop, at[-1], (CORE, TRACED)[number % 2])):
                killed += 1
        if watch(drop, 0, set()):
            return f"killed at lines {at}: it fails afterwards"
        if wrong := what_is_wrong(drop, made):
            return f"killed at lines {at}: " + "; ".join(wrong)
        shutil.rmtree(drop.output)
        history(drop).unlink()
        drop_all(drop, made)
    return f"whole after {killed} kills"


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
