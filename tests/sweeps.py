"""How many examples a property test looks at: few in `make test`, many in `make prove`."""

from __future__ import annotations

import os

from hypothesis import settings


def examples(count: int) -> settings:
    """Settings for ``count`` examples, times what SWEEP_FACTOR says (`make prove` sets it)."""
    return settings(max_examples=count * int(os.environ.get("SWEEP_FACTOR", "1")))
