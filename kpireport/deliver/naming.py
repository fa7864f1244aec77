"""What a book's files are called: the stem in ``<stem>-<period>.xlsx``.

It is safe on every system (Windows is the strictest), and two books of one run never share one:
where their names are the same, the folder's name goes in front.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from kpireport.addresses import Address, Place

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_LONGEST = 160  # bytes of a stem; file systems allow 255 for the whole name
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def safe_name(text: str) -> str:
    """``text`` as part of a file name: no separators, nothing invisible, not too long.

    ``scorecard`` where nothing is left of it.
    """
    composed = unicodedata.normalize("NFC", text)
    visible = "".join(c for c in composed if unicodedata.category(c) not in _UNPRINTABLE)
    clean = _FORBIDDEN.sub("-", visible).strip(" .-")
    short = clean.encode("utf-8")[:_LONGEST].decode("utf-8", errors="ignore").rstrip(" .-")
    return short or "scorecard"


def shown_name(name: str) -> str:
    """A file's name as one line of text, whatever bytes and characters it has."""
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def file_stems(books: Sequence[Place]) -> tuple[str, ...]:
    """The stem of each book's output files, in the order given.

    Books of one name get the name of their folder in front, then of the folder above it, until
    they differ; within one folder the kind of file follows (``sales.xlsx`` and ``sales.ods``).
    Names that differ in capitals alone count as the same: on Windows they would be one file.
    """
    given = [_whole(book) for book in books]
    paths = list(dict.fromkeys(given))
    stems = dict(zip(paths, _distinct_stems(paths), strict=True))
    return tuple(stems[path] for path in given)


def _whole(book: Place) -> PurePath:
    return book.as_path() if isinstance(book, Address) else book.absolute()


def _distinct_stems(paths: Sequence[PurePath]) -> tuple[str, ...]:
    together = _alike([f"{path.parent}/{safe_name(path.stem)}" for path in paths])
    bases = [f"{p.stem}-{p.suffix[1:]}" if i in together else p.stem for i, p in enumerate(paths)]
    depths = [0] * len(paths)
    while True:
        stems = [
            _with_folders(path, base, depth)
            for path, base, depth in zip(paths, bases, depths, strict=True)
        ]
        deeper = [i for i in _alike(stems) if depths[i] < len(paths[i].parent.parts) - 1]
        if not deeper:
            return _numbered(stems)
        for i in deeper:
            depths[i] += 1


def _with_folders(path: PurePath, base: str, depth: int) -> str:
    folders = path.parent.parts[-depth:] if depth else ()
    return safe_name("-".join((*folders, base)))


def _alike(names: Sequence[str]) -> set[int]:
    """The places of the names that occur more than once, whatever their capitals."""
    seen = Counter(name.casefold() for name in names)
    return {i for i, name in enumerate(names) if seen[name.casefold()] > 1}


def _numbered(stems: Sequence[str]) -> tuple[str, ...]:
    """Names that no folder could tell apart (cut at their length, say) get a number."""
    alike = _alike(stems)
    return tuple(f"{stem}-{i + 1}" if i in alike else stem for i, stem in enumerate(stems))
