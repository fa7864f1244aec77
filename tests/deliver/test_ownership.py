"""A report replaces its own older files, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpireport.deliver.ownership import refuse_to_overwrite
from kpireport.model.errors import OutputError

OURS = b'{"schema": 1, "run": "8223ff67d25a"}'


def refusal(target: Path, *inputs: Path) -> str | None:
    try:
        refuse_to_overwrite([target], inputs)
    except OutputError as error:
        assert error.params == {"path": str(target)}
        return error.code
    return None


def test_nothing_there_and_an_older_file_of_ours(tmp_path: Path) -> None:
    target = tmp_path / "kpi-2026-10.json"
    assert refusal(target, tmp_path / "kpi.xlsx") is None
    target.write_bytes(OURS)
    assert refusal(target) is None


@pytest.mark.parametrize("kind", ["xlsx", "html", "pdf", "json"])
def test_a_file_somebody_made(tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"kpi-2026-10.{kind}"
    target.write_bytes(b"mine")
    assert refusal(target) == "output_not_ours"


def test_an_input_by_any_of_its_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "kpi-2026-10.json"
    target.write_bytes(OURS)
    link, hard = tmp_path / "link.json", tmp_path / "hard.json"
    link.symlink_to(target)
    os.link(target, hard)
    monkeypatch.chdir(tmp_path)
    for name in (target, Path("x/../kpi-2026-10.json"), Path("kpi-2026-10.json"), link, hard):
        assert refusal(target, tmp_path / "other.xlsx", name) == "output_is_input"
    assert refusal(link, target) == "output_is_input"


def test_an_input_that_is_missing_yet(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.xlsx", tmp_path / "a.xlsx") == "output_is_input"


def test_links_that_go_round_are_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").symlink_to(tmp_path / "b.json")
    (tmp_path / "b.json").symlink_to(tmp_path / "a.json")
    assert refusal(tmp_path / "c.json", tmp_path / "a.json") is None
    assert refusal(tmp_path / "b.json", tmp_path / "c.json") is None


def test_each_input_is_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inputs = [tmp_path / f"{number}.xlsx" for number in range(50)]
    targets = [tmp_path / f"kpi.{kind}" for kind in ("xlsx", "html", "pdf", "json")]
    for path in inputs:
        path.write_bytes(b"")
    asked = []
    real = os.lstat, os.stat

    def counting(place: int) -> Callable[..., os.stat_result]:
        def ask(*what: Any, **how: Any) -> os.stat_result:
            asked.append(what)
            return real[place](*what, **how)

        return ask

    monkeypatch.setattr(os, "lstat", counting(0))
    monkeypatch.setattr(os, "stat", counting(1))
    refuse_to_overwrite(targets, inputs)
    assert len(asked) <= len(inputs) + 4 * len(targets)


@pytest.mark.skipif(os.name != "posix", reason="pipes have names on POSIX")
def test_something_that_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "kpi.json")
    assert refusal(tmp_path / "kpi.json") == "output_not_ours"
