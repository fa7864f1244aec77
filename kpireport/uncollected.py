"""A stretch of work without the search for circular garbage."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, last: bool = False) -> Iterator[None]:
    """Work that makes much and drops little runs without Python's cyclic garbage collector.

    Laying out a board pack makes millions of objects that all stay until it is written; looking
    through them again and again took a sixth of the time. What is dropped is freed as ever, and
    circles are found after the work. What the ``last`` work of a program leaves goes with the
    program, and is never looked through.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if last:
            gc.freeze()
        if was:
            gc.enable()
