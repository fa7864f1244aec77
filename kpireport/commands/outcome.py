"""How a run over several workbooks ended: what failed, and the exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.i18n.messages import Messages
    from kpireport.pipeline import Failure, Report


class Outcome:
    """Counts the results of a run as they come, and keeps none of them."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._failed: list[str] = []
        self._codes: list[int] = []

    def add(self, result: Report | Failure, *, asked: bool) -> None:
        """Take a result in. With ``asked`` a format that is missing was asked for by name."""
        from kpireport.pipeline import Failure

        if isinstance(result, Failure):
            self._failed.append(result.book.name)
            self._codes.append(result.error.exit_code)
            return
        if asked:
            self._codes += [error.exit_code for error in result.missing.values()]
        if result.unrecorded is not None:
            self._codes.append(result.unrecorded.exit_code)

    def say(self, err: Console, messages: Messages) -> None:
        """Which of several workbooks failed."""
        if self._failed and self._total > 1:
            made = self._total - len(self._failed)
            err.print(messages.text("cli.done_some", made=made, total=self._total))
            names = ", ".join(self._failed)
            err.print(messages.text("cli.done_without", names=names), soft_wrap=True)

    @property
    def exit_code(self) -> int:
        """The gravest outcome's code."""
        return min(self._codes, default=0)
