"""The sentences on top of the report: how many, how the year stands, what the lists don't say.

Two lists stand with them: what needs a decision, and what became better. What a line of theirs
says is not said here again. Names of KPIs stand after a colon, so that no word has to agree with
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpireport.compute.alerts import is_unlikely
from kpireport.compute.streaks import MISSED
from kpireport.i18n.messages import Messages
from kpireport.i18n.typography import MISSING
from kpireport.model.highlight import Cause
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult, Scorecard, StatusCounts
from kpireport.model.status import Status
from kpireport.present.highlight_view import LINES_AT_MOST
from kpireport.present.marks import severity, status_counts
from kpireport.present.restated_view import restated_in_short
from kpireport.present.verdict import Speaker, in_short

NAMES_AT_MOST = 5
_CHANGES = {"fell", "back_on_track"}
"""What a list's line says of a status that moved."""


def headlines(
    messages: Messages, scorecard: Scorecard, speakers: Mapping[str, Speaker]
) -> tuple[str, ...]:
    """The report's sentences, the most important first. ``speakers`` are by KPI ID."""
    return tuple(_headlines(messages, scorecard, speakers))


def _headlines(
    messages: Messages, scorecard: Scorecard, speakers: Mapping[str, Speaker]
) -> Iterator[str]:
    yield counts_sentence(messages, scorecard.overall.counts, len(scorecard.kpis))
    yield from _year_behind(messages, scorecard, speakers)
    said = _listed(scorecard)
    for key, result in (
        ("behind", _first_to_see(scorecard)),
        ("ahead", _furthest_ahead(scorecard)),
    ):
        if result is not None and result.kpi.id not in said:
            said_of_it = in_short(speakers[result.kpi.id])
            yield messages.text(f"headline.{key}", name=result.kpi.name, clauses=said_of_it)
    yield from _off_track(messages, scorecard)
    yield from _moved(messages, scorecard)
    yield from _restated(messages, scorecard, speakers)
    yield from _incomplete(messages, scorecard)


def _listed(scorecard: Scorecard) -> dict[str, set[str]]:
    """The causes that the lines of the two lists tell, by the KPI's ID."""
    lists = (scorecard.attention, scorecard.wins)
    shown = (highlight for one in lists for highlight in one[:LINES_AT_MOST])
    return {each.kpi_id: {_told(cause) for cause in each.causes} for each in shown}


def _told(cause: Cause) -> str:
    """What a line says: a cause's code, and ``fell`` for the one that tells a status got worse."""
    return "fell" if cause.params.get("fell_from") and cause.params["count"] == 1 else cause.code


def counts_sentence(messages: Messages, counts: StatusCounts, total: int) -> str:
    """``10 of 17 KPIs on track, 3 at risk, 3 off track, 1 not rated.``"""
    counted = status_counts(messages, counts, total)
    said = [count.text for count in counted if count.count]
    if not counts.on_track:
        none = messages.text("headline.none_on_track", count=max(total, 1))
        said.insert(0, none)
    return messages.text("headline.counts", parts=", ".join(said))


def _year_behind(
    messages: Messages, scorecard: Scorecard, speakers: Mapping[str, Speaker]
) -> Iterator[str]:
    """The KPIs behind their target over the year to date, the furthest first.

    Of the headline KPIs all that miss it, of the others those off track. The first month of a year
    is the year, and is said by its status.
    """
    behind = [result for result in scorecard.kpis if result.ytd.start != result.ytd.end]
    behind.sort(key=lambda result: result.ytd.measure.attainment or 0)
    for key, headline, statuses in (
        ("year_behind", True, MISSED),
        ("year_off_track", False, (Status.OFF_TRACK,)),
    ):
        named = [
            _with_gap(messages, speakers[result.kpi.id])
            for result in behind
            if result.kpi.headline is headline and result.ytd.measure.status in statuses
        ]
        if named:
            yield messages.text(f"headline.{key}", names=listed(messages, named))


def _with_gap(messages: Messages, speaker: Speaker) -> str:
    """``Revenue (−2.3%)``: a KPI and how far its year to date is from the target."""
    measure = speaker.result.ytd.measure
    shown = speaker.figures.measure(measure)
    figure = shown.variance if measure.variance_pct is None else shown.variance_pct
    if figure.text == MISSING:  # a parent rated by its children
        return speaker.result.kpi.name
    return messages.text("headline.with_gap", name=speaker.result.kpi.name, gap=figure.text)


