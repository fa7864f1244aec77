"""``--history`` and ``--no-history``: where reports are remembered."""

from __future__ import annotations

from pathlib import Path

import click

from kpireport.addresses import SCHEMES, Address, Place
from kpireport.commands.options import Decorator, book_path
from kpireport.commands.words import word

VARIABLE = "KPIREPORT_HISTORY"

history_option: Decorator = click.option(
    "--history", metavar="URL|FILE", envvar=VARIABLE, help=word("option_history")
)
no_history_option: Decorator = click.option(
    "--no-history", is_flag=True, help=word("option_no_history")
)
history_read_option: Decorator = click.option(
    "--history", metavar="URL|FILE", envvar=VARIABLE, help=word("option_history_of")
)

pack_history_option: Decorator = click.option(
    "--history", metavar="URL|FILE", envvar=VARIABLE, help=word("option_pack_history")
)


def history_place(said: str | None, folder: Path) -> str | Path:
    """The history that was named, or the one in the folder of a report's files."""
    from kpireport.pipeline.remembering import DEFAULT_NAME

    if not said:
        return folder / DEFAULT_NAME
    scheme, is_url, _ = said.partition("://")
    return said if is_url and scheme.lower() not in SCHEMES else book_path(said)


def history_to_keep(said: str | None, folder: Place) -> str | Path | None:
    """As ``history_place``; beside files at an address, where no database can lie, none."""
    if isinstance(folder, Address):
        return history_place(said, Path()) if said else None
    return history_place(said, folder)


def history_to_read(said: str | None, folder: Place) -> str | Path | None:
    """The history that was named, or the one in the folder where there is one."""
    place = history_to_keep(said, folder)
    return place if said or (place and Path(place).is_file()) else None
