"""What a cell of the Scope column means: nobody gets more than it says.

``all``, or conditions with ``;`` between them which must all hold: ``category: Sales, Finance``,
``owner: Ana``, ``KPI: REV, ORD``, ``entity: Lyon``; French words alike. Names without a word in
front are understood where they are names of one kind alone. A cell that is empty, or holds a name
that nothing has or that two kinds of things have, gives no scope at all: nothing is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kpireport.model.kpi import Kpi
from kpireport.model.scope import Scope
from kpireport.workbook.findings import Finding
from kpireport.workbook.kpi_names import KpiNames
from kpireport.workbook.texts import fold_label, normalise

_EVERYTHING = frozenset({"all", "tout", "tous", "toutes", "everything"})
_KEYS: Mapping[str, str] = {
    "entity": "entities",
    "entities": "entities",
    "entite": "entities",
    "entites": "entities",
    "category": "categories",
    "categories": "categories",
    "categorie": "categories",
    "owner": "owners",
    "owners": "owners",
    "responsable": "owners",
    "responsables": "owners",
    "kpi": "kpis",
    "kpis": "kpis",
    "indicateur": "kpis",
    "indicateurs": "kpis",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """What one condition names, by the field of the scope; or what is wrong with it."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    finding: Finding | None = None


class ScopeReader:
    """Reads scopes against the KPIs and the entity of one workbook."""

    def __init__(self, kpis: Iterable[Kpi], entity: str = "") -> None:
        every = tuple(kpis)
        self._kpis = KpiNames((kpi.id, kpi.name) for kpi in every)
        self._categories = _spellings(kpi.category for kpi in every)
        self._owners = _spellings(kpi.owner for kpi in every)
        self._entities = _spellings([entity])

    def read(self, text: str) -> tuple[Scope | None, Finding | None]:
        """The scope, or what is wrong with it."""
        parts = [part.strip() for part in text.split(";") if part.strip()]
        if not parts:
            return None, Finding("W870")
        found: dict[str, tuple[str, ...]] = {}
        for written in parts:
            part = self._part(written)
            if part.finding is not None:
                return None, part.finding
            for kind, names in part.names.items():
                if kind in found:
                    names = tuple(name for name in names if name in found[kind])
                    if not names:
                        return None, Finding("W873", {"found": text})
                found[kind] = names
        return Scope(**found), None

    def _part(self, written: str) -> _Part:
        key, colon, rest = written.partition(":")
        kind = _KEYS.get(normalise(key)) if colon else None
        if kind is not None:
            return self._of_kind(kind, rest.strip(), written)
        if normalise(written) in _EVERYTHING:
            others = self._kinds([written])
            return _ambiguous(written) if others else _Part()
        return self._bare(written)

    def _of_kind(self, kind: str, rest: str, written: str) -> _Part:
        if not rest:
            return _Part(finding=Finding("W873", {"found": written}))
        if kind == "entities":
            return _Part({kind: tuple(_split(rest))})
        names, lost = self._named(kind, [rest])
        if lost is not None:
            names, lost = self._named(kind, _split(rest))
        if lost is not None:
            return self._lost(kind, lost)
        return _Part({kind: names})

    def _lost(self, kind: str, name: str) -> _Part:
        if kind == "kpis" and len(self._kpis.find(name).ambiguous) > 1:
            return _ambiguous(name)
        return _Part(finding=Finding("W871", {"found": name}))

    def _bare(self, written: str) -> _Part:
        words = [written] if self._kinds([written]) else _split(written)
        kinds = self._kinds(words)
        if len(kinds) > 1:
            return _ambiguous(written)
        if kinds:
            kind = kinds[0]
            return _Part({kind: self._named(kind, words)[0]})
        mixed = [word for word in words if self._kinds([word])]
        lost = next((word for word in words if word not in mixed), None)
        if lost is None:  # Each is known, but as things of different kinds.
            return _ambiguous(written)
        return self._lost("kpis", lost)

    def _kinds(self, words: Sequence[str]) -> list[str]:
        """The kinds of things of which every word is one."""
        kinds = ("entities", "categories", "owners", "kpis")
        return [kind for kind in kinds if words and self._named(kind, words)[1] is None]

    def _named(self, kind: str, words: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
        """Every spelling that the words stand for, and the first word that stands for none."""
        found: dict[str, None] = {}
        for word in words:
            spelt = self._find(kind, word)
            if not spelt:
                return (), word
            found.update(dict.fromkeys(spelt))
        return tuple(found), None

    def _find(self, kind: str, word: str) -> tuple[str, ...]:
        if kind == "kpis":
            match = self._kpis.find(word)
            return () if match.kpi is None else (match.kpi,)
        known = {
            "entities": self._entities,
            "categories": self._categories,
            "owners": self._owners,
        }[kind]
        return known.get(fold_label(word), ())


def _split(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,\n]", text) if word.strip()]


def _ambiguous(name: str) -> _Part:
    return _Part(finding=Finding("W872", {"found": name}))


def _spellings(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Names as they are typed, by how they are matched: case, accents and spaces aside."""
    found: dict[str, dict[str, None]] = {}
    for name in names:
        if fold_label(name):
            found.setdefault(fold_label(name), {})[name] = None
    return {folded: tuple(spelt) for folded, spelt in found.items()}
