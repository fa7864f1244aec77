"""Other channels through apprise: a real request to a server on this machine."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from kpireport.deliver.channels import Channel
from kpireport.model.errors import OutputError, UsageError
from kpireport.pipeline.mail_desk import Fate
from kpireport.pipeline.mailing import plan_mails
from kpireport.pipeline.noticing import notify_channels
from tests.workbook.books import SOUND, Rows, write

NOW = datetime(2026, 7, 3, tzinfo=UTC)


@contextmanager
def receiver(status: int = 200) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A server that takes JSON: its address for apprise, and what it was told."""
    told: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Says nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"json://user:topsecret@127.0.0.1:{server.server_port}", told
        finally:
            server.shutdown()
            thread.join()


def people(scope: str) -> Rows:
    return [["Name", "E-mail", "Scope", "Formats"], ["Ada", "ada@example.com", scope, "json"]]


def test_a_headline_once_a_run_where_somebody_may_see_everything(tmp_path: Path) -> None:
    open_book = write(tmp_path / "open.xlsx", {**SOUND, "Recipients": people("all")})
    closed = write(tmp_path / "closed.xlsx", {**SOUND, "Recipients": people("KPI: REV")})
    plan = plan_mails([open_book, closed])
    history = tmp_path / "history.db"
    with receiver() as (url, told):
        notices = notify_channels(plan, [url], history=history, clock=lambda: NOW)
        again = notify_channels(plan, [url], history=history, clock=lambda: NOW)
    assert [(n.headline.source, n.channel, n.fate) for n in notices] == [
        (open_book, "json", Fate.SENT)
    ]
    assert [notice.fate for notice in again] == [Fate.EARLIER]
    (message,) = told
    assert message["title"] == "KPI scorecard – June 2026"
    # Revenue 105 of 110 is 95.5 % and at risk; 6 % lost customers are better than 7 %.
    assert message["message"] == "1 of 2 KPIs on track, 1 at risk."
    assert b"topsecret" not in history.read_bytes()


def test_what_a_channel_doesnt_take_has_no_known_outcome(tmp_path: Path) -> None:
    path = write(tmp_path / "kpis.xlsx", {**SOUND, "Recipients": people("all")})
    plan, history = plan_mails([path]), tmp_path / "history.db"
    with receiver(500) as (url, told):
        for _ in range(2):
            (notice,) = notify_channels(plan, [url], history=history, clock=lambda: NOW)
            assert notice.fate is Fate.UNKNOWN
        assert len(told) == 1
        for again, count in ((["ada@example.com"], 1), (["all"], 2)):
            notify_channels(plan, [url], history=history, clock=lambda: NOW, again=again)
            assert len(told) == count


def test_a_channel_that_was_told_is_not_told_again(tmp_path: Path) -> None:
    path = write(tmp_path / "kpis.xlsx", {**SOUND, "Recipients": people("all")})
    plan, history = plan_mails([path]), tmp_path / "history.db"
    with receiver() as (url, told):
        for _ in range(2):
            notify_channels(plan, [url], history=history, clock=lambda: NOW, again=["all"])
        assert len(told) == 1


def test_an_address_that_nobody_knows_is_refused_without_being_shown() -> None:
    with pytest.raises(UsageError) as wrong:
        Channel("nosuch://topsecret")
    assert (wrong.value.code, wrong.value.params) == ("channel_bad_url", {"kind": "nosuch"})


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(OutputError) as missing:
        Channel("json://localhost")
    assert missing.value.code == "channels_missing"
