"""The commands that the documentation shows: found in its pages, run, and written anew.

``python -m tools.docs_examples`` puts today's ``--help`` texts and outputs into the pages. The
tests hold the pages against the program with the same functions.

In a page, a ``console`` block shows commands after ``$`` and, if wanted, what they print at a
terminal; a line that is only ``…`` stands for any number of lines. ``<!-- exit: 1 -->`` above the
block says how its last command ends. ``<!-- help: check -->`` stands above a command's help.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
ANYTHING = "…"
_WIDTH = 80
_EXIT = re.compile(r"<!-- exit: (\d) -->")
_HELP = re.compile(r"(<!-- help: (\w+) -->\n```text\n)(.*?)(```)", re.DOTALL)
_BLOCK = re.compile(
    r"(?P<mark><!-- exit: \d -->\n)?^```console\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True)
class Example:
    """One command in a page, the lines it is said to print, and how it is said to end."""

    page: str
    line: int
    command: str
    output: tuple[str, ...]
    exit_code: int

    @property
    def ours(self) -> bool:
        return self.command.split()[0] == "kpireport"


@dataclass(frozen=True)
class Outcome:
    """What a command printed at a terminal (standard output, then errors), and how it ended."""

    lines: tuple[str, ...]
    exit_code: int


def pages() -> list[Path]:
    """The pages for users and contributors, README first."""
    return [
        REPOSITORY / "README.md",
        REPOSITORY / "CONTRIBUTING.md",
        REPOSITORY / "CHANGELOG.md",
        REPOSITORY / "samples" / "README.md",
        *sorted((REPOSITORY / "docs").rglob("*.md")),
    ]


def page_name(page: Path) -> str:
    inside = page.is_relative_to(REPOSITORY)
    return page.relative_to(REPOSITORY).as_posix() if inside else page.name


def examples(page: Path) -> list[Example]:
    """Every command in the page's console blocks, in order."""
    text = page.read_text(encoding="utf-8")
    return [example for block in _BLOCK.finditer(text) for example in _in_block(page, text, block)]


def _in_block(page: Path, text: str, block: re.Match[str]) -> Iterator[Example]:
    first = text.count("\n", 0, block.start("body")) + 1
    lines = block["body"].splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith("$ ")]
    for at, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        marked = _EXIT.match(block["mark"] or "") if at == starts[-1] else None
        yield Example(
            page=page_name(page),
            line=first + at,
            command=lines[at].removeprefix("$ "),
            output=printed("\n".join(lines[at + 1 : end])),
            exit_code=int(marked[1]) if marked else 0,
        )


def printed(text: str) -> tuple[str, ...]:
    """The lines without trailing spaces, and without empty lines before and after."""
    return tuple(line.rstrip() for line in text.strip("\n").rstrip().splitlines())


@cache
def run(command: str, folder: Path) -> Outcome:
    """Run a ``kpireport`` command in ``folder``, as at an English terminal without colours.

    Once, however many pages show it: a second ``kpireport new`` would find the file there.
    """
    asked = {"TERM": "dumb", "FORCE_COLOR": "1", "COLUMNS": str(_WIDTH), "LANG": "en_GB.UTF-8"}
    unwanted = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "NO_COLOR")
    everything = os.environ  # noqa: TID251 (a tool, not the program)
    environment = {key: value for key, value in everything.items() if key not in unwanted}
    done = subprocess.run(
        [sys.executable, "-m", *shlex.split(command)],
        cwd=folder,
        env={**environment, **asked, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    return Outcome(printed(f"{done.stdout}\n{done.stderr}"), done.returncode)


def agrees(shown: Sequence[str], found: Sequence[str]) -> bool:
    """Whether the lines shown are the lines found, ``…`` standing for any number of them."""
    if not shown:
        return not found
    if shown[0] == ANYTHING:
        return any(agrees(shown[1:], found[at:]) for at in range(len(found) + 1))
    return bool(found) and shown[0] == found[0] and agrees(shown[1:], found[1:])


def help_blocks(page: Path) -> dict[str, str]:
    """The help texts that a page shows, by command."""
    text = page.read_text(encoding="utf-8")
    return {block[2]: block[3] for block in _HELP.finditer(text)}


def with_samples(folder: Path) -> Path:
    """``folder``, with the sample workbooks, a mapping and the sample templates in it."""
    for ending in ("xlsx", "csv", "toml"):
        for sample in (REPOSITORY / "samples").glob(f"*.{ending}"):
            shutil.copy(sample, folder)
    own = "templates-example"
    shutil.copytree(REPOSITORY / "samples" / own, folder / own, dirs_exist_ok=True)
    return folder


def renew(page: Path, folder: Path) -> None:
    """Write today's help texts into the page, and today's output where it shows one in full."""

    def help_text(block: re.Match[str]) -> str:
        lines = run(f"kpireport {block[2]} --help", folder).lines
        return "\n".join([block[1].rstrip("\n"), *lines, block[4]])

    def outputs(block: re.Match[str]) -> str:
        lines: list[str] = []
        for example in _in_block(page, text, block):
            lines.append(f"$ {example.command}")
            full = example.ours and example.output and ANYTHING not in example.output
            lines += _shown(example, run(example.command, folder)) if full else example.output
        return "\n".join([f"{block['mark'] or ''}```console", *lines, "```"])

    text = _HELP.sub(help_text, page.read_text(encoding="utf-8"))
    page.write_text(_BLOCK.sub(outputs, text), encoding="utf-8")


def _shown(example: Example, done: Outcome) -> tuple[str, ...]:
    """What the command prints; a fault of the program is never written into a page."""
    if done.exit_code != example.exit_code:
        place = f"{example.page}:{example.line}"
        raise SystemExit("\n".join([f"{place} ended with {done.exit_code}", *done.lines]))
    return done.lines


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = with_samples(Path(place))
        for page in pages():
            renew(page, folder)


if __name__ == "__main__":
    main()
