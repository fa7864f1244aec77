"""``kpireport pack``: one board pack over several entities."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kpireport.commands.history_options import (
    history_to_read,
    no_history_option,
    pack_history_option,
)
from kpireport.commands.options import (
    book_path,
    book_place,
    chosen,
    language_option,
    mapping_option,
    output_option,
    paper_option,
    quiet_option,
    read_period,
    templates_option,
    verbose_option,
)
from kpireport.commands.pdf_options import archive_option
from kpireport.commands.words import terminal_language, word
from kpireport.commands.workbooks import several_workbooks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from kpireport.i18n.messages import Messages
    from kpireport.model.book import Language
    from kpireport.model.period import Period
    from kpireport.pipeline import Failure, Pack, PackFormat, Paper


def _read_formats(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[PackFormat, ...] | None:
    """Formats with commas between them, each once, in the order given."""
    if value is None:
        return None
    from kpireport.pipeline import PACK_FORMATS

    return chosen(value, PACK_FORMATS, word("usage_format"), ctx, param)


@click.command("pack", help=word("pack_long"), short_help=word("pack_help"))
@click.argument("book", nargs=-1)
@click.option("--title", metavar="TEXT", default="", help=word("option_pack_title"))
@click.option("--period", metavar="YYYY-MM", callback=read_period, help=word("option_pack_period"))
@click.option(
    "--format",
    "formats",
    metavar="LIST",
    callback=_read_formats,
    help=word("option_pack_format"),
)
@click.option("--currency", metavar="CODE", help=word("option_pack_currency"))
@mapping_option
@paper_option
@archive_option
@templates_option
@pack_history_option
@no_history_option
@language_option
@output_option
@quiet_option
@verbose_option
@click.pass_context
def command(
    ctx: click.Context,
    book: tuple[str, ...],
    title: str,
    period: Period | None,
    formats: tuple[PackFormat, ...] | None,
    currency: str | None,
    mapping: Path | None,
    paper: Paper,
    archive: bool,
    templates: str | None,
    history: str | None,
    no_history: bool,
    lang: Language | None,
    output: str,
    quiet: bool,
    verbose: bool,
) -> int:
    if not book:
        raise click.UsageError(word("usage_no_book").format(command="pack"), ctx)
    from kpireport.commands.progress import progress_on
    from kpireport.commands.templates import read_templates
    from kpireport.commands.terminal import console
    from kpireport.i18n.messages import get_messages
    from kpireport.pipeline import PACK_FORMATS, Pack, make_pack
    from kpireport.uncollected import uncollected

    err = console(sys.stderr)
    words = get_messages(lang or terminal_language())
    own = None if templates is None else read_templates(book_path(templates), err, words)
    folder, named = book_place(output), several_workbooks(book, all_needed=True)
    named.say_locks(err, words)
    with (
        uncollected(last=bool(ctx.obj)),
        progress_on(err, words, len(named.places), timed=verbose) as progress,
    ):
        made = make_pack(
            named.places,
            output=folder,
            title=title,
            period=period,
            formats=formats or PACK_FORMATS,
            language=lang,
            currency=currency,
            mapping=mapping,
            paper=paper,
            templates=own,
            archive=archive,
            history=None if no_history else history_to_read(history, folder),
            progress=progress,
        )
    if not isinstance(made, Pack):
        return _refused(made, err, lang)
    messages = get_messages("fr" if made.view.language == "fr" else "en", made.group.currency)
    for error in made.missing.values():
        err.print(messages.error(error), style="yellow")
    if made.unlettered:
        letters, count = " ".join(made.unlettered[:20]), len(made.unlettered)
        err.print(messages.text("cli.unlettered", letters=letters, count=count), style="yellow")
    if not quiet:
        for problem in made.view.problems:
            told = " ".join(part for part in (problem.code, problem.place) if part)
            err.print(f"{told}: {problem.message}", style="yellow", soft_wrap=True)
        for note in made.view.notes if err.is_terminal else ():
            err.print(note, style="dim")
        _show(console(sys.stdout), made, messages)
    asked_and_missing = formats is not None and made.missing
    return min((e.exit_code for e in made.missing.values()), default=0) if asked_and_missing else 0


def _refused(failures: Sequence[Failure], err: Console, lang: Language | None) -> int:
    """Every workbook's problems at once; nothing was written."""
    from kpireport.commands.failures import show_failure

    for failure in failures:
        show_failure(failure, err, lang)
    return min(failure.error.exit_code for failure in failures)


def _show(out: Console, made: Pack, messages: Messages) -> None:
    """The headlines and where the files are; in a pipe only the files."""
    if not out.is_terminal:
        for path in made.files.values():
            out.print(str(path), soft_wrap=True)
        return
    from kpireport.model.problem import Severity

    view = made.view
    out.print()
    out.print(" · ".join(part for part in (view.organisation, view.title) if part), style="bold")
    out.print(view.period_label, style="dim")
    for sentence in view.headlines:
        out.print(sentence)
    out.print()
    for section in view.entities:
        out.print(f"{section.name}: {section.counts or section.note}")
    for title, lines in (
        (view.labels["partial_coverage"], view.coverage),
        (view.labels["not_consolidated"], view.left_out),
    ):
        if lines:
            out.print()
            out.print(title, style="bold")
            for line in lines:
                out.print(f"  {line.label}: {line.text}")
    for path, problems in made.problems.items():
        warnings = sum(each.severity is Severity.WARNING for each in problems)
        if warnings:
            text = messages.text("cli.pack_warnings", count=warnings, name=path.name)
            out.print(text, style="yellow")
    out.print()
    out.print(messages.text("cli.written"))
    for path in made.files.values():
        out.print(f"  {path}", soft_wrap=True)
