"""Scorecards made by hand for tests of what readers see: no file, no computing room.

``sample_scorecard()`` is an e-commerce company in October 2026 with one KPI of every kind. The
small arithmetic here follows the spec's table for the cases in the sample and is no twin of
``compute``; tests of present assert words and layout for values they set themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpireport.model.behaviour import Process, Trend
from kpireport.model.book import Action, Comment, Settings, Source
from kpireport.model.kpi import (
    Aggregation,
    Direction,
    Frequency,
    Kpi,
    Tolerance,
    ToleranceKind,
    Unit,
    UnitKind,
)
from kpireport.model.measure import Comparison, Comparisons, Measure, Window
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Problem
from kpireport.model.reason import Reason, SourceCell
from kpireport.model.scorecard import (
    CategoryResult,
    Coverage,
    HistoryPoint,
    KpiResult,
    Overall,
    Scorecard,
    StatusCounts,
)
from kpireport.model.status import Status, StatusChange, StatusStep

OCTOBER = Period(2026, 10)
FIRST = Period(2024, 11)
MONTHS = FIRST.through(OCTOBER)
NO_REASON = Reason("no_landing")

EURO = Unit("€", UnitKind.CURRENCY, "EUR")
KILO_EURO = Unit("k€", UnitKind.CURRENCY, "EUR", 1000.0)
EURO_PER_ORDER = Unit("€/order", UnitKind.CURRENCY, "EUR", per="order")
PERCENT = Unit("%", UnitKind.PERCENT)
DAYS = Unit("days", UnitKind.OTHER)
PLAIN = Unit()


def cell(address: str, sheet: str = "KPIs") -> CellRef:
    return CellRef(sheet, address)


SALES = Kpi(
    "S",
    "Sales",
    cell("A2"),
    unit=KILO_EURO,
    direction=Direction.HIGHER,
    aggregation=Aggregation.SUM,
)


def comparison(
    kpi: Kpi, actual: float | None, value: float | None, period: Period | None = None
) -> Comparison:
    """The actual against another figure, as the spec's Δ and Δ%."""
    if actual is None or value is None:
        return Comparison(
            period=period, reason=Reason("no_earlier_value", {"period": period or FIRST})
        )
    delta = actual - value
    share = delta / value if value > 0 and not kpi.unit.is_percent else None
    good = delta * kpi.direction.sign if kpi.direction.sign else None
    return Comparison(period, value, delta, share, good)


def measure(
    kpi: Kpi,
    actual: float | None,
    target: float | None = None,
    band: tuple[float, float] | None = None,
    status: Status | None = None,
) -> Measure:
    """An actual against its target by the spec's table (linear, band, sign at a zero target)."""
    if actual is None:
        status = None if kpi.direction is Direction.NEUTRAL else Status.NO_DATA
        low, high = band or (None, None)
        return Measure(None, target, low, high, status=status)
    if band is not None:
        return _band_measure(actual, band)
    if target is None:
        status = None if kpi.direction is Direction.NEUTRAL else Status.NO_TARGET
        return Measure(actual, status=status)
    variance = actual - target
    good = variance * kpi.direction.sign
    attainment = 1 + good / abs(target) if target else None
    share = variance / target if target > 0 and not kpi.unit.is_percent else None
    found = status or _status(attainment, good, kpi.tolerance)
    return Measure(actual, target, None, None, variance, share, good, attainment, found)


def _status(attainment: float | None, good: float, tolerance: Tolerance | None) -> Status:
    if attainment is None:
        return Status.ON_TRACK if good >= 0 else Status.OFF_TRACK
    if attainment >= 1:
        return Status.ON_TRACK
    near = good >= -tolerance.value if tolerance else attainment >= 0.95
    return Status.AT_RISK if near else Status.OFF_TRACK


