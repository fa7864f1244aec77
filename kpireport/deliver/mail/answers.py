"""What a mail server answers: whether it may be another answer later, and its words."""

from __future__ import annotations

import smtplib


def passing(code: int) -> bool:
    """Whether an answer says that it may be another one later."""
    return 400 <= code < 500


def answer(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"


def as_bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode("utf-8", "replace")


def cause(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return answer(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__
