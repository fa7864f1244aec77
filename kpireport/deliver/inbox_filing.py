"""A file on its way from the drop folder to where it is filed, safe against a kill at any moment.

Each file under way has a room of its own in the output folder (``.kpireport-watch/work/<id>``)
with two folders: ``book`` holds the file itself, ``ready`` what is to lie beside it. Filing puts
the file to the rest and gives ``ready`` its place and name in one step, so that a folder of
results is there whole or not at all. Nothing that is there is ever replaced.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from kpireport.deliver.files import settle_folder
from kpireport.deliver.inbox import Seen, look

STATE_FOLDER = ".kpireport-watch"
_STAGED = ".kpireport-copy.tmp"
_BLOCK = 2**20
_PICTURES = frozenset({".png", ".jpg", ".jpeg"})
_LARGEST_PICTURE = 1_000_000
_TAKEN = {errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR, errno.EISDIR}


class ChangedError(Exception):
    """The file isn't any more what it was when it was found whole."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where one file lies while it is under way."""

    folder: Path
    name: str

    @property
    def book(self) -> Path:
        return self.folder / "book" / self.name

    @property
    def ready(self) -> Path:
        return self.folder / "ready"


def take(inbox: Path, seen: Seen, room: Room) -> bool:
    """Bring the file into its room, and say whether it remains in the inbox all the same.

    May be called again after a kill. Raises ``FileNotFoundError`` where it is nowhere,
    ``ChangedError`` where it changed (it is then where it was), and ``OSError`` for what the
    system refuses.
    """
    source, book = inbox / seen.name, room.book
    if not book.exists():
        if look(source).identity != seen.identity:
            raise ChangedError(seen.name)
        book.parent.mkdir(parents=True, exist_ok=True)
        if not _renamed(source, book):
            _copy(source, seen, book)
        elif look(book).identity[:2] != seen.identity[:2] and _put_back(book, source):
            raise ChangedError(seen.name)
        settle_folder(book.parent)
    return not _let_go(source, seen)


def _renamed(source: Path, target: Path) -> bool:
    """Moved in one step; not where another file system begins or the inbox is read-only."""
    try:
        source.rename(target)
    except FileNotFoundError:
        raise
    except OSError:
        return False
    return True


def _copy(source: Path, seen: Seen, target: Path) -> None:
    """A copy with the file's own time, whole on the disk before it has its name."""
    staged = target.parent / _STAGED
    with source.open("rb") as given, staged.open("wb") as made:
        shutil.copyfileobj(given, made, _BLOCK)
        made.flush()
        os.fsync(made.fileno())
    if look(source).identity != seen.identity or staged.stat().st_size != seen.size:
        raise ChangedError(seen.name)
    os.utime(staged, ns=(seen.mtime_ns, seen.mtime_ns))
    staged.replace(target)


def _put_back(book: Path, source: Path) -> bool:
    """Back to where it was, unless another file has come there: then it is kept and goes on."""
    if os.path.lexists(source):
        return False
    book.rename(source)
    return True


def _let_go(source: Path, seen: Seen) -> bool:
    """Remove the original of a copy; whether nothing of it is left. A newer file stays."""
    try:
        if look(source).identity == seen.identity:
            source.unlink()
            settle_folder(source.parent)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def digest(path: Path) -> str:
    """The content's SHA-256 in hexadecimal, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def bring_pictures(inbox: Path, room: Room) -> None:
    """Copy the inbox's small pictures beside the workbook, which may name one as its logo."""
    with suppress(OSError), os.scandir(inbox) as entries:
        for entry in entries:
            if PurePath(entry.name).suffix.lower() not in _PICTURES:
                continue
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if entry.is_file(follow_symlinks=False) and status.st_size <= _LARGEST_PICTURE:
                    shutil.copyfile(entry.path, room.book.parent / entry.name)


def make_ready(room: Room) -> Path:
    """An empty folder for what is to be filed with the book; an earlier attempt's is removed."""
    if room.ready.exists():
        shutil.rmtree(room.ready)
    room.ready.mkdir(parents=True)
    return room.ready


def file_away(room: Room, output: Path, place: str, going_to: Callable[[str], None]) -> None:
    """Put the book to what lies ready, and that into the folder ``place`` of the output.

    Where the name is taken the folder's gets a number. ``going_to`` is told the name before each
    try. May be called again after a kill: what is done is not done twice.
    """
    if room.book.exists():
        room.book.rename(_free(room.ready / room.name))
    if not room.ready.exists():
        return
    settle_folder(room.ready)
    number = 1
    while True:
        chosen = place if number == 1 else f"{place} ({number})"
        target = output / chosen
        number += 1
        if os.path.lexists(target):
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        going_to(chosen)
        try:
            room.ready.rename(target)
        except OSError as error:
            if error.errno in _TAKEN:
                continue
            raise
        settle_folder(target.parent)
        return


def leave(room: Room) -> None:
    """Clear the room, unless a file is still in it."""
    if not os.path.lexists(room.book):
        shutil.rmtree(room.folder, ignore_errors=True)


def clear_rooms(work: Path, known: Collection[int], inbox: Path) -> None:
    """Remove the rooms that the journal doesn't know; a file in one goes back to the inbox.

    There is one only where the journal was lost. ``known`` are the rooms' numbers.
    """
    with suppress(OSError), os.scandir(work) as entries:
        for entry in list(entries):
            if not (entry.name.isdecimal() and int(entry.name) in known):
                _empty(Path(entry.path) / "book", inbox)
                shutil.rmtree(entry.path)


def _empty(folder: Path, inbox: Path) -> None:
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in list(entries):
            if entry.name != _STAGED and PurePath(entry.name).suffix.lower() not in _PICTURES:
                shutil.move(entry.path, _free(inbox / entry.name))


def _free(path: Path) -> Path:
    """``path``, or the first numbered name beside it that nothing has."""
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free
