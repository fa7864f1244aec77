"""The JSON output: the contract with other programs, in the form of ``scorecard.schema.json``.

Every key is always there; what doesn't exist is null, and the object it belongs to says why under
``reason``. Numbers are unrounded. Sentences are handed in, so that they are the same as in every
other output. ``docs/json.md`` explains each key.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from kpireport.model.book import Source
from kpireport.model.problem import Problem
from kpireport.model.reason import Reason
from kpireport.model.scorecard import CategoryResult, Coverage, Overall, Scorecard
from kpireport.render.json_kpi import kpi_json
from kpireport.render.json_management import (
    Sentences,
    calendar_json,
    findings_json,
    highlights_json,
)
from kpireport.render.json_parts import Json, action_json, comment_json
from kpireport.render.json_restatements import telling_json

if TYPE_CHECKING:
    from kpireport.i18n.messages import ProblemText

SCHEMA_VERSION = 1
_NOTHING_SAID = Sentences()


def render_json(
    scorecard: Scorecard,
    *,
    language: str,
    run: str,
    reason_text: Callable[[Reason], str],
    problem_text: Callable[[Problem], ProblemText],
    sentences: Sentences = _NOTHING_SAID,
) -> bytes:
    """The scorecard as UTF-8 JSON; the same scorecard and words give the same bytes.

    ``sentences`` are what the report's other outputs say. Raises ``ValueError`` for a number that
    is not finite, which no scorecard holds.
    """
    settings = scorecard.settings
    content: Json = {
        "schema": SCHEMA_VERSION,
        "organisation": settings.organisation or None,
        "entity": settings.entity or None,
        "period": str(scorecard.period),
        "currency": settings.currency,
        "language": language,
        "source": _source(scorecard.source),
        "run": run,
        "overall": _overall(scorecard.overall),
        "categories": [_category(category) for category in scorecard.categories],
        "attention": highlights_json(scorecard.attention, sentences.attention),
        "wins": highlights_json(scorecard.wins, sentences.wins),
        "kpis": [
            kpi_json(result, settings.entity, reason_text, sentences) for result in scorecard.kpis
        ],
        "compared_with": telling_json(scorecard.compared_with),
        "calendar": calendar_json(scorecard.kpis, reason_text),
        "findings": findings_json(scorecard, sentences),
        "comments": [comment_json(said) for said in scorecard.comments if said.kpi is None],
        "actions": [action_json(action) for action in scorecard.actions if action.kpi is None],
        "problems": [_problem(problem, problem_text) for problem in scorecard.problems],
    }
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    return text.encode("utf-8", errors="replace")


def _source(source: Source) -> Json:
    """The workbook, and the mapping file where it was read by one."""
    found: Json = {"name": source.name, "sha256": source.sha256}
    if source.mapping:
        found["mapping"] = {"name": source.mapping, "sha256": source.mapping_sha256}
    return found


def _overall(overall: Overall) -> Json:
    return {
        "score": overall.score,
        "status": overall.status,
        "coverage": _coverage(overall.coverage),
        "counts": asdict(overall.counts),
        "worst": overall.worst,
    }


def _category(category: CategoryResult) -> Json:
    return {
        "name": category.name or None,
        "score": category.score,
        "status": category.status,
        "coverage": _coverage(category.coverage),
        "counts": asdict(category.counts),
        "kpis": list(category.kpi_ids),
        "capped_by": category.capped_by,
    }


def _coverage(coverage: Coverage) -> list[int]:
    return [coverage.counted, coverage.total]


def _problem(problem: Problem, text: Callable[[Problem], ProblemText]) -> Json:
    words = text(problem)
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "message": words.message,
        "advice": words.advice,
    }
