"""``kpireport new``: a starter workbook to fill in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from kpireport.commands.options import book_path, quiet_option, read_period
from kpireport.commands.words import terminal_language, word
from kpireport.pipeline import TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path

    from kpireport.model.book import Language
    from kpireport.model.period import Period


@click.command("new", help=word("new_long"), short_help=word("new_help"))
@click.argument("book", required=False)
@click.option(
    "--template",
    type=click.Choice(TEMPLATES),
    default="blank",
    help=word("new_option_template"),
)
@click.option("--lang", type=click.Choice(["en", "fr"]), help=word("new_option_lang"))
@click.option("--start", metavar="YYYY-MM", callback=read_period, help=word("new_option_start"))
@click.option("--currency", metavar="CODE", default="EUR", help=word("new_option_currency"))
@quiet_option
@click.pass_context
def command(
    ctx: click.Context,
    book: str | None,
    template: str,
    lang: Language | None,
    start: Period | None,
    currency: str,
    quiet: bool,
) -> int:
    if book is None:
        raise click.UsageError(word("usage_no_new_book"), ctx)
    from kpireport.model.period import Period
    from kpireport.pipeline import new_workbook

    language = lang or terminal_language()
    written = new_workbook(
        book_path(book),
        start=start or Period(dt.date.today().year, 1),
        template=template,
        language=language,
        currency=currency,
    )
    if not quiet:
        _say_what_is_next(written, template, language)
    return 0


def _say_what_is_next(path: Path, template: str, language: Language) -> None:
    from kpireport.i18n.messages import get_messages
    from kpireport.workbook.schema_definitions import KPIS
    from kpireport.workbook.schema_figures import ACTUALS, TARGETS
    from kpireport.workbook.starter_kpis import sectors

    messages = get_messages(terminal_language())
    reported = sum(kpi.report for kpi in sectors()[template].kpis)
    sheets = {each.key: each.names.main(language) for each in (KPIS, ACTUALS, TARGETS)}
    file = f'"{path}"' if " " in str(path) else str(path)
    click.echo(messages.text("cli.new_written", path=str(path)))
    if reported:
        click.echo(messages.text("cli.new_kpis", count=reported))
    else:
        click.echo(messages.text("cli.new_blank", kpis=sheets["kpis"]))
    click.echo(messages.text("cli.new_next", **sheets))
    click.echo(f"\n  kpireport check {file}\n  kpireport report {file}")
