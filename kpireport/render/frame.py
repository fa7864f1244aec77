"""The scorecard's history as a pandas DataFrame, for those who go on in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpireport.model.scorecard import HistoryPoint, KpiResult, Scorecard

if TYPE_CHECKING:
    import pandas


def to_frame(scorecard: Scorecard) -> pandas.DataFrame:
    """One row a KPI and month, in the report's order.

    Columns: ``kpi`` (ID), ``name``, ``category``, ``unit``, ``period`` (monthly pandas Period),
    ``actual``, ``target``, ``target_low``, ``target_high``, ``variance``, ``attainment`` (a
    fraction), ``status`` (the code, or None) and ``provisional``. Figures are in the KPI's unit,
    percentages in percent; a missing figure is NaN, as pandas has it.
    """
    import pandas

    rows = [_row(result, point) for result in scorecard.kpis for point in result.history]
    frame = pandas.DataFrame(rows, columns=list(_COLUMNS))
    frame["period"] = pandas.PeriodIndex(frame["period"].astype("str"), freq="M")
    figures = ["actual", "target", "target_low", "target_high", "variance", "attainment"]
    frame[figures] = frame[figures].astype("float64")
    return frame


_COLUMNS = (
    *("kpi", "name", "category", "unit", "period", "actual", "target", "target_low"),
    *("target_high", "variance", "attainment", "status", "provisional"),
)


def _row(result: KpiResult, point: HistoryPoint) -> tuple[object, ...]:
    kpi, measure = result.kpi, point.measure
    status = measure.status.value if measure.status is not None else None
    return (
        *(kpi.id, kpi.name, kpi.category, kpi.unit.text, str(point.period)),
        *(measure.actual, measure.target, measure.target_low, measure.target_high),
        *(measure.variance, measure.attainment, status, point.provisional),
    )
