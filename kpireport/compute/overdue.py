"""Which actions should have been done by the end of the report's month."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from kpireport.model.book import Action
from kpireport.model.names import normalise, without_accents
from kpireport.model.period import Period

_DONE_WORDS = """
done complete completed closed finished delivered implemented resolved ok
cancelled canceled dropped abandoned
fait faite faits faites termine terminee termines terminees clos close clotures cloture
cloturee acheve achevee realise realisee solde soldee livre livree finalise finalisee fini
finie regle reglee resolu resolue annule annulee abandonne abandonnee supprime supprimee
"""
_DONE = frozenset(_DONE_WORDS.split())
"""The first word of a status that says nothing is left to do, in either language."""
_SIGNS = frozenset({"✓", "✔", "☑", "✅"})
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")


def overdue(actions: Iterable[Action], period: Period) -> tuple[Action, ...]:
    """The actions whose date has passed by the end of ``period`` and that aren't done.

    The longest overdue come first. An action without a date that can be read is never overdue.
    """
    end = _last_day(period)
    late = [a for a in actions if a.due is not None and a.due <= end and not is_done(a.status)]
    return tuple(sorted(late, key=lambda action: action.due or end))


def is_done(status: str) -> bool:
    """Whether a typed status says that the action is over: done, closed, or given up.

    The first word decides: ``Done 3 Oct`` is done, ``not done`` and ``partly done`` are not. A
    percentage decides before any word: only from 100 % on.
    """
    share = _SHARE.search(status)
    if share is not None:
        return float(share[1].replace(",", ".")) >= 100
    if status.strip() in _SIGNS:
        return True
    words = [normalise(word) for word in without_accents(status).split()]
    return bool(words) and words[0] in _DONE


def _last_day(period: Period) -> date:
    return date(period.year, period.month, monthrange(period.year, period.month)[1])
