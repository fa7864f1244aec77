"""A KPI's figures side by side, as a reader sees them: against target, against others, by month."""

from __future__ import annotations

from dataclasses import dataclass

from kpireport.present.view_pieces import Figure, Mark, StatusMark


@dataclass(frozen=True, slots=True)
class MeasureView:
    """An actual against its target as a row of figures.

    ``target`` is text only where it is a band; its bounds are then in ``target_low`` and
    ``target_high`` too. ``actual`` covers every month that has one. Target, variance and
    attainment may cover fewer: ``coverage`` then says how many (``4 of 10 months``, else empty),
    and ``compared`` the same with the actual over just those months (``4 of 10 months: 22,053``),
    or only the coverage where that is the actual shown. Wherever the actual of a window is
    printed, ``compared`` is printed with it. Where the page and the board pack set the actual
    beside the target, it is ``beside_target``, over the months compared, with ``whole``: the
    coverage and the actual over every month (``4 of 10 months; over 10: 51,009``). ``inside`` says
    of a band that the actual lies in it, else it is empty.
    """

    label: str
    actual: Figure
    target: Figure
    variance: Figure
    variance_pct: Figure
    attainment: Figure
    status: StatusMark
    note: str = ""
    target_low: Figure | None = None
    target_high: Figure | None = None
    coverage: str = ""
    compared: str = ""
    whole: str = ""
    compared_actual: Figure | None = None
    inside: str = ""

    @property
    def on_card(self) -> Figure:
        """The variance, or the word for an actual inside its range."""
        return Figure(self.inside) if self.inside else self.variance

    @property
    def covering(self) -> str:
        """The label with the coverage: for rows whose note stands elsewhere."""
        return f"{self.label} ({self.compared})" if self.compared else self.label

    @property
    def beside_target(self) -> Figure:
        """The actual that target, variance and attainment belong to."""
        return self.compared_actual or self.actual

    @property
    def covering_whole(self) -> str:
        """The label with the coverage, for rows that show ``beside_target``."""
        return f"{self.label} ({self.whole})" if self.whole else self.label


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """The actual against another figure; ``key`` is its name in the JSON."""

    label: str
    value: Figure
    delta: Figure
    delta_pct: Figure
    note: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One month of the KPI's table. ``period_iso`` is ``2026-10``; ``label`` is ``Oct 2026``.

    ``mean``, ``lower`` and ``upper`` are the process limits that hold for the actual, and
    ``signal`` the mark of a signal in this month. ``compared``, ``whole`` and ``beside_target``
    are those of a ``MeasureView``. ``without`` names the entities that a group's month leaves out.
    """

    period_iso: str
    label: str
    actual: Figure
    target: Figure
    variance: Figure
    status: StatusMark
    prior_year: Figure
    provisional: bool = False
    future: bool = False
    target_low: Figure | None = None
    target_high: Figure | None = None
    forecast: Figure | None = None
    mean: Figure | None = None
    lower: Figure | None = None
    upper: Figure | None = None
    signal: Mark | None = None
    compared: str = ""
    whole: str = ""
    compared_actual: Figure | None = None
    without: str = ""

    @property
    def beside_target(self) -> Figure:
        """The actual that target and variance belong to."""
        return self.compared_actual or self.actual
