"""Handing messages to a real server on this machine, and what is known when it misbehaves."""

from __future__ import annotations

import os
import signal
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

import pytest

from kpireport.deliver.mail.message import (
    Attachment,
    Inline,
    Letter,
    compose,
    read_address,
    wire_address,
)
from kpireport.deliver.mail.smtp import Handed, Mailer, MailServer, Outcome
from kpireport.model.errors import OutputError, UsageError
from tests.deliver.mail_server import (
    ACCENTED_PASSWORD,
    ACCENTED_USER,
    Running,
    mail_server,
)

SENDER = read_address("Finance team <finance@example.com>")
NOW = datetime(2026, 11, 5, 9, 30, tzinfo=UTC)
LETTER = Letter("Ada", "ada@example.com", "October", "<p>é</p>", "é – plain\n")


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with mail_server(tmp_path) as started:
        yield started


class Post:
    """A Mailer with its pauses and its notes."""

    def __init__(self, server: MailServer) -> None:
        self.pauses: list[float] = []
        self.notes: list[str] = []
        self.mailer = Mailer(server, self.pauses.append)

    def send(self, address: str = "ada@example.com") -> Handed:
        message = compose(replace(LETTER, address=address), SENDER, "id@example.com", NOW)
        return self.mailer.send(
            SENDER.addr_spec,
            address,
            message,
            handing_over=lambda: self.notes.append("handing over"),
            not_handed_over=lambda: self.notes.append("not handed over"),
        )


def test_sent_over_tls_with_a_login(running: Running) -> None:
    post = Post(running.server())
    assert post.send().outcome is Outcome.SENT
    assert post.send("bob@example.com") == Handed(Outcome.SENT, "250 2.0.0 taken")
    post.mailer.close()
    assert running.office.addresses == ["ada@example.com", "bob@example.com"]
    assert running.office.messages()[0]["Subject"] == "October"
    assert (post.pauses, post.notes) == ([], ["handing over"] * 2)


def test_tls_from_the_start(tmp_path: Path) -> None:
    with mail_server(tmp_path, security="tls") as started:
        post = Post(started.server(security="tls"))
        assert post.send().outcome is Outcome.SENT
        post.mailer.close()


def test_a_wrong_password_stops_everything_at_once(running: Running) -> None:
    post = Post(running.server(password="guessed"))
    with pytest.raises(OutputError) as stopped:
        post.send()
    assert stopped.value.code == "mail_login_refused"
    assert "guessed" not in str(stopped.value.params)
    assert (post.notes, post.pauses, running.office.taken) == ([], [], [])


@pytest.mark.parametrize("without", [(), ("PLAIN",)])
def test_a_login_beyond_ascii(tmp_path: Path, without: tuple[str, ...]) -> None:
    with mail_server(tmp_path, without=without) as started:
        post = Post(started.server(user=ACCENTED_USER, password=ACCENTED_PASSWORD))
        assert post.send().outcome is Outcome.SENT
        post.mailer.close()


@pytest.mark.parametrize("without", [(), ("PLAIN",), ("PLAIN", "LOGIN")])
def test_a_wrong_password_beyond_ascii_is_not_shown(
    tmp_path: Path, without: tuple[str, ...]
) -> None:
    with mail_server(tmp_path, without=without) as started:
        post = Post(started.server(password="gäßed"))
        with pytest.raises(OutputError) as stopped:
            post.send()
    assert stopped.value.code == "mail_login_refused"
    assert not set("äß") & set(str(stopped.value.params))
    assert (post.notes, post.pauses, started.office.taken) == ([], [], [])


def test_a_server_of_no_possible_name_is_not_reached(running: Running) -> None:
    post = Post(replace(running.server(attempts=1), host=".example"))
    with pytest.raises(OutputError) as stopped:
        post.send()
    assert stopped.value.code == "mail_unreachable"


@pytest.mark.parametrize("context", [None, ssl.create_default_context()])
def test_an_unknown_certificate_is_not_trusted(
    running: Running, context: ssl.SSLContext | None
) -> None:
    post = Post(running.server(context=context))
    with pytest.raises(OutputError) as stopped:
        post.send()
    assert stopped.value.code == "mail_bad_certificate"


def test_no_password_goes_out_in_the_clear(tmp_path: Path) -> None:
    with mail_server(tmp_path, security="none") as started:
        post = Post(started.server())
        with pytest.raises(OutputError) as stopped:
            post.send()
        assert stopped.value.code == "mail_no_encryption"


def test_a_refused_recipient_is_refused_for_good(running: Running) -> None:
    running.office.refused = {"bob@example.com"}
    post = Post(running.server())
    handed = post.send("bob@example.com")
    assert handed == Handed(Outcome.REFUSED, "550 5.1.1 nobody of that name")
    assert post.send().outcome is Outcome.SENT
    assert (post.notes, post.pauses) == (["handing over"], [])
    post.mailer.close()


def test_busy_before_the_message_is_tried_again_with_longer_pauses(running: Running) -> None:
    running.office.busy["ada@example.com"] = 2
    post = Post(running.server())
    assert post.send().outcome is Outcome.SENT
    assert post.pauses == [2.0, 4.0]
    assert post.notes == ["handing over"]
    post.mailer.close()


def test_busy_after_the_message_takes_the_note_back(running: Running) -> None:
    running.office.busy_at = "DATA"
    running.office.busy["ada@example.com"] = 1
    post = Post(running.server())
    assert post.send().outcome is Outcome.SENT
    assert post.notes == ["handing over", "not handed over", "handing over"]
    assert len(running.office.taken) == 1
    post.mailer.close()


