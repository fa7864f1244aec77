"""The problems as a board reads them: those of one kind together, with the KPIs' names.

The workbook's own list has a line a cell, for whoever mends it; thirty near-identical lines tell
a reader no more than one does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpireport.i18n.messages import Messages
from kpireport.model.problem import Param, Problem
from kpireport.present.sections import problem_views
from kpireport.present.view import ProblemView

_ALIKE_FROM = 3
"""From how many problems of one code on they share a row."""
_NAMING = ("kpi", "kpis")
_TOLD_TOGETHER = ("W420",)
"""Codes whose sentence names its KPI before a colon, and so may name several there."""


def problem_groups(
    messages: Messages, problems: Sequence[Problem], names: Mapping[str, str]
) -> tuple[ProblemView, ...]:
    """Errors, then warnings, then hints; ``names`` are the KPIs' names by ID."""
    by_code: dict[str, list[Problem]] = {}
    for problem in problems:
        by_code.setdefault(problem.code, []).append(_named(problem, names))
    rows: list[ProblemView] = []
    for alike in by_code.values():
        together = len(alike) >= _ALIKE_FROM
        told = _told_together(alike) if together else alike
        seen = problem_views(messages, told)
        if not together:
            rows += seen
            continue
        sentences = list(dict.fromkeys(view.message for view in seen))
        places = _places(alike)
        rows.append(replace(seen[0], message=sentences[0], more=tuple(sentences[1:]), place=places))
    order = {severity: rank for rank, severity in enumerate("EWI")}
    return tuple(sorted(rows, key=lambda row: order.get(row.severity, len(order))))


def _named(problem: Problem, names: Mapping[str, str]) -> Problem:
    def name(value: Param) -> Param:
        if isinstance(value, tuple):
            return tuple(names.get(one, one) for one in value)
        return names.get(value, value) if isinstance(value, str) else value

    told = {key: name(v) if key in _NAMING else v for key, v in problem.params.items()}
    return replace(problem, params=told)


def _told_together(alike: Sequence[Problem]) -> Sequence[Problem]:
    """As few problems as say all: those that differ in nothing but their KPIs are one."""
    if (merged := _merged(alike)) is not None:
        return [merged]
    if alike[0].code not in _TOLD_TOGETHER:
        return alike
    same: dict[tuple[tuple[str, Param], ...], list[Problem]] = {}
    for problem in alike:
        rest = tuple(sorted((k, v) for k, v in problem.params.items() if k != "kpi"))
        same.setdefault(rest, []).append(problem)
    return [
        replace(of[0], params={**of[0].params, "kpi": tuple(str(p.params["kpi"]) for p in of)})
        for of in same.values()
    ]


def _merged(alike: Sequence[Problem]) -> Problem | None:
    """One problem of all KPIs, where its sentence lists KPIs and they differ in nothing else."""
    kpis: list[str] = []
    for problem in alike:
        listed = problem.params.get("kpis")
        rest = {k: v for k, v in problem.params.items() if k not in ("kpis", "count")}
        if not isinstance(listed, tuple) or rest:
            return None
        kpis += listed
    return replace(alike[0], params={"kpis": tuple(kpis), "count": len(kpis)})


def _places(alike: Sequence[Problem]) -> str:
    """``KPIs!A4, A5, A6``; a sheet without a cell stands for itself."""
    cells: dict[str, list[str]] = {}
    for problem in alike:
        found = cells.setdefault(problem.sheet or "", [])
        if problem.cell and problem.cell not in found:
            found.append(problem.cell)
    return "; ".join(
        "!".join(part for part in (sheet, ", ".join(found)) if part)
        for sheet, found in cells.items()
    )
