"""How long programs take: wall time and processor time of whole processes, in turn, medians."""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spent:
    """Seconds of one or more runs: medians of the wall clock and of the processor."""

    wall: float
    cpu: float

    def over(self, other: Spent) -> float:
        """The ratio of the wall times."""
        return self.wall / other.wall


def once(work: Callable[[], object]) -> Spent:
    """One run of ``work``, its children's processor time included."""
    began, before = time.perf_counter(), _cpu()
    work()
    return Spent(time.perf_counter() - began, _cpu() - before)


def in_turn(works: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Spent]:
    """Every work ``rounds`` times, one after the other each round, so that all see one machine."""
    found: dict[str, list[Spent]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(once(work))
    return {
        name: Spent(
            statistics.median(run.wall for run in runs), statistics.median(run.cpu for run in runs)
        )
        for name, runs in found.items()
    }


def process(command: Sequence[str]) -> Callable[[], object]:
    """A work that runs a command as a process of its own; one that fails raises."""

    def run() -> object:
        return subprocess.run(
            list(command),
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    return run


def _cpu() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)
