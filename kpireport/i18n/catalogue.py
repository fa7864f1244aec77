"""The sentences of one language: TOML files, read when a sentence of theirs is asked for.

A file's name begins with the namespace it holds: ``label.actual`` stands in ``labels.toml``,
``problem.E501.title`` in ``problems_values.toml`` or any other ``problem*.toml``. An entry is a
sentence, or a table of its plural forms. Files are written with plain spaces and apostrophes;
the marks that the language sets them with are put in on loading.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kpireport.i18n.typography import typeset

PLURAL_CATEGORIES = frozenset({"zero", "one", "two", "few", "many", "other"})
RULED_BY = "by"


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence with plural forms by CLDR category; ``by`` names the parameter that rules."""

    forms: Mapping[str, str]
    by: str = "count"


Entry = str | Plural


@dataclass
class Catalogue:
    """Every entry of one language by its dotted key. A file is parsed once, when first needed."""

    folder: Path
    language: str
    _entries: dict[str, Entry] = field(default_factory=dict)
    _read: set[Path] = field(default_factory=set)

    def get(self, key: str) -> Entry | None:
        """The entry of that key, or None."""
        if key not in self._entries:
            self._read_files(key.split(".")[0])
        return self._entries.get(key)

    def under(self, prefix: str) -> dict[str, Entry]:
        """Every entry whose key begins with ``prefix`` and a dot, without that beginning."""
        self._read_files(prefix.split(".")[0])
        start = prefix + "."
        return {k.removeprefix(start): e for k, e in self._entries.items() if k.startswith(start)}

    def everything(self) -> Mapping[str, Entry]:
        """Every entry of every file by its key."""
        self._read_files("")
        return dict(self._entries)

    def _read_files(self, namespace: str) -> None:
        for path in sorted(self.folder.glob(f"{namespace}*.toml")):
            if path not in self._read:
                self._read.add(path)
                self._add(path)

    def _add(self, path: Path) -> None:
        for key, entry in _flat(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in self._entries:
                raise ValueError(f"{path}: {key} is written twice")
            self._entries[key] = _typeset(entry, self.language)


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Entry]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str):
            yield key, value
        elif _is_plural(value):
            forms = {category: text for category, text in value.items() if category != RULED_BY}
            yield key, Plural(forms, value.get(RULED_BY, "count"))
        else:
            yield from _flat(value, key + ".")


def _is_plural(table: Mapping[str, Any]) -> bool:
    return "other" in table and table.keys() <= PLURAL_CATEGORIES | {RULED_BY}


def _typeset(entry: Entry, language: str) -> Entry:
    if isinstance(entry, str):
        return typeset(entry, language)
    return Plural({c: typeset(text, language) for c, text in entry.forms.items()}, entry.by)
