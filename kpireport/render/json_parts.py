"""The small things of the JSON output that stand in several places: reasons, months, days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kpireport.model.book import Action, Comment
from kpireport.model.period import Period
from kpireport.model.reason import Reason

Json = dict[str, Any]
ReasonText = Callable[[Reason], str]


def because(reason: Reason | None, text: ReasonText) -> Json:
    """Why an object is missing in part or as a whole; nulls where it is whole."""
    if reason is None:
        return {"reason": None, "reason_code": None}
    return {"reason": text(reason), "reason_code": reason.code}


def comment_json(comment: Comment) -> Json:
    return {
        "period": month_json(comment.period),
        "author": comment.author or None,
        "text": comment.text,
    }


def action_json(action: Action) -> Json:
    return {
        "action": action.action,
        "owner": action.owner or None,
        "due": day_json(action.due),
        "due_text": action.due_text or None,
        "status": action.status or None,
    }


def month_json(period: Period | None) -> str | None:
    return str(period) if period else None


def day_json(day: date | None) -> str | None:
    return day.isoformat() if day else None
