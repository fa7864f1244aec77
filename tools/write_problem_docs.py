"""Writes docs/problems.md, every problem code with its explanation, from the message catalogue."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
PAGE = REPOSITORY / "docs" / "problems.md"
_CATALOGUE = REPOSITORY / "kpireport" / "i18n" / "locales" / "en"

_GROUPS = {
    "1": "The file",
    "2": "Sheets, headers and layout",
    "3": "Settings",
    "4": "KPI definitions",
    "5": "What a cell says",
    "6": "Months and other periods",
    "7": "Sheets held against each other",
    "8": "Goals, benchmarks, comments, actions, events, recipients",
}
_SEVERITIES = {"E": "Error", "W": "Warning", "I": "Hint"}
_HEAD = (
    "# Problems\n\n"
    "Everything that `kpireport check` may find in a workbook, by code. "
    "`kpireport check --explain CODE` says the same in the terminal, in English or French.\n\n"
    "The letter says how grave it is. **E**: an error; no report is made until it is mended. "
    "**W**: a warning; the report is made and shows it. **I**: a hint. "
    "Codes never change their meaning.\n\n"
    "This page is written from the program's own texts (`make docs`).\n"
)


def problems() -> Mapping[str, Mapping[str, str]]:
    """Title and explanation of every code, in the order of the numbers."""
    entries: dict[str, Mapping[str, str]] = {}
    for file in sorted(_CATALOGUE.glob("*.toml")):
        entries.update(tomllib.loads(file.read_text(encoding="utf-8")).get("problem", {}))
    return dict(sorted(entries.items(), key=lambda entry: entry[0][1:]))


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for digit, group in _GROUPS.items():
        entries = {code: text for code, text in problems().items() if code[1] == digit}
        parts.append(f"## {group}\n")
        parts += [_section(code, text) for code, text in entries.items()]
    return "\n".join(parts)


def _section(code: str, text: Mapping[str, str]) -> str:
    severity = _SEVERITIES[code[0]]
    # What the sentence would name in a workbook, this page can only name in general.
    advice = re.sub(r"\{(\w+)\}", r"*\1*", text["advice"])
    return (
        f"### {code}: {text['title']}\n\n{severity}. {text['explain']}\n\n"
        f"How to mend it: {advice}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
