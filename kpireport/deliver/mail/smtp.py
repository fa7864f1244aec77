"""Handing a message to a server: encrypted, logged in, and honest about what isn't known.

Until the message itself is handed over anything may be tried again: a lost connection, a timeout,
an answer that begins with 4. From then on only the server's answer counts. A server that goes
silent or away after that may have taken the message or not; nobody can tell, so it is said and
never sent again unasked.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from kpireport.deliver.mail.answers import answer, as_bytes, cause, passing
from kpireport.deliver.mail.login import log_in
from kpireport.deliver.mail.message import ascii_domain
from kpireport.model.errors import OutputError

Security = Literal["starttls", "tls", "none"]
PORTS: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 25}
_ATTEMPTS = 4
_FIRST_PAUSE = 2.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where messages are handed in. ``password`` is never shown.

    ``timeout`` are seconds that one answer may take; ``context`` the certificates that are
    trusted, the system's own without one. ``attempts`` counts the first one too.
    """

    host: str
    port: int
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 60.0
    attempts: int = _ATTEMPTS
    context: ssl.SSLContext | None = field(default=None, repr=False, compare=False)


class Outcome(StrEnum):
    """What became of a message: taken; refused for good; not handed over, so that a later run may
    try again; or handed over without an answer."""

    SENT = "sent"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Handed:
    """The outcome, with the server's own words or what kept it from answering."""

    outcome: Outcome
    detail: str = ""


class _TryAgainError(Exception):
    """Something that may be over in a while, before the message was handed over.

    ``connecting`` holds where not even a conversation came about.
    """

    def __init__(self, said: str, *, connecting: bool = False) -> None:
        super().__init__(said)
        self.connecting = connecting


class Mailer:
    """One conversation with a server for many messages; connects when first needed.

    ``sleep`` waits between attempts. Raises ``OutputError`` (``mail_unreachable``,
    ``mail_login_refused``, ``mail_no_encryption``, ``mail_bad_certificate``,
    ``mail_server_refused``) from ``send`` where no message at all can be handed in.
    """

    def __init__(self, server: MailServer, sleep: Callable[[float], None]) -> None:
        self._server = server
        self._sleep = sleep
        self._connection: smtplib.SMTP | None = None

    def send(
        self,
        sender: str,
        recipient: str,
        message: bytes,
        *,
        handing_over: Callable[[], None],
        not_handed_over: Callable[[], None],
    ) -> Handed:
        """Hand in one message for one recipient.

        ``handing_over`` is called before the first byte of the message is sent, and must have
        noted it for good when it returns; ``not_handed_over`` where the server then said that it
        hasn't taken it, and it will be tried again.
        """
        failed = _TryAgainError("")
        for attempt in range(self._server.attempts):
            if attempt:
                self._sleep(_FIRST_PAUSE * 2 ** (attempt - 1))
            try:
                return self._attempt(sender, recipient, message, handing_over, not_handed_over)
            except _TryAgainError as error:
                failed = error
                self.close()
            except KeyboardInterrupt:
                self._drop()  # In the middle of an answer no server hears a farewell.
                raise
        if failed.connecting:
            raise self._stopped("mail_unreachable", str(failed))
        return Handed(Outcome.NOT_SENT, str(failed))

    def close(self) -> None:
        """End the conversation; nothing depends on whether the server hears it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _attempt(
        self,
        sender: str,
        recipient: str,
        message: bytes,
        handing_over: Callable[[], None],
        not_handed_over: Callable[[], None],
    ) -> Handed:
        connected = False
        try:
            connection = self._connected()
            connected = True
            refused = self._addressed(connection, sender, recipient)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise _TryAgainError(cause(error), connecting=not connected) from error
        if refused is not None:
            return refused
        handing_over()
        return self._handed_over(connection, message, not_handed_over)

    def _addressed(self, connection: smtplib.SMTP, sender: str, recipient: str) -> Handed | None:
        """Name the sender and the recipient; what the server said where it refuses for good."""
        connection.rset()
        code, words = connection.mail(sender)
        if passing(code):
            raise smtplib.SMTPResponseException(code, words)
        if code >= 500:
            raise OutputError("mail_server_refused", {"said": answer(code, words)})
        code, words = connection.rcpt(recipient)
        if passing(code):
            raise smtplib.SMTPResponseException(code, words)
        return Handed(Outcome.REFUSED, answer(code, words)) if code >= 500 else None

    def _handed_over(
        self, connection: smtplib.SMTP, message: bytes, not_handed_over: Callable[[], None]
    ) -> Handed:
        try:
            code, words = connection.data(message)
        except smtplib.SMTPDataError as error:  # It didn't even ask for the message.
            code, words = error.smtp_code, as_bytes(error.smtp_error)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Handed(Outcome.UNKNOWN, cause(error))
        said = answer(code, words)
        if 200 <= code < 300:
            return Handed(Outcome.SENT, said)
        if passing(code):
            not_handed_over()
            raise _TryAgainError(said)
        if code >= 500:
            return Handed(Outcome.REFUSED, said)
        self._drop()
        return Handed(Outcome.UNKNOWN, said)

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        server = self._server
        context = server.context or ssl.create_default_context()
        host = ascii_domain(server.host)
        if host is None:
            raise self._stopped("mail_unreachable", repr(server.host))
        try:
            if server.security == "tls":
                made: smtplib.SMTP = smtplib.SMTP_SSL(
                    host, server.port, timeout=server.timeout, context=context
                )
            else:
                made = smtplib.SMTP(host, server.port, timeout=server.timeout)
        except ssl.SSLCertVerificationError as error:
            raise self._stopped("mail_bad_certificate", error.verify_message) from error
        try:
            self._prepare(made, context)
        except BaseException:
            made.close()
            raise
        return made

    def _prepare(self, made: smtplib.SMTP, context: ssl.SSLContext) -> None:
        made.ehlo_or_helo_if_needed()
        if self._server.security == "starttls":
            try:
                made.starttls(context=context)
            except smtplib.SMTPNotSupportedError as error:
                raise self._stopped("mail_no_encryption", str(error)) from error
            except ssl.SSLCertVerificationError as error:
                raise self._stopped("mail_bad_certificate", error.verify_message) from error
            made.ehlo()
        if self._server.user:
            self._log_in(made)

    def _log_in(self, made: smtplib.SMTP) -> None:
        try:
            log_in(made, self._server.user, self._server.password)
        except smtplib.SMTPAuthenticationError as error:
            if passing(error.smtp_code):
                raise
            said = answer(error.smtp_code, error.smtp_error)
            raise self._stopped("mail_login_refused", said) from error
        except smtplib.SMTPNotSupportedError as error:
            raise self._stopped("mail_login_refused", str(error)) from error

    def _stopped(self, code: str, said: str) -> OutputError:
        server = f"{self._server.host}:{self._server.port}"
        return OutputError(code, {"server": server, "said": said})
