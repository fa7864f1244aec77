"""What a recipient may see of a book, as their row of the Recipients sheet says it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """All of the conditions that are there must hold; none at all means everything.

    ``entities`` are names as typed, ``categories`` and ``owners`` as the KPIs' rows spell them,
    ``kpis`` IDs. An empty tuple is no condition.
    """

    entities: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()

    @property
    def whole_book(self) -> bool:
        """Whether nothing inside a book of the right entity is left out."""
        return not (self.categories or self.owners or self.kpis)

    @property
    def everything(self) -> bool:
        return self.whole_book and not self.entities
