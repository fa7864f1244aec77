"""The names of the catalogue: its metrics, and a small list of industries, in two languages."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Named:
    """A metric or an industry: a stable ``id``, its names, and others that it answers to."""

    id: str
    english: str
    french: str
    others: tuple[str, ...] = ()

    @property
    def every(self) -> tuple[str, ...]:
        """Every name, the ID too."""
        return (self.english, self.french, *self.others, self.id)

    def name(self, language: str) -> str:
        return self.french if language == "fr" else self.english


def table(name: str) -> list[dict[str, str]]:
    """One of the catalogue's tables, a row a dictionary."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def industries() -> tuple[Named, ...]:
    """The industries that cohorts are gathered under, all of them first."""
    return tuple(_named(row) for row in table("industries"))


@cache
def metrics() -> tuple[Named, ...]:
    """What there are figures about. The publisher's own name is among the others."""
    return tuple(_named(row, *({row["published"]} - {row["english"]})) for row in table("metrics"))


def _named(row: dict[str, str], *more: str) -> Named:
    others = [name for name in row["aliases"].split("|") if name]
    return Named(row["id"], row["english"], row["french"], (*more, *others))
