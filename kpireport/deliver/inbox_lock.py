"""One instance at a time: a lock on the output folder, and one on the inbox.

The locks die with their process. Beside the output's lies who holds it, for whoever comes second.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from kpireport.model.errors import OutputError
from kpireport.model.problem import Param

INBOX_LOCK = ".kpireport-watch.lock"
_HOLDER = "holder.json"


@contextmanager
def one_instance(state: Path, inbox: Path, now: datetime) -> Iterator[None]:
    """Hold the state folder, and where it can be written to the inbox, as long as it lasts.

    Raises ``OutputError``: ``watch_held`` with who holds it, ``watch_inbox_held``,
    ``watch_no_lock`` where the file system has none.
    """
    lock = FileLock(state / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise OutputError("watch_held", _holder(state)) from None
    except (OSError, NotImplementedError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise OutputError("watch_no_lock", {"path": str(state), "cause": cause}) from error
    try:
        held = _lock_inbox(inbox)
        try:
            _say_who(state, now)
            yield
        finally:
            if held is not None:
                held.release()
    finally:
        lock.release()


def _lock_inbox(inbox: Path) -> FileLock | None:
    """Two instances with one inbox and two outputs would share its files out at random."""
    lock = FileLock(inbox / INBOX_LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise OutputError("watch_inbox_held", {"path": str(inbox)}) from None
    except (OSError, NotImplementedError):  # A read-only inbox is left as it is.
        return None
    return lock


def _say_who(state: Path, now: datetime) -> None:
    who = {
        "process": os.getpid(),
        "computer": platform.node(),
        "since": now.isoformat(timespec="seconds"),
    }
    try:
        (state / _HOLDER).write_text(json.dumps(who), encoding="utf-8")
    except OSError:  # The lock holds all the same; a second one is only not told whose it is.
        with suppress(OSError):
            (state / _HOLDER).unlink(missing_ok=True)


def _holder(state: Path) -> dict[str, Param]:
    known: dict[str, Param] = {"process": "?", "computer": "?", "since": "?"}
    with suppress(OSError, ValueError):
        told = json.loads((state / _HOLDER).read_text(encoding="utf-8"))
        known |= {key: str(told[key]) for key in known if told.get(key)}
    return {"path": str(state.parent), **known}
