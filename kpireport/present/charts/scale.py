"""From numbers to coordinates: round ticks, an honest axis, positions inside a plot."""

from __future__ import annotations

from collections.abc import Callable

TickText = Callable[[float, int], str]
"""How an axis tick is shown: the value, and the decimals its step needs, to text with unit."""