def _band_measure(actual: float, band: tuple[float, float]) -> Measure:
    low, high = band
    outside = max(low - actual, actual - high, 0.0)
    bound = low if actual < low else high
    attainment = 1 - outside / max(abs(bound), high - low)
    return Measure(
        actual=actual,
        target_low=low,
        target_high=high,
        variance=None if outside == 0 else actual - bound,
        favourable_variance=-outside,
        attainment=attainment,
        status=_status(attainment, -outside, None),
    )


@dataclass(frozen=True)
class Figures:
    """A KPI's months from November 2024 on, oldest first; a short series ends in October 2026.

    ``ahead`` holds the targets and forecasts of the months after.
    """

    kpi: Kpi
    actuals: Sequence[float | None]
    targets: Sequence[float | None] = ()
    band: tuple[float, float] | None = None
    provisional: frozenset[Period] = frozenset()
    ahead: tuple[tuple[float, float], ...] = ()

    def actual(self, period: Period) -> float | None:
        return _at(self.actuals, period)

    def target(self, period: Period) -> float | None:
        return _at(self.targets, period)

    def measure(self, period: Period) -> Measure:
        return measure(self.kpi, self.actual(period), self.target(period), self.band)


def _at(values: Sequence[float | None], period: Period) -> float | None:
    place = period.index - OCTOBER.index + len(values) - 1
    return values[place] if 0 <= place < len(values) else None


def _total(kpi: Kpi, values: Sequence[float]) -> float | None:
    if not values:
        return None
    match kpi.aggregation:
        case Aggregation.SUM:
            return sum(values)
        case Aggregation.MEAN | Aggregation.RATIO:
            return sum(values) / len(values)
        case Aggregation.LAST:
            return values[-1]
        case _:
            return None


def window(figures: Figures, start: Period, end: Period = OCTOBER, expected: int = 0) -> Window:
    """Several months as one figure; like for like where months are missing."""
    kpi, months = figures.kpi, start.through(end)
    expected = expected or len(months)
    if kpi.aggregation is None:
        return Window(start, end, reason=Reason("no_aggregation"))
    known = [a for m in months if (a := figures.actual(m)) is not None]
    pairs = [
        (a, t)
        for m in months
        if (a := figures.actual(m)) is not None and (t := figures.target(m)) is not None
    ]
    compared = _total(kpi, [a for a, _ in pairs]) if pairs else _total(kpi, known)
    against = measure(kpi, compared, _total(kpi, [t for _, t in pairs]), figures.band)
    mixed = "actual_mix" if kpi.aggregation is Aggregation.RATIO and pairs else None
    return Window(
        start,
        end,
        _total(kpi, known),
        against,
        len(pairs) or len(known),
        expected,
        mixed,
        actual_months=len(known),
    )


def result(
    figures: Figures,
    *,
    period: Period | None = OCTOBER,
    reason: Reason | None = None,
    status_change: StatusChange | None = None,
    comments: tuple[Comment, ...] = (),
    actions: tuple[Action, ...] = (),
) -> KpiResult:
    """Everything a report shows of one KPI whose months are ``figures``."""
    kpi = figures.kpi
    at = period or OCTOBER
    now = figures.measure(at) if period else measure(kpi, None, figures.target(at), figures.band)
    previous = figures.measure(at.shift(-1))
    year = Period(2026, 1)
    ytd = window(figures, year, at)
    last_year = [
        a for m in Period(2025, 1).through(at.shift(-12)) if (a := figures.actual(m)) is not None
    ]
    fiscal = replace(
        window(figures, year, Period(2026, 12), 12),
        actual=None,
        measure=Measure(),
        reason=Reason("fiscal_year_not_over", {"count": ytd.months, "expected": 12}),
    )
    return KpiResult(
        kpi=kpi,
        period=period,
        measure=now,
        score=_score(now),
        provisional=at in figures.provisional,
        reason=reason,
        ytd=ytd,
        qtd=window(figures, Period(2026, 10), at),
        rolling12=window(figures, Period(2025, 11), at),
        fiscal_year=fiscal,
        comparisons=Comparisons(
            comparison(kpi, now.actual, figures.actual(at.shift(-1)), at.shift(-1)),
            comparison(kpi, now.actual, figures.actual(at.shift(-12)), at.shift(-12)),
            comparison(kpi, ytd.actual, _total(kpi, last_year), at.shift(-12)),
            comparison(kpi, now.actual, kpi.baseline, kpi.baseline_date),
            Comparison(reason=Reason("no_budget")),
        ),
        status_change=status_change or _unexplained(previous.status, now.status),
        process=Process(reason=NO_REASON),
        trend=Trend(reason=NO_REASON),
        history=tuple(_point(figures, month, at) for month in MONTHS) + _months_ahead(figures),
        comments=comments,
        actions=actions,
        cells=(SourceCell("actual", CellRef("Actuals", "Y4")),) if now.actual is not None else (),
    )


