"""A database that outlives a run: opened, read and written, and every way it can fail in words.

SQLite needs nothing installed and is one file; its own journal (no write-ahead log, whose shared
memory no network folder has) and one writer at a time keep it whole. PostgreSQL is asked for one
writer at a time by an advisory lock. Any other database that SQLAlchemy knows relies on its own
isolation and on unique constraints. Nothing said of a database ever holds its password.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc

from kpireport.deliver.files import make_folder
from kpireport.model.errors import OutputError

PATIENCE = 30.0
"""Seconds that a writer waits for another one."""

_ADVISORY_LOCK = 0x6B706972  # "kpir": the same for every kpireport
_CONNECT_SECONDS = 10
_SQLITE_CAUSES = {
    3: "history_not_allowed",
    5: "history_locked",
    6: "history_locked",
    8: "history_read_only",
    11: "history_damaged",
    14: "history_not_opened",
    26: "history_damaged",
}
_POSTGRESQL_CAUSES = {
    "25006": "history_read_only",
    "42501": "history_not_allowed",
    "55P03": "history_locked",
    "57014": "history_locked",
}
_WRITER = "kpireport_writer"
_SECRET_WORDS = ("pass", "pwd", "secret", "token", "key")


class Database:
    """A database by its file or its URL; ``shown`` is its name without a password.

    Raises ``OutputError`` (``history_…``) from every method, whatever goes wrong. Nothing stays
    open between two transactions.
    """

    def __init__(self, where: str | Path, *, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._url = _url(where)
        self.file = _file(self._url)
        self.shown = _shown(self._url)
        self._engine: sa.Engine | None = None

    @property
    def exists(self) -> bool:
        """Whether there is anything to read; a server's database always counts as there."""
        return self.file is None or self.file.exists()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database."""
        with self._explained(), self._opened().connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that no other writer is at work beside; undone where it isn't finished.

        Makes the file, and the folder that it lies in, where they are missing.
        """
        if self.file is not None:
            make_folder(self.file.parent)
        with self._explained(), self._opened().connect() as connection:
            connection = connection.execution_options(**{_WRITER: True})
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    wait = f"SET LOCAL lock_timeout = {int(self._patience * 1000)}"
                    connection.exec_driver_sql(wait)
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_ADVISORY_LOCK)))
                yield connection

    def _opened(self) -> sa.Engine:
        if self._engine is None:
            self._engine = self._made()
        return self._engine

    def _made(self) -> sa.Engine:
        options: dict[str, Any] = {"poolclass": sa.NullPool, "hide_parameters": True}
        if self._url.get_backend_name() == "sqlite":
            options["connect_args"] = {"timeout": self._patience}
        elif self._url.get_backend_name() == "postgresql":
            options["connect_args"] = {"connect_timeout": _CONNECT_SECONDS}
        try:
            engine = sa.create_engine(self._url, **options)
        except (exc.NoSuchModuleError, ImportError) as missing:
            name = self._url.drivername
            raise OutputError(
                "history_no_driver", {"where": self.shown, "driver": name}
            ) from missing
        except (exc.ArgumentError, TypeError, ValueError) as wrong:
            raise OutputError("history_bad_url", {"where": self.shown}) from wrong
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _leave_transactions_to_us)
            event.listen(engine, "begin", _begin)
        return engine

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            raise self._said(error) from None
        except (exc.SQLAlchemyError, UnicodeError) as error:
            raise self._failed("history_failed", str(error)) from None

    def _said(self, error: exc.DBAPIError) -> OutputError:
        cause = error.orig
        code = getattr(cause, "sqlite_errorcode", None)
        if code is not None:
            key = _SQLITE_CAUSES.get(code & 0xFF, "history_failed")
            return self._failed(key, str(cause))
        state = getattr(cause, "sqlstate", None)
        if state is None and isinstance(error, exc.OperationalError):
            return self._failed("history_unreachable", str(cause))
        return self._failed(_POSTGRESQL_CAUSES.get(str(state), "history_failed"), str(cause))

    def _failed(self, key: str, cause: str) -> OutputError:
        line = next((line.strip() for line in cause.splitlines() if line.strip()), key)
        for secret in _secrets(self._url):
            line = line.replace(secret, "***")
        return OutputError(key, {"where": self.shown, "cause": line})


def _leave_transactions_to_us(connection: Any, record: object) -> None:
    """Python's sqlite3 would begin a transaction only at the first change, too late for a lock."""
    connection.isolation_level = None


def _begin(connection: sa.Connection) -> None:
    writer = connection.get_execution_options().get(_WRITER)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")


def _url(where: str | Path) -> sa.URL:
    """A file's name is that of an SQLite database; ``postgresql://`` is spoken by psycopg."""
    text = str(where)
    if isinstance(where, Path) or "://" not in text:
        return sa.URL.create("sqlite", database=text)
    try:
        url = sa.make_url(text)
    except (exc.ArgumentError, ValueError) as wrong:
        scheme = text.partition("://")[0]
        raise OutputError("history_bad_url", {"where": f"{scheme}://…"}) from wrong
    if url.drivername in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    return url


def _file(url: sa.URL) -> Path | None:
    """The file of an SQLite database; None for one in memory or given as SQLite's own URI."""
    name = url.database or ""
    if url.get_backend_name() != "sqlite" or name in ("", ":memory:") or name.startswith("file:"):
        return None
    return Path(name)


def _shown(url: sa.URL) -> str:
    file = _file(url)
    if file is not None:
        return str(file)
    host = f"{url.host or ''}{f':{url.port}' if url.port else ''}"
    user = f"{url.username}@" if url.username else ""
    return f"{url.get_backend_name()}://{user}{host}/{url.database or ''}"


def _secrets(url: sa.URL) -> Iterator[str]:
    """What must not be read in a message: the password, also where the URL's query says it."""
    if url.password:
        yield str(url.password)
    for key, value in url.query.items():
        if any(word in key.lower() for word in _SECRET_WORDS):
            yield from (part for part in ([value] if isinstance(value, str) else value) if part)
