"""From a Book to a Scorecard, and the Scorecard in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kpireport import __version__
from kpireport.model.book import Book, Language
from kpireport.model.errors import UsageError
from kpireport.model.group import Group
from kpireport.model.highlight import AlertRule
from kpireport.model.period import Period
from kpireport.model.problem import Problem
from kpireport.model.reported import Reported
from kpireport.model.scorecard import Scorecard
from kpireport.pipeline.reading import benchmark_catalogue

if TYPE_CHECKING:
    from kpireport.compute.ledger import Ledger
    from kpireport.present.highlight_view import Alert
    from kpireport.present.trace.values import KpiExplanation
    from kpireport.present.view import ReportView, ReviewView
    from kpireport.render.own_templates import OwnTemplates

Months = tuple[tuple[Scorecard, ...], tuple["ReportView", ...]]
"""Reports of earlier months: their figures, and the same in words."""

_NEAR, _NEAR_OF_MANY = 12, 9
"""So many of the earlier months are made here where the others are made elsewhere.

A worker takes half a second to begin; of many KPIs it has more time than that, while the report's
own month is put in words here."""
_MANY_KPIS = 200
_WITHOUT_FIGURES = ("period_without_data", "no_actuals")
"""What keeps a month from being chosen."""


def build_scorecard(
    book: Book,
    period: Period | None = None,
    problems: Sequence[Problem] = (),
    *,
    review: bool = False,
    reported: Reported | None = None,
) -> Scorecard:
    """Compute everything the report shows for ``book`` at ``period``.

    With ``review`` the KPIs themselves are read too: SMARTER and the five questions.
    ``reported`` is what earlier reports said, for restatements (None: no history is kept).

    Without a period: the Settings' closed month, else the latest month in which at least half of
    the monthly KPIs have a final actual. Raises ``UsageError`` for a period without any data.
    """
    from kpireport.compute.scorecard import build_scorecard as build

    catalogue = benchmark_catalogue(book)
    return build(
        book, period, tuple(problems), review=review, catalogue=catalogue, reported=reported
    )


def consolidate(
    books: Sequence[Book],
    period: Period | None = None,
    currency: str | None = None,
    title: str = "",
    reported: Sequence[Reported] = (),
) -> Group:
    """Several entities as one: each one's scorecard, and the consolidated one.

    A figure holds only entities that have both of its sides, and ``Group.kpis`` says which. Amounts
    of other currencies are converted into ``currency`` (without it the first that a workbook
    names) by the rates of the workbooks' sheets Rates. Without a period it is the latest month
    that at least half of the entities have come to. ``reported`` is what earlier reports said of
    each book (empty: no history). docs/group.md has the method.

    Raises ``UsageError`` where no entity has a figure for the period, ``WorkbookError`` where
    figures can't be added: definitions or fiscal years that differ, a rate that is missing.
    """
    from kpireport.compute.consolidate import consolidate as build

    catalogue = {each: None for book in books for each in benchmark_catalogue(book)}
    return build(
        books,
        period=period,
        currency=currency,
        title=title,
        catalogue=tuple(catalogue),
        reported=reported,
    )


def report_language(book: Book, asked: Language | None) -> Language:
    """The language asked for, else the workbook's own, else English."""
    return asked or book.settings.language or "en"


def run_hash(
    scorecard: Scorecard, language: Language, templates: OwnTemplates | None = None
) -> str:
    """Twelve hex digits that name this run: same workbook, period, language, version, same hash.

    The mapping file that the workbook was read by and the templates are told apart too, and what
    earlier reports said otherwise.

    Every file of a run carries it, so that files of two runs lying together can be told apart.
    """
    parts = [scorecard.source.sha256, str(scorecard.period), language, __version__]
    if scorecard.reviewed:
        parts.append("review")
    if templates is not None:
        parts.append(templates.digest)
    if scorecard.source.mapping_sha256:
        parts.append(f"mapping {scorecard.source.mapping_sha256}")
    if scorecard.restatements is not None:
        parts.append(f"history {_restated_digest(scorecard)}")
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]


def _restated_digest(scorecard: Scorecard) -> str:
    """What the history makes a report say: nothing else of it changes a file."""
    changes = [result.status_change for result in scorecard.kpis]
    said = (scorecard.compared_with, scorecard.restatements, changes)
    return hashlib.sha256(repr(said).encode()).hexdigest()


def build_view(
    scorecard: Scorecard,
    language: Language,
    templates: OwnTemplates | None = None,
    *,
    drawn: bool = True,
) -> ReportView:
    """The scorecard in words: what every output lays out.

    JSON and calendars need no charts and no months: ``drawn`` False leaves them out.
    """
    from kpireport.present.assemble import build_view as build

    return build(scorecard, language, run_hash(scorecard, language, templates), drawn=drawn)


