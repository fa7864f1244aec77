"""What no formula can give, told for each KPI and each month that can be chosen.

The Texts sheet holds a row a KPI and month; other sheets look the row up that belongs to the
chosen month. A column is a small function of that month's view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kpireport.i18n.typography import MISSING
from kpireport.model.measure import Window
from kpireport.model.scorecard import KpiResult
from kpireport.present.view import Figure, KpiView, LandingRow, MeasureView
from kpireport.render.excel.live.cell import Value
from kpireport.render.excel.live.place import value_now
from kpireport.render.excel.live.standing import STATED

Told = Callable[[KpiView], Value]
MEASURES = ("month", "qtd", "ytd", "r12", "fy")
COMPARISONS = {
    "previous": "previous",
    "year_ago": "year_ago",
    "ytd_year_ago": "ytd_then",
    "baseline": "start",
    "budget": "budget",
}
"""The comparisons of the view, and the columns of the Calculation sheet that hold them."""
LINES = "\n"


def line_note(kpi: KpiView, labels: Mapping[str, str]) -> str:
    """What must be known of the line's figures: another month, provisional, partial, missing."""
    month, year = kpi.month.note, kpi.year_to_date.note
    parts = [
        kpi.period_label,
        labels["provisional"] if kpi.provisional else "",
        month,
        f"{labels['year_to_date_short']} – {kpi.year_to_date.compared}"
        if kpi.year_to_date.compared
        else "",
        f"{labels['year_to_date_short']} – {year}" if year and year != month else "",
    ]
    return " · ".join(part for part in parts if part)


def title_line(kpi: KpiView) -> str:
    """What stands beside a KPI's name; the period only of one that isn't the chosen month's."""
    parts = (kpi.category, kpi.unit_after_name, kpi.direction, kpi.period_label)
    return " · ".join(part for part in parts if part)


def measure_notes(measures: Sequence[MeasureView]) -> list[str]:
    """The figures' notes, each said once with all the figures it is true of."""
    said: dict[str, list[str]] = {}
    for measure in measures:
        if measure.note:
            said.setdefault(measure.note, []).append(measure.label)
    return [f"{'; '.join(labels)} – {note}" for note, labels in said.items()]


def text_columns(views: Sequence[KpiView], labels: Mapping[str, str]) -> Mapping[str, Told]:
    """The columns for these views, by key; a column that is always empty is left out."""
    moving = {kpi.id for kpi in views if kpi.period_label}
    columns: dict[str, Told] = {
        "verdict": lambda kpi: kpi.verdict,
        "line_note": lambda kpi: line_note(kpi, labels),
        "title_line": lambda kpi: title_line(kpi) if kpi.id in moving else "",
        "variation": lambda kpi: (
            f"{kpi.variation.symbol} {kpi.variation.label}" if kpi.variation else ""
        ),
        "assurance": lambda kpi: (
            f"{kpi.assurance.symbol} {kpi.assurance.label}" if kpi.assurance else ""
        ),
        "measure_notes": lambda kpi: LINES.join(measure_notes(kpi.measures)),
        "behaviour": lambda kpi: LINES.join(f"{d.label}: {d.text}" for d in kpi.behaviour),
        "notes": lambda kpi: LINES.join(kpi.notes),
        "goal": lambda kpi: kpi.goal.progress if kpi.goal else "",
        "goal_facts": lambda kpi: (
            " · ".join(f"{f.label} {f.text}" for f in kpi.goal.facts) if kpi.goal else ""
        ),
        "goal_promise": lambda kpi: kpi.goal.promise if kpi.goal else "",
        "landing_title": lambda kpi: kpi.landing.title if kpi.landing else "",
        "benchmark_basis": lambda kpi: kpi.benchmark.basis if kpi.benchmark else "",
        "benchmark_facts": lambda kpi: (
            " · ".join(f"{fact.label} {fact.text}" for fact in kpi.benchmark.facts)
            if kpi.benchmark
            else ""
        ),
        "landing": lambda kpi: kpi.landing.sentence if kpi.landing else "",
        "landing_pace": lambda kpi: kpi.landing.run_rate if kpi.landing else "",
        "landing_method": lambda kpi: kpi.landing.method if kpi.landing else "",
        "benchmark": lambda kpi: (
            kpi.benchmark.sentence or kpi.benchmark.reason if kpi.benchmark else ""
        ),
    }
    for place, name in enumerate(MEASURES):
        columns[f"{name}_label"] = _measure(place, "covering")
        columns[f"{name}_band"] = _band(place)
    for key in COMPARISONS:
        columns[f"{key}_label"] = _comparison(key, "label")
        columns[f"{key}_note"] = _comparison(key, "note")
    for number, label in enumerate(landing_lines(views)):
        columns[f"landing_label_{number}"] = _landing(label, lambda row: row.label)
        columns[f"landing_value_{number}"] = _landing(label, lambda row: shown(row.value))
        columns[f"landing_against_{number}"] = _landing(label, lambda row: shown(row.against))
        columns[f"landing_note_{number}"] = _landing(
            label, lambda row: " · ".join(part for part in (row.interval, row.note) if part)
        )
    return {
        key: told
        for key, told in columns.items()
        if any(told(kpi) not in ("", None) for kpi in views)
    }


