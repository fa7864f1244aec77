"""Sending what was planned: each message once, and what became of it noted before and after.

A message is noted as being sent before its first byte leaves. Whatever happens then, a later run
knows: what was sent or refused stays so, and what has no answer is listed and not sent again
unasked.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.model.errors import KpiReportError, OutputError, UsageError, WorkbookError
from kpireport.model.period import Period
from kpireport.pipeline.choices import Format
from kpireport.pipeline.mail_desk import DONE, Clock, Desk, Fate, Sending, as_noted, message_id
from kpireport.pipeline.mail_plan import MailPlan, PlannedMail
from kpireport.pipeline.mailing import plan_mails

if TYPE_CHECKING:
    from kpireport.deliver.deliveries import Deliveries
    from kpireport.deliver.mail.smtp import MailServer

AGAIN_ALL = "all"
"""For ``again``: everyone whose outcome isn't known."""


@dataclass(frozen=True, slots=True)
class SendResult:
    """Every message's fate in the plan's order, and what stopped the sending, if anything."""

    sendings: tuple[Sending, ...]
    stopped: KpiReportError | None = None

    @property
    def complete(self) -> bool:
        """Whether every message was taken by the server, now or before."""
        return self.stopped is None and all(each.fate in DONE for each in self.sendings)


def known_fates(plan: MailPlan, history: str | Path | None) -> tuple[Sending, ...]:
    """What is known of the plan's messages from runs before; nothing is written."""
    known = {} if history is None else deliveries_in(history).known(_keys(plan))
    return tuple(as_noted(mail, known.get(mail.delivery.key)) for mail in plan.mails)


def earlier_versions(plan: MailPlan, history: str | Path | None) -> dict[str, datetime]:
    """When recipients were sent this month's report made from another version of the workbook, by
    the key of the delivery. They would get a second one."""
    if history is None:
        return {}
    found = deliveries_in(history).earlier_versions(mail.delivery for mail in plan.mails)
    return {key: datetime.fromisoformat(at) for key, at in found.items()}


def due_mails(fates: Sequence[Sending], again: Collection[str] = ()) -> tuple[PlannedMail, ...]:
    """The messages that sending would hand over now."""
    return tuple(each.mail for each in fates if _is_due(each.fate, each.mail, again))


def send_mails(
    plan: MailPlan,
    *,
    server: MailServer,
    sender: str,
    history: str | Path,
    clock: Clock,
    sleep: Callable[[float], None],
    again: Collection[str] = (),
    told: Callable[[Sending], None] = lambda sending: None,
) -> SendResult:
    """Send every message of the plan that wasn't sent before.

    ``history`` keeps what was sent. ``again`` are addresses that are sent theirs whatever became
    of it, or ``"all"`` for everyone whose outcome isn't known. ``sleep`` waits between attempts.
    ``told`` is called with each message's fate, the unknown ones last. Raises ``UsageError``
    (``mail_bad_sender``, ``mail_stopped`` for a plan that may not be sent, ``again_unknown``) and
    ``OutputError`` where the history can't be used; nothing is sent then.
    """
    from kpireport.deliver.mail.message import read_address
    from kpireport.deliver.mail.smtp import Mailer

    if plan.stopped:
        raise UsageError("mail_stopped")
    check_again(plan, again)
    address = read_address(sender)
    deliveries = deliveries_in(history)
    deliveries.plan(((mail.delivery, message_id(mail, address)) for mail in plan.mails), clock())
    known = deliveries.known(_keys(plan))
    mailer = Mailer(server, sleep)
    desk = Desk(deliveries, mailer, address, clock)
    sendings: list[Sending] = []
    stopped: KpiReportError | None = None
    try:
        for mail in plan.mails:
            sending = as_noted(mail, known.get(mail.delivery.key))
            if stopped is None and _is_due(sending.fate, mail, again):
                try:
                    sending = desk.send(mail, again=sending.fate is not Fate.NOT_SENT)
                except OutputError as error:
                    stopped = error
                    if desk.begun:
                        sending = Sending(mail, Fate.UNKNOWN)
            sendings.append(sending)
            if sending.fate is not Fate.UNKNOWN:
                told(sending)
    finally:
        mailer.close()
    for place, sending in enumerate(sendings):
        if sending.fate is Fate.UNKNOWN:  # Another run may have come to its end by now.
            sendings[place] = _known_now(sending, deliveries)
            told(sendings[place])
    return SendResult(tuple(sendings), stopped)


def check_again(plan: MailPlan, again: Collection[str]) -> None:
    """Raise ``UsageError`` (``again_unknown``) for an address that the plan has no message for."""
    addresses = {mail.recipient.email.lower() for mail in plan.mails}
    for wanted in again:
        if wanted != AGAIN_ALL and wanted.lower() not in addresses:
            raise UsageError("again_unknown", {"found": wanted})


def deliveries_in(history: str | Path) -> Deliveries:
    """The deliveries that a history's database keeps."""
    from kpireport.deliver.deliveries import Deliveries
    from kpireport.deliver.history.database import Database

    return Deliveries(Database(history))


def _keys(plan: MailPlan) -> Iterator[str]:
    return (mail.delivery.key for mail in plan.mails)


def _known_now(sending: Sending, deliveries: Deliveries) -> Sending:
    """A fate that was unknown, as it is noted now; still unknown where nothing can be read."""
    key = sending.mail.delivery.key
    with suppress(OutputError):
        noted = deliveries.known([key]).get(key)
        return sending if noted is None else as_noted(sending.mail, noted)
    return sending


def _is_due(fate: Fate, mail: PlannedMail, again: Collection[str]) -> bool:
    wanted = {each.lower() for each in again}
    if fate is Fate.NOT_SENT or mail.recipient.email.lower() in wanted:
        return True
    return fate is Fate.UNKNOWN and AGAIN_ALL in wanted


def send_reports(
    paths: Sequence[Path],
    *,
    server: MailServer,
    sender: str,
    history: str | Path,
    clock: Clock,
    sleep: Callable[[float], None] = time.sleep,
    again: Collection[str] = (),
    period: Period | None = None,
    formats: Sequence[Format] | None = None,
    mapping: Path | None = None,
) -> SendResult:
    """Send every recipient of the workbooks what their scope allows: plan and send in one.

    ``server`` is where messages are handed in, ``sender`` their From, ``history`` the file or URL
    of the database that remembers what was sent; ``clock`` gives the time with its zone. The other
    arguments are those of ``plan_mails`` and ``send_mails``. Raises ``WorkbookError`` where a
    workbook has errors or its sheet Recipients something that keeps somebody from getting theirs;
    nothing is sent to anybody then.
    """
    plan = plan_mails(paths, period=period, formats=formats, mapping=mapping, history=history)
    for failure in plan.failures:
        raise failure.error
    for problems in plan.problems.values():
        raise WorkbookError(problems)
    return send_mails(
        plan,
        server=server,
        sender=sender,
        history=history,
        clock=clock,
        sleep=sleep,
        again=again,
    )
