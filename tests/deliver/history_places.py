"""Where a history can lie: a file of SQLite, or a PostgreSQL that is started for the tests.

The server is real: made in a folder of its own, reached over a socket in it, and gone at the end.
Each test has a schema to itself.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
_SCHEMAS = count(1)


class Server(NamedTuple):
    """The folder of its socket, and who is let in."""

    folder: Path
    user: str


@contextmanager
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server for as long as the block lasts; skips where there is none to start."""
    if not _BINARIES:
        pytest.skip("PostgreSQL is not installed: no /usr/lib/postgresql/*/bin/initdb")
    binaries = _BINARIES[-1].parent
    user, before = _who()
    # A socket's path has 107 letters at most; the usual folders of pytest are longer.
    folder = Path(tempfile.mkdtemp(prefix="kpi-pg-", dir="/tmp"))
    try:
        if before:
            shutil.chown(folder, user)
        data = folder / "data"

        def run(*command: str | Path) -> None:
            subprocess.run(
                [*before, *command], check=True, capture_output=True, timeout=60, cwd=folder
            )

        run(binaries / "initdb", "-D", data, "-A", "trust", "-U", user, "-E", "UTF8", "--no-sync")
        options = f"-k {folder} -h '' -F -c shared_buffers=1MB -c max_connections=20"
        log = folder / "log"
        run(binaries / "pg_ctl", "-D", data, "-w", "-o", options, "-l", log, "start")
        try:
            yield Server(folder, user)
        finally:
            run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _who() -> tuple[str, list[str]]:
    """The server's user and how to become it: PostgreSQL doesn't run as root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name, []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL doesn't run as root, and there is no user postgres")
    return "postgres", ["runuser", "-u", "postgres", "--"]


def new_schema(server: Server) -> str:
    """The URL of an empty schema of the server, with a password that nobody asks for."""
    import psycopg

    name = f"history_{next(_SCHEMAS)}"
    with psycopg.connect(
        host=str(server.folder), user=server.user, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return with_options(server, f"-csearch_path={name}")


def with_options(server: Server, options: str) -> str:
    """The URL of the server's database, opened with these settings."""
    return (
        f"postgresql://{server.user}:geheim@/postgres"
        f"?host={quote(str(server.folder), safe='')}&options={quote(options, safe='')}"
    )
