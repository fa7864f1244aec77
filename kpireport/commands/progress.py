"""Progress on long work: a moving line at a terminal, seconds a stage when asked, else nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.addresses import Place
    from kpireport.i18n.messages import Messages
    from kpireport.pipeline import Progress, Stage


@contextmanager
def progress_on(
    err: Console, messages: Messages, total: int, *, timed: bool = False
) -> Iterator[Progress]:
    """A ``Progress`` for the pipeline. With ``timed`` every stage's seconds are printed after it.

    ``total`` is the number of workbooks. In a pipe nothing moves; times are still printed there,
    since somebody asked for them.
    """
    watch = StageWatch(err, messages) if timed else None
    if not err.is_terminal:
        yield watch.start if watch else _silent
    else:
        with _bar(err, messages, total, watch) as progress:
            yield progress
    if watch:
        watch.stop()


def _silent(book: Place, stage: Stage) -> None:
    """Shows nothing."""


@contextmanager
def _bar(
    err: Console, messages: Messages, total: int, watch: StageWatch | None
) -> Iterator[Progress]:
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=total)
        begun: list[Place] = []

        def shown(book: Place, stage: Stage) -> None:
            if stage == "read":
                begun.append(book)
            if watch:
                watch.start(book, stage)
            name = messages.text(f"cli.stage_{stage}")
            bar.update(task, description=f"{book.name}: {name}", completed=len(begun) - 1)

        yield shown


class StageWatch:
    """Prints how long each stage took, when the next one begins."""

    def __init__(self, err: Console, messages: Messages) -> None:
        self._err = err
        self._messages = messages
        self._running: tuple[str, float] | None = None

    def start(self, book: Place, stage: Stage) -> None:
        self.stop()
        name = f"{book.name}, {self._messages.text(f'cli.stage_{stage}')}"
        self._running = (name, time.perf_counter())

    def stop(self) -> None:
        if self._running is None:
            return
        name, since = self._running
        seconds = round(time.perf_counter() - since, 2)
        line = self._messages.text("cli.seconds", name=name, seconds=seconds)
        self._err.print(line, style="dim", soft_wrap=True)
        self._running = None
