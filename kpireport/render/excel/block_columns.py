"""Which columns of the KPIs sheet hold what, for the modules that write a block together."""

LABEL, FIRST, STATUS, NOTE = 1, 2, 8, 10
"""The figures' half: what it is, its five figures, shape and word of its status, a note."""

CHART, LAST = 12, 15
"""The first and last column of the other half, with the chart and what there is to say."""

WHEN = LAST + 4
"""Hidden too: the month of a row, by which the chosen one is marked."""

SIGNS = (LAST + 1, LAST + 2, LAST + 3)
"""Hidden columns: the favourable differences that colour the figures in the columns FIRST + 1 to
FIRST + 3 of the same row."""

Heading = tuple[str, str]
"""A figure's name in the view, and its label's key."""

MEASURES: tuple[Heading, ...] = (
    ("actual", "actual"),
    ("target", "target"),
    ("variance", "variance"),
    ("variance_pct", "variance_pct"),
    ("attainment", "attainment"),
)
COMPARISONS: tuple[Heading, ...] = (
    ("value", "value"),
    ("delta", "change"),
    ("delta_pct", "change_pct"),
)
MONTHS: tuple[Heading, ...] = (
    ("actual", "actual"),
    ("target", "target"),
    ("variance", "variance"),
    ("prior_year", "prior_year"),
)
