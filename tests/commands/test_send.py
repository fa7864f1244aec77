"""``kpireport send`` as a user runs it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kpireport.commands.send import command
from kpireport.model.errors import UsageError
from tests.deliver.mail_server import PASSWORD, USER, Running, mail_server
from tests.workbook.books import SOUND, Rows, write

PEOPLE: Rows = [
    ["Name", "E-mail", "Scope", "Formats"],
    ["Ada", "ada@example.com", "all", "json"],
    ["Bob", "bob@example.com", "KPI: REV", "json"],
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write(tmp_path / "kpis.xlsx", {**SOUND, "Recipients": PEOPLE})


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with mail_server(tmp_path) as started:
        yield started


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("KPIREPORT_"):
            monkeypatch.delenv(name)
    return tmp_path


def settings(running: Running) -> dict[str, str]:
    return {
        "KPIREPORT_SMTP_HOST": "localhost",
        "KPIREPORT_SMTP_PORT": str(running.port),
        "KPIREPORT_SMTP_USER": USER,
        "KPIREPORT_SMTP_PASSWORD": PASSWORD,
        "KPIREPORT_MAIL_FROM": "finance@example.com",
        "SSL_CERT_FILE": str(running.authority),
    }


def call(*arguments: str | Path, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(
        command, [str(each) for each in arguments], env=env, standalone_mode=False
    )


def test_a_dry_run_writes_the_messages_and_a_list_of_them(here: Path, book: Path) -> None:
    result = call(book, "--dry-run", "--output", "out")
    assert result.return_value == 0
    names = ["1-ada-example.com.eml", "2-bob-example.com.eml", "manifest.json"]
    assert result.output.splitlines() == [f"out/{name}" for name in names]
    told = json.loads((book.parent / "out" / "manifest.json").read_bytes())
    assert [mail["address"] for mail in told["mails"]] == ["ada@example.com", "bob@example.com"]
    assert not (book.parent / "scorecards").exists()


def test_it_sends_and_says_to_whom(here: Path, book: Path, running: Running) -> None:
    first = call(book, "--yes", env=settings(running))
    assert (first.exit_code, first.return_value) == (0, 0)
    assert first.output.splitlines() == [
        "ada@example.com: sent (kpis.xlsx, 2026-06)",
        "bob@example.com: sent (kpis.xlsx, 2026-06)",
    ]
    assert (here / "scorecards" / "kpireport-history.db").exists()
    again = call(book, env=settings(running))  # Nothing is due, so nobody is asked.
    assert again.return_value == 0
    assert again.output.splitlines()[0] == "ada@example.com: sent before (kpis.xlsx, 2026-06)"
    assert running.office.addresses == ["ada@example.com", "bob@example.com"]
    quiet = call(book, "--quiet", env=settings(running))
    assert (quiet.return_value, quiet.output) == (0, "")


def test_without_a_terminal_it_takes_a_yes(here: Path, book: Path, running: Running) -> None:
    result = call(book, env=settings(running))
    assert result.exception is not None
    assert "--yes" in str(result.exception)
    assert running.office.taken == []


def test_a_refusal_and_a_wrong_password_have_exit_code_1(
    here: Path, book: Path, running: Running
) -> None:
    running.office.refused = {"bob@example.com"}
    result = call(book, "--yes", env=settings(running))
    assert result.return_value == 1
    assert "bob@example.com: refused by the mail server." in result.output
    assert "550 5.1.1 nobody of that name" in result.output
    wrong = {**settings(running), "KPIREPORT_SMTP_PASSWORD": "guessed"}
    refused = call(book, "--again", "ada@example.com", "--yes", env=wrong)
    assert refused.return_value == 1
    assert "refused the login" in refused.output
    assert "guessed" not in refused.output


def test_a_scope_that_cant_be_told_stops_everything(
    here: Path, tmp_path: Path, running: Running
) -> None:
    rows = [*PEOPLE, ["Cleo", "cleo@example.com", None, "json"]]
    path = write(tmp_path / "open.xlsx", {**SOUND, "Recipients": rows})
    result = call(path, "--yes", env=settings(running))
    assert result.return_value == 1
    assert "open.xlsx: Recipients!C4: W870" in result.output
    assert "Nothing was sent to anybody." in result.output
    assert running.office.taken == []
    dry = call(path, "--dry-run")
    assert dry.return_value == 1
    told = json.loads((here / "mails" / "manifest.json").read_bytes())
    assert [(one["address"], one["reason"]) for one in told["withheld"]] == [
        ("cleo@example.com", "scope")
    ]
    assert [problem["code"] for problem in told["problems"]] == ["W870"]


def test_a_workbook_that_names_nobody_is_said(
    here: Path, book: Path, tmp_path: Path, running: Running
) -> None:
    lost = write(tmp_path / "lost.xlsx", {**SOUND, "Board": PEOPLE})
    empty = write(tmp_path / "empty.xlsx", {**SOUND, "Recipients": PEOPLE[:1]})
    dry = call(lost, empty, book, "--dry-run")
    assert dry.return_value == 1
    for name in ("lost.xlsx", "empty.xlsx"):
        assert f"{name} names nobody to send to" in dry.output
    assert "kpis.xlsx names nobody" not in dry.output
    told = json.loads((here / "mails" / "manifest.json").read_bytes())
    assert told["unaddressed"] == ["lost.xlsx", "empty.xlsx"]
    sent = call(lost, book, "--yes", "--quiet", env=settings(running))
    assert sent.return_value == 1
    assert "lost.xlsx names nobody to send to" in sent.output
    assert running.office.addresses == ["ada@example.com", "bob@example.com"]


def test_the_list_says_why_a_workbook_stops_it(here: Path, tmp_path: Path) -> None:
    rows: Rows = [["KPI", "2026-09", "2026-10"], ["REV", 100, "1,234"]]
    broken = write(tmp_path / "broken.xlsx", {**SOUND, "Actuals": rows, "Recipients": PEOPLE})
    assert call(broken, "--dry-run").return_value == 1
    (failure,) = json.loads((here / "mails" / "manifest.json").read_bytes())["failures"]
    assert failure["source"] == "broken.xlsx"
    assert {"code": "E502", "sheet": "Actuals", "cell": "C2"} in failure["problems"]


def test_what_must_be_set_is_named(here: Path, book: Path) -> None:
    result = call(book, "--yes")
    assert isinstance(result.exception, UsageError)
    assert result.exception.code == "mail_not_configured"
    assert result.exception.params["missing"] == ("KPIREPORT_SMTP_HOST", "KPIREPORT_MAIL_FROM")


@pytest.mark.parametrize(
    ("name", "value"),
    [("SMTP_PORT", "many"), ("SMTP_PORT", "70000"), ("SMTP_SECURITY", "maybe")],
)
def test_a_setting_that_cant_be_used_is_named(
    here: Path, book: Path, name: str, value: str
) -> None:
    env = {"KPIREPORT_SMTP_HOST": "localhost", "KPIREPORT_MAIL_FROM": "a@example.com"}
    result = call(book, "--yes", env={**env, f"KPIREPORT_{name}": value})
    assert isinstance(result.exception, UsageError)
    assert result.exception.code == "mail_bad_setting"
    assert result.exception.params == {"name": f"KPIREPORT_{name}", "found": value}


def test_wrong_usage(here: Path, book: Path) -> None:
    assert "kpireport send BOOK.xlsx" in str(call().exception)
    assert "--dry-run" in str(call(book, "--no-history").exception)
    assert call(book, "--no-history", "--dry-run", "--quiet").output == ""
