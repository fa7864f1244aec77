"""The method appendix: how the figures of this very report are made, with its own thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import own_decimals
from kpireport.i18n.values import shown_share
from kpireport.model.kpi import AttainmentMethod, Direction, Kpi
from kpireport.model.scorecard import KpiResult, Scorecard
from kpireport.present.sections import period_note
from kpireport.present.view import MethodNote


def method_notes(messages: Messages, scorecard: Scorecard) -> tuple[MethodNote, ...]:
    """One entry a figure; rules that no KPI of the report uses are left out."""
    kpis = [result.kpi for result in scorecard.kpis]
    texts: list[tuple[str, str]] = [
        ("period", _period(messages, scorecard)),
        ("status", _status(messages, scorecard)),
        ("variance", messages.text("method.variance")),
        ("variance_pct", messages.text("method.variance_pct")),
        ("attainment", " ".join(_attainment(messages, kpis))),
        ("totals", messages.text("method.totals")),
    ]
    if any(_at_actual_mix(result) for result in scorecard.kpis):
        texts.append(("actual_mix", messages.text("method.actual_mix")))
    texts += [(key, messages.text(f"method.{key}")) for key in _behaviour(scorecard.kpis)]
    texts += _management(messages, scorecard.kpis)
    plain = ("comparisons", "score", "missing", "rounding")
    texts += [(key, messages.text(f"method.{key}")) for key in plain]
    source = scorecard.source
    if source.mapping:  # The workbook itself is named among the sources.
        words = {"name": source.mapping, "sha256": source.mapping_sha256}
        texts.append(("source", messages.text("method.mapping", **words)))
    return tuple(MethodNote(messages.text(f"method.{key}_title"), text) for key, text in texts)


def _period(messages: Messages, scorecard: Scorecard) -> str:
    note = period_note(messages, scorecard)
    return messages.text("method.period", period=scorecard.period, note=note)


def _status(messages: Messages, scorecard: Scorecard) -> str:
    settings = scorecard.settings
    green, amber = (
        shown_share(messages.formats, edge, own_decimals(edge * 100)).text
        for edge in (settings.green_from, settings.amber_from)
    )
    return messages.text("method.status", green=green, amber=amber)


def _attainment(messages: Messages, kpis: Iterable[Kpi]) -> Iterator[str]:
    names: dict[str, list[str]] = {"inverse": [], "progress": [], "range": []}
    for kpi in kpis:
        if kpi.direction is Direction.RANGE:
            names["range"].append(kpi.name)
        elif kpi.attainment is not AttainmentMethod.LINEAR:
            names[kpi.attainment.value].append(kpi.name)
    yield messages.text("method.attainment_linear")
    for key, users in names.items():
        if users:
            yield messages.text(f"method.attainment_{key}", names=tuple(users))


def _behaviour(results: Sequence[KpiResult]) -> Iterator[str]:
    """Which notes on limits, signals, assurance and trend the report needs."""
    processes = [result.process for result in results]
    if any(process.mean is not None for process in processes):
        yield "limits"
        yield "signals"
    if any(process.assurance is not None for process in processes):
        yield "assurance"
    if any(result.trend.direction is not None for result in results):
        yield "trend"


def _management(messages: Messages, results: Sequence[KpiResult]) -> Iterator[tuple[str, str]]:
    """The notes on goals, landing and benchmarks that the report needs."""
    if any(result.goal is not None for result in results):
        yield "goals", messages.text("method.goals")
    landing = " ".join(messages.text(f"method.{key}") for key in _landing(results))
    if landing:
        yield "landing", landing
    if any(result.standing and result.standing.position for result in results):
        yield "benchmarks", messages.text("method.benchmarks")


def _landing(results: Sequence[KpiResult]) -> Iterator[str]:
    landings = [result.landing for result in results if not result.landing.final]
    if any(landing.forecast is not None for landing in landings):
        yield "landing_forecast"
    if any(landing.statistical is not None for landing in landings):
        yield "landing_check"
    if any(landing.run_rate.required is not None for landing in landings):
        yield "landing_run_rate"


def _at_actual_mix(result: KpiResult) -> bool:
    windows = (result.ytd, result.qtd, result.rolling12, result.fiscal_year)
    return any(window.target_basis == "actual_mix" for window in windows)
