"""``kpireport map``: where the figures of a workbook stand, as a file to edit."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kpireport.commands.options import book_path, quiet_option
from kpireport.commands.words import terminal_language, word
from kpireport.commands.workbooks import one_workbook

if TYPE_CHECKING:
    from kpireport.model.book import Language


@click.command("map", help=word("map_long"), short_help=word("map_help"))
@click.argument("book", required=False)
@click.option("--output", "-o", metavar="FILE", help=word("map_option_output"))
@click.option("--lang", type=click.Choice(["en", "fr"]), help=word("map_option_lang"))
@quiet_option
@click.pass_context
def command(
    ctx: click.Context, book: str | None, output: str | None, lang: Language | None, quiet: bool
) -> int:
    if book is None:
        raise click.UsageError(word("usage_no_book").format(command="map"), ctx)
    from kpireport.commands.terminal import console, show_problems
    from kpireport.i18n.messages import get_messages
    from kpireport.pipeline import propose_mapping, write_mapping

    path, language = one_workbook(book), lang or terminal_language()
    messages = get_messages(language)
    proposed = propose_mapping(path, language)
    err = console(sys.stderr)
    if not quiet or not proposed.text:
        show_problems(err, path.name, proposed.problems, messages)
    if not proposed.text:
        nothing = "cli.map_own_layout" if proposed.own_layout else "cli.map_nothing"
        err.print(messages.text(nothing, name=path.name), style="red")
        return 1
    if output is None:
        click.echo(proposed.text, nl=False)
        return 0
    write_mapping(book_path(output), proposed)
    if not quiet:
        err.print(messages.text("cli.map_written", path=output))
        err.print(messages.text("cli.map_next"))
        click.echo(f"\n  kpireport report {_quoted(book)} --mapping {_quoted(output)}", err=True)
    return 0


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
