"""Words in cells: names to match, text to keep, yes or no, and what means that nothing is there."""

from __future__ import annotations

import datetime as dt
import re

from kpireport.model.names import normalise as normalise
from kpireport.model.names import without_accents as without_accents
from kpireport.workbook.cells import CellKind, RawCell

DASHES = "-‐‑‒–—―−﹣－"
"""Every mark that is typed or autocorrected where a hyphen or a minus was meant."""

_NOTHING = frozenset({"na", "n/a", "nd", "n/d", "nc", "n/c"})

_EXCERPT = 60

_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    )
)
"""Marks that web pages and exports leave in a text: zero-width spaces, soft hyphens, directions."""

_YES = frozenset({"yes", "y", "oui", "o", "true", "vrai", "1", "x", "✓", "✔", "☑"})
_NO = frozenset({"no", "n", "non", "false", "faux", "0"})


_TELLING = "%€$£#"


def fold_name(text: str) -> str:
    """A KPI's name as it is matched: as :func:`normalise`, but with the signs that tell two apart.

    ``"Margin %"`` → ``"margin%"``, which ``"Margin €"`` isn't.
    """
    return "".join(m for m in without_accents(text) if m.isalnum() or m in _TELLING)


def fold_label(text: str) -> str:
    """A label that users make up, as it is matched: without case, accents and doubled spaces.

    ``"Store 1.1"`` and ``"Store 11"`` stay two.
    """
    return " ".join(without_accents(text).split())


def read_text(cell: RawCell | None) -> str:
    """What a cell says, as text on one or more lines, trimmed; ``""`` for an empty cell.

    A whole number loses its ``.0`` (an ID typed as 101 is ``"101"``), a date is written
    ``2026-01-31``, a boolean ``TRUE``. Marks that nobody sees are left out. An Excel error keeps
    its code (``#N/A``); a formula without a cached value is ``""``.
    """
    if cell is None:
        return ""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, dt.datetime):
        return date_text(value)
    return visible(value).strip()


def visible(text: str) -> str:
    """The text without zero-width spaces, byte order marks, soft hyphens and marks of direction."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def number_text(value: float) -> str:
    """A number in its shortest plain writing: ``101``, ``0.125``; the same in every language."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def date_text(value: dt.datetime) -> str:
    """A date as ``2026-01-31``, with its time where it has one."""
    if value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat(" ", "seconds")


def excerpt(text: str) -> str:
    """A text as a problem quotes it: on one line, and cut where it is long."""
    line = " ".join(visible(text).split())
    return line if len(line) <= _EXCERPT else f"{line[: _EXCERPT - 1].rstrip()}…"


def is_missing(text: str) -> bool:
    """Whether a text says that there is nothing: empty, a dash, ``n/a``, ``n.d.`` and the like."""
    bare = "".join(visible(text).split()).casefold()
    if not bare.strip(DASHES):
        return True
    return bare[0] == "n" and bare.replace(".", "") in _NOTHING


def read_yes_no(cell: RawCell | None) -> bool | None:
    """Yes or no, in English or French; None where the cell is empty or says neither.

    Understood: yes, no, y, n, oui, non, o, true, false, vrai, faux, 1, 0, x, ✓ and Excel's own
    booleans. To tell an empty cell from a word that is neither, ask ``read_text``.
    """
    if cell is not None and cell.kind is CellKind.ERROR:
        return None
    word = re.sub(r"[\s.!]", "", read_text(cell)).casefold()
    if word in _YES:
        return True
    return False if word in _NO else None