def _score(now: Measure) -> float | None:
    if now.attainment is not None:
        return min(1.0, max(0.0, now.attainment))
    return {Status.ON_TRACK: 1.0, Status.OFF_TRACK: 0.0}.get(now.status or Status.NO_DATA)


def _unexplained(before: Status | None, after: Status | None) -> StatusChange:
    steps = (StatusStep("actual", before, after),) if before is not after else ()
    return StatusChange(before, after, steps)


def _point(figures: Figures, month: Period, at: Period) -> HistoryPoint:
    return HistoryPoint(
        period=month,
        measure=figures.measure(month),
        provisional=month in figures.provisional or month > at,
        prior_year=figures.actual(month.shift(-12)),
    )


def _months_ahead(figures: Figures) -> tuple[HistoryPoint, ...]:
    return tuple(
        HistoryPoint(OCTOBER.shift(i), Measure(target=target), provisional=True, forecast=forecast)
        for i, (target, forecast) in enumerate(figures.ahead, start=1)
    )


def category(
    name: str, results: Sequence[KpiResult], capped_by: str | None = None
) -> CategoryResult:
    """A category's line from its KPIs, all of weight one."""
    scores = [r.score for r in results if r.score is not None]
    score = sum(scores) / len(scores) if scores else None
    status = None if score is None else _status(score, 0.0, None)
    if capped_by and status is Status.ON_TRACK:
        status = Status.AT_RISK
    return CategoryResult(
        name,
        score,
        status,
        Coverage(len(scores), len(results)),
        counts(results),
        tuple(r.kpi.id for r in results),
        capped_by,
    )


def counts(results: Sequence[KpiResult]) -> StatusCounts:
    """How many KPIs have which status."""
    statuses = [r.measure.status for r in results]
    return StatusCounts(*(statuses.count(status) for status in _COUNTED))


_COUNTED = (
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.OFF_TRACK,
    Status.NO_DATA,
    Status.NO_TARGET,
)


def scorecard(
    results: Sequence[KpiResult],
    *,
    settings: Settings | None = None,
    worst: str | None = None,
    problems: tuple[Problem, ...] = (),
    comments: tuple[Comment, ...] = (),
    actions: tuple[Action, ...] = (),
    capped: Mapping[str, str] | None = None,
) -> Scorecard:
    """A scorecard of these results in October 2026, its categories in the order they come."""
    settings = settings or Settings()
    names = list(dict.fromkeys(r.kpi.category for r in results))
    groups = {name: [r for r in results if r.kpi.category == name] for name in names}
    scores = [r.score for r in results if r.score is not None]
    mean = sum(scores) / len(scores) if scores and settings.overall_score else None
    return Scorecard(
        source=Source("maison-lumiere.xlsx", "3f" * 32),
        settings=settings,
        period=OCTOBER,
        fiscal_year=settings.fiscal_calendar.fiscal_year(OCTOBER),
        overall=Overall(
            mean,
            None if mean is None else _status(mean, 0.0, None),
            Coverage(len(scores), len(results)),
            counts(results),
            worst,
        ),
        categories=tuple(
            category(name, group, (capped or {}).get(name)) for name, group in groups.items()
        ),
        kpis=tuple(results),
        comments=comments,
        actions=actions,
        problems=problems,
    )


