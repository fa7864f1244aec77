"""What the rules across sheets need to know beside the Book: where things stand, and how typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kpireport.model.problem import CellRef
from kpireport.workbook.figures import Figure
from kpireport.workbook.kpi_row import KpiRow
from kpireport.workbook.kpi_sheet import KpiSheet


@dataclass(frozen=True, slots=True)
class Context:
    """The KPI rows with their cells, the cells of the settings, the figures as read.

    ``figures`` goes from a sheet's schema key (``actuals``, ``prior_year``) to KPIs to figures.
    ``with_actuals`` are the KPIs with a filled cell among the actuals, readable or not.
    """

    kpis: KpiSheet = field(default_factory=KpiSheet)
    settings_cells: Mapping[str, CellRef] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, tuple[Figure, ...]]] = field(default_factory=dict)
    with_actuals: frozenset[str] = frozenset()

    def row(self, kpi_id: str) -> KpiRow:
        return self.kpis.rows[kpi_id]

    def cell(self, kpi_id: str, column: str) -> CellRef:
        """Where that column of the KPI stands or should stand."""
        return self.kpis.rows[kpi_id].cells[column]

    def of_kpi(self, sheet: str, kpi_id: str) -> tuple[Figure, ...]:
        """A KPI's figures on the sheets of that key, as read."""
        return self.figures.get(sheet, {}).get(kpi_id, ())
