"""Where every KPI's fiscal year will land: by management's forecast, and by its own history.

The methods and their sources are in ``kpireport.stats.landing`` and in docs/landing.md. Here it is
decided which months they are given, and what is said where they can't be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kpireport.compute import landing_reasons, reasons
from kpireport.compute.aggregate import Formula, covered, only_last, total
from kpireport.compute.attainment import NO_AIM, Aim
from kpireport.compute.landing_history import LandingHistory, landing_history
from kpireport.compute.landing_run_rate import run_rate, settled
from kpireport.compute.landing_year import LandingYear
from kpireport.compute.ledger import Line
from kpireport.compute.months import month_at
from kpireport.compute.target_totals import full_target
from kpireport.model.book import Book
from kpireport.model.kpi import Direction
from kpireport.model.landing import Landing, LandingMethod, Outlook, RunRate
from kpireport.model.reason import Reason, SourceCell
from kpireport.stats.landing import Landed, land

LIKELY_FROM = 0.75
UNLIKELY_TO = 0.25
METHODS = (LandingMethod.RUN_RATE, LandingMethod.SEASONAL, LandingMethod.SMOOTHING)


@dataclass(frozen=True, slots=True)
class StatisticalLanding:
    """What a statistical landing was made from, and what it came to."""

    history: LandingHistory
    landed: Landed


def landings(
    lines: Sequence[Line], every: Mapping[str, Line], book: Book, period: int
) -> tuple[Landing, ...]:
    """The landing of each line in a report at ``period``; ``every`` holds all KPIs of the book."""
    years = [LandingYear(line, every, period) for line in lines]
    found = statistical_landings(years, book)
    return tuple(_landing(year, book, of_year) for year, of_year in zip(years, found, strict=True))


def statistical_landings(
    years: Sequence[LandingYear], book: Book
) -> tuple[StatisticalLanding | Reason, ...]:
    """The statistical landing of each year, all at once, or why it has none."""
    histories = [
        landing_reasons.year_complete() if is_complete(year) else landing_history(year, book.events)
        for year in years
    ]
    cases = [each.case for each in histories if isinstance(each, LandingHistory)]
    landed = iter(land(cases))
    found: list[StatisticalLanding | Reason] = []
    for history in histories:
        if isinstance(history, Reason):
            found.append(history)
            continue
        result = next(landed)
        found.append(
            landing_reasons.not_computable()
            if result is None
            else StatisticalLanding(history, result)
        )
    return tuple(found)


def is_complete(year: LandingYear) -> bool:
    """Whether the year's figure is final."""
    final = year.final
    return not isinstance(final, Reason) and year.whole(final) is not None


def year_aim(year: LandingYear) -> Aim:
    """The full year's target."""
    if isinstance(year.line.formula, Reason):
        return NO_AIM
    return full_target(year.line, year.first, year.last, year.period).aim


def _landing(year: LandingYear, book: Book, found: StatisticalLanding | Reason) -> Landing:
    final = year.final
    if isinstance(final, Reason):
        return Landing(
            month_at(year.last),
            reason=final,
            forecast_reason=final,
            run_rate=RunRate(reason=final),
        )
    known = year.months(final)
    complete = is_complete(year)
    aim = year_aim(year)
    to_date = total(final, known) if known else None
    landing = _with_forecast(year, book, complete)
    landing = replace(
        landing,
        actual_to_date=None if isinstance(to_date, Reason) else to_date,
        target=aim.level,
        budget=_whole(year, year.budget()),
        prior_year=_prior_year(year),
        final=complete,
    )
    if not complete:
        rate = run_rate(year, aim, known)
        landing = replace(landing, run_rate=rate, settled=settled(year, rate))
    if isinstance(found, Reason):
        return replace(landing, reason=found)
    return _with_statistics(landing, found, year.line.kpi.direction, aim)


