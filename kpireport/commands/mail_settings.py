"""How mail is handed in and what other channels there are: from the environment.

A password belongs in no command line, where everybody on the machine could read it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpireport.model.errors import UsageError

if TYPE_CHECKING:
    from kpireport.deliver.mail.smtp import MailServer, Security

NOBODY = "kpireport <kpireport@example.invalid>"
"""Who a dry run's messages are from where nothing is set."""

_PREFIX = "KPIREPORT_"
_TIMEOUT = 60.0


@dataclass(frozen=True, slots=True)
class Post:
    """The sender and the server; a dry run needs no server."""

    sender: str
    server: MailServer | None = None


def read_post(*, dry_run: bool) -> Post:
    """Sender and server as the environment names them.

    Raises ``UsageError`` (``mail_not_configured``, ``mail_bad_setting``).
    """
    sender = _value("MAIL_FROM")
    if dry_run:
        return Post(sender or NOBODY)
    names = ("SMTP_HOST", "MAIL_FROM")
    missing = tuple(f"{_PREFIX}{name}" for name in names if not _value(name))
    if missing:
        raise UsageError("mail_not_configured", {"missing": missing, "count": len(missing)})
    return Post(sender, _server())


def read_channels(named: tuple[str, ...]) -> tuple[str, ...]:
    """The channels of ``--notify``, else those of KPIREPORT_NOTIFY with spaces between."""
    return named or tuple(_value("NOTIFY").split())


def _server() -> MailServer:
    from kpireport.deliver.mail.smtp import PORTS, MailServer

    security = _security()
    return MailServer(
        host=_value("SMTP_HOST"),
        port=_number("SMTP_PORT", PORTS[security]),
        security=security,
        user=_value("SMTP_USER"),
        password=os.environ.get(f"{_PREFIX}SMTP_PASSWORD", ""),
        timeout=float(_number("SMTP_TIMEOUT", int(_TIMEOUT))),
    )


def _security() -> Security:
    found = _value("SMTP_SECURITY").lower()
    match found:
        case "" | "starttls":
            return "starttls"
        case "tls" | "ssl":
            return "tls"
        case "none":
            return "none"
    raise _bad("SMTP_SECURITY", found)


def _number(name: str, default: int) -> int:
    found = _value(name)
    if not found:
        return default
    if not (found.isascii() and found.isdigit() and 0 < int(found) < 65536):
        raise _bad(name, found)
    return int(found)


def _value(name: str) -> str:
    return os.environ.get(f"{_PREFIX}{name}", "").strip()


def _bad(name: str, found: str) -> UsageError:
    return UsageError("mail_bad_setting", {"name": f"{_PREFIX}{name}", "found": found})
