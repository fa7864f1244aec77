"""The fixed texts of the command line, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from tools.compile_click_catalogue import SOURCE, compiled


def test_the_compiled_click_texts_are_those_of_the_source() -> None:
    assert SOURCE.with_suffix(".mo").read_bytes() == compiled()


def test_every_word_is_used_or_a_plural(repository: Path) -> None:
    import tomllib

    keys: dict[str, object] = {}
    for path in (repository / "kpireport/i18n/locales/en").glob("cli*.toml"):
        keys |= tomllib.loads(path.read_text(encoding="utf-8"))["cli"]
    source = "".join(
        file.read_text(encoding="utf-8")
        for file in (repository / "kpireport/commands").glob("*.py")
    )
    composed = {key for key in keys if key.startswith(("stage_", "table_", "one_"))}
    used = set(re.findall(r"""(?:word\(["']|cli\.)(\w+)""", source)) | set(
        re.findall(r'"(counts_\w+)"', source)
    )
    assert keys.keys() - used - composed == set()
