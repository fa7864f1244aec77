"""A year of monthly rounds: workbooks dropped, watched, put together for the board, and sent."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from kpireport.model.group import Group
from kpireport.model.period import Period
from kpireport.pipeline.computing import consolidate
from kpireport.pipeline.packing import Pack, PackFormat, make_pack
from kpireport.pipeline.reading import read_books
from kpireport.pipeline.sending import SendResult, send_reports
from kpireport.pipeline.watch_events import WatchSummary
from tests.deliver.mail_server import Running
from tests.pipeline.drops import Folders
from tests.year.entities import NAMES, Edits, entity_book

SENDER = "Hanse Finance <finance@example.com>"
BROKEN: Edits = {"Actuals!D2": "1,234"}
"""Cork's revenue of March, which can be read in two ways."""
MISTYPED: Edits = {"Actuals!E2": 5400}
"""Eton's revenue of April, which is 5040."""
LACKING: Edits = {"Actuals!F5": None}
"""Cork's stock of May, which is 125."""
STRICTER: Edits = {"Settings!A5": "Green from", "Settings!B5": 1.02}
"""What Dale calls on track from September on."""
RESTATED: Edits = {"Actuals!J2": 1890}
"""Bath's revenue of September from October on; in September it was 2090."""
REVISED: Edits = {"Targets!L2": 7200, "Targets!M2": 7200}
"""Gent's revenue targets of November and December from November on; before they were 7060."""


@dataclass
class Round:
    """One month: what the watch did, what was sent and to whom, each entity's last workbook."""

    summaries: list[WatchSummary] = field(default_factory=list)
    sent: list[SendResult] = field(default_factory=list)
    mailed: list[list[str]] = field(default_factory=list)
    books: list[Path] = field(default_factory=list)
    pack: Pack | None = None


@dataclass
class Year:
    """The folders, the server, and each entity's last filed workbook.

    Mails are sent in the months ``mailed``; in the months ``packed`` a board pack is written, in
    the formats ``pack_formats``.
    """

    drop: Folders
    running: Running
    history: str
    mailed: Sequence[int]
    packed: Sequence[int]
    pack_formats: Sequence[PackFormat]
    latest: dict[str, Path] = field(default_factory=dict)
    rounds: dict[int, Round] = field(default_factory=dict)
    groups: dict[int, Group] = field(default_factory=dict)

    def go_through(self) -> None:
        for month in range(1, 13):
            self.rounds[month] = Round()
            day = datetime(2026 + month // 12, month % 12 + 1, 3, 8, tzinfo=UTC)
            self.drop.now = day
            self._month(month)
            self.rounds[month].books = [self.latest[name] for name in NAMES]
            if month in self.packed:
                self.rounds[month].pack = self._packed(month)

    def _month(self, month: int) -> None:
        for name in NAMES:
            if (name, month) != ("Fife", 7):
                self._put(name, month, file_name(name, month), _edits(name, month))
        self._watch_and_send(month)
        if month == 3:
            self._put("Cork", 3, "cork-03.xlsx")
        elif month == 4:
            self._put("Eton", 4, "eton-04 corrected.xlsx")
        elif month == 5:
            shutil.copy(self.latest["Dale"], self.drop.inbox / "dale-05.xlsx")
        elif month == 6:
            shutil.copy(self.latest["Dale"], self.drop.inbox / "dale-06 again.xlsx")
        elif month == 8:
            self._put("Fife", 7, file_name("Fife", 7))
        else:
            return
        self._watch_and_send(month)

    def _put(self, name: str, month: int, file: str, edits: Edits | None = None) -> None:
        entity_book(self.drop.inbox / file, name, month, edits)

    def _watch_and_send(self, month: int) -> None:
        """One look at the inbox; what was reported is sent, in April twice."""
        known, taken = len(self.drop.events), len(self.running.office.taken)
        self.rounds[month].summaries.append(self.drop.once(history=self.history))
        new = []
        for event in self.drop.events[known:]:
            if event.kind == "reported":
                assert event.place is not None
                new.append(event.place / event.name)
                if event.facts["period"] == f"2026-{month:02}":
                    self.latest[event.name[:4].capitalize()] = new[-1]
        if new and month in self.mailed:
            results = [self._send(new) for _ in range(2 if month == 4 else 1)]
            self.rounds[month].sent += results
            self.rounds[month].mailed.append(self.running.office.addresses[taken:])

    def _send(self, paths: Sequence[Path]) -> SendResult:
        return send_reports(
            paths,
            server=self.running.server(),
            sender=SENDER,
            history=self.history,
            clock=lambda: self.drop.now,
            sleep=lambda seconds: None,
        )

    def _packed(self, month: int) -> Pack:
        made = make_pack(
            self.rounds[month].books,
            output=self.drop.inbox.parent / "packs",
            title="Hanse",
            period=Period(2026, month),
            formats=self.pack_formats,
            history=self.history,
        )
        assert isinstance(made, Pack)
        return made

    def pack(self, month: int) -> Pack:
        made = self.rounds[month].pack
        assert made is not None
        return made

    def group(self, month: int) -> Group:
        """The group of a month: the pack's, or the same without its files."""
        if month not in self.groups:
            packed, books = self.rounds[month].pack, self.rounds[month].books
            period = Period(2026, month)
            read = [book for path in books for book in read_books(path)[0]]
            self.groups[month] = packed.group if packed else consolidate(read, period)
        return self.groups[month]

    def told(self, place: str) -> dict[str, dict[str, Any]]:
        """The KPIs by ID in the JSON that the watch filed, as ``folder/file``."""
        data = (self.drop.output / "reports" / f"{place}.json").read_bytes()
        return by_id(data)

    def mails(self, address: str) -> dict[str, EmailMessage]:
        """What one recipient got, by its file and in the order of its coming."""
        office = self.running.office
        both = zip(office.addresses, office.messages(), strict=True)
        return {next(iter(attached(m))): m for to, m in both if to == address}


def _edits(name: str, month: int) -> Edits | None:
    if (name, month) in _ONCE:
        return _ONCE[name, month]
    since, edits = _SINCE.get(name, (13, None))
    return edits if month >= since else None


_ONCE = {("Cork", 3): BROKEN, ("Eton", 4): MISTYPED, ("Cork", 5): LACKING}
_SINCE = {"Bath": (10, RESTATED), "Gent": (11, REVISED), "Dale": (9, STRICTER)}


def file_name(name: str, month: int) -> str:
    """Gent's workbook has the same name every month."""
    return "gent.xlsx" if name == "Gent" else f"{name.lower()}-{month:02}.xlsx"


def by_id(data: bytes) -> dict[str, dict[str, Any]]:
    return {kpi["id"]: kpi for kpi in json.loads(data)["kpis"]}


def attached(message: EmailMessage) -> dict[str, bytes]:
    """The files of a message by name."""
    found = {}
    for part in message.iter_attachments():
        payload = part.get_payload(decode=True)
        assert isinstance(payload, bytes)
        found[str(part.get_filename())] = payload
    return found