def _with_forecast(year: LandingYear, book: Book, complete: bool) -> Landing:
    """Management's landing, with the version and the cells it is made of."""
    empty = Landing(month_at(year.last))
    if complete:
        return replace(empty, forecast_reason=landing_reasons.year_complete())
    formula = year.forecast()
    if isinstance(formula, Reason):
        return replace(empty, forecast_reason=formula)
    used = year.from_forecast()
    cells = tuple(cell for span in used for cell in span.cells)
    stated = any((year.first, year.last) in leaf.forecast.stated for leaf in year.leaves())
    if not used and not stated:
        return replace(empty, forecast_reason=landing_reasons.no_forecast())
    value = year.whole(formula)
    if value is None:
        return replace(empty, forecast_reason=_why_incomplete(year))
    if isinstance(value, Reason):
        return replace(empty, forecast_reason=value)
    return replace(
        empty,
        forecast=value,
        forecast_version=_versions(year, book, cells),
        forecast_months=len({m for span in used for m in range(span.first, span.last + 1)}),
        cells=cells,
    )


def _why_incomplete(year: LandingYear) -> Reason:
    """Which months of which KPI have neither a final actual nor a forecast."""
    for leaf in year.leaves():
        own = LandingYear(leaf, year.lines, year.period)
        formula = own.forecast()
        if isinstance(formula, Reason):
            return formula
        first = year.last - leaf.step + 1 if only_last(formula) else year.first
        there = covered([formula], first, year.last)
        missing = [month for month in range(first, year.last + 1) if month not in there]
        if missing:
            span = (month_at(missing[0]), month_at(missing[-1]), len(missing))
            seen_from = month_at(year.period)
            return landing_reasons.forecast_incomplete(leaf.kpi.name, seen_from, *span)
    return reasons.cumulated_not_separable()


def _versions(year: LandingYear, book: Book, cells: Sequence[SourceCell]) -> str:
    """The versions that the figures used were typed with, in time order."""
    used = {cell.ref for cell in cells}
    found = [
        observation.version
        for leaf in year.leaves()
        for _, observation in sorted(book.forecast.get(leaf.kpi.id, {}).items())
        if observation.version and observation.cell in used
    ]
    return ", ".join(dict.fromkeys(found))


def _whole(year: LandingYear, formula: Formula | Reason) -> float | None:
    value = None if isinstance(formula, Reason) else year.whole(formula)
    return None if isinstance(value, Reason) else value


def _prior_year(year: LandingYear) -> float | None:
    before = LandingYear(year.line, year.lines, year.first - 1)
    return _whole(before, year.line.past_formula)


def _with_statistics(
    landing: Landing, found: StatisticalLanding, direction: Direction, aim: Aim
) -> Landing:
    landed, known = found.landed, found.history.case.known
    chance = _chance(landed, direction, aim)
    if chance is not None and landing.settled is not None:
        chance = float(landing.settled)
    method = METHODS[landed.method]
    return replace(
        landing,
        statistical=landed.value,
        low=landed.low,
        high=landed.high,
        method=method,
        wape=landed.wape,
        backtests=len(landed.origins),
        known_months=known,
        smoothing=landed.weight if method is LandingMethod.SMOOTHING else None,
        chance=chance,
        outlook=None if chance is None else _outlook(chance),
    )


def _chance(landed: Landed, direction: Direction, aim: Aim) -> float | None:
    """The chance of a year that meets its target; None without target or direction."""
    match direction:
        case Direction.HIGHER:
            return None if aim.level is None else landed.chance(aim.level, None)
        case Direction.LOWER:
            return None if aim.level is None else landed.chance(None, aim.level)
        case Direction.RANGE:
            return None if aim.low is aim.high is None else landed.chance(aim.low, aim.high)
        case Direction.NEUTRAL:
            return None


def _outlook(chance: float) -> Outlook:
    if chance >= LIKELY_FROM:
        return Outlook.LIKELY
    return Outlook.UNLIKELY if chance <= UNLIKELY_TO else Outlook.OPEN
