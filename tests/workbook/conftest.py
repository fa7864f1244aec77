"""What tests of reading files share: LibreOffice as another writer of the same workbook."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Convert = Callable[..., Path]
"""Called with an ending and files; gives the folder with the files in that format."""


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Files saved anew by LibreOffice in the format of an ending, all in one run of it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")

    def run(ending: str, *sources: Path) -> Path:
        target = folder / f"{ending}-{len(list(folder.iterdir()))}"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, "--headless", profile, "--convert-to", ending, "--outdir", str(target)]
        subprocess.run([*command, *sources], check=True, capture_output=True, timeout=180)
        return target

    return run
