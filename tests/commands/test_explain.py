"""``kpireport explain`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run


@pytest.fixture(scope="module")
def shop(repository: Path) -> Path:
    return repository / "samples" / "ecommerce.xlsx"


def test_a_fact_a_line_in_a_pipe(run: Run, shop: Path) -> None:
    result = run("explain", shop, "REVENUE")
    assert (result.returncode, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert all(line.startswith("Revenue (REVENUE): ") for line in lines)
    assert lines[0] == "Revenue (REVENUE): Oct 2026: Actual: £588,285 · Actuals!AG19"
    # 1 + (588,285 − 589,000)/589,000 = 0.99879: by hand
    assert (
        "Revenue (REVENUE): Oct 2026: Attainment: 99.9% = 1 + (588,285 − 589,000) / |589,000|"
        " · Actual 588,285 Actuals!AG19 · Target 589,000 Targets!AH19"
        " · Linear: 1, plus or minus the variance as a share of the target." in lines
    )


def test_nothing_is_wrapped_or_coloured_in_a_pipe(run: Run, shop: Path) -> None:
    result = run("explain", shop, "REVENUE")
    rolling = [line for line in result.stdout.splitlines() if ": Rolling 12 months" in line]
    assert any(line.count(" + ") == 11 and "Actuals!V19:AG19" in line for line in rolling)
    assert "\x1b" not in result.stdout


def test_the_period_asked_for(run: Run, shop: Path) -> None:
    result = run("explain", shop, "REVENUE", "--period", "2026-09")
    assert result.stdout.startswith("Revenue (REVENUE): Sep 2026: Actual: £551,505")


def test_in_french(run: Run, shop: Path) -> None:
    result = run("explain", shop, "revenue", "--lang", "fr")
    assert result.stdout.startswith("Revenue (REVENUE): oct. 2026: Réalisé: 588\u202f285")
    assert "Pourquoi\u00a0: L’exercice n’est pas terminé" in result.stdout


def test_json_for_other_programs(run: Run, shop: Path) -> None:
    result = run("explain", shop, "GM", "--format", "json")
    data = json.loads(result.stdout)
    assert (data["schema"], data["kpi"], data["period"]) == (1, "GM", "2026-10")
    figures = {figure["figure"]: figure for figure in data["figures"]}
    assert figures["actual"]["inputs"] == [
        {
            "role": "actual",
            "period": "2026-10",
            "value": pytest.approx(41.5628479393),
            "sheet": "Actuals",
            "cell": "AG20",
        }
    ]
    total = figures["ytd.actual"]
    assert total["formula"] == "1823716/4377395*100"
    assert total["value"] == pytest.approx(1823716 / 4377395 * 100)
    assert [part["figure"] for part in total["parts"]] == ["numerator", "denominator"]
    assert figures["fiscal_year.actual"]["value"] is None
    assert figures["fiscal_year.actual"]["reason"]


def test_an_unknown_kpi_names_the_nearest(run: Run, shop: Path) -> None:
    result = run("explain", shop, "Gros margin")
    assert result.returncode == 2
    assert result.stdout == ""
    assert "The workbook has no KPI “Gros margin”" in result.stderr
    assert "Gross margin" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Which workbook?"),
        (["book.xlsx"], "Which KPI?"),
        (["book.xlsx", "REV", "--period", "soon"], "'soon' is not a month"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], sentence: str) -> None:
    result = run("explain", *arguments)
    assert result.returncode == 2
    assert sentence in result.stderr


def test_a_month_without_figures(run: Run, shop: Path) -> None:
    result = run("explain", shop, "REVENUE", "--period", "2031-01")
    assert result.returncode == 2
    assert "no figure for Jan 2031" in result.stderr


def test_a_workbook_with_errors_is_not_explained(run: Run, repository: Path) -> None:
    result = run("explain", repository / "samples" / "broken.xlsx", "REVENUE")
    assert (result.returncode, result.stdout) == (1, "")
    assert "broken.xlsx: Actuals!" in result.stderr
    assert "Traceback" not in result.stderr
