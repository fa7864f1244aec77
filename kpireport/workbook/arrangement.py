"""Where the figures of a workbook stand that isn't laid out as the product's own.

Every figure is known by four things: which KPI, which period, which role (actual, target, prior
year…) and, in a group, which entity. An arrangement says for each table where those four are told:
in a column beside the figure, in a row above it, in the sheet's name, in a cell, or nowhere, so
that they are stated here. That is enough for months across or down, for blocks side by side or
under each other, for one sheet a month and for a row a transaction.

Recognition proposes an arrangement, a mapping file states one; ``arrange`` reads a workbook by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a figure is. The values are the words of the mapping file."""

    ACTUAL = "actual"
    TARGET = "target"
    TARGET_LOW = "target_low"
    TARGET_HIGH = "target_high"
    PRIOR_YEAR = "prior_year"
    FORECAST = "forecast"
    BUDGET = "budget"
    IGNORED = "ignored"
    """A variance, a total, a comment: nothing that is read."""


class Certainty(StrEnum):
    """How sure a proposal is of something: seen in the sheet, or inferred from it."""

    SURE = "sure"
    GUESSED = "guessed"


@dataclass(frozen=True, slots=True)
class Told:
    """Where something is told, one of the four ways, or ``stated`` outright.

    ``columns`` are columns beside the figure, by letters (``C``) or by their text in the table's
    header row, ``rows`` are rows above it; where there are several, their texts are read together
    (a year and a month). An empty header cell takes the text of the one before it (merged cells).
    ``sheet``: the sheet's name. ``cell``: an address on the sheet (``B6``). ``words`` turns what is
    found into what is meant; for a role a word may also stand at the end of the text
    (``Calls Act``). ``without``: words that are cut off the end of the text before it is used.
    ``down``: a cell of the columns that is empty, or holds one of ``without`` alone, says what the
    one above it says (a KPI's name over the rows of its actuals and targets).
    """

    columns: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    sheet: bool = False
    cell: str = ""
    stated: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    down: bool = False


NOWHERE = Told()


@dataclass(frozen=True, slots=True)
class TableMap:
    """One table of figures.

    ``sheet`` is a sheet's name, or a pattern with ``*`` for several of one layout. ``header`` is
    the row that names the columns, 0 for none. ``first_row`` to ``last_row`` (0: to the end) hold
    the figures, in the columns ``values``: letters, header texts or spans of letters (``D:O``,
    or ``D:`` to the last column).
    ``fiscal_year`` is the year of months without one, as it is known (``2026``, ``2025/26``).
    ``attributes`` tells what is said of KPIs beside their figures, by column of the KPIs sheet
    (``unit``, ``category``, ``direction``…). ``keep`` limits the rows to those with these texts
    in these columns. ``add_up``: rows of the same KPI, period and role are summed, as
    transactions are; else a second figure is a problem. ``guessed`` names what isn't sure.
    """

    sheet: str
    values: tuple[str, ...]
    kpi: Told
    period: Told
    role: Told
    header: int = 0
    first_row: int = 1
    last_row: int = 0
    entity: Told = NOWHERE
    fiscal_year: str = ""
    attributes: Mapping[str, Told] = field(default_factory=dict)
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    drop: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    add_up: bool = False
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KpiMap:
    """What is said of one KPI: its name as the tables have it, and columns of the KPIs sheet.

    ``said`` goes from a column's key (``direction``) to the text that would stand in it.
    ``guessed`` are the keys that a proposal inferred; they are written as comments.
    """

    name: str
    said: Mapping[str, str] = field(default_factory=dict)
    guessed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a workbook is read: its tables, what is said of the KPIs, and its settings by key.

    ``sha256`` is that of the mapping file's bytes; none where it was recognised.
    """

    tables: tuple[TableMap, ...]
    kpis: tuple[KpiMap, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""
