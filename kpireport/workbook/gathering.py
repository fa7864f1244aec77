"""Problems with one cause, gathered: said once, with the first cell and how many there are."""

from __future__ import annotations

from collections.abc import Iterator

from kpireport.model.problem import Problem
from kpireport.workbook.cells import RawCell
from kpireport.workbook.findings import Finding

_MOST_NAMED = 12


class Gathering:
    """Findings by cause. The first one of a cause gives the sentence and the place."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, ...], tuple[Finding, list[RawCell]]] = {}

    def add(self, cause: tuple[str, ...], finding: Finding, cell: RawCell) -> None:
        """One more of ``cause``, at ``cell``."""
        self._found.setdefault(cause, (finding, []))[1].append(cell)

    def problems(self) -> Iterator[Problem]:
        """One problem a cause, with ``count`` and the first dozen addresses as ``cells``."""
        for finding, cells in self._found.values():
            addresses = tuple(dict.fromkeys(cell.address for cell in cells))
            yield finding.at(cells[0].ref, count=len(cells), cells=addresses[:_MOST_NAMED])
