"""A cell's number in the unit of its KPI.

What a number format or a text says (percent, thousands, a currency) is held against the unit
here. The value is always the stored one; where format and unit contradict each other there is
none, for nobody can tell which of the two was meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kpireport.model.kpi import Unit, UnitKind
from kpireport.model.problem import Param
from kpireport.workbook.cells import CellKind, RawCell
from kpireport.workbook.findings import Finding
from kpireport.workbook.numbers import NumberReading, read_number
from kpireport.workbook.texts import normalise, read_text
from kpireport.workbook.units import UnitReading, read_currency

_GROUPED = frozenset({"E508", "E509", "W512", "E513", "E514", "W515", "E516", "I519"})
"""Findings with one cause for a whole KPI: reported once a KPI and sheet, with their count."""

_POINT_UNITS = frozenset({"pt", "pts", "point", "points", "pp"})


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure in its KPI's unit (percent KPIs in percent), or what is wrong with it.

    ``percent`` tells a number that says percent itself, by format or sign, from a plain one.
    ``findings`` may stand beside a value (warnings) or in its place.
    """

    value: float | None = None
    missing: bool = False
    percent: bool = False
    findings: tuple[Finding, ...] = ()


def measure(cell: RawCell | None, unit: UnitReading) -> Measured:
    """The number in ``cell`` as a KPI of that unit takes it."""
    reading = read_number(cell)
    if cell is None or reading.missing:
        return Measured(missing=True)
    if reading.problem is not None:
        return Measured(findings=(reading.problem,))
    findings = tuple(
        finding
        for finding in (
            _scaling_format(cell, reading, unit.unit),
            _points(cell, reading, unit.unit),
            _percent_in_another_unit(cell, reading, unit.unit),
            _written_scale(cell, reading, unit.unit),
            _currency(cell, reading, unit.unit),
        )
        if finding is not None
    )
    if any(finding.code.startswith("E") for finding in findings):
        return Measured(findings=findings)
    return Measured(_in_unit(reading, unit), percent=reading.percent, findings=findings)


def cause_of(finding: Finding, cell: RawCell) -> str:
    """What tells two findings of one code and KPI apart: the currency or format, else the cell."""
    if finding.code not in _GROUPED:
        return cell.address
    return str(finding.params.get("currency") or finding.params.get("format") or "")


def _in_unit(reading: NumberReading, unit: UnitReading) -> float | None:
    value = reading.value
    if value is None:
        return None
    if unit.unit.is_percent:
        if reading.percent:
            return reading.in_percent
        return _times(value, unit.percent_factor or 1.0)
    if reading.scale != 1.0 and unit.unit.scale != 1.0:
        return _times(value, 1 / unit.unit.scale)
    return value


def _times(value: float, factor: float) -> float:
    """Multiplied in decimal, so that 0.07 gives 7.0 and not 7.000000000000001."""
    return value if factor == 1.0 else float(Decimal(repr(value)) * Decimal(repr(factor)))


def is_points(unit: Unit) -> bool:
    """Whether the unit itself is points (a satisfaction score), so that ``45 pts`` is in it."""
    return normalise(unit.text) in _POINT_UNITS


def _scaling_format(cell: RawCell, reading: NumberReading, unit: Unit) -> Finding | None:
    """A format that shows thousands, or claims to, where the unit is another."""
    params: dict[str, Param] = {
        "format": cell.number_format,
        "unit": unit.text,
        "stored": reading.value,
    }
    if reading.format_scale != 1.0:
        return Finding("E508", params)
    # A unit that merely looks like a scale ("m" for metres) is written in the format as it is.
    written_as_unit = unit.kind is UnitKind.OTHER and unit.text in cell.number_format
    # ``0 "€"`` says single euros; a format without a currency says nothing of sizes.
    silent = reading.format_label_scale == 1.0 and (
        reading.currency is None or cell.kind is CellKind.TEXT
    )
    if reading.format_label_scale != unit.scale and not silent and not written_as_unit:
        return Finding("E508", params)
    return None


def _written_scale(cell: RawCell, reading: NumberReading, unit: Unit) -> Finding | None:
    """A size in the text that isn't the unit's, in a KPI counted in thousands or more.

    ``4.2k`` may be 4.2 or 4 200 of them. ``1 500 €`` and ``1.5M€`` say another size than k€.
    """
    if cell.kind is not CellKind.TEXT:
        return None
    if unit.is_percent:
        other = reading.scale != 1.0
    elif unit.scale == 1.0:
        other = False
    elif reading.currency is None:
        other = reading.scale != 1.0
    else:
        other = reading.scale != unit.scale
    return Finding("E509", {"found": read_text(cell), "unit": unit.text}) if other else None


def _points(cell: RawCell, reading: NumberReading, unit: Unit) -> Finding | None:
    if reading.points and not is_points(unit):
        return Finding("E516", {"found": read_text(cell), "unit": unit.text})
    return None


def _percent_in_another_unit(cell: RawCell, reading: NumberReading, unit: Unit) -> Finding | None:
    if unit.is_percent or not reading.percent:
        return None
    if reading.percent_text:
        return Finding("E513", {"found": read_text(cell), "unit": unit.text})
    return Finding("W512", {"stored": reading.value, "unit": unit.text})


def _currency(cell: RawCell, reading: NumberReading, unit: Unit) -> Finding | None:
    """A currency in the cell that is not the unit's."""
    if reading.currency is None:
        return None
    found = read_currency(reading.currency, unit.currency)
    if found is None or found == unit.currency:
        return None
    params: dict[str, Param] = {"currency": found, "unit": unit.text}
    if unit.kind is UnitKind.NUMBER:
        return Finding("I519", params)
    return Finding("E514" if cell.kind is CellKind.TEXT else "W515", params)
