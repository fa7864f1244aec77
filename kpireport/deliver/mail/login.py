"""Logging in with whatever letters a user's name and password have.

The standard library sends ASCII only. Beyond that PLAIN (RFC 4616) and LOGIN take UTF-8; the other
ways to log in have no agreed encoding and are not tried.
"""

from __future__ import annotations

import smtplib
from base64 import b64encode

_DONE = (235, 503)
"""Logged in; logged in already."""


def log_in(connection: smtplib.SMTP, user: str, password: str) -> None:
    """Log in. Raises ``SMTPAuthenticationError`` and ``SMTPNotSupportedError`` as smtplib does."""
    if (user + password).isascii():
        connection.login(user, password)
        return
    connection.ehlo_or_helo_if_needed()
    offered = connection.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, words = connection.docmd(
            "AUTH", f"PLAIN {_told(f'{chr(0)}{user}{chr(0)}{password}')}"
        )
    elif "LOGIN" in offered:
        code, words = connection.docmd("AUTH", f"LOGIN {_told(user)}")
        if code == 334:
            code, words = connection.docmd(_told(password))
    else:
        raise smtplib.SMTPNotSupportedError("no AUTH PLAIN or LOGIN, for letters beyond ASCII")
    if code not in _DONE:
        raise smtplib.SMTPAuthenticationError(code, words)


def _told(text: str) -> str:
    """Base64 of the text's bytes; those that are no UTF-8 go as the environment had them."""
    return b64encode(text.encode("utf-8", "surrogateescape")).decode("ascii")
