"""The workbooks that were typed, or that a pattern gave: without what only looks like one.

Excel keeps a small file ``~$kpis.xlsx`` beside a workbook that is open, and a shell's ``*.xlsx``
finds it too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from kpireport.addresses import Address, Place
from kpireport.commands.options import book_place

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.i18n.messages import Messages
    from kpireport.model.errors import KpiReportError
    from kpireport.pipeline import Failure

Kind = TypeVar("Kind", bound=Place)

_LOCK = "~$"


@dataclass(frozen=True, slots=True)
class Workbooks(Generic[Kind]):
    """Where the workbooks lie, and what of the names typed gave none.

    ``locks`` are files that say that a workbook is open; ``unreached`` are patterns of a server
    that couldn't be asked what they stand for.
    """

    places: list[Kind]
    locks: tuple[KpiReportError, ...] = ()
    unreached: tuple[Failure, ...] = ()

    def say_locks(self, err: Console, words: Messages) -> None:
        for lock in self.locks:
            err.print(words.error(lock), style="yellow", soft_wrap=not err.is_terminal)


def one_workbook(text: str) -> Place:
    """The workbook of a command that takes one. Raises ``open_in_excel`` for a lock."""
    place = book_place(text)
    if _is_lock(place):
        raise _open_in_excel(place)
    return place


def without_locks(places: Sequence[Kind]) -> Workbooks[Kind]:
    """The places that are no locks. Raises ``open_in_excel`` where there is no other."""
    kept = [place for place in places if not _is_lock(place)]
    locks = tuple(_open_in_excel(place) for place in places if _is_lock(place))
    if locks and not kept:
        raise locks[0]
    return Workbooks(kept, locks)


def several_workbooks(texts: Sequence[str], *, all_needed: bool = False) -> Workbooks[Place]:
    """The workbooks that were typed. An address may be a pattern, which no shell has resolved.

    A pattern that can't be asked for doesn't keep the others from being read, unless there are
    none, or they are ``all_needed``: then it raises what keeps it.
    """
    places: list[Place] = []
    unreached: list[Failure] = []
    for place in map(book_place, texts):
        if isinstance(place, Address) and place.is_pattern:
            _look_up(place, places, unreached)
        else:
            places.append(place)
    if unreached and (all_needed or not places):
        raise unreached[0].error
    found = without_locks(places)
    return Workbooks(found.places, found.locks, tuple(unreached))


def _look_up(pattern: Address, places: list[Place], unreached: list[Failure]) -> None:
    from kpireport.pipeline import Failure
    from kpireport.remote_files import AddressError, matching

    try:
        places += matching(pattern)
    except AddressError as error:
        unreached.append(Failure(pattern, error))


def _is_lock(place: Place) -> bool:
    return place.name.startswith(_LOCK)


def _open_in_excel(lock: Place) -> KpiReportError:
    from kpireport.model.errors import KpiReportError

    name = lock.name.removeprefix(_LOCK)
    return KpiReportError("open_in_excel", {"name": name, "lock": lock.name})
