"""What is measured of many workbooks: two processes, a cluster, and the memory of a worker."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from tools.bench.books import write_book
from tools.bench.clock import in_turn, process
from tools.bench.table import Line

_BOOKS = 200
_KPIS = 10
_FORMATS = "xlsx,html,json"
_FEW = 10
Part = Callable[[Path, int], Iterator[Line]]


def _books(folder: Path) -> list[Path]:
    """Two hundred small workbooks of figures of their own, the same for every part."""
    inbox = folder / "many"
    inbox.mkdir(exist_ok=True)
    paths = [inbox / f"many{number}.xlsx" for number in range(_BOOKS)]
    return [
        path if path.exists() else write_book(path, _KPIS, more=0.3 * number)
        for number, path in enumerate(paths)
    ]


def _report(books: Sequence[Path], output: Path, *how: str) -> tuple[str, ...]:
    command = (sys.executable, "-m", "kpireport", "report", *map(str, books))
    options = ("--format", _FORMATS, "--no-history", "-q", "--output", str(output))
    return (*command, *options, *how)


def jobs(folder: Path, rounds: int) -> Iterator[Line]:
    """All of them by one process and by two workers, and what this machine has to give.

    That is how much sooner two programs are done that know nothing of each other, each with half of
    the workbooks: processors that share a cache or a core don't give twice as much.
    """
    books = _books(folder)
    half = len(books) // 2
    halves = [
        _report(part, folder / "halves", "--jobs", "1") for part in (books[:half], books[half:])
    ]
    found = in_turn(
        {
            "one": process(_report(books, folder / "one", "--jobs", "1")),
            "two": process(_report(books, folder / "two", "--jobs", "2")),
            "halves": lambda: _together(halves),
        },
        rounds,
    )
    _same_files(folder / "one", folder / "two")
    one, two, apart = (found[name].wall for name in ("one", "two", "halves"))
    what = f"{_BOOKS} workbooks, --jobs 1"
    yield Line(what, one, two, "--jobs 2", 1.8, at_least=True)
    yield Line(what, one, apart, "two programs, half each")


def _together(commands: Sequence[Sequence[str]]) -> None:
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    ended = [program.wait() for program in running]
    if any(ended):
        raise RuntimeError("one of the programs failed")


def _same_files(one: Path, other: Path) -> None:
    """A wrong report is no faster report."""
    names = [sorted(path.name for path in each.iterdir()) for each in (one, other)]
    if names[0] != names[1]:
        raise RuntimeError(f"not the same files: {one}, {other}")
    for name in names[0]:
        if (one / name).read_bytes() != (other / name).read_bytes():
            raise RuntimeError(f"not the same file: {name}")


def dask(folder: Path, rounds: int) -> Iterator[Line]:
    """All of them by one process, and by a Dask cluster of two workers that is there already."""
    from distributed import LocalCluster

    books = _books(folder)
    start = cast(Any, LocalCluster)
    with start(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local:
        there = ("--scheduler", local.scheduler_address)
        found = in_turn(
            {
                "one": process(_report(books, folder / "one", "--jobs", "1")),
                "cluster": process(_report(books, folder / "cluster", *there)),
            },
            rounds,
        )
    _same_files(folder / "one", folder / "cluster")
    one, cluster = found["one"].wall, found["cluster"].wall
    against = "a cluster of two workers"
    yield Line(f"{_BOOKS} workbooks, --jobs 1", one, cluster, against, 1.6, at_least=True)


def memory(folder: Path, rounds: int) -> Iterator[Line]:
    """The most that a worker ever held, after ten workbooks and after all, in every format."""
    from kpireport.pipeline import FORMATS, Report, each_report
    from kpireport.pipeline.workers import processes

    books = _books(folder)
    with processes(1) as workers:
        peaks = []
        for part in (books[:_FEW], books[_FEW:]):
            made = each_report(part, output=folder / "memory", formats=FORMATS, workers=workers)
            if not all(isinstance(each, Report) for each in made):
                raise RuntimeError("a workbook gave no report")
            peaks.append(workers.submit(_peak).result())
    after = f"after {_FEW}"
    yield Line(f"a worker after {_BOOKS} workbooks", peaks[1], peaks[0], after, 1.2, unit="MB")


def _peak() -> float:
    """Megabytes that this process held at most."""
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (2**20 if sys.platform == "darwin" else 2**10)


PARTS: Mapping[str, Part] = {"jobs": jobs, "memory": memory, "dask": dask}
