"""Which columns of the Summary hold what."""

from __future__ import annotations

NAME, GO, UNIT, SPARK = 1, 2, 3, 4
MONTH, MONTH_STATUS, YEAR, YEAR_STATUS = 5, 10, 12, 17
VARIATION, ASSURANCE, NOTE = 19, 20, 21
MONTH_SIGN, YEAR_SIGN = 22, 23
"""Hidden: the favourable variances that colour the figures of the month and of the year."""
FIGURES = ("actual", "target", "variance", "variance_pct")
SPANS = ((NAME, GO), (UNIT, MONTH), (6, 8), (9, 12), (13, 16), (17, NOTE))
"""The columns that a card or a count takes, side by side."""
