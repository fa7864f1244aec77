"""Which month a report is about: the one asked for, else the closed one, else the latest one in
which at least half of the monthly KPIs have a final actual.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kpireport.compute.actuals import Actuals
from kpireport.compute.figures import Track
from kpireport.compute.months import month_at
from kpireport.model.book import Book
from kpireport.model.errors import UsageError
from kpireport.model.kpi import Frequency
from kpireport.model.period import Period


def choose_period(book: Book, actuals: Actuals, asked: Period | None = None) -> Period:
    """The report's period.

    Where no month reaches half of the monthly KPIs (or there are none), the latest month with a
    final actual of any KPI, else the latest with any. A parent that only gathers its children
    has no actuals of its own and is not counted.

    Raises ``UsageError`` (``period_without_data``) where no KPI has a figure for the month asked
    for, or for the closed one, and (``no_actuals``) where the book has none at all and no closed
    month: a book that waits for its first figures is reported at the month it names.
    """
    tracks = {kpi.id: actuals.track(kpi) for kpi in book.kpis}
    if asked is not None:
        _require_data(asked, actuals, tracks, book.source.name)
        return asked
    closed = book.settings.closed_through
    if closed is not None:
        if _months_with_figures(tracks):
            _require_data(closed, actuals, tracks, book.source.name)
        return closed
    finals = {kpi_id: _final_months(track) for kpi_id, track in tracks.items()}
    parents = {kpi.parent for kpi in book.kpis}
    monthly = [
        kpi.id
        for kpi in book.kpis
        if kpi.frequency is Frequency.MONTHLY and (tracks[kpi.id].spans or kpi.id not in parents)
    ]
    counts = Counter(month for kpi_id in monthly for month in finals[kpi_id])
    enough = [month for month, count in counts.items() if 2 * count >= len(monthly)]
    final = [month for months in finals.values() for month in months]
    for candidates in (enough, final, _months_with_figures(tracks)):
        if candidates:
            return month_at(max(candidates))
    raise UsageError("no_actuals", {"workbook": book.source.name})


def _months_with_figures(tracks: Mapping[str, Track]) -> list[int]:
    stated = [end for track in tracks.values() for _, end in track.stated]
    return stated + [month for track in tracks.values() for month in track.spans]


def _final_months(track: Track) -> list[int]:
    return [month for month, span in track.spans.items() if not span.provisional]


def _require_data(
    asked: Period, actuals: Actuals, tracks: Mapping[str, Track], source: str
) -> None:
    """A quarterly or yearly figure stands for the months until the next one closes."""
    for track in tracks.values():
        shown = actuals.months.last_closing(asked.index, track.step)
        if track.typed_through(shown) == shown:
            return
    months = _months_with_figures(tracks)
    if not months:
        raise UsageError("no_actuals", {"workbook": source})
    first, last = month_at(min(months)), month_at(max(months))
    raise UsageError("period_without_data", {"period": asked, "first": first, "last": last})
