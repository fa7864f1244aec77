"""The report as a message: what stands in its subject, its preview line and its body.

Everything comes from the report's own view, so that a figure in the mail is the figure in the
files. A body is no place for everything: the sentences, what needs a decision, the KPIs' figures
with the headline ones first, and how many more there are in the files. Texts from the workbook are
cut to a length that no message program chokes on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kpireport.i18n.messages import Messages, get_messages
from kpireport.present.tokens import DEFAULT_ACCENT
from kpireport.present.view import (
    Chart,
    Figure,
    HighlightView,
    KpiView,
    MeasureView,
    ReportView,
    StatusMark,
)

ROWS_AT_MOST = 40
PICTURES_AT_MOST = 2
_SPACES = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_NAME, _SENTENCE, _SUBJECT = 80, 300, 150
"""Letters at most of a name, of a sentence and of the subject."""


@dataclass(frozen=True, slots=True)
class MailLine:
    """A KPI that needs a decision or became better: its status, its name, and the sentence."""

    status: StatusMark
    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class MailRow:
    """A KPI's figures: for the month, and for the year to date where it has any.

    ``note`` says which month it is where it isn't the report's, and what the year covers.
    """

    name: str
    status: StatusMark
    month: MeasureView
    year: MeasureView | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class MailPicture:
    """A chart to be shown in the body: drawn for a phone's width, with the sentence it says."""

    title: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class MailView:
    """All that a message says, in the reader's language. ``labels`` are its fixed words.

    ``preheader`` is what a list of messages shows after the subject. ``closing`` are the small
    sentences at the end: what it shows, what it was made from.
    """

    language: str
    subject: str
    preheader: str
    sender: str
    title: str
    period: str
    year_label: str
    confidentiality: str
    accent_colour: str
    headlines: tuple[str, ...]
    attention: tuple[MailLine, ...]
    attention_more: str
    wins: tuple[MailLine, ...]
    wins_more: str
    rows: tuple[MailRow, ...]
    more_rows: str
    pictures: tuple[MailPicture, ...]
    closing: tuple[str, ...]
    labels: Mapping[str, str]
    colon: str


def mail_view(
    view: ReportView, *, files: Sequence[str] = (), scope: str = "", rows: int = ROWS_AT_MOST
) -> MailView:
    """The message about ``view``. ``files`` are the names of what is attached.

    ``scope`` is the recipient's scope as it was typed, empty where it is everything; ``rows`` how
    many KPIs' figures the body may hold.
    """
    messages = get_messages("fr" if view.language == "fr" else "en", view.currency or None)
    name, sentence = partial(_cut, most=_NAME), partial(_cut, most=_SENTENCE)
    sender = " · ".join(name(part) for part in (view.organisation, view.entity) if part)
    attention = _lines(view.attention)
    ordered = _ordered(view)
    more = len(ordered) - rows
    year = _of_year(messages, view)
    headlines = tuple(map(sentence, view.headlines))
    return MailView(
        language=view.language,
        subject=_subject(messages, view, sender),
        preheader=_preheader(messages, attention, (*headlines[1:], *year)),
        sender=sender,
        title=name(view.title),
        period=view.period_label,
        year_label=view.year_label,
        confidentiality=name(view.confidentiality),
        accent_colour=view.accent_colour or DEFAULT_ACCENT,
        headlines=(*headlines[:1], *year, *headlines[1:]),
        attention=attention,
        attention_more=view.attention_more,
        wins=_lines(view.wins),
        wins_more=view.wins_more,
        rows=tuple(_row(messages, kpi) for kpi in ordered[:rows]),
        more_rows=messages.text("mail.more_rows", count=more) if more > 0 else "",
        pictures=_pictures(view),
        closing=tuple(_closing(messages, view, files, scope)),
        labels=view.labels,
        colon="\N{NO-BREAK SPACE}:" if view.language == "fr" else ":",
    )


def _cut(text: str, most: int) -> str:
    """A text on one line, with an ellipsis where it is too long."""
    line = _SPACES.sub(" ", text).strip()
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _subject(messages: Messages, view: ReportView, sender: str) -> str:
    what = messages.text("mail.subject", title=_cut(view.title, _NAME), period=view.period_label)
    first = view.headlines[0].rstrip(".") if view.headlines else ""
    opening = " – ".join(part for part in (sender, what) if part)
    if first:
        opening = messages.text("highlight.line", name=opening, said=first)
    return _cut(opening, _SUBJECT)


def _of_year(messages: Messages, view: ReportView) -> tuple[str, ...]:
    """How the year to date stands, in a sentence."""
    if not view.year_sentence:
        return ()
    return (messages.text("highlight.line", name=view.year_label, said=view.year_sentence),)


def _preheader(messages: Messages, attention: Sequence[MailLine], others: Sequence[str]) -> str:
    if attention:
        return messages.text("highlight.line", name=attention[0].name, said=attention[0].sentence)
    return others[0] if others else ""


def _lines(highlights: Sequence[HighlightView]) -> tuple[MailLine, ...]:
    return tuple(
        MailLine(each.status, _cut(each.name, _NAME), _cut(each.sentence, _SENTENCE))
        for each in highlights
    )


def _ordered(view: ReportView) -> list[KpiView]:
    """The headline KPIs, then the others, each in the report's order."""
    first = {card.anchor for card in view.cards}
    return [*view.cards, *(kpi for kpi in view.kpis if kpi.anchor not in first)]


def _row(messages: Messages, kpi: KpiView) -> MailRow:
    year = kpi.year_to_date
    has_year = _is_there(year.beside_target) or _is_there(year.target)
    notes = [_cut(kpi.period_label, _NAME)]
    if has_year and year.whole:
        notes.append(messages.text("mail.year_covers", covered=year.whole))
    unit = f" ({kpi.unit_after_name})" if kpi.unit_after_name else ""
    return MailRow(
        name=_cut(f"{kpi.name}{unit}", _NAME),
        status=kpi.status,
        month=kpi.month,
        year=year if has_year else None,
        note="; ".join(note for note in notes if note),
    )


def _is_there(figure: Figure) -> bool:
    return figure.text not in ("", "–")


def _pictures(view: ReportView) -> tuple[MailPicture, ...]:
    """The months of the first KPIs named as headline ones that have any."""
    shown = [
        kpi
        for kpi in view.cards
        if kpi.headline and any(_is_there(row.actual) for row in kpi.history)
    ]
    return tuple(
        MailPicture(_cut(kpi.chart.title or kpi.name, _SENTENCE), kpi.chart)
        for kpi in shown[:PICTURES_AT_MOST]
    )


def _closing(messages: Messages, view: ReportView, files: Sequence[str], scope: str) -> list[str]:
    said = []
    if files:
        said.append(messages.text("mail.attached", files=tuple(files), count=len(files)))
    if scope:
        said.append(messages.text("mail.scope", scope=_cut(scope, _SENTENCE)))
    if view.prepared_by:
        said.append(messages.text("mail.prepared_by", name=_cut(view.prepared_by, _NAME)))
    said.append(messages.text("mail.made_from", source=_cut(view.source_name, _NAME), run=view.run))
    return said
