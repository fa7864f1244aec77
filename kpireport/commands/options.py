"""Options that several commands share, and what their values mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kpireport.addresses import Address, Place, place_of
from kpireport.commands.words import word
from kpireport.model.period import Period

if TYPE_CHECKING:
    from kpireport.pipeline import Format

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
Name = TypeVar("Name", bound=str)


def read_period(ctx: click.Context, param: click.Parameter, value: str | None) -> Period | None:
    """A month written 2026-10."""
    if value is None:
        return None
    try:
        return Period.parse(value)
    except ValueError:
        sentence = word("usage_period").format(found=value)
        raise click.BadParameter(sentence, ctx, param) from None


def read_formats(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[Format, ...] | None:
    """Output formats with commas between them, each once, in the order given."""
    if value is None:
        return None
    from kpireport.pipeline import ALL_FORMATS

    return chosen(value, ALL_FORMATS, word("usage_format"), ctx, param)


def chosen(
    value: str, choices: Sequence[Name], refusal: str, ctx: click.Context, param: click.Parameter
) -> tuple[Name, ...]:
    """Names with commas between them, each once, in the order given.

    Any but the ``choices`` is refused with the sentence ``refusal``.
    """
    wanted: dict[Name, None] = {}
    for name in value.split(","):
        found = next((each for each in choices if each == name.strip().lower()), None)
        if found is None:
            sentence = refusal.format(found=name, choices=", ".join(choices))
            raise click.BadParameter(sentence, ctx, param)
        wanted[found] = None
    return tuple(wanted)


def text_or_json_option(what: str) -> Decorator:
    """``--format`` of a command that prints; ``what`` is its help."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(["text", "json"]),
        default="text",
        help=what,
    )


period_option: Decorator = click.option(
    "--period", metavar="YYYY-MM", callback=read_period, help=word("option_period")
)
formats_option: Decorator = click.option(
    "--format", "formats", metavar="LIST", callback=read_formats, help=word("option_format")
)
paper_option: Decorator = click.option(
    "--paper", type=click.Choice(["a4", "letter"]), default="a4", help=word("option_paper")
)
templates_option: Decorator = click.option(
    "--templates", metavar="DIR", help=word("option_templates")
)
review_option: Decorator = click.option("--review", is_flag=True, help=word("option_review"))
output_option: Decorator = click.option(
    "--output", metavar="DIR", default="scorecards", help=word("option_output")
)
language_option: Decorator = click.option(
    "--lang", type=click.Choice(["en", "fr"]), help=word("option_lang")
)


def read_mapping_path(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    return None if value is None else book_path(value)


mapping_option: Decorator = click.option(
    "--mapping", metavar="FILE", callback=read_mapping_path, help=word("option_mapping")
)
quiet_option: Decorator = click.option("--quiet", "-q", is_flag=True, help=word("option_quiet"))
verbose_option: Decorator = click.option(
    "--verbose", "-v", is_flag=True, help=word("option_verbose")
)


def book_path(text: str) -> Path:
    """The path a user typed; ``~`` is understood as the shell would, or stays as it is."""
    place = place_of(text)
    if isinstance(place, Address):
        from kpireport.model.errors import UsageError

        raise UsageError("address_not_here", {"address": str(place)})
    return _at_home(place)


def book_place(text: str) -> Place:
    """As ``book_path``; where a workbook may also be read, or files written, at an address."""
    place = place_of(text)
    return place if isinstance(place, Address) else _at_home(place)


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # ``~nobody``, or no home at all: a shell keeps the text as well.
        return path
