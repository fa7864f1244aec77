"""From the entries of a figures sheet to figures: a known KPI, a month, a value in its unit.

What can't become a figure is said once for its cause: an unknown KPI once for all its rows, a
format against the unit once a KPI.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpireport.model.kpi import InputBasis, TargetSpan
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import CellRef, Param, Problem
from kpireport.workbook.figure_table import Entry, FigureTable, Label, Role
from kpireport.workbook.figure_values import cause_of, measure
from kpireport.workbook.findings import Finding
from kpireport.workbook.gathering import Gathering
from kpireport.workbook.kpi_names import KpiNames, is_total
from kpireport.workbook.kpi_row import KpiRow
from kpireport.workbook.kpi_sheet import KpiSheet
from kpireport.workbook.placing import end_of_span, fits, month_of, span_of, start_month
from kpireport.workbook.schema_figures import STOPPING_SHEETS
from kpireport.workbook.texts import read_text

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in its KPI's unit, at its month.

    ``written`` is the month it was written for, where a quarter's target is kept at its end.
    ``percent``: the cell itself says percent.
    """

    kpi: str
    period: Period
    written: Period
    role: Role
    value: float
    percent: bool
    cell: CellRef
    dated: bool = False
    provisional: bool = False
    note: str = ""
    version: str = ""


@dataclass(frozen=True, slots=True)
class ReadFigures:
    """The figures of a sheet, and the KPIs that have a filled cell there, sound or not."""

    figures: tuple[Figure, ...] = ()
    kpis: frozenset[str] = frozenset()

    def __add__(self, other: ReadFigures) -> ReadFigures:
        return ReadFigures((*self.figures, *other.figures), self.kpis | other.kpis)


@dataclass(frozen=True, slots=True)
class FigureReader:
    """Reads the figures of one workbook: its KPIs, their names, its calendar."""

    kpis: KpiSheet
    names: KpiNames
    calendar: FiscalCalendar

    def read(
        self, table: FigureTable, entries: Iterable[Entry], problems: list[Problem]
    ) -> ReadFigures:
        """The figures among ``entries``, and a problem for each cause that one is none."""
        once = Gathering()
        owners = _Owners(self.names, table.layout.schema.key in STOPPING_SHEETS, once)
        owned = [
            (kpi_id, entry) for entry in entries if (kpi_id := owners.owner(entry)) is not None
        ]
        found = [self._figure(self.kpis.rows[kpi], entry, table, once) for kpi, entry in owned]
        problems.extend(once.problems())
        problems.extend(_headings(self.names, table.bare_labels))
        return ReadFigures(
            tuple(figure for figure in found if figure is not None),
            frozenset(kpi_id for kpi_id, _ in owned),
        )

    def _figure(
        self, row: KpiRow, entry: Entry, table: FigureTable, once: Gathering
    ) -> Figure | None:
        kpi_id, facts = row.kpi.id, entry.facts
        written = self._written(entry, once)
        month = None if written is None else self._month(row, entry, written, table, once)
        measured = measure(entry.cell, row.unit)
        for finding in measured.findings:
            cause = (finding.code, kpi_id, cause_of(finding, entry.cell))
            placed = Finding(finding.code, {**finding.params, "kpi": kpi_id})
            once.add(cause, placed, entry.cell)
        if written is None or month is None or measured.value is None:
            return None
        return Figure(
            kpi_id,
            month,
            written,
            entry.role,
            measured.value,
            measured.percent,
            entry.cell.ref,
            entry.dated,
            facts.provisional,
            facts.note,
            facts.version,
        )

    def _written(self, entry: Entry, once: Gathering) -> Period | None:
        """The month the entry's period names, or None with the reason added to ``once``."""
        month = month_of(entry.when, entry.year, self.calendar)
        if isinstance(month, Period):
            return month
        cause = (month.code, "" if month.code == "E602" else entry.when.text)
        once.add(cause, month, entry.when_cell)
        return None

    def _month(
        self, row: KpiRow, entry: Entry, month: Period, table: FigureTable, once: Gathering
    ) -> Period | None:
        """The month the figure is kept at, or None with the reason added to ``once``."""
        if entry.dated:
            return self._dated(row, entry, month, once)
        if table.layout.schema.key == "targets":
            return self._target_month(row, entry, month, once)
        misfit = fits(entry, month, row.kpi, self.calendar)
        if misfit is None:
            return month
        code = "E607"
        if misfit == "within":
            code = "E608" if table.layout.schema.key == "actuals" else "W609"
        self._misfit(code, row, entry, month, once)
        return None

    def _target_month(
        self, row: KpiRow, entry: Entry, month: Period, once: Gathering
    ) -> Period | None:
        """A target for a quarter or a year is kept at the last month of that span.

        Cumulated targets stay where they stand, for each month of the span has its own.
        """
        span = row.kpi.target_per
        if span_of(entry.when) > span.months:
            self._misfit("E607", row, entry, month, once)
            return None
        if span is TargetSpan.MONTH or row.kpi.targets_input is InputBasis.YEAR_TO_DATE:
            return month
        return end_of_span(month, span.months, self.calendar)

    def _dated(self, row: KpiRow, entry: Entry, month: Period, once: Gathering) -> Period:
        """The month a dated target starts in: the whole month, whatever its day."""
        if entry.when.day not in (None, 1):
            params: dict[str, Param] = {"kpi": row.kpi.id, "found": entry.when.text, "month": month}
            cause = ("W610", entry.when_cell.address)
            once.add(cause, Finding("W610", params), entry.when_cell)
        return start_month(entry, month)

    def _misfit(self, code: str, row: KpiRow, entry: Entry, month: Period, once: Gathering) -> None:
        expected = end_of_span(month, row.kpi.frequency.months, self.calendar)
        params: dict[str, Param] = {
            "kpi": row.kpi.id,
            "found": read_text(entry.when_cell) if code == "E607" else month,
            "expected": expected,
        }
        once.add((code, row.kpi.id), Finding(code, params), entry.cell)


