"""What tests of reading files share: LibreOffice as another writer of the same workbook."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """A file saved anew by LibreOffice, in the format of an ending."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")

    def run(source: Path, ending: str) -> Path:
        target = folder / ending
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [office, "--headless", profile, "--convert-to", ending, "--outdir", str(target)]
        subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=180)
        return target / f"{source.stem}.{ending}"

    return run
