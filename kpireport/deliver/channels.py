"""Other channels than mail (Slack, Teams, Matrix…) through apprise, which is an extra.

A channel's address holds its key, so nothing of it is ever shown or kept but its kind and a hash.
"""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from kpireport.model.errors import OutputError, UsageError


class Channel:
    """One channel by its apprise URL; ``kind`` is what may be shown of it (``slack``).

    Raises ``OutputError`` (``channels_missing``) where apprise isn't installed, and ``UsageError``
    (``channel_bad_url``) for an address that it doesn't know.
    """

    def __init__(self, url: str) -> None:
        try:
            import apprise
        except ImportError as missing:
            raise OutputError("channels_missing") from missing
        # What it logs could hold the address.
        logging.getLogger("apprise").addHandler(logging.NullHandler())
        logging.getLogger("apprise").propagate = False
        self.kind = url.partition("://")[0].casefold()
        self.identity = f"{self.kind}:{hashlib.sha256(url.encode()).hexdigest()[:24]}"
        self._channel = apprise.Apprise()
        self._text = apprise.NotifyFormat.TEXT
        with _calm():
            known = self._channel.add(url)
        if not known:
            raise UsageError("channel_bad_url", {"kind": self.kind})

    def tell(self, title: str, text: str) -> bool:
        """Whether the channel took the message. Without that it may have or not."""
        body = text or title
        with _calm():
            return bool(self._channel.notify(title=title, body=body, body_format=self._text))


@contextmanager
def _calm() -> Iterator[None]:
    """What apprise's many plugins are warned about is not ours to mend."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
