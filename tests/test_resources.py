"""Templates and samples are found in a checkout; test_wheel.py holds the installed way."""

from __future__ import annotations

from pathlib import Path

from kpireport import resources


def test_a_checkout_has_them_at_the_top(repository: Path) -> None:
    assert resources.templates() == repository / "templates"
    assert resources.samples() == repository / "samples"


def test_the_package_carries_its_locales_and_schema() -> None:
    assert (resources.locales() / "fr" / "labels.toml").is_file()
    assert resources.json_schema().is_file()