def with_live_model(
    view: ReportView,
    book: Book,
    scorecard: Scorecard,
    *,
    far: Callable[[], Months] | None = None,
) -> ReportView:
    """The view with what the Excel output recalculates from when its reader picks a month.

    The months to choose from are the report's own and, back in time, those with any figure.
    ``far`` gives those of ``far_periods`` where they are made elsewhere.
    """
    from kpireport.compute.ledger import Ledger
    from kpireport.compute.series import series_of
    from kpireport.present.live import build_live

    ledger = Ledger(book)
    near, beyond = near_periods(book, scorecard.period), far_periods(book, scorecard.period)
    periods = near if far is not None else (*near, *beyond)
    cards, views = months_of(book, periods, view.language, view.run, ledger)
    if far is not None:
        more_cards, more_views = far()
        cards, views = (*cards, *more_cards), (*views, *more_views)
    series = series_of(ledger, scorecard.period)
    live = build_live((scorecard, *cards), (view, *views), series)
    return replace(view, live=live)


def near_periods(book: Book, period: Period) -> tuple[Period, ...]:
    """The later part of the months before ``period`` that a live model's reader can choose."""
    return tuple(period.shift(-back) for back in range(1, _nearest(book) + 1))


def far_periods(book: Book, period: Period) -> tuple[Period, ...]:
    """The earlier part of them, newest first."""
    from kpireport.present.live import PERIODS_AT_MOST

    return tuple(period.shift(-back) for back in range(_nearest(book) + 1, PERIODS_AT_MOST))


def _nearest(book: Book) -> int:
    return _NEAR if len(book.kpis) < _MANY_KPIS else _NEAR_OF_MANY


def months_of(
    book: Book,
    periods: Sequence[Period],
    language: str,
    run: str,
    ledger: Ledger | None = None,
) -> Months:
    """The reports at these months, as the live model needs them: no charts, no problems.

    Months without any figure are left out. ``ledger`` is the book's, where there is one.
    """
    from kpireport.compute.ledger import Ledger
    from kpireport.compute.scorecard import build_scorecard as build
    from kpireport.present.assemble import build_view as put_in_words

    ledger, catalogue = ledger or Ledger(book), benchmark_catalogue(book)
    cards: list[Scorecard] = []
    for period in periods:
        try:
            cards.append(build(book, period, catalogue=catalogue, ledger=ledger))
        except UsageError as error:
            if error.code not in _WITHOUT_FIGURES:
                raise
    return tuple(cards), tuple(put_in_words(card, language, run, drawn=False) for card in cards)


def explain(
    book: Book, scorecard: Scorecard, kpi_id: str, language: Language = "en"
) -> KpiExplanation:
    """Take every figure of a KPI back to its formula and its cells.

    ``scorecard`` is the one computed from ``book``. A KPI that the report leaves out (the part of
    a ratio, say) is explained as if it were reported. ``KeyError`` where the book has none of
    that ID.
    """
    from kpireport.present.explanation import explain_kpi

    if not book.kpi(kpi_id).report:
        kpis = tuple(replace(k, report=True) if k.id == kpi_id else k for k in book.kpis)
        scorecard = build_scorecard(replace(book, kpis=kpis), scorecard.period, scorecard.problems)
    return explain_kpi(book, scorecard, kpi_id, language)


def review_in_words(scorecard: Scorecard, language: Language) -> ReviewView | None:
    """The review of a scorecard made with one: what is missing in the KPIs and what to write."""
    from kpireport.i18n.messages import get_messages
    from kpireport.present.review_view import review_view

    anchors = {result.kpi.id: result.kpi.id for result in scorecard.kpis}
    return review_view(get_messages(language, scorecard.currency), scorecard, anchors)


def read_alert_rules(text: str) -> tuple[AlertRule, ...]:
    """The alert rules that a list in either language names: ``off track, signal``; ``any`` is all.

    Raises ``UsageError`` (``unknown_alert``) with the words that name none.
    """
    from kpireport.workbook.alert_words import read_conditions

    rules, unknown = read_conditions(text)
    if unknown or not rules:
        raise UsageError("unknown_alert", {"found": unknown or (text,)})
    return rules


def alerts(
    scorecard: Scorecard, rules: Collection[AlertRule], language: Language = "en"
) -> tuple[Alert, ...]:
    """Every published KPI for which one of ``rules`` holds, the most important first.

    What the Settings ask to be alerted about plays no part.
    """
    from kpireport.i18n.messages import get_messages
    from kpireport.present.highlight_view import alerts_in_words

    return alerts_in_words(get_messages(language, scorecard.currency), scorecard, rules)
