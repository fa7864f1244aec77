"""How the work grows with its size: what a busy or slow machine doesn't change."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def growth(prepare: Callable[[int], Callable[[], object]], small: int, large: int) -> float:
    """How many times as long the work takes for ``large`` as for ``small``.

    ``prepare(size)`` makes what the work needs and gives the work. Each is the best of three, in
    the processor's time, without the collector, which runs when others made garbage.
    """
    return _best(prepare(large)) / _best(prepare(small))


def _best(work: Callable[[], object]) -> float:
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
