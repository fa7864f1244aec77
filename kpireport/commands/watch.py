"""``kpireport watch``: a drop folder, each workbook in it reported once and filed away."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING

import click

from kpireport.commands.history_options import history_option, history_place, no_history_option
from kpireport.commands.options import (
    book_path,
    formats_option,
    language_option,
    mapping_option,
    paper_option,
    quiet_option,
    review_option,
    templates_option,
    verbose_option,
)
from kpireport.commands.pdf_options import archive_option, attach_option
from kpireport.commands.words import terminal_language, word

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

    from rich.console import Console
    from rich.status import Status

    from kpireport.addresses import Place
    from kpireport.i18n.messages import Messages
    from kpireport.model.book import Language
    from kpireport.pipeline import Attach, Format, Paper, Stage

_FROM_NOTHING = click.FloatRange(min=0)


@click.command("watch", help=word("watch_long"), short_help=word("watch_help"))
@click.argument("inbox", required=False)
@click.option("--output", metavar="DIR", help=word("watch_option_output"))
@click.option(
    "--every",
    metavar="SECONDS",
    type=click.FloatRange(min=0.1),
    default=5.0,
    help=word("watch_option_every"),
)
@click.option(
    "--settle",
    metavar="SECONDS",
    type=_FROM_NOTHING,
    default=10.0,
    help=word("watch_option_settle"),
)
@click.option("--once", is_flag=True, help=word("watch_option_once"))
@formats_option
@mapping_option
@paper_option
@archive_option
@attach_option
@templates_option
@review_option
@language_option
@history_option
@no_history_option
@quiet_option
@verbose_option
@click.pass_context
def command(
    ctx: click.Context,
    inbox: str | None,
    output: str | None,
    every: float,
    settle: float,
    once: bool,
    formats: tuple[Format, ...] | None,
    mapping: Path | None,
    paper: Paper,
    archive: bool,
    attach: tuple[Attach, ...],
    templates: str | None,
    review: bool,
    lang: Language | None,
    history: str | None,
    no_history: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    if inbox is None or output is None:
        raise click.UsageError(word("watch_usage"), ctx)
    from kpireport.commands.templates import read_templates
    from kpireport.commands.terminal import console
    from kpireport.commands.watch_lines import is_worth_saying, line_of
    from kpireport.i18n.messages import get_messages
    from kpireport.pipeline import FORMATS
    from kpireport.pipeline.watch_events import WatchEvent
    from kpireport.pipeline.watching import watch_inbox

    spoken = lang or terminal_language()
    messages, err = get_messages(spoken), console(sys.stderr)
    own = None if templates is None else read_templates(book_path(templates), err, messages)
    place = book_path(output)

    at_work = _AtWork(err, messages, timed=verbose)

    def told(event: WatchEvent) -> None:
        at_work.close()
        if is_worth_saying(event, quiet=quiet):
            click.echo(line_of(event, messages, place))
            sys.stdout.flush()

    with _ending() as end, closing(at_work):
        summary = watch_inbox(
            book_path(inbox),
            output=place,
            clock=lambda: datetime.now().astimezone(),
            sleep=end.wait,
            every=every,
            settle=settle,
            once=once,
            spoken=spoken,
            stopped=end.is_set,
            told=told,
            progress=at_work.show,
            formats=formats or FORMATS,
            language=lang,
            mapping=mapping,
            paper=paper,
            templates=own,
            review=review,
            archive=archive,
            attach=attach,
            history=None if no_history else history_place(history, place),
        )
    return 1 if once and (summary.with_problems or summary.troubled) else 0


class _AtWork:
    """The workbook and the stage at work: a moving line at a terminal, seconds where asked for."""

    def __init__(self, err: Console, messages: Messages, *, timed: bool) -> None:
        from kpireport.commands.progress import StageWatch

        self._err = err
        self._messages = messages
        self._watch = StageWatch(err, messages) if timed else None
        self._line: Status | None = None

    def show(self, book: Place, stage: Stage) -> None:
        if self._watch:
            self._watch.start(book, stage)
        if not self._err.is_terminal:
            return
        from rich.text import Text

        from kpireport.deliver.naming import shown_name

        text = f"{book.name}: {self._messages.text(f'cli.stage_{stage}')}"
        if self._line is None:
            self._line = self._err.status("")
            self._line.start()
        self._line.update(Text(shown_name(text)))

    def close(self) -> None:
        """Leave the terminal's line to whatever is printed next."""
        if self._watch:
            self._watch.stop()
        if self._line is not None:
            self._line.stop()
            self._line = None


@contextmanager
def _ending() -> Iterator[Event]:
    """Set by the first SIGTERM or SIGINT, so that the file under way is ended; the next one acts
    as it always does.
    """
    end = Event()
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}

    def asked(number: int, frame: FrameType | None) -> None:
        end.set()
        for each, handler in before.items():
            signal.signal(each, handler)

    for each in before:
        signal.signal(each, asked)
    try:
        yield end
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
