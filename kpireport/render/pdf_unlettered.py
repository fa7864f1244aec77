"""KPIs whose names no font of the machine can write: a page without a name is worse than an ID."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from kpireport.present.view import KpiView, ReportView


def named_by_id(view: ReportView, unlettered: Collection[str]) -> ReportView:
    """``view`` with the ID beside each name that lacks letters, or in place of one that has none.

    It is ``view`` itself where every name can be read.
    """
    lacking = frozenset("".join(unlettered))
    names = {kpi.name: told for kpi in view.kpis if (told := _told(kpi, lacking)) != kpi.name}
    if not names:
        return view
    categories = (
        replace(each, kpis=tuple(_kpi(kpi, names) for kpi in each.kpis)) for each in view.categories
    )
    return replace(
        view,
        categories=tuple(categories),
        cards=tuple(_kpi(kpi, names) for kpi in view.cards),
        headlines=tuple(_said(text, names) for text in view.headlines),
        attention=_rows(view.attention, "name", names),
        wins=_rows(view.wins, "name", names),
        comments=_rows(view.comments, "kpi", names),
        actions=_rows(view.actions, "kpi", names),
        calendar=_rows(view.calendar, "name", names),
        benchmarks=_rows(view.benchmarks, "name", names),
    )


def _told(kpi: KpiView, lacking: frozenset[str]) -> str:
    """The KPI's name as it can be read; digits and signs alone are no name."""
    if lacking.isdisjoint(kpi.name):
        return kpi.name
    readable = any(letter.isalpha() and letter not in lacking for letter in kpi.name)
    return f"{kpi.name} ({kpi.id})" if readable else kpi.id


def _kpi(kpi: KpiView, names: Mapping[str, str]) -> KpiView:
    if kpi.name not in names:
        return kpi
    own = {kpi.name: names[kpi.name]}
    chart = replace(kpi.chart, title=_said(kpi.chart.title, own))
    bullet = kpi.bullet and replace(kpi.bullet, title=_said(kpi.bullet.title, own))
    return replace(kpi, name=own[kpi.name], chart=chart, bullet=bullet)


def _rows(rows: tuple[Any, ...], field: str, names: Mapping[str, str]) -> tuple[Any, ...]:
    """Rows of a table whose ``field`` has the KPI's name."""
    return tuple(
        replace(row, **{field: names.get(getattr(row, field), getattr(row, field))}) for row in rows
    )


def _said(text: str, names: Mapping[str, str]) -> str:
    for name, told in names.items():
        text = text.replace(name, told)
    return text
