"""``kpireport check`` as a user runs it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import openpyxl
import pytest

from tests.commands.conftest import Run


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_good_workbook_passes(run: Run, repository: Path) -> None:
    book = repository / "samples" / "ecommerce.xlsx"
    before = digest(book)
    result = run("check", book)
    assert result.returncode == 0
    assert result.stderr == ""
    assert digest(book) == before


def test_a_broken_workbook_lists_every_problem_and_exits_1(run: Run, repository: Path) -> None:
    result = run("check", repository / "samples" / "broken.xlsx")
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    codes = {line.split(": ")[2] for line in lines}
    # The issue asks for at least 15 kinds of problem in this sample.
    assert len({code for code in codes if code[0] in "EWI" and code[1:].isdigit()}) >= 15
    assert all(line.startswith("broken.xlsx: ") for line in lines)


def test_json_for_other_programs(run: Run, repository: Path) -> None:
    result = run("check", repository / "samples" / "broken.xlsx", "--format", "json")
    assert result.returncode == 1
    data = json.loads(result.stdout)
    assert data["source"] == "broken.xlsx"
    for problem in data["problems"]:
        assert set(problem) == {
            *("code", "severity", "sheet", "cell", "message", "expected", "advice")
        }
        assert problem["message"] and problem["advice"]


def test_quiet_says_nothing_of_a_good_workbook(run: Run, repository: Path) -> None:
    result = run("check", "--quiet", repository / "samples" / "ecommerce.xlsx")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_verbose_says_once_what_each_kind_of_problem_means(run: Run, repository: Path) -> None:
    book = repository / "samples" / "broken.xlsx"
    plain, verbose = run("check", book), run("check", "--verbose", book)
    assert verbose.returncode == 1
    assert verbose.stdout.startswith(plain.stdout)
    told = verbose.stdout[len(plain.stdout) :]
    explained = run("check", "--explain", "E502").stdout
    assert told.count(explained) == 1


def test_a_code_is_explained(run: Run) -> None:
    result = run("check", "--explain", "e502")
    assert result.returncode == 0
    assert result.stdout.startswith("E502: ")
    assert len(result.stdout.splitlines()) > 2


@pytest.mark.parametrize("command", ["check", "report"])
class TestFilesThatAreNoWorkbook:
    """One clear sentence each, exit 1, no traceback, nothing written."""

    def hold(self, run: Run, command: str, path: Path, code: str, tmp_path: Path) -> None:
        result = run(command, path)
        said = result.stdout if command == "check" else result.stderr
        assert result.returncode == 1
        assert f": {code}: " in said
        assert len(said.splitlines()) == 1
        assert "Traceback" not in result.stdout + result.stderr
        assert not (tmp_path / "scorecards").exists()

    def test_missing(self, run: Run, command: str, tmp_path: Path) -> None:
        self.hold(run, command, tmp_path / "nowhere.xlsx", "E101", tmp_path)

    def test_directory(self, run: Run, command: str, tmp_path: Path) -> None:
        (tmp_path / "folder.xlsx").mkdir()
        self.hold(run, command, tmp_path / "folder.xlsx", "E102", tmp_path)

    def test_text_file_with_a_workbooks_name(self, run: Run, command: str, tmp_path: Path) -> None:
        path = tmp_path / "text.xlsx"
        path.write_text("KPI;Jan;Feb\nRevenue;1;2\n")
        self.hold(run, command, path, "E103", tmp_path)

    def test_password(self, run: Run, command: str, tmp_path: Path, locked: Path) -> None:
        self.hold(run, command, locked, "E104", tmp_path)

    def test_empty(self, run: Run, command: str, tmp_path: Path) -> None:
        import openpyxl

        path = tmp_path / "empty.xlsx"
        openpyxl.Workbook().save(path)
        self.hold(run, command, path, "E105", tmp_path)


@pytest.fixture(scope="session")
def locked(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """A sample encrypted as Excel does it (ECMA-376 agile encryption, by msoffcrypto-tool)."""
    from msoffcrypto.format.ooxml import OOXMLFile

    path = tmp_path_factory.mktemp("locked") / "locked.xlsx"
    with (repository / "samples" / "ecommerce.xlsx").open("rb") as source, path.open("wb") as out:
        OOXMLFile(source).encrypt("a password", out)
    return path


def test_a_marked_copy(run: Run, repository: Path, tmp_path: Path) -> None:
    source = repository / "samples" / "broken.xlsx"
    before = digest(source)
    copy = tmp_path / "marked.xlsx"
    result = run("check", source, "--annotate", copy, "--lang", "fr")
    assert result.returncode == 1
    assert f"Copie marquée\N{NO-BREAK SPACE}: {copy}" in result.stderr
    assert digest(source) == before
    book = openpyxl.load_workbook(copy)
    assert book["Settings"]["B6"].comment is not None
    found = run("check", source, "--format", "json", "--lang", "fr")
    listed = [row[1].value for row in book["kpireport"].iter_rows(min_row=4)]
    assert listed == [problem["code"] for problem in json.loads(found.stdout)["problems"]]


def test_a_marked_copy_replaces_nothing(run: Run, repository: Path, tmp_path: Path) -> None:
    source = repository / "samples" / "broken.xlsx"
    taken = tmp_path / "taken.xlsx"
    taken.write_bytes(b"somebody's")
    result = run("check", source, "--annotate", taken)
    assert result.returncode == 1
    assert "exists already" in result.stderr
    assert taken.read_bytes() == b"somebody's"
    wrong = run("check", source, "--annotate", tmp_path / "copy.csv")
    assert wrong.returncode == 2
    assert ".xlsx" in wrong.stderr


def test_a_text_file_can_not_be_marked(run: Run, tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    book.write_text("KPI;Jan 2026\nA;1\n", encoding="utf-8")
    result = run("check", book, "--annotate", tmp_path / "copy.csv")
    assert result.returncode == 2
    assert "only .xlsx and .xlsm" in result.stderr