# The sample company ----------------------------------------------------------------------------

_SEASON = (1.32, 1.45, 0.86, 0.82, 0.93, 0.91, 0.94, 0.96, 0.88, 0.79, 1.02, 1.12)
"""A web shop's year from November to October."""


def _seasonal(level: float, growth: float) -> list[float | None]:
    return [round(level * (1 + growth * i / 12) * _SEASON[i % 12], 1) for i in range(24)]


_REVENUE = Kpi(
    id="REV",
    name="Revenue",
    cell=cell("A2"),
    category="Sales",
    unit=KILO_EURO,
    owner="Camille Roy",
    purpose="Shows whether the shop grows as the bank was told.",
    method="Invoiced sales without VAT, less refunds of the month.",
    definition="Invoiced sales of the web shop, without VAT.",
    source="Ledger, account 707",
    due=date(2026, 12, 31),
    review="monthly, by the management committee",
    weight=3.0,
    headline=True,
    direction=Direction.HIGHER,
    aggregation=Aggregation.SUM,
)
_MARGIN = Kpi(
    id="GM",
    name="Gross margin",
    cell=cell("A3"),
    category="Sales",
    unit=PERCENT,
    decimals=1,
    owner="Camille Roy",
    definition="Gross profit over revenue.",
    weight=2.0,
    headline=True,
    direction=Direction.HIGHER,
    aggregation=Aggregation.RATIO,
    numerator="GP",
    denominator="REV",
    multiplier=100.0,
    tolerance=Tolerance(1.0, ToleranceKind.POINTS),
)
_BASKET = Kpi(
    id="AOV",
    name="Average order",
    cell=cell("A4"),
    category="Sales",
    unit=EURO_PER_ORDER,
    owner="Inès Haddad",
    headline=True,
    direction=Direction.HIGHER,
    aggregation=Aggregation.MEAN,
    baseline=78.4,
    baseline_date=Period(2025, 12),
)
_ABANDONED = Kpi(
    id="CART",
    name="Cart abandonment",
    cell=cell("A5"),
    category="Customers",
    unit=PERCENT,
    owner="Inès Haddad",
    purpose="Every point is worth about 40 k€ a month.",
    headline=True,
    direction=Direction.LOWER,
    aggregation=Aggregation.MEAN,
)
_PROMOTERS = Kpi(
    id="NPS",
    name="Net promoter score",
    cell=cell("A6"),
    category="Customers",
    owner="Jules Petit",
    direction=Direction.HIGHER,
    aggregation=Aggregation.LAST,
    frequency=Frequency.QUARTERLY,
)
_VISITS = Kpi(
    id="VIS",
    name="Visits",
    cell=cell("A7"),
    category="Customers",
    unit=Unit("visits", UnitKind.OTHER),
    aggregation=Aggregation.SUM,
)
_RETURNS = Kpi(
    id="RET",
    name="Return rate",
    cell=cell("A8"),
    category="Operations",
    unit=PERCENT,
    direction=Direction.LOWER,
)
_STOCK = Kpi(
    id="COVER",
    name="Stock cover",
    cell=cell("A9"),
    category="Operations",
    unit=DAYS,
    owner="Noé Lambert",
    direction=Direction.RANGE,
    aggregation=Aggregation.LAST,
)
_ACCIDENTS = Kpi(
    id="ACC",
    name="Lost-time accidents",
    cell=cell("A10"),
    category="Operations",
    unit=Unit("accidents", UnitKind.OTHER),
    owner="Noé Lambert",
    direction=Direction.LOWER,
    aggregation=Aggregation.SUM,
)
_HEADCOUNT = Kpi(
    id="FTE",
    name="Headcount <full-time>",
    cell=cell("A11"),
    unit=Unit("FTE", UnitKind.OTHER),
    direction=Direction.HIGHER,
    aggregation=Aggregation.LAST,
)