def landing_lines(views: Sequence[KpiView]) -> Sequence[str]:
    """The labels of the landings' lines, each once."""
    rows = (row for kpi in views if kpi.landing for row in kpi.landing.rows)
    return tuple(dict.fromkeys(row.label for row in rows))


def _measure(place: int, name: str) -> Told:
    def told(kpi: KpiView) -> Value:
        said: str = getattr(kpi.measures[place], name) if place < len(kpi.measures) else ""
        return said

    return told


def _comparison(key: str, name: str) -> Told:
    def told(kpi: KpiView) -> Value:
        said: Sequence[str] = [getattr(c, name) for c in kpi.comparisons if c.key == key]
        return said[0] if said else ""

    return told


def _band(place: int) -> Told:
    def told(kpi: KpiView) -> Value:
        return kpi.measures[place].target.text if place < len(kpi.measures) else ""

    return told


def _landing(label: str, read: Callable[[LandingRow], Value]) -> Told:
    def told(kpi: KpiView) -> Value:
        rows = kpi.landing.rows if kpi.landing else ()
        return next((read(row) for row in rows if row.label == label), "")

    return told


Stated = Callable[[KpiResult], tuple[float | None, bool]]
"""A figure of a month, and whether it is a level (which Excel may hold as a fraction)."""


def stated_columns() -> Mapping[str, Stated]:
    """Totals that don't follow from the rows alone, for the KPIs that have such."""
    found: dict[str, Stated] = {}
    for window, read in _WINDOWS.items():
        if window != "fy":
            found[f"stated_{window}_both"] = _slots(read)
        for name, figure in _FIGURES.items():
            found[f"stated_{window}_{name}"] = _of_window(read, figure)
    for name, figure_name in STATED.items():
        found[name] = _standing(figure_name)
    found["stated_ytd_now"] = _level(lambda r: value_now(r.comparisons.ytd_year_ago))
    found["stated_ytd_then"] = _level(lambda r: r.comparisons.ytd_year_ago.value)
    return found


_WINDOWS: Mapping[str, Callable[[KpiResult], Window]] = {
    "qtd": lambda result: result.qtd,
    "ytd": lambda result: result.ytd,
    "r12": lambda result: result.rolling12,
    "fy": lambda result: result.fiscal_year,
}
_FIGURES: Mapping[str, Callable[[Window], float | None]] = {
    "actual": lambda window: window.actual,
    "compared": lambda window: window.measure.actual,
    "target": lambda window: window.measure.target,
    "low": lambda window: window.measure.target_low,
    "high": lambda window: window.measure.target_high,
}


def _slots(read: Callable[[KpiResult], Window]) -> Stated:
    """How many slots are compared."""
    return lambda result: (read(result).months // result.kpi.frequency.months, False)


def _of_window(
    read: Callable[[KpiResult], Window], figure: Callable[[Window], float | None]
) -> Stated:
    return lambda result: (figure(read(result)), True)


def _level(figure: Callable[[KpiResult], float | None]) -> Stated:
    return lambda result: (figure(result), True)


def _standing(name: str) -> Stated:
    def value(result: KpiResult) -> tuple[float | None, bool]:
        standing = result.standing
        figure: float | None = None if standing is None else getattr(standing, name)
        return figure, True

    return value


def shown(figure: Figure) -> Value:
    """A figure as its cell holds it: a band as its text, nothing for a missing one."""
    if figure.excel_value is not None:
        return figure.excel_value
    return "" if figure.text == MISSING else figure.text
