"""Writes docs/bad-habits.md: what people do in workbooks, and what kpireport says of it.

The page is made from the workbooks of the tests, so that it says only what is tested.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.workbook.bad_habits.catalogue import THEMES
from tests.workbook.bad_habits.text_files import TEXT_HABITS
from tools.write_problem_docs import problems

PAGE = Path(__file__).parent.parent / "docs" / "bad-habits.md"

_KINDS = {"E": "Error", "W": "Warning", "I": "Hint"}
_MEANT = "Read as it is meant."
_HEAD = """# What people do, and what kpireport says

Workbooks are made by hand. This page lists {count} habits that are met in them, and what becomes \
of each: read as it is meant, or named by sheet and cell. An **error** stops the report until it \
is mended, a **warning** is shown in it, a **hint** is only told by `kpireport check`. What a code \
means and how to mend it stands in [problems](problems.md).

Each line is a workbook in the tests, which hold every figure and every problem of it; the page is \
written from them (`make docs`).
"""


def page() -> str:
    """The whole page."""
    sections = {
        theme: [(habit.what, habit.says) for habit in habits] for theme, habits in THEMES.items()
    }
    sections["Text files (CSV)"] = [(habit.what, habit.says) for habit in TEXT_HABITS]
    count = sum(map(len, sections.values()))
    parts = [_HEAD.format(count=count)]
    titles = {code: each["title"] for code, each in problems().items()}
    for theme, lines in sections.items():
        parts.append(f"## {theme}\n\n| in the workbook | kpireport |\n| --- | --- |")
        for what, says in lines:
            told = what.replace("|", r"\|")
            parts.append(f"| {told} | {_answer(says, titles)} |")
        parts.append("")
    return "\n".join(parts)


def _answer(says: Iterable[str], titles: Mapping[str, str]) -> str:
    """Each code once with its title, the gravest first."""
    codes = sorted(
        {said.split()[0] for said in says}, key=lambda code: ("EWI".index(code[0]), code)
    )
    told = (f"{_KINDS[code[0]]} {code}: {titles[code]}" for code in codes)
    return "<br>".join(told) or _MEANT


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
