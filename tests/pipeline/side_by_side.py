"""A few small workbooks, and what reports of them leave in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tools.bench.books import write_book

BOOKS = 4
FORMATS: Any = ("html", "json")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("books")
    return [write_book(folder / f"book{number}.xlsx", 2 + number) for number in range(BOOKS)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
