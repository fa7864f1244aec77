"""Wrong words on the command line: one sentence, exit 2, in the terminal's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport import __version__
from tests.commands.conftest import Run


def test_version(run: Run) -> None:
    result = run("--version")
    assert (result.returncode, result.stdout) == (0, f"kpireport {__version__}\n")


def test_help_lists_the_commands(run: Run) -> None:
    result = run("--help")
    assert result.returncode == 0
    assert "check List every problem of a workbook, by cell." in " ".join(result.stdout.split())


def test_help_speaks_french_in_a_french_terminal(run: Run) -> None:
    result = run("--help", lang="fr_FR.UTF-8")
    assert result.stdout.startswith("Utilisation\u00a0: kpireport")
    assert "Lister chaque problème d’un classeur" in result.stdout
    for english in ("Usage", "Show", "Commands"):
        assert english not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["check"], "Which workbook?"),
        (["report"], "Which workbook?"),
        (["report", "a.xlsx", "--period", "2026-13"], "'2026-13' is not a month"),
        (["report", "a.xlsx", "--format", "xlsx,doc"], "'doc' is not a format"),
        (["report", "a.xlsx", "--lang", "de"], "'de' is not one of"),
        (["report", "a.xlsx", "--perod", "2026-10"], "--period"),
        (["check", "--explain", "E999"], "There is no problem code 'E999'"),
        (["chek"], "No such command 'chek'"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(
    run: Run, arguments: list[str], sentence: str
) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert sentence in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_wrong_usage_in_french(run: Run) -> None:
    result = run("report", "a.xlsx", "--outpt", "x", lang="fr_FR.UTF-8")
    assert result.returncode == 2
    assert "L’option '--outpt' n’existe pas. Vouliez-vous dire '--output'" in result.stderr


def test_a_home_that_nobody_has_is_a_name_like_any_other(
    run: Run, smaller: Path, tmp_path: Path
) -> None:
    for name in ("check", "report"):
        result = run(name, "~nobody-here/a.xlsx")
        assert result.returncode == 1
        assert "E101" in result.stdout + result.stderr
        assert "fault" not in result.stderr
    book = smaller / "ecommerce.xlsx"
    options = ("--format", "json", "--output", "~nobody-here", "--no-history")
    assert run("report", book, *options).returncode == 0
    assert [path.suffix for path in (tmp_path / "~nobody-here").iterdir()] == [".json"]
