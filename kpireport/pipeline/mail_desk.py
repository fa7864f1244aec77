"""One message handed over: noted before its first byte leaves, and what became of it after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from enum import StrEnum

from kpireport.deliver.deliveries import Deliveries, Noted, State
from kpireport.deliver.mail.message import compose, wire_address
from kpireport.deliver.mail.smtp import Handed, Mailer
from kpireport.pipeline.mail_plan import PlannedMail

Clock = Callable[[], datetime]


class Fate(StrEnum):
    """What became of one message in this run; ``EARLIER`` was sent in a run before."""

    SENT = "sent"
    EARLIER = "earlier"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


DONE = (Fate.SENT, Fate.EARLIER)


@dataclass(frozen=True, slots=True)
class Sending:
    """One message's fate. ``detail`` are the server's words, ``since`` when that was noted."""

    mail: PlannedMail
    fate: Fate
    detail: str = ""
    since: str = ""


def message_id(mail: PlannedMail, sender: Address) -> str:
    """The Message-ID: the same for the same run and recipient, whenever it is sent."""
    return f"{mail.delivery.key[:40]}@{sender.domain}"


def as_noted(mail: PlannedMail, noted: Noted | None) -> Sending:
    """What a note says of a message that this run has done nothing about."""
    if noted is None:
        return Sending(mail, Fate.NOT_SENT)
    return Sending(mail, _FATES[noted.state], noted.detail, noted.changed_at)


class Desk:
    """Hands over one message at a time and notes what becomes of it.

    ``begun`` says whether the last one's first byte may have left, also where ``send`` raised.
    """

    def __init__(
        self, deliveries: Deliveries, mailer: Mailer, sender: Address, clock: Clock
    ) -> None:
        self.begun = False
        self._deliveries = deliveries
        self._mailer = mailer
        self._sender = sender
        self._clock = clock

    def send(self, mail: PlannedMail, *, again: bool) -> Sending:
        """Hand over a message that is planned, or ``again`` whatever became of it before.

        Where another run has begun with it its fate is unknown until that run has noted it.
        Raises ``OutputError`` where no message can be handed in, or nothing can be noted.
        """
        self.begun = False
        key = mail.delivery.key
        data = compose(mail.letter, self._sender, message_id(mail, self._sender), self._clock())

        def handing_over() -> None:
            if not self._deliveries.begin(key, self._clock(), again=again):
                raise _TakenError
            self.begun = True

        def not_handed_over() -> None:
            self._deliveries.settle(key, State.PLANNED, "", self._clock())
            self.begun = False

        try:
            handed = self._mailer.send(
                self._sender.addr_spec,
                wire_address(mail.recipient.email) or "",
                data,
                handing_over=handing_over,
                not_handed_over=not_handed_over,
            )
        except _TakenError:
            return Sending(mail, Fate.UNKNOWN)
        return self._noted(mail, handed)

    def _noted(self, mail: PlannedMail, handed: Handed) -> Sending:
        now = self._clock()
        fate = Fate(handed.outcome.value)
        state = _STATES.get(fate)
        if state is not None:
            self._deliveries.settle(mail.delivery.key, state, handed.detail, now)
        return Sending(mail, fate, handed.detail, now.isoformat())


_FATES = {
    State.PLANNED: Fate.NOT_SENT,
    State.SENDING: Fate.UNKNOWN,
    State.SENT: Fate.EARLIER,
    State.REFUSED: Fate.REFUSED,
}
_STATES = {Fate.SENT: State.SENT, Fate.REFUSED: State.REFUSED, Fate.UNKNOWN: State.SENDING}


class _TakenError(Exception):
    """Another run has begun with the delivery."""
