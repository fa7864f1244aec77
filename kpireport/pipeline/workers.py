"""Where work is done that can be done side by side: processes of this machine.

Whatever follows ``concurrent.futures`` will do. A pool whose process was killed is broken for good;
it is made anew, and what it hadn't finished is given to the new one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

TRIES = 3
"""How many workers a task may take with it."""
_MOST = 60
"""Windows waits for no more processes than these at a time."""
_AHEAD = 2
"""Tasks a worker has waiting, so that none is idle."""
_BEYOND = 64
"""How far the others go on while one task takes long: so many results lie about at most."""


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
def processes(count: int, *, short: bool = False) -> Iterator[Workers]:
    """``count`` processes of this machine, each with a Python of its own.

    They begin by loading the program's main module again, as ``multiprocessing`` has it: a script
    that comes here keeps what it does under ``if __name__ == "__main__":``. ``short`` ones have
    one report's work to do, and never look for circular garbage in between.
    """
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("spawn")
    count = min(count, _MOST)
    workers = Workers(
        lambda: ProcessPoolExecutor(
            count, mp_context=context, initializer=_begin, initargs=(short,)
        ),
        count,
    )
    try:
        yield workers
    finally:
        workers.close()


def _begin(short: bool) -> None:
    """In a worker, before its first task."""
    import gc
    from multiprocessing.util import Finalize

    if short:
        gc.disable()
    Finalize(None, _leave, exitpriority=-100)  # After all that others have to finish.
    _obey_the_parent()


def _leave() -> None:
    """Leave at once: the system takes a worker's memory back faster than Python object by object.

    Otherwise the program would wait a quarter of a second more for a worker that laid out a PDF.
    """
    import atexit
    import sys

    if sys.exc_info()[0] is not None:
        return  # What ended it is told in the usual way.
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # A program without a console has none.
            stream.flush()
    os._exit(0)


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


class InTurn(Generic[Task, Result]):
    """The results of many tasks in their order, with few of them under way at a time.

    A task that takes long doesn't keep the workers from those behind it.

    A task that raises stops them all, or gives what ``failed`` makes of it and of what it raised.

    Where a worker is killed, whatever was under way is done again, one task at a time, so that
    nobody is taken for the one that kills; a task that kills ``TRIES`` workers while it is alone
    gives what ``lost`` makes of it.
    """

    def __init__(
        self,
        workers: Workers,
        work: Callable[[Task], Result],
        lost: Callable[[Task], Result],
        failed: Callable[[Task, Exception], Result] | None = None,
    ) -> None:
        self._workers = workers
        self._work = work
        self._lost = lost
        self._failed = failed
        self._under_way: dict[int, Future[Result]] = {}
        self._done: dict[int, Result] = {}

    def results(
        self, tasks: Sequence[Task], queues: Sequence[Hashable] | None = None
    ) -> Iterator[Result]:
        """One result a task, in order.

        ``queues`` names a queue for each task: those of one queue are done one after the other.
        """
        names = range(len(tasks)) if queues is None else queues
        beyond = max(_BEYOND, self._workers.count * _AHEAD)
        try:
            for place in range(len(tasks)):
                near = range(place, min(place + beyond, len(tasks)))
                self._start(tasks, names, near)
                self._take(tasks, wait_for_one=place not in self._done)
                while place not in self._done:
                    self._start(tasks, names, near)
                    self._take(tasks)
                yield self._done.pop(place)
        finally:
            for future in self._under_way.values():  # Nobody waits for them any more.
                future.cancel()

    def _start(self, tasks: Sequence[Task], names: Sequence[Hashable], places: range) -> None:
        """Give the workers what they can do now."""
        busy = {names[place] for place in self._under_way}
        for place in places:
            if len(self._under_way) >= self._workers.count * _AHEAD:
                return
            if place in self._done or place in self._under_way or names[place] in busy:
                continue
            busy.add(names[place])
            try:
                self._under_way[place] = self._workers.submit(self._work, tasks[place])
            except BrokenExecutor:
                self._again(tasks)
                return

    def _take(self, tasks: Sequence[Task], *, wait_for_one: bool = True) -> None:
        """Take what is finished, which is one of them at least where that is waited for."""
        limit = None if wait_for_one else 0
        finished, _ = wait(self._under_way.values(), limit, FIRST_COMPLETED)
        for place, future in list(self._under_way.items()):
            if future not in finished:
                continue
            try:
                self._done[place] = self._outcome(tasks[place], future)
            except BrokenExecutor:
                self._again(tasks)
                return
            del self._under_way[place]

    def _again(self, tasks: Sequence[Task]) -> None:
        """After a worker was killed: what was under way once more, each alone."""
        suspects = []
        for place, future in self._under_way.items():
            if _finished(future):
                self._done[place] = future.result()
            else:
                suspects.append(place)
        self._under_way.clear()
        self._workers.renew()
        for place in suspects:
            self._done[place] = self._alone(tasks[place])

    def _alone(self, task: Task) -> Result:
        for _ in range(TRIES):
            try:
                return self._outcome(task, self._workers.submit(self._work, task))
            except BrokenExecutor:
                self._workers.renew()
        return self._lost(task)

    def _outcome(self, task: Task, future: Future[Result]) -> Result:
        """What a task came to; a broken pool, or one that is gone, isn't the task's doing."""
        try:
            return future.result()
        except (BrokenExecutor, CancelledError):
            raise
        except self._workers.killing:
            return self._lost(task)
        except Exception as fault:
            if self._failed is None:
                raise
            return self._failed(task, fault)


def _finished(future: Future[Any]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None
