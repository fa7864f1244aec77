"""The measurements as lines and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """``ours`` against ``theirs`` (seconds, or whatever ``unit`` says), and the bound of the ratio.

    ``at_least`` turns the bound round. Without ``theirs`` there is nothing to compare with.
    """

    what: str
    ours: float
    theirs: float | None = None
    against: str = ""
    bound: float | None = None
    at_least: bool = False
    unit: str = "s"

    @property
    def ratio(self) -> float | None:
        return None if self.theirs is None else self.ours / self.theirs

    @property
    def verdict(self) -> str:
        """``holds`` or ``misses``, empty where there is no bound."""
        if self.bound is None or self.ratio is None:
            return ""
        good = self.ratio >= self.bound if self.at_least else self.ratio <= self.bound
        return "holds" if good else "misses"

    def cells(self) -> tuple[str, ...]:
        sign = "≥" if self.at_least else "≤"
        return (
            self.what,
            f"{self.ours:.2f} {self.unit}",
            self.against,
            "" if self.theirs is None else f"{self.theirs:.2f} {self.unit}",
            "" if self.ratio is None else f"{self.ratio:.2f}",
            "" if self.bound is None else f"{sign} {self.bound:g}",
            self.verdict,
        )

    def text(self) -> str:
        return " | ".join(cell for cell in self.cells() if cell)


_HEADS = ("what", "kpireport", "against", "that", "ratio", "bound", "")


def table(lines: Sequence[Line]) -> str:
    """All lines as a Markdown table."""
    rows = [_HEADS, tuple("---" for _ in _HEADS), *(line.cells() for line in lines)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
