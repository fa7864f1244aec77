"""``kpireport report --fail-on``: exit code 3 where a condition holds, with the KPIs named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tests.workbook.books import Rows, write

MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 7))


def book(path: Path, *, sales: float = 120, lost: float | None = 6, settings: Rows = ()) -> Path:
    """Sales against 110 and customers lost against 7 %, in June 2026; May and before are good."""
    sheets: dict[str, Rows] = {
        "Settings": [["Setting", "Value"], ["Currency", "EUR"], ["Closed through", "2026-06"]],
        "KPIs": [
            ["ID", "Name", "Unit", "Direction", "Aggregation", "Tolerance"],
            ["REV", "Revenue", "€", "higher", "sum", None],
            ["CHURN", "Customers lost", "%", "lower", "mean", "1 pts"],
        ],
        "Actuals": [
            ["KPI", *MONTHS],
            ["REV", 111, 112, 113, 112, 111, sales],
            ["CHURN", 6.1, 6.2, 6.3, 6.2, 6.1, lost],
        ],
        "Targets": [["KPI", *MONTHS], ["REV", *[110] * 6], ["CHURN", *[7] * 6]],
    }
    sheets["Settings"] = [*sheets["Settings"], *settings]
    return write(path, sheets)


def test_a_condition_that_holds_is_exit_code_3_and_the_files_are_written(
    run: Run, tmp_path: Path
) -> None:
    book(tmp_path / "kpis.xlsx", sales=90)
    result = run("report", "kpis.xlsx", "--format", "json", "--fail-on", "off_track")
    assert result.returncode == 3
    assert result.stdout == "scorecards/kpis-2026-06.json\n"
    assert result.stderr == (
        "kpis.xlsx: off_track: Revenue: €90, 18.2% below the target of €110; "
        "off track (on track in May 2026).\n"
    )
    assert (tmp_path / "scorecards" / "kpis-2026-06.json").exists()


def test_a_condition_that_does_not_hold_is_exit_code_0(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "kpis.xlsx")
    result = run("report", "kpis.xlsx", "--format", "json", "--fail-on", "off_track,missing_data")
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("off track", 0),
        ("at risk", 3),  # 7.5 % against 7 %, with a tolerance of one point
        ("à risque", 3),
        ("à surveiller; signal", 3),
        ("any", 3),
        ("missing_data", 0),
    ],
)
def test_the_words_of_the_settings_in_either_language(
    run: Run, tmp_path: Path, words: str, code: int
) -> None:
    book(tmp_path / "kpis.xlsx", lost=7.5)
    result = run("report", "kpis.xlsx", "--format", "json", "--fail-on", words)
    assert result.returncode == code
    assert ("Customers lost" in result.stderr) is (code == 3)


def test_what_the_settings_alert_on_plays_no_part(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "kpis.xlsx", lost=None, settings=[["Alert on", "none"]])
    result = run("report", "-q", "kpis.xlsx", "--format", "json", "--fail-on", "missing data")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr == "kpis.xlsx: missing_data: Customers lost: no figure in Jun 2026.\n"


def test_the_lines_are_in_the_reports_language(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "kpis.xlsx", lost=None)
    result = run("report", "kpis.xlsx", "--format", "json", "--fail-on", "any", "--lang", "fr")
    assert result.stderr.replace("\u00a0", " ") == (
        "kpis.xlsx: missing_data: Customers lost: aucune donnée en juin 2026.\n"
    )


def test_of_several_books_one_is_enough(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "good.xlsx")
    book(tmp_path / "bad.xlsx", sales=90)
    options = ("--format", "json", "--fail-on", "off_track", "--no-history")
    result = run("report", "good.xlsx", "bad.xlsx", *options)
    assert result.returncode == 3
    assert [line.split(": ")[0] for line in result.stderr.splitlines()] == ["bad.xlsx"]
    assert len(list((tmp_path / "scorecards").iterdir())) == 2


def test_a_book_with_errors_outranks_a_condition(
    run: Run, repository: Path, tmp_path: Path
) -> None:
    book(tmp_path / "bad.xlsx", sales=90)
    broken = repository / "samples" / "broken.xlsx"
    result = run("report", broken, "bad.xlsx", "--format", "json", "--fail-on", "off_track")
    assert result.returncode == 1
    # The condition is told all the same.
    assert "bad.xlsx: off_track: Revenue: €90, 18.2% below" in result.stderr


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en_GB.UTF-8", "'red flags' is no condition. Choose from off_track, at_risk, signal, "),
        ("fr_FR.UTF-8", "« red flags » n’est pas une condition. Choisissez parmi off_track, "),
    ],
)
def test_an_unknown_condition_is_wrong_usage(
    run: Run, tmp_path: Path, lang: str, sentence: str
) -> None:
    book(tmp_path / "kpis.xlsx", sales=90)
    result = run("report", "kpis.xlsx", "--fail-on", "off track, red flags", lang=lang)
    assert result.returncode == 2
    assert sentence in " ".join(result.stderr.replace("\u00a0", " ").split())
    assert not (tmp_path / "scorecards").exists()


def test_without_conditions_nothing_is_said(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "kpis.xlsx", sales=90)
    result = run("report", "kpis.xlsx", "--format", "json")
    assert (result.returncode, result.stderr) == (0, "")
