"""A history that can't be used: a sentence in both languages, and never a password in it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from kpireport.deliver.history import History
from kpireport.deliver.history.database import Database
from kpireport.i18n.messages import LANGUAGES, get_messages
from kpireport.model.errors import OutputError
from tests.deliver.histories import FILES, keep, record, said
from tests.deliver.history_places import Server, with_options

# One server and one year of reports for all of them, not one a worker.
pytestmark = pytest.mark.xdist_group("history")

REPORT = record("oct", "2026-10", {"2026-09": 980.0})


def refused(history: History, folder: Path) -> OutputError:
    """What a report into ``history`` is stopped by, when it asks or when it notes itself."""
    with pytest.raises(OutputError) as stopped:
        said(history, "oct")
        history.note(REPORT, FILES, folder)
    error = stopped.value
    assert error.exit_code == 1
    for language in LANGUAGES:
        sentence = get_messages(language).error(error)
        assert "geheim" not in sentence
        assert "\n" not in sentence
        assert history.shown in sentence
    return error


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A history of SQLite with one report."""
    place = tmp_path / "history.db"
    keep(History(place), record("sep", "2026-09", {"2026-09": 980.0}), tmp_path)
    return place


def test_read_only(kept: Path, tmp_path: Path) -> None:
    history = History(f"sqlite:///file:{kept}?mode=ro&uri=true")
    assert refused(history, tmp_path).code == "history_read_only"
    # Reading goes all the same.
    assert said(history, "oct").mark == 1


def test_locked_by_another(kept: Path, tmp_path: Path) -> None:
    other = sqlite3.connect(kept, isolation_level=None)
    try:
        other.execute("BEGIN EXCLUSIVE")
        assert refused(History(kept, patience=0.05), tmp_path).code == "history_locked"
    finally:
        other.close()


@pytest.mark.parametrize(
    "content", [b"these are not tables" * 100, b"PK\x03\x04" + b"\0" * 2000], ids=["text", "zip"]
)
def test_no_database(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "kpis.xlsx"
    place.write_bytes(content)
    assert refused(History(place), tmp_path).code == "history_damaged"
    assert place.read_bytes() == content


def test_damaged(kept: Path, tmp_path: Path) -> None:
    data = bytearray(kept.read_bytes())
    data[2000:] = b"\xff" * (len(data) - 2000)
    kept.write_bytes(data)
    assert refused(History(kept), tmp_path).code == "history_damaged"


def test_without_the_tables_it_says_it_has(place: str, tmp_path: Path) -> None:
    keep(History(place), record("sep", "2026-09", {"2026-09": 980.0}), tmp_path)
    with Database(place).writing() as connection:
        connection.exec_driver_sql("DROP TABLE kpireport_figures")
    assert refused(History(place), tmp_path).code == "history_failed"


def test_made_by_a_newer_version(place: str, tmp_path: Path) -> None:
    keep(History(place), record("sep", "2026-09", {"2026-09": 980.0}), tmp_path)
    with Database(place).writing() as connection:
        connection.exec_driver_sql("UPDATE kpireport_schema SET version = 99")
    error = refused(History(place), tmp_path)
    assert (error.code, error.params["found"], error.params["known"]) == (
        "history_newer",
        "99",
        "2",
    )


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert refused(History(tmp_path), tmp_path).code == "history_not_opened"


def test_a_file_where_its_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(OutputError) as stopped:
        History(tmp_path / "taken" / "history.db").note(REPORT, FILES, tmp_path)
    assert stopped.value.code == "output_folder_is_file"


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    history = History(f"postgresql://ann:geheim@/kpis?host={tmp_path}&sslpassword=geheim")
    assert refused(history, tmp_path).code == "history_unreachable"
    assert history.shown == "postgresql://ann@/kpis"


def test_a_server_that_repeats_the_password(tmp_path: Path) -> None:
    """libpq names the host that it was given: here somebody typed the password there too."""
    history = History("postgresql://ann:geheim@127.0.0.1:1/kpis?host=/geheim")
    assert "***" in str(refused(history, tmp_path).params["cause"])


def test_a_database_that_may_only_be_read(server: Server, tmp_path: Path) -> None:
    history = History(with_options(server, "-cdefault_transaction_read_only=on"))
    assert refused(history, tmp_path).code == "history_read_only"


def test_a_database_that_another_writes_into(server: Server, tmp_path: Path) -> None:
    place = with_options(server, "-csearch_path=public")
    with Database(place).writing():
        assert refused(History(place, patience=0.05), tmp_path).code == "history_locked"


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("nosuch://ann:geheim@server/kpis", "history_no_driver"),
        ("postgresql+nosuch://ann:geheim@server/kpis", "history_no_driver"),
        ("mysql+pymysql://ann:geheim@server/kpis", "history_no_driver"),
    ],
)
def test_no_driver(place: str, code: str, tmp_path: Path) -> None:
    assert refused(History(place), tmp_path).code == code


@pytest.mark.parametrize("place", ["postgresql://ann:geheim@server:port/kpis", "://geheim"])
def test_no_address(place: str) -> None:
    with pytest.raises(OutputError) as stopped:
        History(place)
    assert stopped.value.code == "history_bad_url"
    for language in LANGUAGES:
        assert "geheim" not in get_messages(language).error(stopped.value)


def test_a_failed_transaction_leaves_nothing(place: str, tmp_path: Path) -> None:
    history = History(place)
    keep(history, REPORT, tmp_path)
    with pytest.raises(ZeroDivisionError), history.database.writing() as connection:
        connection.execute(sa.text("DELETE FROM kpireport_figures"))
        _ = 1 / 0
    assert said(history, "nov").last
