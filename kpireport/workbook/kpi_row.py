"""One row of the KPIs sheet: what its cells mean, and the default of every empty one.

Neither direction nor aggregation is ever guessed from a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from kpireport.model.kpi import (
    Aggregation,
    AttainmentMethod,
    Direction,
    Frequency,
    GroupRule,
    InputBasis,
    Kpi,
    Phasing,
    ProcessBasis,
    RollUp,
    TargetSpan,
    Tolerance,
    ToleranceKind,
)
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import CellRef
from kpireport.workbook.cells import CellKind
from kpireport.workbook.choices import NO_TOTALS
from kpireport.workbook.figure_values import Measured, is_points, measure
from kpireport.workbook.findings import Finding
from kpireport.workbook.misspelt_months import not_a_period
from kpireport.workbook.numbers import read_number
from kpireport.workbook.periods import read_date, read_period
from kpireport.workbook.placing import month_of
from kpireport.workbook.records import Record
from kpireport.workbook.review_cadence import read_review
from kpireport.workbook.units import UnitReading, read_tolerance, read_unit

_MOST_DECIMALS = 10
_SPAN_OF = {
    Frequency.MONTHLY: TargetSpan.MONTH,
    Frequency.QUARTERLY: TargetSpan.QUARTER,
    Frequency.YEARLY: TargetSpan.YEAR,
}


@dataclass(frozen=True, slots=True)
class KpiRow:
    """A KPI with what only the reading of its figures needs.

    ``typed`` are the columns that hold something in its row; ``cells`` says where every column's
    value stands or should stand.
    """

    kpi: Kpi
    unit: UnitReading
    typed: frozenset[str]
    cells: Mapping[str, CellRef]
    baseline: Measured = field(default_factory=lambda: Measured(missing=True))


def read_kpi(kpi_id: str, record: Record, calendar: FiscalCalendar, currency: str | None) -> KpiRow:
    """The KPI of a row; what can't be read in it is reported and has its default."""
    unit = read_unit(_unit_text(kpi_id, record), currency)
    baseline = _baseline(kpi_id, record, unit)
    review = read_review(record)
    identity = Kpi(
        id=kpi_id,
        name=record.text("name") or kpi_id,
        cell=record.ref("id" if "id" in record.layout.columns else "name"),
        category=record.text("category"),
        unit=unit.unit,
        decimals=_decimals(record),
        owner=record.text("owner"),
        purpose=record.text("purpose"),
        method=record.text("method"),
        definition=record.text("definition"),
        source=record.text("source"),
        due=_due(record),
        review=review.text,
        review_cadence=review.cadence,
        review_on=review.on,
        weight=_weight(record),
        headline=record.yes_no("headline") or False,
        report=record.yes_no("report") is not False,
        parent=record.text("parent") or None,
        benchmark=record.text("benchmark"),
        baseline=baseline.value,
        baseline_date=_baseline_date(record, calendar),
        tolerance=_tolerance(record, unit),
        cells={key: record.ref(key) for key in ("baseline", "tolerance") if record.cell(key)},
        places={key: record.ref(key) for key in record.layout.columns},
    )
    return KpiRow(
        _with_rules(identity, record),
        unit,
        frozenset(key for key in record.layout.columns if record.cell(key) is not None),
        {key: record.ref(key) for key in (c.key for c in record.layout.schema.columns)},
        baseline,
    )


def _with_rules(kpi: Kpi, record: Record) -> Kpi:
    """The KPI with the columns that say how it is computed."""
    aggregation = record.choice("aggregation")
    frequency = Frequency(record.choice("frequency") or Frequency.MONTHLY)
    return replace(
        kpi,
        direction=Direction(record.choice("direction") or Direction.NEUTRAL),
        aggregation=Aggregation(aggregation) if aggregation not in (None, NO_TOTALS) else None,
        no_totals=aggregation == NO_TOTALS,
        numerator=record.text("numerator") or None,
        denominator=record.text("denominator") or None,
        multiplier=_multiplier(kpi, record),
        frequency=frequency,
        actuals_input=InputBasis(record.choice("actuals_input") or InputBasis.PERIOD),
        targets_input=InputBasis(record.choice("targets_input") or InputBasis.PERIOD),
        target_per=TargetSpan(record.choice("target_per") or _SPAN_OF[frequency]),
        phasing=Phasing(record.choice("phasing") or Phasing.EVEN),
        attainment=AttainmentMethod(record.choice("attainment") or AttainmentMethod.LINEAR),
        roll_up=RollUp(found) if (found := record.choice("roll_up")) else None,
        group=GroupRule(found) if (found := record.choice("group")) else None,
        process=ProcessBasis(found) if (found := record.choice("process")) else None,
        seasonal=record.yes_no("seasonal"),
    )


