"""A message as bytes: what stands in its headers, its body, its pictures and its files.

Headers take one line each: whatever in a workbook's text could begin another one becomes a space,
and the standard library refuses what is left. A message of the same parts and day has the same
bytes, and its Message-ID is the delivery's own, so that a program that has it already can tell.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from kpireport.model.errors import UsageError

_KINDS = {
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "html": ("text", "html"),
    "pdf": ("application", "pdf"),
    "json": ("application", "json"),
    "ics": ("text", "calendar"),
}
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the message; its kind follows from the ending of its name."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Inline:
    """A picture (PNG) that the body shows by its content ID."""

    cid: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message is made of. ``name`` is the recipient's, ``address`` the place to send to."""

    name: str
    address: str
    subject: str
    html: str
    text: str
    pictures: tuple[Inline, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)


def read_address(text: str) -> Address:
    """An address with or without a name: ``Finance <finance@example.com>``.

    Its domain is the one in ASCII. Raises ``UsageError`` (``mail_bad_sender``) for what is none.
    """
    message = EmailMessage(policy=policy.SMTP)
    try:
        message["From"] = _line(text)
        addresses: Sequence[Address] = message["From"].addresses
        sound = len(addresses) == 1 and not message["From"].defects
        if sound and addresses[0].username.isascii():
            found, domain = addresses[0], ascii_domain(addresses[0].domain)
            if found.username and domain:
                return Address(found.display_name, found.username, domain)
    except (MessageError, ValueError, IndexError):
        pass
    raise UsageError("mail_bad_sender", {"found": text})


def ascii_domain(domain: str) -> str | None:
    """A domain as the network knows it; None for what is none.

    By the rules of 2008 (RFC 5891, UTS 46). Those of 2003, which Python's own codec follows, make
    ``strasse.de`` of ``straße.de``: another domain, with another owner.
    """
    import idna

    try:
        if domain.isascii():
            return domain.encode("idna").decode("ascii")  # as it is, if its lengths are right
        return idna.encode(domain, uts46=True).decode("ascii")
    except UnicodeError:
        return None


def wire_address(text: str) -> str | None:
    """The address as a mail server takes it: its domain in ASCII. None for what it wouldn't take.

    Letters beyond ASCII before the @ need servers that know an extension; nobody is sent anything
    by a guess of what such an address might be without it.
    """
    local, at, domain = text.rpartition("@")
    known = ascii_domain(domain)
    try:
        Address(username=local, domain=known or "")
    except (MessageError, ValueError, IndexError):
        return None
    sound = at and local and known and local.isascii() and local.isprintable()
    return f"{local}@{known}" if sound and not set(local) & set(' "(),:;<>[]\\') else None


def compose(letter: Letter, sender: Address, message_id: str, now: datetime) -> bytes:
    """The message's bytes, lines ended as mail has them.

    ``now`` is the day and time in the header. Raises ``ValueError`` for an address that
    ``wire_address`` refuses.
    """
    wire = wire_address(letter.address)
    if wire is None:
        raise ValueError(f"no address to send to: {letter.address!r}")
    message = EmailMessage(policy=policy.SMTP)
    username, _, domain = wire.rpartition("@")
    message["From"] = sender
    message["To"] = Address(_line(letter.name), username, domain)
    message["Subject"] = _line(letter.subject)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in letter.headers.items():
        message[name] = _line(value)
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    _put_pictures(message, letter.pictures)
    for attachment in letter.attachments:
        _attach(message, attachment)
    _name_boundaries(message, message_id)
    return message.as_bytes()


def _put_pictures(message: EmailMessage, pictures: Sequence[Inline]) -> None:
    html = list(message.iter_parts())[-1]
    assert isinstance(html, EmailMessage)
    for picture in pictures:
        name = f"{picture.cid.partition('@')[0]}.png"
        html.add_related(
            picture.data,
            maintype="image",
            subtype="png",
            cid=f"<{picture.cid}>",
            disposition="inline",
            filename=name,
        )


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    ending = attachment.name.rpartition(".")[2].lower()
    kind, subtype = _KINDS.get(ending, ("application", "octet-stream"))
    params = {"charset": "utf-8"} if kind == "text" else {}
    if ending == "ics":
        params["method"] = "PUBLISH"
    message.add_attachment(
        attachment.data,
        maintype=kind,
        subtype=subtype,
        filename=_line(attachment.name),
        params=params,
    )


def _name_boundaries(message: EmailMessage, message_id: str) -> None:
    """Boundaries that follow from the message, not from chance.

    ``=_`` stands in no text that is quoted-printable or base64, which all our parts are.
    """
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:24]
    parts = (part for part in message.walk() if part.is_multipart())
    for place, part in enumerate(parts):
        part.set_boundary(f"=_kpireport_{digest}_{place}")


def _line(text: str) -> str:
    """A text for a header: one line, nothing invisible."""
    visible = (" " if unicodedata.category(mark) in _INVISIBLE else mark for mark in text)
    return " ".join("".join(visible).split())