class _Owners:
    """Which KPI each entry belongs to, with one problem for each label that names none."""

    def __init__(self, names: KpiNames, stops: bool, once: Gathering) -> None:
        self._names = names
        self._unknown_code = "E701" if stops else "W702"
        self._once = once
        self._known: dict[tuple[str, ...], str | None] = {}

    def owner(self, entry: Entry) -> str | None:
        """The KPI's ID; None for totals (said elsewhere) and for labels that name no one KPI."""
        labels = entry.facts.labels
        key = tuple(label.text for label in labels)
        if key not in self._known:
            self._known[key] = self._find(labels)
        kpi_id = self._known[key]
        if kpi_id is None:
            self._explain(entry)
        elif (other := self._contradiction(labels, kpi_id)) is not None:
            label, named = other
            finding = Finding("E704", {"kpi": kpi_id, "found": label.text, "named": named})
            self._once.add(("E704", *key), finding, label.cell)
        return kpi_id

    def _find(self, labels: tuple[Label, ...]) -> str | None:
        """The KPI of the surest label; a name beside an ID that nobody has doesn't count."""
        for match in (self._names.find(label.text) for label in labels):
            if match.kpi is not None or not match.ambiguous:
                return match.kpi
        return None

    def _contradiction(self, labels: tuple[Label, ...], kpi_id: str) -> tuple[Label, str] | None:
        for label in labels:
            named = self._names.find(label.text).kpi
            if named not in (None, kpi_id):
                return label, str(named)
        return None

    def _named_beside(self, labels: tuple[Label, ...]) -> tuple[Label, str] | None:
        """The label that names a KPI in a row whose first one names none."""
        for label in labels[1:]:
            if (kpi_id := self._names.find(label.text).kpi) is not None:
                return label, kpi_id
        return None

    def _explain(self, entry: Entry) -> None:
        label = entry.facts.labels[0]
        ambiguous = self._names.find(label.text).ambiguous
        if ambiguous:
            finding = Finding("E703", {"found": label.text, "kpis": ambiguous})
        elif any(is_total(other.text) for other in entry.facts.labels):
            return
        elif (named := self._named_beside(entry.facts.labels)) is not None:
            other, kpi_id = named
            code = {"E701": "E720", "W702": "W721"}[self._unknown_code]
            finding = Finding(code, {"found": label.text, "name": other.text, "kpi": kpi_id})
        else:
            known = self._names.closest(label.text)
            finding = Finding(self._unknown_code, {"found": label.text, "known": known})
        self._once.add((finding.code, label.text), finding, label.cell)


def _headings(names: KpiNames, labels: tuple[Label, ...]) -> Iterable[Problem]:
    """One hint for the rows that hold words but neither a KPI nor a figure."""
    strange = [label for label in labels if names.find(label.text).kpi is None]
    if strange:
        texts = tuple(dict.fromkeys(label.text for label in strange))
        params: dict[str, Param] = {"rows": texts[:_MOST_NAMED], "count": len(texts)}
        yield Finding("I219", params).at(strange[0].cell.ref)


def by_kpi(figures: Iterable[Figure]) -> Mapping[str, tuple[Figure, ...]]:
    """Figures of each KPI, in the order given."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.kpi, []).append(figure)
    return {kpi: tuple(group) for kpi, group in found.items()}
