"""``kpireport benchmarks``: the shipped figures about others, with their sources."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kpireport.commands.options import language_option, text_or_json_option
from kpireport.commands.words import terminal_language, word

if TYPE_CHECKING:
    from kpireport.model.book import Language


@click.command("benchmarks", help=word("benchmarks_long"), short_help=word("benchmarks_help"))
@click.option("--industry", metavar="NAME", help=word("option_industry"))
@click.option("--metric", metavar="NAME", help=word("option_metric"))
@text_or_json_option(word("option_benchmarks_format"))
@language_option
def command(industry: str | None, metric: str | None, output: str, lang: Language | None) -> int:
    from kpireport.commands.terminal import console
    from kpireport.i18n.messages import get_messages
    from kpireport.pipeline import benchmark_topics, find_benchmarks

    language = lang or terminal_language()
    messages = get_messages(language)
    if industry is None and metric is None:
        from kpireport.commands.catalogue_list import show_topics, topics_json

        topics = benchmark_topics()
        if output == "json":
            click.echo(topics_json(topics, language))
        else:
            show_topics(console(sys.stdout), topics, messages)
        return 0
    from kpireport.commands.catalogue_list import figures_json, show_figures

    found = find_benchmarks(industry, metric, language)
    if output == "json":
        click.echo(figures_json(found, messages))
    else:
        show_figures(console(sys.stdout), found, messages)
    return 0
