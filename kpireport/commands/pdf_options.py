"""``--archive`` and ``--attach``: which kind of PDF, and what is put into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from kpireport.commands.options import Decorator
from kpireport.commands.words import word

if TYPE_CHECKING:
    from kpireport.pipeline import Attach


def read_attach(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[Attach, ...]:
    """What to attach, with commas between, each once."""
    if value is None:
        return ()
    from kpireport.pipeline import Attach

    choices: tuple[Attach, ...] = get_args(Attach)
    wanted: dict[Attach, None] = {}
    for name in value.split(","):
        found = next((each for each in choices if each == name.strip().lower()), None)
        if found is None:
            sentence = word("usage_attach").format(found=name, choices=", ".join(choices))
            raise click.BadParameter(sentence, ctx, param)
        wanted[found] = None
    return tuple(wanted)


archive_option: Decorator = click.option("--archive", is_flag=True, help=word("option_archive"))
attach_option: Decorator = click.option(
    "--attach", metavar="LIST", callback=read_attach, help=word("option_attach")
)
