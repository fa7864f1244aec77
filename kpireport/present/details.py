"""What is to be known of a KPI besides its figures: its definition, its notes, who said what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import own_decimals
from kpireport.i18n.values import shown_share, value_format
from kpireport.model.book import Action, Comment
from kpireport.model.kpi import Direction, Kpi, Tolerance, ToleranceKind
from kpireport.model.period import Period
from kpireport.model.scorecard import KpiResult
from kpireport.model.status import StatusChange, StatusStep
from kpireport.present.marks import status_mark
from kpireport.present.view import ActionView, CommentView, Detail


def details(messages: Messages, kpi: Kpi) -> tuple[Detail, ...]:
    """Owner, purpose, method and the rules the KPI is computed by; what is empty is left out."""
    label = messages.text
    total = kpi.aggregation.value if kpi.aggregation else "no_aggregation"
    entries = (
        ("owner", kpi.owner),
        ("purpose", kpi.purpose),
        ("how", kpi.method),
        ("definition", kpi.definition),
        ("source", kpi.source),
        ("due", messages.formats.day(kpi.due) if kpi.due else ""),
        ("review", kpi.review if kpi.review_on is None else messages.formats.day(kpi.review_on)),
        ("direction", direction_word(messages, kpi.direction)),
        ("tolerance", _tolerance(messages, kpi) if kpi.tolerance else ""),
        ("aggregation", label(f"label.{total}")),
        ("frequency", label(f"label.{kpi.frequency.value}")),
    )
    return tuple(Detail(label(f"label.{key}"), text) for key, text in entries if text)


def direction_word(messages: Messages, direction: Direction) -> str:
    """Which way is better, in words."""
    key = "neutral_direction" if direction is Direction.NEUTRAL else direction.value
    return messages.text(f"label.{key}")


def _tolerance(messages: Messages, kpi: Kpi) -> str:
    tolerance = kpi.tolerance or Tolerance(0.0)
    if tolerance.kind is ToleranceKind.TARGET_SHARE:
        decimals = own_decimals(tolerance.value * 100)
        share = shown_share(messages.formats, tolerance.value, decimals).text
        return messages.text("section.tolerance_share", value=share)
    shown = value_format(messages.formats, kpi.unit, messages.text("label.points"))
    least = 1 if kpi.unit.is_percent else 0  # "1.0 pts": with a decimal it is always a plural
    size = shown.spelt_size(tolerance.value, max(least, own_decimals(tolerance.value)))
    return messages.text("section.tolerance_unit", value=size)


def notes(messages: Messages, result: KpiResult, report_period: Period) -> tuple[str, ...]:
    """What a reader must know to read the figures right."""
    return tuple(_notes(messages, result, report_period))


def _notes(messages: Messages, result: KpiResult, report_period: Period) -> Iterator[str]:
    if result.reason is not None:
        yield messages.reason(result.reason)
    if result.period is not None and result.period != report_period:
        yield messages.text("section.older_figure", period=result.period)
    if result.provisional and result.period is not None:
        yield messages.text("section.provisional", period=result.period)
    change = result.status_change
    if change.steps and change.before is not change.after and result.period == report_period:
        yield _status_change(messages, change)


def _status_change(messages: Messages, change: StatusChange) -> str:
    """What moved the status: its one cause, or each step on the way."""
    before, after = (status_mark(messages, end).label for end in (change.before, change.after))
    if len(change.steps) == 1:
        cause = messages.text(f"section.cause_{_cause(change, change.steps[0])}")
        return messages.text("section.status_change", before=before, after=after, causes=cause)
    steps = messages.text("verdict.separator").join(
        _step(messages, change, s) for s in change.steps
    )
    return messages.text("section.status_steps", before=before, after=after, steps=steps)


def _cause(change: StatusChange, step: StatusStep) -> str:
    """A target that an earlier report gave otherwise is revised, any other one is phasing."""
    return "revised" if step.cause == "target" and change.revised else step.cause


def _step(messages: Messages, change: StatusChange, step: StatusStep) -> str:
    return messages.text(
        "section.status_step",
        before=status_mark(messages, step.before).label,
        after=status_mark(messages, step.after).label,
        cause=messages.text(f"section.cause_{_cause(change, step)}"),
    )


def comment_views(
    messages: Messages, comments: Iterable[Comment], names: dict[str, str], until: Period
) -> tuple[CommentView, ...]:
    """Comments up to the report's month, the newest first.

    ``names`` are the published KPIs' by ID: what is said of any other stays inside the workbook.
    """
    told = [c for c in comments if c.kpi is None or c.kpi in names]
    told = [c for c in told if c.period is None or c.period <= until]
    told.sort(key=lambda c: (c.period or until).index, reverse=True)
    return tuple(
        CommentView(
            kpi=names.get(c.kpi or "", ""),
            period=messages.formats.month(c.period) if c.period else "",
            author=c.author,
            text=_with_units(c.text),
        )
        for c in told
    )


_TORN = re.compile(r"(?<=\d) (?=(?:%|‰|°|[€$£¥])(?!\w*\d))")


def _with_units(text: str) -> str:
    """What people wrote, with the blank between a number and its sign one where no line ends."""
    return _TORN.sub("\u00a0", text)


def action_views(
    messages: Messages, actions: Iterable[Action], names: dict[str, str]
) -> tuple[ActionView, ...]:
    """Actions in the workbook's order, those about unpublished KPIs left out."""
    return tuple(
        ActionView(
            kpi=names.get(a.kpi or "", ""),
            action=_with_units(a.action),
            owner=a.owner,
            due=messages.formats.day(a.due) if a.due else a.due_text,
            status=a.status,
        )
        for a in actions
        if a.kpi is None or a.kpi in names
    )


def anchors(names: Iterable[str], prefix: str) -> dict[str, str]:
    """A name for links for each of ``names``: ASCII letters, digits and hyphens, all different."""
    taken: set[str] = set()
    found: dict[str, str] = {}
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        slug = "-".join([prefix, *re.findall(r"[a-z0-9]+", plain)])
        unique, number = slug, 1
        while unique in taken:
            number += 1
            unique = f"{slug}-{number}"
        taken.add(unique)
        found[name] = unique
    return found
