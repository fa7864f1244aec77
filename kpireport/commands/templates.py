"""``--templates``: reads the folder once, and says what in it a report doesn't use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.i18n.messages import Messages
    from kpireport.render.own_templates import OwnTemplates


def read_templates(folder: Path, err: Console, messages: Messages) -> OwnTemplates:
    """The folder's templates; every file that replaces nothing, and every address, is named."""
    from kpireport.pipeline import own_templates

    own = own_templates(folder)
    for unused in own.unused:
        key = "cli.template_unused" if unused.closest else "cli.template_unused_unlike"
        text = messages.text(key, name=unused.name, closest=unused.closest)
        err.print(text, style="yellow", soft_wrap=True)
    for name, line in own.fetches:
        text = messages.text("cli.template_fetches", name=name, line=str(line))
        err.print(text, style="yellow", soft_wrap=True)
    return own
