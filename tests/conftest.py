"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.smaller_samples import smaller_samples

if TYPE_CHECKING:
    from playwright.sync_api import Playwright

# `make test` gives the same answer twice, also on a slow machine; `make prove` looks further.
settings.register_profile(
    "test",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("prove", settings.get_profile("test"), derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    """The one driver of browsers: a process can't have two at a time."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def repository() -> Path:
    """The top of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def smaller(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two sample workbooks, each with three or four of its KPIs."""
    return smaller_samples(repository / "samples", tmp_path_factory.mktemp("smaller"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real public data kept beside the checkout; the test skips where it is missing."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder 'shared' with real KPI data is not beside the checkout")
    return folder


@pytest.fixture(scope="session")
def real(shared: Path) -> Path:
    return shared / "real"
