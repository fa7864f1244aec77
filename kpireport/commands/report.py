"""``kpireport report``: the scorecards of one or more workbooks."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kpireport.commands.conditions import fail_on_option
from kpireport.commands.history_options import history_option, history_to_keep, no_history_option
from kpireport.commands.jobs import jobs_option, scheduler_option
from kpireport.commands.options import (
    book_path,
    book_place,
    formats_option,
    language_option,
    mapping_option,
    output_option,
    paper_option,
    period_option,
    quiet_option,
    review_option,
    templates_option,
    verbose_option,
)
from kpireport.commands.pdf_options import archive_option, attach_option
from kpireport.commands.words import terminal_language, word
from kpireport.commands.workbooks import several_workbooks

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from kpireport.model.book import Language
    from kpireport.model.highlight import AlertRule
    from kpireport.model.period import Period
    from kpireport.pipeline import Attach, Failure, Format, Paper, Report


@click.command("report", help=word("report_long"), short_help=word("report_help"))
@click.argument("book", nargs=-1)
@period_option
@formats_option
@mapping_option
@paper_option
@archive_option
@attach_option
@templates_option
@review_option
@language_option
@output_option
@history_option
@no_history_option
@fail_on_option
@jobs_option
@scheduler_option
@quiet_option
@verbose_option
@click.pass_context
def command(
    ctx: click.Context,
    book: tuple[str, ...],
    period: Period | None,
    formats: tuple[Format, ...] | None,
    mapping: Path | None,
    paper: Paper,
    archive: bool,
    attach: tuple[Attach, ...],
    templates: str | None,
    review: bool,
    lang: Language | None,
    output: str,
    history: str | None,
    no_history: bool,
    fail_on: tuple[AlertRule, ...],
    jobs: int | None,
    scheduler: str | None,
    quiet: bool,
    verbose: bool,
) -> int:
    if not book:
        raise click.UsageError(word("usage_no_book").format(command="report"), ctx)
    from kpireport.commands.conditions import CONDITION_HOLDS, holds
    from kpireport.commands.jobs import workers_for
    from kpireport.commands.outcome import Outcome
    from kpireport.commands.progress import progress_on
    from kpireport.commands.templates import read_templates
    from kpireport.commands.terminal import console
    from kpireport.i18n.messages import get_messages
    from kpireport.pipeline import FORMATS, each_report
    from kpireport.uncollected import uncollected

    err, out = console(sys.stderr), console(sys.stdout)
    folder, named = book_place(output), several_workbooks(book)
    paths = named.places
    words = get_messages(lang or terminal_language())
    named.say_locks(err, words)
    own = None if templates is None else read_templates(book_path(templates), err, words)
    outcome, held = Outcome(len(paths) + len(named.unreached)), False
    for failure in named.unreached:
        _show(failure, out, err, lang, quiet=quiet, verbose=verbose)
        outcome.add(failure, asked=False)
    wanted = formats or FORMATS
    with (
        uncollected(last=bool(ctx.obj)) if len(paths) == 1 else nullcontext(),
        workers_for(jobs, scheduler, len(paths), wanted) as workers,
        progress_on(err, words, len(paths), timed=verbose) as progress,
    ):
        for result in each_report(
            paths,
            output=folder,
            period=period,
            formats=wanted,
            language=lang,
            mapping=mapping,
            progress=progress,
            review=review,
            paper=paper,
            templates=own,
            archive=archive,
            attach=attach,
            history=None if no_history else history_to_keep(history, folder),
            now=datetime.now().astimezone(),
            workers=workers,
        ):
            _show(result, out, err, lang, quiet=quiet, verbose=verbose)
            held = holds(result, fail_on, err, lang) or held
            outcome.add(result, asked=formats is not None)
    outcome.say(err, words)
    return outcome.exit_code or (CONDITION_HOLDS if held else 0)


def _show(
    result: Report | Failure,
    out: Console,
    err: Console,
    lang: Language | None,
    *,
    quiet: bool,
    verbose: bool,
) -> None:
    from kpireport.commands.failures import show_failure
    from kpireport.commands.terminal import show_report
    from kpireport.i18n.messages import get_messages
    from kpireport.model.problem import Severity
    from kpireport.pipeline import Failure

    if isinstance(result, Failure):
        show_failure(result, err, lang, verbose=verbose)
        return
    messages = get_messages("fr" if result.view.language == "fr" else "en", result.view.currency)
    for error in result.missing.values():
        err.print(messages.error(error), style="yellow")
    for older in result.stale.values():
        err.print(messages.text("cli.older_left", path=str(older)), style="yellow")
    if result.unrecorded is not None:
        cause = messages.error(result.unrecorded)
        err.print(messages.text("cli.history_unrecorded", cause=cause), style="yellow")
    if result.unlettered:
        letters = " ".join(result.unlettered[:20])
        count = len(result.unlettered)
        err.print(messages.text("cli.unlettered", letters=letters, count=count), style="yellow")
    if quiet:
        return
    show_report(out, result, messages)
    warnings = sum(p.severity is Severity.WARNING for p in result.scorecard.problems)
    if warnings and out.is_terminal:
        name = result.book.name
        out.print(messages.text("cli.warnings_shown", count=warnings, name=name), style="yellow")