def test_busy_all_the_time_is_not_sent(running: Running) -> None:
    running.office.busy["ada@example.com"] = 99
    post = Post(running.server(attempts=3))
    assert post.send() == Handed(Outcome.NOT_SENT, "450 4.2.0 come back later")
    assert post.pauses == [2.0, 4.0]
    assert running.office.asked["ada@example.com"] == 3
    assert post.notes == []


def test_a_server_that_hangs_up_after_the_message_leaves_it_unknown(running: Running) -> None:
    running.office.drops = {"ada@example.com"}
    post = Post(running.server())
    assert post.send().outcome is Outcome.UNKNOWN
    assert (len(running.office.taken), post.pauses) == (1, [])
    assert post.send("bob@example.com").outcome is Outcome.SENT  # by a new conversation
    post.mailer.close()


def test_a_server_that_falls_silent_after_the_message_leaves_it_unknown(running: Running) -> None:
    running.office.silent = {"ada@example.com"}
    post = Post(running.server(timeout=0.5))
    assert post.send().outcome is Outcome.UNKNOWN
    assert post.pauses == []


@pytest.mark.skipif(os.name != "posix", reason="a signal to oneself as POSIX has it")
def test_ctrl_c_while_the_server_is_silent_ends_at_once(running: Running) -> None:
    running.office.silent = {"ada@example.com"}
    running.office.arrived = lambda address: os.kill(os.getpid(), signal.SIGINT)
    post = Post(running.server())  # an answer may take ten seconds
    # What runs in the background is told to leave Ctrl-C alone.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            post.send()
    finally:
        signal.signal(signal.SIGINT, before)
    began = time.monotonic()
    post.mailer.close()
    assert time.monotonic() - began < 5


def test_no_server_at_all_stops_after_some_tries(running: Running) -> None:
    post = Post(replace(running.server(attempts=2), port=1))
    with pytest.raises(OutputError) as stopped:
        post.send()
    assert stopped.value.code == "mail_unreachable"
    assert post.pauses == [2.0]


def test_a_password_is_never_shown() -> None:
    assert "s3cret" not in repr(MailServer("localhost", 25, user="me", password="s3cret"))


EVIL = 'Ada"\r\nBcc: spy@example.org\r\n\r\n<script>\x00\u2028É'


def test_no_text_can_begin_a_header() -> None:
    letter = replace(
        LETTER,
        name=EVIL,
        subject=EVIL,
        text=EVIL,
        attachments=(Attachment(f"{EVIL}.xlsx", b"1"),),
        headers={"X-Scope": EVIL},
    )
    message = BytesParser(policy=default).parsebytes(compose(letter, SENDER, "id@x.org", NOW))
    assert message["Bcc"] is None
    assert message.defects == []
    assert [str(a.addr_spec) for a in message["To"].addresses] == ["ada@example.com"]
    assert message["Subject"] == 'Ada" Bcc: spy@example.org <script> É'
    (file,) = message.iter_attachments()
    assert file.get_content() == b"1"
    assert {name for name, _ in message.items()} == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Scope"),
        *("MIME-Version", "Content-Type"),
    }


def test_the_parts_of_a_message() -> None:
    letter = replace(
        LETTER,
        pictures=(Inline("abc@kpireport", b"\x89PNG"),),
        attachments=(
            Attachment("bücher-2026-10.pdf", b"%PDF"),
            Attachment("b-2026-10.ics", b"BEGIN:VCALENDAR\r\n"),
        ),
    )
    data = compose(letter, SENDER, "id@x.org", NOW)
    assert data == compose(letter, SENDER, "id@x.org", NOW)
    message = BytesParser(policy=default).parsebytes(data)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
        "text/calendar",
    ]
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == ["bücher-2026-10.pdf", "b-2026-10.ics"]
    assert message["Message-ID"] == "<id@x.org>"
    assert message["Date"].datetime == NOW
    body = message.get_body(("plain",))
    assert body is not None
    assert body.get_content().splitlines() == ["é – plain"]
    assert max(map(len, data.split(b"\r\n"))) <= 998


@pytest.mark.parametrize(
    ("written", "wire"),
    [
        ("ada@example.com", "ada@example.com"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@straße.de", "ada@xn--strae-oqa.de"),  # IDNA 2003 has strasse.de: somebody else's
        ("ada@βόλος.gr", "ada@xn--nxasmm1c.gr"),  # RFC 5891's way; IDNA 2003: xn--nxasmq6b
        ("ada@a\u200cb.de", None),  # IDNA 2003: ab.de
        ("ada@a\u200db.de", None),
        ("çeline@example.com", None),
        ('"ada"@example.com', None),
        ("a(b)c@example.com", None),
        ("ada@ex\r\nample.com", None),
    ],
)
def test_addresses_as_a_server_takes_them(written: str, wire: str | None) -> None:
    assert wire_address(written) == wire


def test_a_sender_whose_domain_has_accents() -> None:
    sender = read_address("Ada É <ada@exämple.com>")
    assert (sender.display_name, sender.addr_spec) == ("Ada É", "ada@xn--exmple-cua.com")
    message = BytesParser(policy=default).parsebytes(compose(LETTER, sender, "id@x.org", NOW))
    assert message["From"].addresses[0].addr_spec == "ada@xn--exmple-cua.com"


@pytest.mark.parametrize(
    "text",
    [
        *("", "finance", "a@x.org, b@x.org", "a@x.org\r\nBcc: b@x.org"),
        *("é@x.org", "a@a\u200db.de", f"a@{64 * 'x'}.de"),
    ],
)
def test_a_sender_that_is_none(text: str) -> None:
    with pytest.raises(UsageError) as wrong:
        read_address(text)
    assert wrong.value.code == "mail_bad_sender"
