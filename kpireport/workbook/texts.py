"""Words in cells: names to match, text to keep, yes or no, and what means that nothing is there."""

from __future__ import annotations

from kpireport.workbook.cells import RawCell


def normalise(text: str) -> str:
    """A name as it is matched: without case, accents, spaces or punctuation.

    ``"Année N-1 "`` → ``"anneen1"``; ``"Cœur %"`` → ``"coeur"``. Empty where nothing is left.
    """
    raise NotImplementedError


def read_text(cell: RawCell | None) -> str:
    """What a cell says, as text on one or more lines, trimmed; ``""`` for an empty cell.

    A whole number loses its ``.0`` (an ID typed as 101 is ``"101"``), a date is written
    ``2026-01-31``, a boolean ``TRUE``. An Excel error keeps its code (``#N/A``); a formula
    without a cached value is ``""``.
    """
    raise NotImplementedError


def is_missing(text: str) -> bool:
    """Whether a text says that there is nothing: empty, a dash, ``n/a``, ``n.d.`` and the like."""
    raise NotImplementedError


def read_yes_no(cell: RawCell | None) -> bool | None:
    """Yes or no, in English or French; None where the cell is empty or says neither.

    Understood: yes, no, y, n, oui, non, o, true, false, vrai, faux, 1, 0, x, ✓ and Excel's own
    booleans. To tell an empty cell from a word that is neither, ask ``read_text``.
    """
    raise NotImplementedError