def sample_figures() -> dict[str, Figures]:
    """The months of the sample company's KPIs, by ID."""
    revenue = _seasonal(1180.0, 0.06)
    plan = [
        None if i < 2 else round((v or 0) * (0.99 if i < 20 else 1 + (i - 19) * 0.017), 1)
        for i, v in enumerate(revenue)
    ]
    margin = [38.2, 37.9, 38.4, 38.8, 38.6, 39.1, 39.0, 38.7, 38.9, 39.3, 39.2, 39.5] * 2
    basket = [78.4 + 0.35 * i + (1.1 if i % 3 else -0.8) for i in range(24)]
    carts = [71.5 - 0.12 * i + (0.6 if i % 4 == 1 else 0.0) for i in range(24)]
    promoters = [None if m.month % 3 else 38.0 + (m.index % 7) for m in MONTHS]
    cover = [41.0, 44.0, 52.0, 47.0, 43.0, 40.0, 38.0, 37.0, 39.0, 36.0, 34.0, 33.0] * 2
    cover[-1] = 27.0
    accidents = [0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 0.0] * 2
    accidents[-1] = 1.0
    visits = [round((v or 0) * 310.0) for v in revenue]
    months_without = [*visits[:15], None, *visits[16:]]
    return {
        "REV": Figures(_REVENUE, revenue, plan, ahead=((1764.0, 1702.5), (1975.0, 1930.0))),
        "GM": Figures(_MARGIN, [*margin[:23], 38.94], [39.0] * 12 + [39.5] * 12),
        "AOV": Figures(_BASKET, [round(v, 2) for v in basket], [85.0] * 24),
        "CART": Figures(
            _ABANDONED,
            [round(v, 1) for v in carts],
            [70.0] * 14 + [69.0] * 10,
            provisional=frozenset({OCTOBER}),
        ),
        "NPS": Figures(_PROMOTERS, promoters, [None if v is None else 40.0 for v in promoters]),
        "VIS": Figures(_VISITS, months_without),
        "RET": Figures(_RETURNS, [None] * 24, [8.0] * 24),
        "COVER": Figures(_STOCK, cover, band=(30.0, 45.0)),
        "ACC": Figures(_ACCIDENTS, accidents, [0.0] * 24),
        "FTE": Figures(_HEADCOUNT, [84.0 + i // 3 for i in range(24)]),
    }


def sample_scorecard() -> Scorecard:
    """Maison Lumière, a web shop, in October 2026: ten KPIs, one of every kind."""
    figures = sample_figures()
    comments = (
        Comment(
            "REV",
            OCTOBER,
            "Camille Roy",
            "Two big orders slipped into November.",
            cell("A2", "Comments"),
        ),
        Comment(
            "REV",
            Period(2026, 9),
            "Camille Roy",
            "Price list raised on 1 September.",
            cell("A3", "Comments"),
        ),
        Comment(
            None,
            OCTOBER,
            "Zoé Martin",
            "The new warehouse opened on 12 October.",
            cell("A4", "Comments"),
        ),
    )
    actions = (
        Action(
            "COVER",
            "Bring the winter order forward",
            "Noé Lambert",
            date(2026, 11, 20),
            "",
            "open",
            cell("A2", "Actions"),
        ),
        Action(
            None,
            "Train the new warehouse team",
            "HR",
            None,
            "before Christmas",
            "started",
            cell("A3", "Actions"),
        ),
    )
    results = [
        result(
            months,
            period={"NPS": Period(2026, 9), "RET": None}.get(kpi_id, OCTOBER),
            reason=Reason("no_actual_yet") if kpi_id == "RET" else None,
            comments=tuple(c for c in comments if c.kpi == kpi_id),
            actions=tuple(a for a in actions if a.kpi == kpi_id),
        )
        for kpi_id, months in figures.items()
    ]
    return scorecard(
        results,
        settings=Settings(
            organisation="Maison Lumière",
            title="Board scorecard",
            currency="EUR",
            overall_score=True,
            accent_colour="#1f4e79",
            confidentiality="Confidential: board members only",
            prepared_by="Finance department",
        ),
        worst="ACC",
        comments=comments,
        actions=actions,
    )