def _first_to_see(scorecard: Scorecard) -> KpiResult | None:
    """The worst KPI of all, a headline KPI or not, of whatever month.

    None where a list says what needs a decision: its first line is what to look at first.
    """
    worst = None if scorecard.attention else scorecard.overall.worst
    return None if worst is None else scorecard.kpi(worst)


def _furthest_ahead(scorecard: Scorecard) -> KpiResult | None:
    """The headline KPI that beats its target by the largest share of it, if one does.

    One that is behind over the year to date, or unlikely to meet the year's target, is no news to
    be proud of, however good its month.
    """
    ahead = [
        r
        for r in _current(scorecard)
        if r.kpi.headline
        and r.measure.status is Status.ON_TRACK
        and (r.measure.attainment or 0) > 1
        and r.ytd.measure.status not in MISSED
        and not is_unlikely(r.landing)
    ]
    return max(ahead, key=lambda r: r.measure.attainment or 0, default=None)


def _current(scorecard: Scorecard) -> list[KpiResult]:
    """The KPIs whose figure is of the report's own period."""
    return [result for result in scorecard.kpis if result.period == scorecard.period]


def _off_track(messages: Messages, scorecard: Scorecard) -> Iterator[str]:
    """The KPIs off track that no list and no sentence above names."""
    first = _first_to_see(scorecard)
    said = {*_listed(scorecard), None if first is None else first.kpi.id}
    off = [r.kpi for r in scorecard.kpis if r.measure.status is Status.OFF_TRACK]
    names = [kpi.name for kpi in off if kpi.id not in said]
    if names:
        key = "off_track" if len(names) == len(off) else "also_off_track"
        yield messages.text(f"headline.{key}", names=listed(messages, names))


def _moved(messages: Messages, scorecard: Scorecard) -> Iterator[str]:
    """Which statuses got better or worse, where no list says it: one sentence a kind of change.

    A quarter's figure counts in its own month only.
    """
    moves: dict[tuple[str, Status, Status, Period], list[str]] = {}
    said = _listed(scorecard)
    for result in _current(scorecard):
        if said.get(result.kpi.id, set()) & _CHANGES:
            continue
        before, after = result.status_change.before_by_now, result.status_change.after
        worse, was = severity(after), severity(before)
        if before is None or after is None or worse is None or was is None or worse == was:
            continue
        key = "improved" if worse < was else "worsened"
        since = scorecard.period.shift(-result.kpi.frequency.months)
        moves.setdefault((key, before, after, since), []).append(result.kpi.name)
    for (key, before, after, since), names in sorted(moves.items()):
        yield messages.text(
            f"headline.{key}",
            before=messages.text(f"headline.from_{before}"),
            after=messages.text(f"headline.from_{after}"),
            since=since,
            names=listed(messages, names),
        )


def _restated(
    messages: Messages, scorecard: Scorecard, speakers: Mapping[str, Speaker]
) -> Iterator[str]:
    """What earlier reports said otherwise of a headline KPI, or of a status."""
    items = tuple(restated_in_short(messages, scorecard, speakers))
    if items:
        yield messages.text("headline.restated", items=listed(messages, items))


def _incomplete(messages: Messages, scorecard: Scorecard) -> Iterator[str]:
    said = _listed(scorecard)
    missing = [
        r.kpi.name
        for r in scorecard.kpis
        if r.measure.actual is None
        and r.measure.status in (Status.NO_DATA, None)
        and "missing_data" not in said.get(r.kpi.id, ())
    ]
    if missing:
        yield messages.text(
            "headline.missing", period=scorecard.period, names=listed(messages, missing)
        )
    provisional = [r.kpi.name for r in scorecard.kpis if r.provisional]
    if provisional:
        yield messages.text(
            "headline.provisional", count=len(provisional), names=listed(messages, provisional)
        )


def listed(messages: Messages, items: Sequence[str]) -> str:
    """Items as a list in words, the ones beyond the fifth as a number."""
    shown: Iterable[str] = items
    if len(items) > NAMES_AT_MOST:
        rest = len(items) - NAMES_AT_MOST + 1
        shown = (*items[: NAMES_AT_MOST - 1], messages.text("headline.more", count=rest))
    return messages.formats.listing(tuple(shown))
