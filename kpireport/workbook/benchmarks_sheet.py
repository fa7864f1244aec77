"""The Benchmarks sheet: figures about others, with what their words mean."""

from __future__ import annotations

import re

from kpireport.model.benchmark import Benchmark
from kpireport.model.kpi import Unit, UnitKind
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Problem
from kpireport.workbook.cells import RawCell
from kpireport.workbook.figure_values import Measured, measure
from kpireport.workbook.layout import Layout
from kpireport.workbook.numbers import read_number
from kpireport.workbook.period_reading import PeriodKind
from kpireport.workbook.periods import read_period
from kpireport.workbook.records import Record, records
from kpireport.workbook.texts import normalise, read_text, without_accents
from kpireport.workbook.units import UnitReading, read_unit

_FRACTIONS = frozenset({"fraction", "share", "ratio01", "01"})
_OTHERS_YEARS = FiscalCalendar()
"""Publishers date by calendar quarters and years, whatever the workbook's own fiscal year is."""
_ISO_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?!\d)")

_MEAN = re.compile(r"(?:mean|average|moyenne)\b")
_CENTILE = re.compile(r"\bp ?(\d{1,2})\b|\b(\d{1,2}) ?(?:st|nd|rd|th|er|e|eme)? ?(?:per)?centile\b")
_NTH = re.compile(
    r"\b(?P<letter>[qd]) ?(?P<digit>[1-9])\b"
    r"|\b(?P<word>\w+) (?P<kind>quartile|decile)\b"
    r"|\b(?P<kind_first>quartile|decile) (?P<word_after>inferieur|superieur|bas|haut)\b"
)
_PARTS = {"q": 4, "quartile": 4, "d": 10, "decile": 10}
_FIRST = frozenset({"1st", "1er", "first", "premier", "lower", "bottom", "inferieur", "bas"})
_LAST = frozenset({"upper", "top", "superieur", "haut"})
_NUMBERED = {"2nd": 2, "2e": 2, "2eme": 2, "second": 2, "deuxieme": 2} | {
    "3rd": 3,
    "3e": 3,
    "3eme": 3,
    "third": 3,
    "troisieme": 3,
    "9th": 9,
    "9e": 9,
    "9eme": 9,
    "ninth": 9,
    "neuvieme": 9,
}
_RATE = re.compile(r"(?:/|\bper\b|\bpar\b) ?(?P<span>month|mois|quarter|trimestre|year|an|annee)$")
_SPANS = {"month": 1, "mois": 1, "quarter": 3, "trimestre": 3, "year": 12, "an": 12, "annee": 12}


def read_benchmarks(
    layout: Layout, currency: str | None, problems: list[Problem]
) -> tuple[Benchmark, ...]:
    """Figures about others, fractions as percent."""
    found = (_benchmark(record, currency) for record in records(layout, problems))
    return tuple(benchmark for benchmark in found if benchmark is not None)


def _benchmark(record: Record, currency: str | None) -> Benchmark | None:
    metric, typed = record.text("metric"), read_number(record.cell("value"))
    if not metric or typed.missing:
        key = "value" if metric else "metric"
        record.report("W809", key, column=record.layout.column_name(key))
        return None
    unit = _unit(record, currency, percent=typed.percent)
    measured = measure(record.cell("value"), unit)
    for finding in measured.findings:
        record.problems.append(finding.at(record.ref("value"), kpi=metric, count=1))
    for key, code in (("source", "W810"), ("statistic", "W817")):
        if not record.text(key):
            record.report(code, key, metric=metric)
    if measured.value is None:
        return None
    return Benchmark(
        metric,
        record.ref("value"),
        record.text("statistic"),
        measured.value,
        unit.unit.text,
        record.text("industry"),
        record.text("source"),
        _as_of(record.cell("as_of")),
        record.text("geography"),
        record.text("sample_size"),
        record.text("url"),
        as_of_end=end_of(record.cell("as_of")),
        quantile=quantile_of(record.text("statistic")),
        measured_in=unit.unit,
        unit_basis=_basis(unit.unit),
        rate_months=rate_months(unit.unit.text),
        plain_percent=_is_plain_percent(unit, measured),
    )


def _unit(record: Record, currency: str | None, *, percent: bool) -> UnitReading:
    text = record.text("unit")
    if normalise(text) in _FRACTIONS:
        return read_unit("% (0-1)", currency)
    return read_unit("%" if not text and percent else text, currency)


def _is_plain_percent(unit: UnitReading, measured: Measured) -> bool:
    """Whether neither the cell nor the unit says if 0.5 is half a percent or a half."""
    return unit.unit.is_percent and unit.percent_factor is None and not measured.percent


def _basis(unit: Unit) -> str:
    """What a percentage is of: ``of sessions``. The unit's own text says it for any other."""
    return unit.text.lstrip("% ").strip() if unit.kind is UnitKind.PERCENT else ""


def rate_months(unit: str) -> int | None:
    """The months one figure of a rate counts: 1 for ``% of employment per month``; else None."""
    found = _RATE.search(without_accents(unit).strip())
    return None if found is None else _SPANS[found["span"]]


def quantile_of(statistic: str) -> float | None:
    """The share of peers at or below a figure of that name: 0.25 for ``lower quartile``.

    ``Q1``, ``p25``, ``75e centile``, ``médiane``, ``quartile supérieur``, ``9th decile``… None for
    a mean, an aggregate or anything else. Upper and top mean the larger figures.
    """
    text = " ".join(without_accents(statistic).split())
    if _MEAN.match(text):
        return None
    if found := _CENTILE.search(text):
        share = int(found[1] or found[2]) / 100
        return share if 0 < share < 1 else None
    if re.search(r"\bmediane?\b", text):
        return 0.5
    found = _NTH.search(text)
    if found is None:
        return None
    parts = _PARTS[found["letter"] or found["kind"] or found["kind_first"]]
    number = _number(found["digit"] or found["word"] or found["word_after"], parts)
    return number / parts if number is not None and number < parts else None


def _number(word: str, parts: int) -> int | None:
    """Which of the bounds between ``parts`` equal parts is meant."""
    if word.isdigit():
        return int(word)
    if word in _FIRST:
        return 1
    return parts - 1 if word in _LAST else _NUMBERED.get(word)


def _as_of(cell: RawCell | None) -> str:
    """The date as text that sorts: ``2025-12`` for a first of a month, else as it was typed."""
    reading = read_period(cell)
    if reading is not None and reading.problem is None and reading.kind is PeriodKind.MONTH:
        return str(Period(reading.year, reading.number)) if reading.year and reading.number else ""
    return read_text(cell)


def end_of(cell: RawCell | None) -> Period | None:
    """The last month of the period that a figure stands for, None where it can't be told.

    Of a year over two (``2021-22``) nobody says here when it ends: December of the first counts,
    the last month that it surely holds.
    """
    reading = read_period(cell)
    if reading is None or reading.problem is not None:
        found = _ISO_MONTH.search(read_text(cell))
        return None if found is None else Period(int(found[1]), int(found[2]))
    if reading.end_year is not None and reading.year is not None:
        return Period(reading.year, 12)
    return reading.place(_OTHERS_YEARS)
