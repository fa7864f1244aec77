"""What ``send`` says: who gets what, who gets nothing and why, and what became of each message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.commands.failures import show_failure
from kpireport.pipeline.mail_desk import Fate

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.i18n.messages import Messages
    from kpireport.pipeline.mail_desk import Sending
    from kpireport.pipeline.mail_plan import MailPlan, PlannedMail
    from kpireport.pipeline.noticing import Notice
    from kpireport.pipeline.sending import SendResult

_STYLES = {
    Fate.SENT: "green",
    Fate.EARLIER: "dim",
    Fate.REFUSED: "red",
    Fate.NOT_SENT: "yellow",
    Fate.UNKNOWN: "bold red",
}
_TROUBLES = (Fate.REFUSED, Fate.NOT_SENT, Fate.UNKNOWN)


class SendLines:
    """Says it: as a table at a terminal, a line a fact in a pipe."""

    def __init__(self, out: Console, err: Console, messages: Messages, *, quiet: bool) -> None:
        self.out = out
        self.err = err
        self._messages = messages
        self._quiet = quiet

    def show_obstacles(self, plan: MailPlan) -> None:
        """Workbooks with errors, what is wrong in the sheet Recipients, and who gets nothing."""
        from kpireport.commands.terminal import show_problems

        for failure in plan.failures:
            show_failure(failure, self.err, None)
        for path, problems in plan.problems.items():
            show_problems(self.err, path.name, problems, self._messages)
        for path in plan.unaddressed:
            self._line(self.err, self._text("cli.send_unaddressed", name=path.name), "yellow")
        for one in plan.withheld:
            if one.code == "scope":
                continue  # Named above with its cell.
            reason = self._text(f"mail.withheld.{one.code}")
            source = f"{one.source.name} ({one.entity})" if one.entity else one.source.name
            params = {"who": one.recipient.email, "source": source, "reason": reason}
            self._line(self.err, self._text("cli.send_withheld", **params), "yellow")

    def show_stopped(self) -> None:
        self._line(self.err, self._text("cli.send_stopped"), "red")

    def show_plan(
        self,
        fates: Sequence[Sending],
        due: Sequence[PlannedMail],
        earlier: Mapping[str, datetime],
    ) -> None:
        """What sending would do, at a terminal; a pipe is told what became of it.

        Who would get a second report of the month, of a corrected workbook say, is told apart.
        """
        handed = {mail.delivery.key for mail in due}
        second = [at for key, at in earlier.items() if key in handed]
        if self._quiet:
            return
        if not self.out.is_terminal:
            if second:
                self._line(self.err, self._again(second), "yellow")
            return
        rows = [
            (each.mail, self._text("cli.send_due"), "")
            if each.mail.delivery.key in handed
            else (each.mail, self._fate(each), _STYLES[each.fate])
            for each in fates
        ]
        self._table(rows)
        if second:
            self._line(self.out, self._again(second), "yellow")

    def show_files(self, paths: Sequence[Path], plan: MailPlan) -> None:
        """The dry run's files."""
        if self._quiet:
            return
        if self.out.is_terminal:
            rows = [(m, p.name, "") for m, p in zip(plan.mails, paths, strict=False)]
            self._table(rows)
            self.out.print()
            self.out.print(self._text("cli.written"))
        for path in paths:
            indent = "  " if self.out.is_terminal else ""
            self._line(self.out, f"{indent}{path}")

    def show_sending(self, sending: Sending) -> None:
        """One message's fate. What went wrong is said even when quiet."""
        trouble = sending.fate in _TROUBLES
        if self._quiet and not trouble:
            return
        mail = sending.mail
        said = self._text("cli.send_line", who=mail.recipient.email, fate=self._fate(sending))
        detail = f" {sending.detail}" if sending.detail and trouble else ""
        out = self.err if trouble else self.out
        self._line(out, f"{said} ({_book(mail)}){detail}", _STYLES[sending.fate])

    def show_notice(self, notice: Notice) -> None:
        if self._quiet and notice.fate not in _TROUBLES:
            return
        fate = self._text(f"mail.fate.{notice.fate.value}")
        said = self._text("cli.send_line", who=notice.channel, fate=fate)
        out = self.err if notice.fate in _TROUBLES else self.out
        self._line(out, f"{said} ({notice.headline.source.name})", _STYLES[notice.fate])

    def show_result(self, result: SendResult) -> None:
        """What stopped it, and what to do about messages without an answer."""
        if result.stopped is not None:
            self._line(self.err, self._messages.error(result.stopped), "red")
        unknown = sum(each.fate is Fate.UNKNOWN for each in result.sendings)
        if unknown:
            self._line(self.err, self._text("cli.send_unknown", count=unknown), "bold red")
        waiting = sum(each.fate is Fate.NOT_SENT for each in result.sendings)
        if waiting:
            self._line(self.err, self._text("cli.send_waiting", count=waiting), "yellow")

    def question(self, due: Sequence[PlannedMail], host: str) -> str:
        return self._text("cli.send_confirm", count=len(due), host=host)

    def say(self, key: str) -> None:
        if not self._quiet:
            self._line(self.out, self._text(key))

    def _table(self, rows: Sequence[tuple[PlannedMail, str, str]]) -> None:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
        for key in ("recipient", "scope", "report", "files", "state"):
            table.add_column(self._text(f"cli.table_send_{key}"), overflow="fold")
        for mail, state, style in rows:
            kinds = [file.name.rpartition(".")[2] for file in mail.letter.attachments]
            who = f"{mail.recipient.name}\n{mail.recipient.email}".strip()
            cells = (who, mail.recipient.scope, _book(mail), ", ".join(kinds))
            table.add_row(*map(Text, cells), Text(state, style=style))
        self.out.print(table)

    def _again(self, second: Sequence[datetime]) -> str:
        day = self._messages.formats.day(max(second).date())
        return self._text("cli.send_second", count=len(second), day=day)

    def _fate(self, sending: Sending) -> str:
        return self._text(f"mail.fate.{sending.fate.value}")

    def _text(self, key: str, **params: str | int) -> str:
        return self._messages.text(key, **params)

    def _line(self, out: Console, text: str, style: str = "") -> None:
        out.print(text, style=style or None, soft_wrap=not out.is_terminal)


def _book(mail: PlannedMail) -> str:
    parts = (mail.source.name, mail.delivery.entity, mail.delivery.period)
    return ", ".join(part for part in parts if part)
