"""Run by ``test_files``: writes one set of files after another into a folder until it is killed."""

from __future__ import annotations

import hashlib
import itertools
import sys
from pathlib import Path

from kpireport.deliver.files import write_all

NAMES = ("book-2026-10.xlsx", "book-2026-10.html", "book-2026-10.pdf", "book-2026-10.json")


def content(version: int, name: str, size: int) -> bytes:
    """Bytes that prove themselves whole: a digest, then what it is the digest of."""
    body = f"{version} {name} ".encode().ljust(size, bytes([version % 251]))
    return hashlib.sha256(body).digest() + body


def is_whole(data: bytes) -> bool:
    return hashlib.sha256(data[32:]).digest() == data[:32]


def file_set(version: int, size: int) -> dict[str, bytes]:
    return {name: content(version, name, size) for name in NAMES}


if __name__ == "__main__":
    for version in itertools.count(1):
        write_all(file_set(version, 1_000_000), Path(sys.argv[1]))
        sys.stdout.write(f"{version}\n")
        sys.stdout.flush()
