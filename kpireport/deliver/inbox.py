"""What lies in a drop folder, and which of it is whole.

A file is taken for whole when nothing says otherwise: no program has it open (Office and
LibreOffice leave a file beside it), no upload is under way beside it, its size and time have
stayed for the settling time, and a packed workbook has its end. Polling is all that works on every
network share.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath
from typing import Literal

Waiting = Literal["growing", "locked", "uploading", "incomplete", "unreadable"]
"""Why a file isn't taken yet."""

Ignored = Literal["folder", "link", "other"]
"""Why something in the folder is none of ours: a subfolder, a link, another kind of file."""

PARTIAL = (
    ".part",
    ".partial",
    ".filepart",
    ".crdownload",
    ".opdownload",
    ".download",
    ".tmp",
    ".temp",
)
"""Endings that browsers and copying programs give to what isn't finished."""

PATIENCE = 60.0
"""Seconds after which a packed file without its end is taken for broken, not for unfinished."""

_PACKED = frozenset({".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER = b"PK\x03\x04"
_MOST_PARTS = 2000


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was seen: the same three numbers later mean the same content.

    ``rested_from`` is when it last changed in any way, in seconds since 1970.
    """

    name: str
    size: int
    mtime_ns: int
    inode: int
    rested_from: float = 0.0

    @property
    def identity(self) -> tuple[int, int, int]:
        return self.size, self.mtime_ns, self.inode


@dataclass(frozen=True, slots=True)
class Listing:
    """The folder at a moment: workbooks in the order they came, the rest with why it is left.

    ``blocked`` are workbooks that another file says not to touch.
    """

    workbooks: tuple[Seen, ...]
    blocked: dict[str, Waiting]
    ignored: dict[str, Ignored]


def look(path: Path) -> Seen:
    """The file as it is now; ``OSError`` where it isn't there."""
    return _seen(path.name, path.stat(follow_symlinks=False))


def _seen(name: str, status: os.stat_result) -> Seen:
    inode = status.st_ino
    signed = inode - 2**64 if inode >= 2**63 else inode  # As far as SQLite's integers reach.
    rested_from = max(status.st_mtime, status.st_ctime)
    return Seen(name, status.st_size, status.st_mtime_ns, signed, rested_from)


def list_inbox(inbox: Path, endings: Collection[str]) -> Listing:
    """Everything in the folder itself; subfolders are not entered. ``OSError`` where it is gone.

    ``endings`` are those of workbooks, in small letters. Hidden files, locks and unfinished
    uploads are passed over without a word.
    """
    workbooks: list[Seen] = []
    ignored: dict[str, Ignored] = {}
    names: set[str] = set()
    with os.scandir(inbox) as entries:
        for entry in entries:
            names.add(entry.name)
            if _is_passing(entry.name):
                continue
            try:
                # What ``entry`` knows itself has no inode on Windows: ``look`` would see another.
                status = (inbox / entry.name).stat(follow_symlinks=False)
            except OSError:  # Gone since the folder was read.
                continue
            if (why := _not_ours(entry.name, status, endings)) is not None:
                ignored[entry.name] = why
            else:
                workbooks.append(_seen(entry.name, status))
    workbooks.sort(key=lambda each: (each.mtime_ns, each.name))
    blocked = {each.name: wait for each in workbooks if (wait := _blocked(each.name, names))}
    return Listing(tuple(workbooks), blocked, ignored)


def _not_ours(name: str, status: os.stat_result, endings: Collection[str]) -> Ignored | None:
    if stat.S_ISLNK(status.st_mode):
        return "link"
    if stat.S_ISDIR(status.st_mode):
        return "folder"
    regular = stat.S_ISREG(status.st_mode)
    return None if regular and PurePath(name).suffix.lower() in endings else "other"


def _is_passing(name: str) -> bool:
    """Hidden files, Office's locks, and uploads that will get their name when they are whole."""
    return name.startswith((".", "~$")) or name.lower().endswith(PARTIAL)


def is_open(inbox: Path, name: str) -> bool:
    """Whether Excel or LibreOffice has the file open now."""
    return any(os.path.lexists(inbox / lock) for lock in _locks(name))


def _locks(name: str) -> tuple[str, str]:
    return f"~${name}", f".~lock.{name}#"


def _blocked(name: str, names: Collection[str]) -> Waiting | None:
    if any(lock in names for lock in _locks(name)):
        return "locked"
    # Firefox puts an empty file in place first and loads into a second one beside it.
    return "uploading" if any(f"{name}{ending}" in names for ending in PARTIAL) else None


class Settling:
    """Since when each file has stayed as it is, and what was said of it.

    Holds nothing of files that are gone, so that it never outgrows the folder.
    """

    def __init__(self) -> None:
        self._since: dict[str, tuple[tuple[int, int, int], datetime, bool]] = {}

    def observe(self, workbooks: Collection[Seen], now: datetime) -> None:
        before, self._since = self._since, {}
        for each in workbooks:
            identity, since, _ = before.get(each.name, (each.identity, now, False))
            if identity != each.identity:
                self._since[each.name] = each.identity, now, True
            else:
                # A clock that was set back must not keep a file waiting.
                self._since[each.name] = identity, min(since, now), False

    def rested(self, name: str, now: datetime) -> float:
        """For how many seconds the file has been seen unchanged."""
        return (now - self._since[name][1]).total_seconds()

    def grew(self, name: str) -> bool:
        """Whether it changed since the last look."""
        return self._since[name][2]


def not_yet(inbox: Path, seen: Seen, now: datetime, settle: float) -> Waiting | None:
    """What the file's own content says against taking it: not readable, or without its end.

    A file that has rested long enough is no longer waited for: it is broken, not unfinished.
    """
    try:
        why = _unfinished(inbox / seen.name)
    except OSError:  # Gone, or gone bad: taking it will tell.
        return None
    rested = now.timestamp() - seen.rested_from
    return None if why == "incomplete" and rested >= max(PATIENCE, 6 * settle) else why


def _unfinished(path: Path) -> Waiting | None:
    try:
        with path.open("rb") as stream:
            head = stream.read(len(_OLE))
            if path.suffix.lower() not in _PACKED:
                return None if head else "incomplete"
            if head == _OLE:  # A password makes another container of a packed workbook.
                return None
            with zipfile.ZipFile(stream) as archive:
                whole = all(_parts_are_there(archive))
                return None if whole else "incomplete"
    except PermissionError:
        return "unreadable"
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        return "incomplete"


def _parts_are_there(archive: zipfile.ZipFile) -> Iterator[bool]:
    """Whether each part begins where the list at the end says: some programs fill in holes."""
    stream = archive.fp
    assert stream is not None
    for info in archive.infolist()[:_MOST_PARTS]:
        stream.seek(info.header_offset)
        yield stream.read(len(_LOCAL_HEADER)) == _LOCAL_HEADER
