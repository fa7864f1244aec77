"""Other channels are told the headline of a report, once a run, after its mails."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kpireport.pipeline.mail_desk import Clock, Fate
from kpireport.pipeline.mail_plan import Headline, MailPlan
from kpireport.pipeline.sending import AGAIN_ALL, deliveries_in


@dataclass(frozen=True, slots=True)
class Notice:
    """A channel's fate. ``channel`` names its kind without what is secret in its address."""

    headline: Headline
    channel: str
    fate: Fate


def notify_channels(
    plan: MailPlan,
    urls: Sequence[str],
    *,
    history: str | Path,
    clock: Clock,
    again: Collection[str] = (),
) -> tuple[Notice, ...]:
    """Tell other channels the headline of each book that somebody may see whole, once a run.

    With ``"all"`` in ``again`` those are told again that may have been told or not.
    Raises ``OutputError`` (``channels_missing``, ``channel_bad_url``) before anything is told.
    """
    from kpireport.deliver.channels import Channel
    from kpireport.deliver.deliveries import State

    channels = [Channel(url) for url in urls]
    deliveries = deliveries_in(history)
    notices = []
    for headline in plan.headlines:
        for channel in channels:
            delivery = replace(headline.delivery, address=channel.identity)
            deliveries.plan([(delivery, "")], clock())
            noted = deliveries.known([delivery.key])[delivery.key]
            fate = Fate.EARLIER if noted.state is State.SENT else Fate.UNKNOWN
            anew = AGAIN_ALL in again and noted.state is not State.SENT
            if deliveries.begin(delivery.key, clock(), again=anew):
                taken = channel.tell(headline.title, headline.text)
                fate = Fate.SENT if taken else Fate.UNKNOWN
                if taken:
                    deliveries.settle(delivery.key, State.SENT, "", clock())
            notices.append(Notice(headline, channel.kind, fate))
    return tuple(notices)
