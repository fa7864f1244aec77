"""A real mail server on this machine: TLS with a certificate of its own authority, and a login.

It keeps what it takes, and can be told to refuse, to be busy, to fall silent or to hang up.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from kpireport.deliver.mail.smtp import MailServer, Security

USER, PASSWORD = "kpireport", "s3cret"
ACCENTED_USER, ACCENTED_PASSWORD = "jérôme", "pässwörd€"


@dataclass
class Office:
    """The server's handler: ``taken`` are (recipient, bytes) in the order of their coming.

    ``refused`` recipients get a 550, ``busy`` ones a 450 so many times before they are taken (by
    DATA where ``busy_at`` says so), ``silent`` ones no answer to their message, and from those in
    ``drops`` the server hangs up after it has the whole message. ``arrived`` is called with each
    recipient whose message has come.
    """

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    busy: Counter[str] = field(default_factory=Counter)
    busy_at: str = "RCPT"
    silent: set[str] = field(default_factory=set)
    drops: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)
    arrived: Callable[[str], object] = lambda address: None

    async def handle_RCPT(
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        self.asked[address] += 1
        if address in self.refused:
            return "550 5.1.1 nobody of that name"
        if self.busy_at == "RCPT" and self._is_busy(address):
            return "450 4.2.0 come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        (address,) = envelope.rcpt_tos
        self.arrived(address)
        if self.busy_at == "DATA" and self._is_busy(address):
            return "451 4.3.0 come back later"
        if address in self.drops:
            self.taken.append((address, envelope.content))
            assert server.transport is not None
            server.transport.abort()
            return "250 never heard"
        if address in self.silent:
            await asyncio.sleep(3600)
        self.taken.append((address, envelope.content))
        return "250 2.0.0 taken"

    def _is_busy(self, address: str) -> bool:
        self.busy[address] -= 1
        return self.busy[address] >= 0

    def messages(self) -> list[EmailMessage]:
        """What was taken, parsed."""
        parser = BytesParser(policy=default)
        return [parser.parsebytes(data) for _, data in self.taken]

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.taken]


@dataclass(frozen=True)
class Running:
    """The server at work: ``office`` keeps its mail, ``authority`` is the file to trust it by."""

    office: Office
    port: int
    authority: Path
    trusted: ssl.SSLContext

    def server(self, **options: Any) -> MailServer:
        """How to reach it; ``options`` are other fields of a ``MailServer``."""
        fields: dict[str, Any] = {
            "security": "starttls",
            "user": USER,
            "password": PASSWORD,
            "timeout": 10.0,
            "context": self.trusted,
        }
        return MailServer("localhost", self.port, **{**fields, **options})


@contextmanager
def mail_server(
    folder: Path, *, security: Security = "starttls", without: Sequence[str] = ()
) -> Iterator[Running]:
    """A server that is reached with STARTTLS, with TLS from the start, or in the clear.

    ``without`` are ways to log in (``PLAIN``) that it doesn't offer.
    """
    authority = trustme.CA()
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(made)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    pem = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(pem))
    office = Office()
    controller = Controller(
        office,
        hostname="localhost",
        port=_free_port(),
        ssl_context=made if security == "tls" else None,
        tls_context=made if security == "starttls" else None,
        require_starttls=security == "starttls",
        authenticator=_authenticate,
        auth_required=security == "starttls",
        auth_require_tls=security == "starttls",
        auth_exclude_mechanism=without,
    )
    controller.start()
    try:
        yield Running(office, controller.port, pem, trusted)
    finally:
        controller.stop(no_assert=True)


def _authenticate(
    server: SMTP, session: Any, envelope: Any, mechanism: str, data: LoginPassword
) -> AuthResult:
    known = {USER: PASSWORD, ACCENTED_USER: ACCENTED_PASSWORD}
    right = known.get(data.login.decode())
    return AuthResult(success=data.password.decode() == right, handled=False)


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("localhost", 0))
        port: int = made.getsockname()[1]
        return port
