"""One number of decimals for the figures of a KPI that stand in one table or one row.

Each of them takes the decimals that its status needs, and those at which its variance is that of
the figures beside it. Where all of them can have the same, with at most one decimal more than is
usual for the KPI, they have; a row at the very edge of its status keeps more for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpireport.i18n.precision import Pair, adds_up, telling_decimals

_MORE = 1
_CENTS = 2


@dataclass(frozen=True, slots=True)
class Needs:
    """What a row's decimals must tell apart, and its actual, base and variance as a share.

    ``difference`` is None where nobody subtracts.
    """

    edges: Sequence[Pair]
    difference: tuple[float, float, float | None] | None

    def met_by(self, decimals: int) -> bool:
        """Whether the row can be printed with so many decimals."""
        if telling_decimals(decimals, self.edges) > decimals:
            return False
        return self.difference is None or adds_up(*self.difference, decimals)


def common_decimals(usual: int, rows: Sequence[Needs], *, cents: bool) -> int | None:
    """The fewest decimals that every row can have, up to one more than usual; else None.

    What is shown in ``cents`` has no fractions of them.
    """
    most = usual if cents and usual >= _CENTS else usual + _MORE
    for decimals in range(usual, most + 1):
        if all(row.met_by(decimals) for row in rows):
            return decimals
    return None
