"""How the work grows with its size: what a busy or slow machine doesn't change."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def growth(prepare: Callable[[int], Callable[[], object]], small: int, large: int) -> float:
    """How many times as long the work takes for ``large`` as for ``small``.

    ``prepare(size)`` makes what the work needs and gives the work.
    """
    return least(prepare(large)) / least(prepare(small))


def least(work: Callable[[], object]) -> float:
    """Seconds of the processor, the best of three.

    Without the collector, which runs when others made garbage.
    """
    spent = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            began = time.process_time()
            work()
            spent.append(time.process_time() - began)
    finally:
        gc.enable()
    return min(spent)
