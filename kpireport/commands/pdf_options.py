"""``--archive`` and ``--attach``: which kind of PDF, and what is put into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import click

from kpireport.commands.options import Decorator, chosen
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
    return chosen(value, choices, word("usage_attach"), ctx, param)


archive_option: Decorator = click.option("--archive", is_flag=True, help=word("option_archive"))
attach_option: Decorator = click.option(
    "--attach", metavar="LIST", callback=read_attach, help=word("option_attach")
)
