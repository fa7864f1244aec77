"""What a watch says of each event: one line with the time, the file, what became of it, where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kpireport.model.period import Period

if TYPE_CHECKING:
    from kpireport.i18n.messages import Messages
    from kpireport.pipeline.watch_events import WatchEvent

_WHY = {
    "growing": "cli.watch_growing",
    "locked": "cli.watch_locked",
    "uploading": "cli.watch_uploading",
    "incomplete": "cli.watch_incomplete",
    "unreadable": "cli.watch_unreadable",
    "folder": "cli.watch_folder",
    "link": "cli.watch_link",
    "other": "cli.watch_other",
}
_WRONG = frozenset({"problems", "trouble", "remains"})


def is_worth_saying(event: WatchEvent, *, quiet: bool) -> bool:
    """Everything; with ``quiet`` only what is wrong with a workbook or stands in the way."""
    return not quiet or event.kind in _WRONG


def line_of(event: WatchEvent, messages: Messages, output: Path) -> str:
    """The event in one line, whatever the file's name holds."""
    from kpireport.deliver.naming import shown_name

    said = " ".join(_sentence(event, messages, output).splitlines())
    if event.name:
        said = messages.text("cli.watch_file", name=shown_name(event.name), said=said)
    return f"{event.at.isoformat(timespec='seconds')} {said}"


def _sentence(event: WatchEvent, messages: Messages, output: Path) -> str:
    facts = event.facts
    place = "" if event.place is None else str(event.place)
    match event.kind:
        case "started":
            return messages.text("cli.watch_started", inbox=place, output=str(output))
        case "stopped":
            return messages.text("cli.watch_stopped")
        case "waiting" | "ignored":
            return messages.text(_WHY[str(facts["why"])])
        case "gone":
            return messages.text("cli.watch_gone")
        case "remains":
            return messages.text("cli.watch_remains")
        case "duplicate":
            first = str(output / str(facts["first"]))
            return messages.text("cli.watch_duplicate", first=first, place=place)
        case "problems":
            count = int(facts["errors"])
            return messages.text("cli.watch_problems", count=count, place=place)
        case "trouble":
            assert event.error is not None
            return messages.text("cli.watch_trouble", cause=messages.error(event.error))
        case "reported":
            return _reported(event, messages, place)


def _reported(event: WatchEvent, messages: Messages, place: str) -> str:
    from kpireport.deliver.naming import shown_name

    facts, notes = event.facts, []
    if warnings := int(facts["warnings"]):
        notes.append(messages.text("cli.watch_warnings", count=warnings))
    if missing := facts.get("missing"):
        notes.append(messages.text("cli.watch_missing", formats=str(missing)))
    if same := facts.get("same_as"):
        notes.append(messages.text("cli.watch_same_content", name=shown_name(str(same))))
    key = "cli.watch_reported_noted" if notes else "cli.watch_reported"
    period = Period.parse(str(facts["period"]))
    return messages.text(key, period=period, place=place, notes="; ".join(notes))