def _unit_text(kpi_id: str, record: Record) -> str:
    """The unit's word, with W442 where the cell holds a number, a date or TRUE."""
    text, cell = record.text("unit"), record.cell("unit")
    if text and cell is not None and cell.kind is not CellKind.TEXT:
        record.report("W442", "unit", found=text, kpi=kpi_id)
    return text


def _multiplier(kpi: Kpi, record: Record) -> float:
    """``100%`` is 100 for a KPI in percent, however it is stored, and 1 for any other."""
    default = 100.0 if kpi.unit.is_percent else 1.0
    value = record.number("multiplier")
    reading = read_number(record.cell("multiplier"))
    if value == 0:
        record.report("E426", "multiplier")
        return default
    if kpi.unit.is_percent:
        value = reading.in_percent
    elif value is not None and reading.percent_text:
        value = value / 100
    if value is not None and kpi.unit.is_percent and value != default:
        record.report("W440", "multiplier", kpi=kpi.id, found=value)
    return default if value is None else value


def _weight(record: Record) -> float:
    """``60 %`` is 0.6, whether it is text or a format."""
    value = record.number("weight")
    if value is not None and read_number(record.cell("weight")).percent_text:
        value /= 100
    if value is not None and value < 0:
        record.report("E423", "weight", found=value)
        return 1.0
    return 1.0 if value is None else value


def _decimals(record: Record) -> int | None:
    value = record.number("decimals")
    if value is None:
        return None
    if value.is_integer() and 0 <= value <= _MOST_DECIMALS:
        return int(value)
    record.report("E424", "decimals", found=value)
    return None


def _due(record: Record) -> date | None:
    if not (text := record.text("due")):
        return None
    reading = read_date(record.cell("due"))
    if reading.problem is not None:
        record.problems.append(reading.problem.at(record.ref("due")))
    elif reading.value is None:
        record.report("W425", "due", found=text)
    return reading.value


def _baseline(kpi_id: str, record: Record, unit: UnitReading) -> Measured:
    measured = measure(record.cell("baseline"), unit)
    for finding in measured.findings:
        more = {"kpi": kpi_id, "count": 1} if finding.code != "E501" else {"kpi": kpi_id}
        record.problems.append(finding.at(record.ref("baseline"), **more))
    return measured


def _baseline_date(record: Record, calendar: FiscalCalendar) -> Period | None:
    if not (text := record.text("baseline_date")):
        return None
    reading = read_period(record.cell("baseline_date"))
    month = month_of(reading, None, calendar) if reading else not_a_period(text)
    if isinstance(month, Finding):
        record.problems.append(month.at(record.ref("baseline_date"), count=1))
        return None
    return month


def _tolerance(record: Record, unit: UnitReading) -> Tolerance | None:
    reading = read_tolerance(record.cell("tolerance"))
    tolerance = reading.tolerance
    found = record.text("tolerance")
    if reading.problem is not None:
        record.problems.append(reading.problem.at(record.ref("tolerance")))
    if tolerance is None:
        return None
    if unit.unit.is_percent and reading.bare_percent:
        record.report("E416", "tolerance", found=_as_percent(tolerance.value))
        return None
    if tolerance.kind is ToleranceKind.POINTS and not unit.unit.is_percent:
        if is_points(unit.unit):
            return Tolerance(tolerance.value, ToleranceKind.UNIT)
        record.report("E417", "tolerance", found=found, unit=unit.unit.text)
        return None
    if tolerance.kind is ToleranceKind.UNIT and unit.percent_factor is not None:
        return Tolerance(tolerance.value * unit.percent_factor, ToleranceKind.UNIT)
    return tolerance


def _as_percent(share: float) -> float:
    """A share in percent, without the noise of binary multiplication."""
    return round(share * 100, 9)
