"""Where work is done that can be done side by side: processes of this machine, or a cluster.

Whatever follows ``concurrent.futures`` will do. A pool whose process was killed is broken for good;
it is made anew, and what it hadn't finished is given to the new one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

from kpireport.model.errors import OutputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

Task = TypeVar("Task")
Result = TypeVar("Result")

_TRIES = 3
_AHEAD = 2
"""Tasks a worker has waiting, so that none is idle and few results lie about."""


def processors() -> int:
    """The processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """``count`` workers behind an executor, which ``make`` makes, and makes anew."""

    def __init__(
        self,
        make: Callable[[], Executor],
        count: int,
        killing: tuple[type[BaseException], ...] = (),
    ) -> None:
        """``killing`` are what the executor raises for a task that killed one worker too many."""
        self._make = make
        self._executor = make()
        self.count = max(1, count)
        self.killing = killing

    def submit(self, work: Callable[..., Result], *arguments: object) -> Future[Result]:
        """Have a worker do it."""
        return self._executor.submit(work, *arguments)

    def renew(self) -> None:
        """Another executor in the place of one that broke."""
        self._executor.shutdown(wait=False)
        self._executor = self._make()

    def close(self) -> None:
        self._executor.shutdown(wait=True)


@contextmanager
def processes(count: int) -> Iterator[Workers]:
    """``count`` processes of this machine, each with a Python of its own."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("spawn")
    workers = Workers(
        lambda: ProcessPoolExecutor(count, mp_context=context, initializer=_obey_the_parent), count
    )
    try:
        yield workers
    finally:
        workers.close()


def _obey_the_parent() -> None:
    """Live and die with the parent.

    Ctrl-C at the terminal is the parent's to answer; a worker would only show a traceback. A
    parent that is killed can't tell its workers, who would wait for work for ever.
    """
    import signal
    from multiprocessing import connection, parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()

    def leave_with_it() -> None:
        if parent is not None:
            connection.wait([parent.sentinel])
            os._exit(1)

    Thread(target=leave_with_it, daemon=True).start()


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """The workers of a Dask cluster that is running at ``address`` (``tcp://host:8786``).

    They read and write the same paths as this machine. Raises ``UsageError`` where Dask isn't
    installed (``cluster_not_installed``) or nothing answers there (``cluster_not_found``).
    """
    try:
        from distributed import Client, KilledWorker
        from distributed.comm.core import CommClosedError
    except ImportError as missing:
        raise UsageError("cluster_not_installed") from missing
    try:
        client: Any = cast(Any, Client)(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError("cluster_not_found", {"address": address}) from error
    try:
        threads = sum(client.nthreads().values())
        workers = Workers(
            lambda: client.get_executor(pure=False, retries=_TRIES), threads, (KilledWorker,)
        )
        yield workers
        workers.close()
    except (CommClosedError, CancelledError) as gone:
        raise OutputError("cluster_gone", {"address": address}) from gone
    finally:
        client.close()


class InTurn(Generic[Task, Result]):
    """The results of many tasks in their order, with few of them under way at a time.

    A task whose worker was killed is given to another one; one that kills ``_TRIES`` workers gives
    what ``lost`` makes of it.
    """

    def __init__(
        self,
        workers: Workers,
        work: Callable[[Task], Result],
        lost: Callable[[Task], Result],
    ) -> None:
        self._workers = workers
        self._work = work
        self._lost = lost

    def results(self, tasks: Sequence[Task]) -> Iterator[Result]:
        """One result a task, in order."""
        under_way: dict[int, Future[Result]] = {}
        try:
            yield from self._each(tasks, under_way)
        finally:
            for future in under_way.values():  # Nobody waits for them any more.
                future.cancel()

    def _each(
        self, tasks: Sequence[Task], under_way: dict[int, Future[Result]]
    ) -> Iterator[Result]:
        tries = [0] * len(tasks)
        ahead = self._workers.count * _AHEAD
        for place in range(len(tasks)):
            while True:
                try:
                    self._start(tasks, under_way, range(place, min(place + ahead, len(tasks))))
                    result = under_way[place].result()
                except self._workers.killing:
                    result = self._lost(tasks[place])
                except BrokenExecutor:
                    # Nobody knows which of them it was: the one that is waited for counts as tried.
                    tries[place] += 1
                    for number in [n for n, f in under_way.items() if not _finished(f)]:
                        del under_way[number]
                    self._workers.renew()
                    if tries[place] < _TRIES:
                        continue
                    result = self._lost(tasks[place])
                under_way.pop(place, None)
                break
            yield result

    def _start(
        self, tasks: Sequence[Task], under_way: dict[int, Future[Result]], places: Iterable[int]
    ) -> None:
        for place in places:
            if place not in under_way:
                under_way[place] = self._workers.submit(self._work, tasks[place])


def _finished(future: Future[Any]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
