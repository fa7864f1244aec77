"""The report put together: a Scorecard comes in, a ReportView in the reader's language goes out."""

from __future__ import annotations

from collections.abc import Mapping

from kpireport.i18n.messages import LANGUAGES, Messages, get_messages
from kpireport.model.scorecard import Scorecard
from kpireport.present.calendar_view import calendar_events, calendar_view
from kpireport.present.details import action_views, anchors, comment_views
from kpireport.present.figures import score_figure
from kpireport.present.headline import counts_sentence, headlines
from kpireport.present.highlight_view import highlight_list
from kpireport.present.kpi_view import Report, kpi_view
from kpireport.present.marks import legend, marks_used, status_counts, status_mark
from kpireport.present.method import method_notes
from kpireport.present.problem_groups import problem_groups
from kpireport.present.restated_view import restatements_view
from kpireport.present.review_view import review_view
from kpireport.present.sections import (
    cards,
    category_views,
    coverage_text,
    period_note,
    problem_views,
    year_counts,
    year_label,
    year_statuses,
)
from kpireport.present.shared_scales import shared_scales
from kpireport.present.tokens import DEFAULT_ACCENT
from kpireport.present.variance_bars import with_variance_bars
from kpireport.present.view import Figure, ReportView, StatusMark


def build_view(
    scorecard: Scorecard,
    language: str,
    run: str,
    *,
    drawn: bool = True,
    prefix: str = "",
    instead: Mapping[str, str] | None = None,
) -> ReportView:
    """Everything a reader of ``scorecard`` sees, in ``language`` (``en`` or ``fr``).

    ``run`` is the hash that every file of one run carries; ``drawn`` False leaves charts and the
    KPIs' months out. Every name for links begins with ``prefix``, which tells several reports on
    one page apart; ``instead`` are sentences to take in the place of others, by their keys.
    Raises ``KeyError`` where the catalogues lack a sentence, ``ValueError`` for a language there
    is none for.
    """
    messages = _messages(language, scorecard.currency)
    if instead:
        messages = messages.saying(instead)
    settings, overall = scorecard.settings, scorecard.overall
    names = {result.kpi.id: result.kpi.name for result in scorecard.kpis}
    scales = shared_scales(messages, scorecard) if drawn else {}
    report = Report(messages, scorecard, names, anchors(names, f"{prefix}kpi"), scales)
    speakers = {result.kpi.id: report.speaker(result) for result in scorecard.kpis}
    views = {kpi_id: kpi_view(report, speaker, drawn=drawn) for kpi_id, speaker in speakers.items()}
    variance_scale = ""
    if drawn:
        views, variance_scale = with_variance_bars(messages, speakers, views)
    score, status = _overall(messages, scorecard)
    attention = highlight_list(messages, scorecard.attention, speakers, report.anchors)
    wins = highlight_list(messages, scorecard.wins, speakers, report.anchors)
    return ReportView(
        language=messages.language,
        locale=messages.language,
        title=settings.title or messages.text("label.report_title"),
        organisation=settings.organisation,
        entity=settings.entity,
        period_iso=str(scorecard.period),
        period_label=messages.formats.month(scorecard.period, "long"),
        period_note=period_note(messages, scorecard),
        run=run,
        source_name=scorecard.source.name,
        source_sha256=scorecard.source.sha256,
        accent_colour=settings.accent_colour or DEFAULT_ACCENT,
        confidentiality=settings.confidentiality,
        prepared_by=settings.prepared_by,
        labels=messages.labels(),
        headlines=headlines(messages, scorecard, speakers),
        counts=status_counts(messages, overall.counts, len(scorecard.kpis)),
        overall_score=score,
        overall_status=status,
        overall_coverage=coverage_text(messages, overall.coverage.counted, overall.coverage.total),
        cards=cards(scorecard, views),
        categories=category_views(messages, scorecard, views, prefix),
        comments=comment_views(messages, scorecard.comments, names, scorecard.period),
        actions=action_views(messages, scorecard.actions, names),
        problems=problem_views(messages, scorecard.problems),
        method=method_notes(messages, scorecard),
        legend=legend(messages),
        marks=marks_used(messages, views.values()),
        benchmarks=tuple(view.benchmark for view in views.values() if view.benchmark),
        attention=attention.lines,
        wins=wins.lines,
        attention_more=attention.more,
        wins_more=wins.more,
        attention_rest=attention.rest,
        wins_rest=wins.rest,
        calendar=calendar_view(messages, scorecard, report.anchors),
        events=calendar_events(messages, scorecard),
        review=review_view(messages, scorecard, report.anchors),
        variance_scale=variance_scale,
        year_label=year_label(messages, scorecard),
        year_counts=year_counts(messages, scorecard),
        year_sentence=counts_sentence(messages, year_statuses(scorecard), len(names)),
        problem_groups=problem_groups(messages, scorecard.problems, names),
        currency=scorecard.currency or "",
        restatements=restatements_view(messages, scorecard, speakers, report.anchors),
    )


def _messages(language: str, currency: str | None) -> Messages:
    for known in LANGUAGES:
        if language == known:
            return get_messages(known, currency)
    raise ValueError(f"there are no sentences in the language {language!r}")


def _overall(messages: Messages, scorecard: Scorecard) -> tuple[Figure | None, StatusMark | None]:
    """The overall score and its status, where the Settings ask for one."""
    overall = scorecard.overall
    if overall.score is None:
        return None, None
    score = score_figure(messages, scorecard.settings, overall.score)
    return score, status_mark(messages, overall.status)
