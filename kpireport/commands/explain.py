"""``kpireport explain``: one KPI's figures, back to their formulas and cells."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kpireport.commands.options import (
    language_option,
    mapping_option,
    period_option,
    text_or_json_option,
)
from kpireport.commands.words import terminal_language, word
from kpireport.commands.workbooks import one_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from kpireport.addresses import Place
    from kpireport.model.book import Book, Language
    from kpireport.model.period import Period
    from kpireport.model.problem import Problem


@click.command("explain", help=word("explain_long"), short_help=word("explain_help"))
@click.argument("book", required=False)
@click.argument("kpi", required=False)
@period_option
@mapping_option
@text_or_json_option(word("option_explain_format"))
@language_option
@click.pass_context
def command(
    ctx: click.Context,
    book: str | None,
    kpi: str | None,
    period: Period | None,
    mapping: Path | None,
    output: str,
    lang: Language | None,
) -> int:
    if book is None:
        raise click.UsageError(word("usage_no_book").format(command="explain"), ctx)
    if kpi is None:
        raise click.UsageError(word("usage_no_kpi"), ctx)
    from kpireport.commands.terminal import console
    from kpireport.i18n.messages import get_messages
    from kpireport.model.problem import has_errors
    from kpireport.pipeline import build_scorecard, explain, find_kpi, read_book

    path = one_workbook(book)
    parsed, problems = read_book(path, mapping)
    if parsed is None or has_errors(problems):
        _show_errors(path, parsed, problems, lang)
        return 1
    kpi_id = find_kpi(parsed, kpi)
    language = lang or parsed.settings.language or terminal_language()
    found = explain(parsed, build_scorecard(parsed, period, problems), kpi_id, language)
    if output == "json":
        from kpireport.commands.explanations import as_json

        click.echo(as_json(found))
        return 0
    from kpireport.commands.explanations import show_explanation

    show_explanation(console(sys.stdout), found, get_messages(language))
    return 0


def _show_errors(
    path: Place, book: Book | None, problems: tuple[Problem, ...], lang: Language | None
) -> None:
    """A workbook with errors is not computed, and so not explained."""
    from kpireport.commands.terminal import console, counts_text, show_problems
    from kpireport.i18n.messages import get_messages

    err = console(sys.stderr)
    settled = book.settings.language if book is not None else None
    messages = get_messages(lang or settled or terminal_language())
    show_problems(err, path.name, problems, messages)
    if err.is_terminal:
        err.print()
        counts = counts_text(problems, messages)
        err.print(messages.text("cli.found_in", counts=counts, name=path.name), style="bold")
