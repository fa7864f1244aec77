"""Files written whole: a run killed at any moment leaves the old file or the new, never a half.

Every file is first written beside its place under a name of its own, and only when all of them
are safely on the disk does each take its place, in one step of the file system. What a killed
run leaves behind has a recognisable name and goes with the next run; a lock that dies with its
process tells it from the files of a run still at work.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from kpireport.model.errors import OutputError

if sys.platform != "win32":
    import fcntl

_UNFINISHED = re.compile(r"\.kpireport-([0-9a-f]{16})(?:\.lock|-\d+\.tmp)")
_DISK_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NOT_ALLOWED = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_all(files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write every file (name → bytes) into ``folder``, which is made where it is missing.

    Nothing is replaced before everything is written, so that a full disk or a file that is open
    elsewhere leaves the old set. Returns the paths in the order of ``files``; their modes follow
    the umask. Raises ``OutputError`` (``output_folder_is_file``, ``output_is_folder``,
    ``output_not_allowed``, ``output_locked``, ``output_disk_full``, ``output_name_too_long``,
    ``output_failed``), and ``ValueError`` for a name that isn't a plain file name.
    """
    targets = tuple(folder / plain(name) for name in files)
    make_folder(folder)
    for target in targets:
        _refuse_unreplaceable(target)
    remove_leftovers(folder)
    with _claim(folder) as token:
        staged = tuple(folder / f".kpireport-{token}-{i}.tmp" for i in range(len(targets)))
        for place, target, content in zip(staged, targets, files.values(), strict=True):
            with _explained(target):
                _write(place, content)
        for place, target in zip(staged, targets, strict=True):
            _replace(place, target)
        settle_folder(folder)
    return targets


def remove_leftovers(folder: Path) -> None:
    """Delete what killed runs left in ``folder``; the files of a run still at work stay."""
    with suppress(OSError):
        found = [_UNFINISHED.fullmatch(path.name) for path in folder.iterdir()]
        for token in sorted({match[1] for match in found if match}):
            if _owner_gone(folder / f".kpireport-{token}.lock"):
                _remove_staged(folder, token)


def is_unfinished(name: str) -> bool:
    """Whether ``name`` is one of our files in the making, which no reader should pick up."""
    return _UNFINISHED.fullmatch(name) is not None


@contextmanager
def _claim(folder: Path) -> Iterator[str]:
    """A token for this run's unfinished files, held by a lock until they are in place or gone."""
    with _explained(folder):
        token, handle = _lock_new(folder)
    try:
        yield token
    finally:
        _remove_staged(folder, token)
        os.close(handle)
        with suppress(OSError):
            (folder / f".kpireport-{token}.lock").unlink()


def _lock_new(folder: Path) -> tuple[str, int]:
    while True:
        token = secrets.token_hex(8)
        lock = folder / f".kpireport-{token}.lock"
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o666)
        if sys.platform == "win32":
            return token, handle  # Windows deletes no open file: being open is the lock.
        with suppress(OSError):  # A file system without locks: nobody can take it for dead there.
            fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return token, handle
        os.close(handle)  # Another run took it for a leftover before it was locked.


def _owner_gone(lock: Path) -> bool:
    """Whether the run that ``lock`` belongs to is over; the lock itself is then deleted."""
    try:
        if sys.platform == "win32":
            lock.unlink()
            return True
        handle = os.open(lock, os.O_RDWR)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock.unlink()
        finally:
            os.close(handle)
    except FileNotFoundError:
        return True  # A run deletes its lock last.
    except OSError:
        return False
    return True


def _remove_staged(folder: Path, token: str) -> None:
    for place in folder.glob(f".kpireport-{token}-*.tmp"):
        with suppress(OSError):
            place.unlink()


def _write(place: Path, content: bytes) -> None:
    with place.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _replace(place: Path, target: Path) -> None:
    with _explained(target):
        try:
            place.replace(target)
        except PermissionError as error:
            raise OutputError("output_locked", {"path": str(target)}) from error


def _refuse_unreplaceable(target: Path) -> None:
    """Stop before anything is written where a file is open elsewhere or write-protected."""
    with _explained(target):
        if target.is_dir():
            raise OutputError("output_is_folder", {"path": str(target)})
        try:
            os.close(os.open(target, os.O_RDWR))
        except FileNotFoundError:
            pass
        except PermissionError as error:
            raise OutputError("output_locked", {"path": str(target)}) from error


def make_folder(folder: Path) -> None:
    """Make the folder and those above it; ``OutputError`` says what is in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        in_the_way = next((p for p in (folder, *folder.parents) if p.is_file()), folder)
        raise OutputError("output_folder_is_file", {"path": str(in_the_way)}) from error
    except OSError as error:
        raise output_error(error, folder) from error


def settle_folder(folder: Path) -> None:
    """Have the folder's new entries survive a power cut, where the system can do that."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise output_error(error, path) from error


def output_error(error: OSError, path: Path) -> OutputError:
    if error.errno in _DISK_FULL:
        return OutputError("output_disk_full", {"path": str(path)})
    if error.errno in _NOT_ALLOWED:
        return OutputError("output_not_allowed", {"path": str(path)})
    if error.errno == errno.ENAMETOOLONG:
        return OutputError("output_name_too_long", {"path": str(path)})
    return OutputError("output_failed", {"path": str(path), "cause": error.strerror or str(error)})


def plain(name: str) -> str:
    """``name`` itself; ``ValueError`` where it isn't the name of a file alone."""
    if not name or name in {".", ".."} or "/" in name or "\\" in name or "\0" in name:
        raise ValueError(f"{name!r} is not a plain file name")
    return name
