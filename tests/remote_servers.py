"""Servers of S3 and SFTP over a folder: rclone's, which are real ones."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

KEY, SECRET = "AKIDEXAMPLE", "very-secret"
_LISTENS = re.compile(r"127\.0\.0\.1:(\d+)")


@contextmanager
def serving(kind: str, folder: Path, *options: str) -> Iterator[int]:
    """``rclone serve`` over ``folder``; gives the port that it listens on.

    It remembers what lies there: what is put there later goes through it.
    """
    program = shutil.which("rclone", path=Path(sys.executable).parent)
    if program is None:
        pytest.skip("rclone is not installed")
    server = subprocess.Popen(
        [
            *(program, "serve", kind, folder, "--addr", "127.0.0.1:0"),
            *("--config", folder / "none"),
            *options,
        ],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    try:
        found = next(filter(None, map(_LISTENS.search, server.stderr)))
        yield int(found[1])
    finally:
        server.kill()
        server.communicate()


@contextmanager
def s3(folder: Path) -> Iterator[str]:
    """The URL of a server whose buckets are the folders in ``folder``."""
    with serving("s3", folder, "--auth-key", f"{KEY},{SECRET}") as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def sftp(folder: Path, home: Path) -> Iterator[int]:
    """The port of a server that takes ada's password; ``home`` gets an ``.ssh`` that knows it."""
    import asyncssh

    (home / ".ssh").mkdir(parents=True)
    key = asyncssh.generate_private_key("ssh-ed25519")
    key.write_private_key(home / "host_key")
    (home / "host_key").chmod(0o600)
    with serving(
        "sftp", folder, "--user", "ada", "--pass", SECRET, "--key", str(home / "host_key")
    ) as port:
        known = key.export_public_key().decode()
        (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{port} {known}")
        yield port
