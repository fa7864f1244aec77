"""The two kinds of database that a history is tested on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deliver.history_places import Server, new_schema, postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with postgresql() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty history: a file that isn't there yet, or a schema without tables."""
    if request.param == "sqlite":
        return str(tmp_path / "history.db")
    return new_schema(request.getfixturevalue("server"))
