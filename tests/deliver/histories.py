"""Reports to be remembered, made by hand: who, from which file, and what they said of a KPI."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kpireport.deliver.history import History
from kpireport.model.period import Period
from kpireport.model.reported import Identity, Level, Reported, RunRecord, Statement, Telling

ACME = Identity("acme|", "Acme", "")
START = datetime(2026, 11, 5, 9, tzinfo=UTC)
KPI = "REV"
FILES = {"out.html": b"<html>"}


def month(text: str) -> Period:
    return Period.parse(text)


def record(
    source: str,
    period: str,
    figures: Mapping[str, float | None],
    *,
    mark: int = 0,
    later: int = 0,
    provisional: tuple[str, ...] = (),
    identity: Identity = ACME,
    target: float | None = 1000.0,
) -> RunRecord:
    """A report of one KPI made from ``source`` so many days ``later`` than the first."""
    telling = Telling(START + timedelta(days=later), f"{source}.xlsx", month(period))
    statements = {
        (KPI, month(text)): Statement(
            telling, "£", value, Level(target), None, text not in provisional, cell="Actuals!J2"
        )
        for text, value in figures.items()
    }
    run = f"run-{source}-{period}"[:12]
    return RunRecord(identity, telling, source, "", run, 1.0, 0.95, mark, statements)


def said(history: History, source: str) -> Reported:
    return history.reported(ACME, source, "")


def keep(history: History, made: RunRecord, folder: Path) -> int | None:
    """Note a report and count it, as if its files had been written."""
    noted = history.note(made, FILES, folder)
    if noted is not None:
        history.count(noted)
    return noted


def actual(reported: Reported, text: str) -> float | None:
    return reported.last[KPI, month(text)].actual
