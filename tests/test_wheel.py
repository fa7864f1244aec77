"""The wheel, installed in an empty environment away from the repository, makes a report."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "uv", "build", "-q", "--wheel", "-o", folder, repository],
        check=True,
        timeout=300,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_ships_what_a_report_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel.name.startswith("kpireport_scorecard-")
    for needed in (
        "kpireport/_shipped/samples/ecommerce.xlsx",
        "kpireport/_shipped/samples/retail_fr.xlsx",
        "kpireport/i18n/locales/fr/labels.toml",
        "kpireport/i18n/locales/fr/LC_MESSAGES/click.mo",
        "kpireport/render/scorecard.schema.json",
        "kpireport/py.typed",
    ):
        assert needed in names
    assert any(name.startswith("kpireport/_shipped/templates/") for name in names)
    assert not any(name.startswith(("tests/", "tools/", "docs/")) for name in names)


def test_it_makes_a_report_away_from_the_repository(
    wheel: Path, smaller: Path, tmp_path: Path
) -> None:
    environment = tmp_path / "environment"
    uv = [sys.executable, "-m", "uv"]
    python = environment / "bin" / "python"
    subprocess.run([*uv, "venv", "-q", environment], check=True, timeout=120)
    install = [*uv, "pip", "install", "-q", "--python", python, wheel]
    subprocess.run(install, check=True, timeout=300)
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}

    def run(*command: str | Path) -> str:
        result = subprocess.run(
            command, cwd=tmp_path, env=clean, capture_output=True, text=True, timeout=120
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    found = run(python, "-c", "from kpireport import resources; print(resources.samples())")
    samples = Path(found.strip())
    assert samples.is_relative_to(environment)
    program = environment / "bin" / "kpireport"
    run(program, "check", samples / "ecommerce.xlsx")
    run(program, "report", smaller / "ecommerce.xlsx", "--output", "out")
    made = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert made == [".db", ".html", ".json", ".pdf", ".xlsx"]
