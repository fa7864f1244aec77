"""What is said of a workbook that gave no report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpireport.commands.words import terminal_language

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.model.book import Language
    from kpireport.pipeline import Failure


def show_failure(
    failure: Failure, err: Console, lang: Language | None, *, verbose: bool = False
) -> None:
    """Why a workbook gave nothing: every problem at once, in its own language unless asked."""
    from kpireport.commands.terminal import counts_text, show_problems
    from kpireport.i18n.messages import get_messages
    from kpireport.model.errors import FaultError, WorkbookError

    error, name = failure.error, failure.book.name
    if not isinstance(error, WorkbookError):
        messages = get_messages(lang or terminal_language())
        err.print(f"{name}: {messages.error(error)}", soft_wrap=not err.is_terminal)
        if verbose and isinstance(error, FaultError):
            err.print(error.trace, soft_wrap=True)
        return
    messages = get_messages(lang or error.language or terminal_language())
    show_problems(err, name, error.problems, messages)
    if err.is_terminal:
        err.print()
        counts = counts_text(error.problems, messages)
        err.print(messages.text("cli.found_in", counts=counts, name=name), style="bold")
        err.print(messages.text("cli.nothing_written"), style="red")
