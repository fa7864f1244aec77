"""Why a KPI is not compared with a benchmark."""

from __future__ import annotations

from kpireport.model.reason import Reason


def benchmark_unknown(name: str) -> Reason:
    """Neither the Benchmarks sheet nor the catalogue has it."""
    return Reason("benchmark_unknown", {"name": name})


def benchmark_unit_differs(unit: str, other: str) -> Reason:
    """``unit`` is the KPI's, ``other`` the benchmark's; empty for a plain number."""
    if not unit:
        return Reason("benchmark_kpi_without_unit", {"other": other})
    if not other:
        return Reason("benchmark_without_unit", {"unit": unit})
    return Reason("benchmark_unit_differs", {"unit": unit, "other": other})


def benchmark_per_differs(unit: str, other: str) -> Reason:
    """The same unit, counted per something else: ``€/order`` and ``€``."""
    return Reason("benchmark_per_differs", {"unit": unit, "other": other})


def benchmark_fraction(found: float, actual: float) -> Reason:
    """``found`` was typed as a plain number where the KPI lies around ``actual`` percent."""
    return Reason("benchmark_fraction", {"found": found, "actual": actual})


def benchmark_industries(industries: tuple[str, ...], industry: str) -> Reason:
    """Figures of several industries, and none of them is that of the Settings."""
    if not industry:
        return Reason("benchmark_industry_missing", {"industries": industries})
    return Reason("benchmark_industries", {"industries": industries, "industry": industry})


def benchmark_other_industry(cohort: str, industry: str) -> Reason:
    """The only cohort there is belongs to another industry than the Settings'."""
    return Reason("benchmark_other_industry", {"cohort": cohort, "industry": industry})


def benchmark_out_of_order() -> Reason:
    """Quantiles that fall where they should rise."""
    return Reason("benchmark_out_of_order")


def benchmark_needs_a_year() -> Reason:
    """Neither the rolling twelve months nor a fiscal year are whole."""
    return Reason("benchmark_needs_a_year")


def benchmark_other_span(count: int) -> Reason:
    """A rate over ``count`` months, of which the KPI has no figure."""
    return Reason("benchmark_other_span", {"count": count})


def benchmark_no_actual() -> Reason:
    """The KPI has no figure to compare."""
    return Reason("benchmark_no_actual")
