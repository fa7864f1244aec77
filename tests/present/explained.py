"""Holds an explanation against the scorecard and against its own formulas.

Formulas are worked out by Python itself from the text that was printed: the exact ones as they
stand, those for readers after their marks (−, ×, the language's separators) are put into Python's.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from kpireport.model.book import Book, Language
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.pipeline import build_scorecard, explain
from kpireport.present.trace.values import Explanation, KpiExplanation

_ALLOWED = re.compile(r"[\d\s.+*/(),<>=e-]*")
_WORDS = re.compile(r"\b(?:min|max|abs|sqrt|phi)\b")
_NAMES: dict[str, Any] = {
    "min": min,
    "max": max,
    "abs": abs,
    "sqrt": math.sqrt,
    "phi": lambda z: math.erfc(-z / math.sqrt(2)) / 2,
    "__builtins__": {},
}
_SPACES = "\u00a0\u202f\u2009"


def worked_out(formula: str) -> float | bool:
    """The value of an exact formula."""
    assert _ALLOWED.fullmatch(_WORDS.sub("", formula)), formula
    result: float | bool = eval(formula, dict(_NAMES))
    return result


def as_python(line: str, language: Language) -> str:
    """A printed formula in Python's notation."""
    text = line
    for space in _SPACES:
        text = re.sub(rf"(?<=\d){space}(?=\d)", "", text)
    text = re.sub(rf"[{_SPACES}]", "", text)
    text = text.replace(",", ".") if language == "fr" else re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = text.replace(";", ",")
    text = re.sub(r"([\d.]+)%", r"(\1/100)", text)
    for mark, plain in (
        ("−", "-"),
        ("×", "*"),
        ("≤", "<="),
        ("≥", ">="),
        ("√", "sqrt"),
        ("Φ", "phi"),
    ):
        text = text.replace(mark, plain)
    return re.sub(r"\|([^|]*)\|", r"abs(\1)", text)


def decimals_of(shown: str, language: Language) -> int:
    """How many decimals a figure shows."""
    found = re.search(r"\d,(\d+)" if language == "fr" else r"\d\.(\d+)", shown)
    return len(found[1]) if found else 0


def printed(value: float, decimals: int) -> Decimal:
    exact = Decimal(f"{value:.15g}")
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def hold_formulas(found: KpiExplanation, language: Language) -> None:
    """Every formula gives its figure: the exact one exactly, the printed one as it is shown."""
    for figure in found.figures():
        for each in figure.walk():
            _hold_exact(each)
            for line in each.formula:
                if "…" not in line:
                    _hold_printed(each, line, language)


def _hold_exact(figure: Explanation) -> None:
    assert bool(figure.exact) == bool(figure.formula)
    if not figure.exact:
        return
    result = worked_out(figure.exact)
    if isinstance(figure.value, str):
        assert result is True, f"{figure.figure}: {figure.exact}"
        return
    assert figure.value is not None
    terms = [abs(float(n)) for n in re.findall(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?", figure.exact)]
    rounding = 1e-14 * max(terms)  # of a difference of large numbers
    assert math.isclose(result, figure.value, rel_tol=1e-9, abs_tol=rounding), figure


def _hold_printed(figure: Explanation, line: str, language: Language) -> None:
    result = worked_out(as_python(line, language))
    if isinstance(figure.value, str):
        assert result is True, f"{figure.figure}: {line}"
        return
    assert figure.value is not None
    scale = 100 if "%" in figure.shown and _is_share(figure) else 1
    decimals = decimals_of(figure.shown, language)
    if math.isclose(result, figure.value, rel_tol=1e-9):  # 0.0025, computed as 0.002499999999
        return
    again = printed(result * scale, decimals)
    assert again == printed(figure.value * scale, decimals), f"{figure.figure}: {line}"


_SHARES = re.compile(
    r"attainment|variance_pct|delta_pct|score|gap_pct|percentile|process\."
    r"|goal\.(?:progress|achieved_change|promised_so_far)"
)


def _is_share(figure: Explanation) -> bool:
    """Whether the value is a fraction that is shown in percent."""
    if figure.figure.startswith("process."):
        return "%" in "".join(figure.formula)
    return bool(_SHARES.search(figure.figure))


def hold_values(found: KpiExplanation, result: KpiResult) -> None:
    """The explanation says every figure of the scorecard, and nothing else."""
    explained = {figure.figure: figure for figure in found.figures()}
    assert len(explained) >= 12
    for code, value in _figures(result):
        if code in explained:
            assert explained[code].value == value, code
        else:
            assert value is None, f"{code} is silent"
    for figure in explained.values():
        if figure.value is None:
            assert figure.reason, f"{figure.figure} has neither a value nor a reason"
        elif not isinstance(figure.value, str):
            made = figure.formula or figure.inputs or figure.parts or figure.notes
            assert made, f"{figure.figure} has no source"


def _figures(result: KpiResult) -> Iterator[tuple[str, Any]]:
    rolled_up = result.reason is not None and "children" in result.reason.code
    measures = {"": result.measure}
    for name in ("ytd", "qtd", "rolling12", "fiscal_year"):
        window = getattr(result, name)
        measures[f"{name}."] = window.measure
        yield f"{name}.actual", window.actual
        if window.measure.actual != window.actual:
            yield f"{name}.compared_actual", window.measure.actual
    for prefix, measure in measures.items():
        if not prefix:
            yield "actual", measure.actual
        yield f"{prefix}target", measure.target
        yield f"{prefix}target_low", measure.target_low
        yield f"{prefix}target_high", measure.target_high
        if measure.target is not None:
            yield f"{prefix}variance", measure.variance
        yield f"{prefix}variance_pct", measure.variance_pct
        yield f"{prefix}favourable_variance", measure.favourable_variance
        yield f"{prefix}attainment", measure.attainment
        missing = measure.actual is None and bool(prefix)
        yield f"{prefix}status", None if missing else measure.status
    if not rolled_up:
        yield "score", result.score
    for name in ("previous", "year_ago", "ytd_year_ago", "baseline", "budget"):
        comparison = getattr(result.comparisons, name)
        yield name, comparison.value
        yield f"{name}.delta", comparison.delta
        yield f"{name}.delta_pct", comparison.delta_pct
    if result.standing is not None:
        yield "benchmark.actual", result.standing.actual
        yield "benchmark.value", result.standing.value
        yield "benchmark.gap", result.standing.gap
        yield "benchmark.gap_pct", result.standing.gap_pct
        yield "benchmark.percentile", result.standing.percentile
    if result.goal is not None:
        yield "goal.progress", result.goal.progress
        yield "goal.pace", result.goal.pace
        yield "goal.achieved_change", result.goal.achieved_change
        yield "goal.promised_so_far", result.goal.promised_so_far
    yield "process.mean", result.process.mean
    yield "process.lower", result.process.lower
    yield "process.upper", result.process.upper
    yield "trend.direction", result.trend.direction
    yield "trend.slope", result.trend.slope_per_month
    yield "trend.p_value", result.trend.p_value
    yield "status_change.before", result.status_change.before
    if result.status_change.reason is None:
        yield "status_change.actual", result.status_change.after


def hold(book: Book, period: Period | None = None, language: Language = "en") -> Scorecard:
    """Every KPI of a book, reported or not, holds at a period."""
    card = build_scorecard(book, period)
    for kpi in book.kpis:
        found = explain(book, card, kpi.id, language)
        hold_formulas(found, language)
        if kpi.report:
            hold_values(found, card.kpi(kpi.id))
    return card
