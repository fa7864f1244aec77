"""The documentation's promises: its commands run, its outputs and help texts are the program's."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from kpireport.commands.main import COMMANDS
from kpireport.model.period import Period
from kpireport.model.status import Status
from kpireport.pipeline import build_scorecard, read_book
from tests.smaller_samples import smaller_samples
from tools import write_problem_docs
from tools.docs_examples import (
    REPOSITORY,
    Example,
    Outcome,
    agrees,
    examples,
    help_blocks,
    page_name,
    pages,
    printed,
    renew,
    run,
    with_samples,
)

_OURS = [example for page in pages() for example in examples(page) if example.ours]
_SHOWN = {example.command for example in _OURS if example.output}
_LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_SHEET = re.compile(r"^### (?:The sheet|La feuille) (\w+).*\n\n((?:\|.*\n)+)", re.MULTILINE)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)

Runner = Callable[[str], Outcome]

# The commands are run once; spread over several workers they would run once in each.
pytestmark = pytest.mark.xdist_group("docs")


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """Runs a command once, however many pages show it, in a folder with the samples.

    Where no page shows what it prints, the samples are smaller: the command works all the same.
    """
    whole = with_samples(tmp_path_factory.mktemp("docs"))
    few = with_samples(tmp_path_factory.mktemp("docs_few"))
    smaller_samples(REPOSITORY / "samples", few)
    return cache(lambda command: run(command, whole if command in _SHOWN else few))


def _where(example: Example) -> str:
    return f"{example.page}:{example.line}"


@pytest.mark.parametrize("example", _OURS, ids=_where)
def test_commands_do_what_the_pages_say(example: Example, outcome: Runner) -> None:
    done = outcome(example.command)
    assert done.exit_code == example.exit_code, "\n".join(done.lines)
    if example.output:
        assert agrees(example.output, done.lines), "\n".join(done.lines)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_page_with_its_help(command: str, outcome: Runner) -> None:
    shown = help_blocks(REPOSITORY / "docs" / "commands" / f"{command}.md")
    assert printed(shown[command]) == outcome(f"kpireport {command} --help").lines


def test_the_page_of_problems_is_the_catalogue() -> None:
    assert write_problem_docs.PAGE.read_text(encoding="utf-8") == write_problem_docs.page()


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = [
        f"{target}#{anchor}" if anchor else target
        for target, anchor in _LINK.findall(page.read_text(encoding="utf-8"))
        if not _leads_somewhere(page, target, anchor)
    ]
    assert broken == []


def _leads_somewhere(page: Path, target: str, anchor: str) -> bool:
    goal = (page.parent / target).resolve() if target else page
    if not anchor:
        return goal.exists()
    return goal.is_file() and anchor in _anchors(goal)


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them from the headings' words."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {_anchor(heading) for heading in headings}


def _anchor(heading: str) -> str:
    kept = (c for c in heading.lower() if c in " -_" or unicodedata.category(c)[0] in "LNM")
    return "".join(kept).replace(" ", "-")


@pytest.mark.parametrize("page", pages(), ids=page_name)
def test_python_examples_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(with_samples(tmp_path))
    for block in _PYTHON.findall(page.read_text(encoding="utf-8")):
        exec(compile(block, page_name(page), "exec"), {"__name__": "docs"})


TEXTS = tuple((REPOSITORY / "kpireport/i18n/locales").rglob("*.toml"))


@pytest.mark.parametrize("page", (*pages(), *TEXTS), ids=page_name)
def test_nobody_is_told_to_install_the_other_program(page: Path) -> None:
    # The bare name belongs to somebody else on the package index.
    for line in page.read_text(encoding="utf-8").splitlines():
        for wanted in re.findall(r"\b(?:pipx?|uv tool|uv pip|uvx) install (\S+)", line):
            assert wanted.strip("`'\"(").partition("[")[0] != "kpireport", (
                f"{page_name(page)}: {line}"
            )


@pytest.mark.parametrize("name", ["guide.md", "guide.fr.md"])
def test_the_workbook_that_the_guide_types_is_a_good_one(name: str, tmp_path: Path) -> None:
    path = tmp_path / "typed.xlsx"
    _type_workbook(REPOSITORY / "docs" / name, path)
    book, problems = read_book(path)
    assert problems == ()
    assert book is not None
    scorecard = build_scorecard(book)
    assert scorecard.period == Period(2026, 10)
    assert [result.measure.status for result in scorecard.kpis].count(Status.NO_TARGET) == 1
    assert all(result.measure.actual is not None for result in scorecard.kpis)


def _type_workbook(page: Path, path: Path) -> None:
    """A workbook of the tables under "The sheet …", typed as a user would."""
    book = openpyxl.Workbook()
    for name, table in _SHEET.findall(page.read_text(encoding="utf-8")):
        sheet = book.create_sheet(name)
        for row in table.splitlines():
            if not row.startswith("| ---"):
                sheet.append([_typed(cell.strip()) for cell in row.strip("|").split("|")])
    book.remove(book.worksheets[0])
    book.save(path)


def _typed(text: str) -> str | float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


@pytest.mark.parametrize(
    ("name", "book"), [("guide.md", "ecommerce"), ("guide.fr.md", "retail_fr")]
)
def test_what_the_guide_quotes_stands_in_the_report(name: str, book: str, tmp_path: Path) -> None:
    run(f"kpireport report {book}.xlsx --format html", with_samples(tmp_path))
    page = (tmp_path / "scorecards" / f"{book}-2026-10.html").read_text(encoding="utf-8")
    said = _plain(re.sub(r"<[^>]+>", " ", html.unescape(page)))
    quoted = re.findall(r"^> (.+)$", (REPOSITORY / "docs" / name).read_text("utf-8"), re.MULTILINE)
    assert len(quoted) >= 2
    for quote in map(_plain, quoted):
        # In the lists the KPI's name stands apart from its sentence, without a colon.
        assert quote in said or quote.split(":", 1)[1].strip() in said, quote


def _plain(text: str) -> str:
    """Without what typography adds: its apostrophes, and its spaces that don't break."""
    return " ".join(text.replace("’", "'").split())


def test_a_fault_is_never_written_into_a_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = "```console\n$ kpireport check missing.xlsx\nNo problem found.\n```\n"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match="ended with"):
        renew(page, tmp_path)
    assert page.read_text(encoding="utf-8") == text


class TestTheComparisonItself:
    def test_lines_must_be_the_same(self) -> None:
        assert agrees(["a", "b"], ["a", "b"])
        assert not agrees(["a"], ["a", "b"])
        assert not agrees(["a", "c"], ["a", "b"])

    def test_an_ellipsis_stands_for_any_lines(self) -> None:
        assert agrees(["a", "…", "d"], ["a", "b", "c", "d"])
        assert agrees(["a", "…"], ["a"])
        assert not agrees(["…", "d"], ["a", "d", "e"])
