"""Small workbooks to drop, and a watch whose time passes only when it waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from kpireport.pipeline.watch_events import WatchEvent, WatchSummary
from kpireport.pipeline.watching import watch_inbox

Action = Callable[[], object]


def workbook(path: Path, sales: float | str = 120, september: float = 100) -> bytes:
    """One KPI, two months, the sales of each as given; returns what was written."""
    book = openpyxl.Workbook()
    kpis = book.worksheets[0]
    kpis.title = "KPIs"
    kpis.append(["ID", "Name", "Unit", "Direction", "Aggregation"])
    kpis.append(["SALES", "Sales", "EUR", "higher", "sum"])
    for name, *months in (("Actuals", september, sales), ("Targets", 100, 110)):
        sheet = book.create_sheet(name)
        sheet.append(["KPI", "2026-09", "2026-10"])
        sheet.append(["SALES", *months])
    book.save(path)
    return path.read_bytes()


BROKEN = "1,234"
"""Sales that can be read in two ways: E502 at Actuals!C2."""


@dataclass
class Folders:
    """An inbox, an output folder, and everything that a watch said."""

    inbox: Path
    output: Path
    now: datetime = field(default_factory=lambda: datetime.now().astimezone())
    events: list[WatchEvent] = field(default_factory=list)

    def watch(self, actions: Iterable[Action] = (), **options: Any) -> WatchSummary:
        """Watch with one action in each pause, until there is none left; then once more."""
        pending = [*actions, lambda: None]

        def sleep(seconds: float) -> None:
            self.now += timedelta(seconds=seconds)
            pending.pop(0)()

        return self._run(sleep=sleep, stopped=lambda: not pending, **options)

    def once(self, **options: Any) -> WatchSummary:
        """What ``--once`` does, without settling time."""
        return self._run(**{"once": True, "settle": 0, "sleep": lambda seconds: None, **options})

    def _run(self, **options: Any) -> WatchSummary:
        given = {"output": self.output, "formats": ("json",), "told": self.events.append}
        return watch_inbox(self.inbox, clock=lambda: self.now, **{**given, **options})

    def said(self, name: str) -> list[str]:
        """What was said of a file, in order: the kind of event, or why it is left."""
        return [str(each.facts.get("why", each.kind)) for each in self.events if each.name == name]

    def filed(self) -> list[str]:
        """Every file below the output folder, but not what the watch keeps for itself."""
        return sorted(
            path.relative_to(self.output).as_posix()
            for path in self.output.rglob("*")
            if path.is_file() and ".kpireport-watch" not in path.parts
        )

    def waiting(self) -> list[str]:
        """What lies in the inbox, hidden files aside."""
        return sorted(p.name for p in self.inbox.iterdir() if not p.name.startswith("."))


def folders(place: Path) -> Folders:
    inbox = place / "inbox"
    inbox.mkdir(exist_ok=True)
    return Folders(inbox, place / "filed")
