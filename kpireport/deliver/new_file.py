"""A file that must not be there yet: written whole, and never in the place of another."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from kpireport.model.errors import OutputError


def write_new(path: Path, content: bytes) -> None:
    """Write ``path``, whose folder must be there.

    Raises ``OutputError``: ``new_exists`` where anything of that name is there already,
    ``new_folder_missing``, ``new_not_written`` for whatever else the system refuses.
    """
    if os.path.lexists(path):  # A link that leads nowhere is somebody's too.
        raise OutputError("new_exists", {"path": str(path)})
    if not path.parent.is_dir():
        raise OutputError("new_folder_missing", {"path": str(path), "folder": str(path.parent)})
    staged = path.parent / f".kpireport-{secrets.token_hex(8)}-0.tmp"
    try:
        with staged.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        _put(staged, path)
    except FileExistsError:
        raise OutputError("new_exists", {"path": str(path)}) from None
    except OSError as error:
        cause = error.strerror or str(error)
        raise OutputError("new_not_written", {"path": str(path), "cause": cause}) from error
    finally:
        with suppress(OSError):
            staged.unlink()


def _put(staged: Path, path: Path) -> None:
    """Give the finished file its name, in one step that fails where the name is taken."""
    try:
        os.link(staged, path)
    except FileExistsError:
        raise
    except OSError:  # A file system without links (FAT, some shares): the narrowest gap left.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        staged.replace(path)
