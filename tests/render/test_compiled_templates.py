"""The code of our templates: compiled once, whoever asks next, and never an old one."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from jinja2.bccache import bc_magic

from kpireport.render import compiled_templates
from kpireport.render.compiled_templates import CompiledTemplates


class Counting(Environment):
    """How many templates were compiled."""

    compiled = 0

    def compile(self, *args, **kwargs):  # type: ignore[no-untyped-def]
        self.compiled += 1
        return super().compile(*args, **kwargs)


@pytest.fixture(autouse=True)
def _may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    (folder / "html").mkdir(parents=True)
    (folder / "html" / "page.html").write_text("Hello {{ name }}", encoding="utf-8")
    return folder


def rendered(shipped: Path, code: Path, options: str = "", root: Path | None = None) -> int:
    """A process of its own renders the page; returns how many templates it compiled."""
    made = Counting(
        loader=FileSystemLoader(root or shipped),
        bytecode_cache=CompiledTemplates(shipped, options, code),
    )
    source = ((root or shipped) / "html" / "page.html").read_text(encoding="utf-8")
    said = made.get_template("html/page.html").render(name="Ann")
    assert said == source.replace("{{ name }}", "Ann")
    return made.compiled


def test_the_next_process_compiles_nothing(shipped: Path, tmp_path: Path) -> None:
    assert [rendered(shipped, tmp_path / "code") for _ in range(3)] == [1, 0, 0]


def test_another_text_or_other_options_are_compiled_anew(shipped: Path, tmp_path: Path) -> None:
    rendered(shipped, tmp_path / "code")
    (shipped / "html" / "page.html").write_text("Good day {{ name }}", encoding="utf-8")
    assert [rendered(shipped, tmp_path / "code") for _ in range(2)] == [1, 0]
    assert rendered(shipped, tmp_path / "code", "autoescape") == 1


def test_another_release_of_the_compiler_compiles_anew(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered(shipped, tmp_path / "code")
    monkeypatch.setattr(compiled_templates, "_compiler", lambda: (1, 2))
    assert [rendered(shipped, tmp_path / "code") for _ in range(2)] == [1, 0]


def test_templates_of_ones_own_stay_off_the_disk(shipped: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "html").mkdir(parents=True)
    (own / "html" / "page.html").write_text("Salut {{ name }}", encoding="utf-8")
    assert [rendered(shipped, tmp_path / "code", root=own) for _ in range(2)] == [1, 1]
    assert not (tmp_path / "code").exists()


def test_where_nothing_may_be_written_nothing_is(
    shipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert rendered(shipped, tmp_path / "file" / "code") == 1
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(shipped, tmp_path / "code") == 1
    assert not (tmp_path / "code").exists()


@pytest.mark.parametrize("damage", [b"", b"x" * 80])
def test_damaged_code_is_compiled_anew(shipped: Path, tmp_path: Path, damage: bytes) -> None:
    rendered(shipped, tmp_path / "code")
    (held,) = (tmp_path / "code").iterdir()
    whole = held.read_bytes()
    assert bc_magic in whole
    held.write_bytes(whole[: whole.index(bc_magic) + len(bc_magic)] + damage)
    assert [rendered(shipped, tmp_path / "code") for _ in range(2)] == [1, 0]
