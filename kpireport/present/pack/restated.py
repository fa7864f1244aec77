"""What entities' earlier reports gave otherwise: all in one list, what matters in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpireport.i18n.messages import Messages, get_messages
from kpireport.model.group import Group
from kpireport.present.headline import listed
from kpireport.present.kpi_view import Report
from kpireport.present.pack.view import EntitySection
from kpireport.present.restated_view import RestatementsView, restated_in_short


def restated_in(messages: Messages, group: Group) -> Iterator[str]:
    """A sentence an entity: its restated headline figures, and whatever moved a status."""
    for entity in group.entities:
        card = entity.scorecard
        if card is None or not card.restatements:
            continue
        own = get_messages(messages.language, entity.currency)
        report = Report(own, card, {}, {})
        speakers = {result.kpi.id: report.speaker(result) for result in card.kpis}
        if items := tuple(restated_in_short(own, card, speakers)):
            yield messages.text("pack.restated", name=entity.name, items=listed(own, items))


def every_restatement(
    messages: Messages, sections: Sequence[EntitySection]
) -> RestatementsView | None:
    """All entities' restatements, each named with its entity; None where no history was read."""
    known = [
        (section.name, section.view.restatements)
        for section in sections
        if section.view is not None and section.view.restatements is not None
    ]
    if not known:
        return None
    rows = tuple(
        replace(row, name=messages.text("pack.of_entity", entity=name, kpi=row.name))
        for name, found in known
        for row in found.rows
    )
    note = "pack.restated_note" if rows else "pack.nothing_restated"
    return RestatementsView(messages.text(note), rows)
