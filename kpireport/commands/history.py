"""``kpireport history``: what was first reported, and what it is now."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kpireport.commands.history_options import history_place, history_read_option
from kpireport.commands.options import (
    book_path,
    language_option,
    mapping_option,
    text_or_json_option,
)
from kpireport.commands.words import terminal_language, word

if TYPE_CHECKING:
    from kpireport.model.book import Language

_FOLDER = "scorecards"


@click.command("history", help=word("history_long"), short_help=word("history_help"))
@click.argument("book", required=False)
@click.option("--kpi", metavar="ID", help=word("option_history_kpi"))
@history_read_option
@mapping_option
@text_or_json_option(word("option_history_format"))
@language_option
@click.pass_context
def command(
    ctx: click.Context,
    book: str | None,
    kpi: str | None,
    history: str | None,
    mapping: Path | None,
    output: str,
    lang: Language | None,
) -> int:
    if book is None:
        raise click.UsageError(word("usage_no_book").format(command="history"), ctx)
    from kpireport.commands.terminal import console
    from kpireport.i18n.messages import get_messages
    from kpireport.model.problem import has_errors
    from kpireport.pipeline import find_kpi, read_book
    from kpireport.pipeline.remembering import history_in_words

    path = book_path(book)
    parsed, problems = read_book(path, mapping)
    settled = parsed.settings.language if parsed is not None else None
    messages = get_messages(lang or settled or terminal_language())
    if parsed is None or has_errors(problems):
        from kpireport.commands.terminal import show_problems

        show_problems(console(sys.stderr), path.name, problems, messages)
        return 1
    kpi_id = None if kpi is None else find_kpi(parsed, kpi)
    place = history_place(history, Path(_FOLDER))
    found = history_in_words(parsed, place, messages.language, kpi_id)
    if output == "json":
        from kpireport.commands.remembered_list import as_json

        click.echo(as_json(path.name, found))
        return 0
    from kpireport.commands.remembered_list import show_remembered

    out = console(sys.stdout)
    show_remembered(out, found, messages, everything=kpi_id is not None)
    if found.rows and not out.is_terminal:  # How many changed, beside the lines of all of them.
        console(sys.stderr).print(found.note, soft_wrap=True)
    return 0
