"""Real workbooks, end to end, against what their publisher computed itself.

The MTA publishes monthly figures and its own year-to-date figures for each indicator
(``mta_performance.csv``, columns YTD_ACTUAL and YTD_TARGET).
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import kpireport

BOOKS = {"lirr.xlsx": "Long Island Rail Road", "mnr_long.xlsx": "Metro-North Railroad"}


@pytest.fixture(scope="module")
def published(real: Path) -> dict[tuple[str, str], dict[str, str]]:
    """The publisher's row of each indicator's name and month, by agency and indicator ID."""
    with (real / "mta" / "mta_performance.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["INDICATOR_SEQ"], f"{row['PERIOD_YEAR']}-{int(row['PERIOD_MONTH']):02d}"): row
        for row in rows
    }


@pytest.mark.parametrize("name", BOOKS)
def test_four_files_of_a_real_workbook(name: str, real: Path, tmp_path: Path) -> None:
    (report,) = kpireport.make_reports([real / "mta" / name], output=tmp_path)
    assert isinstance(report, kpireport.Report)
    assert {path.suffix for path in tmp_path.iterdir()} == {".xlsx", ".html", ".pdf", ".json"}
    data = json.loads(report.files["json"].read_bytes())
    assert data["entity"] == BOOKS[name]
    assert data["period"] == "2011-04"


@pytest.mark.parametrize(
    ("name", "ridership"), [("lirr.xlsx", "20537"), ("mnr_long.xlsx", "55512")]
)
def test_ridership_year_to_date_is_the_publishers(
    name: str,
    ridership: str,
    real: Path,
    published: dict[tuple[str, str], dict[str, str]],
) -> None:
    book, problems = kpireport.read_book(real / "mta" / name)
    assert book is not None
    card = kpireport.build_scorecard(book, kpireport.Period(2011, 4), problems)
    window = card.kpi(ridership).ytd
    row = published[ridership, "2011-04"]
    assert window.actual == float(row["YTD_ACTUAL"].replace(",", ""))
    assert window.measure.actual == float(row["YTD_ACTUAL"].replace(",", ""))
    assert window.measure.target == float(row["YTD_TARGET"].replace(",", ""))
    assert (window.months, window.expected_months) == (4, 4)


@pytest.mark.parametrize("name", BOOKS)
def test_without_an_aggregation_there_is_no_total_and_a_reason(name: str, real: Path) -> None:
    book, problems = kpireport.read_book(real / "mta" / name)
    assert book is not None
    card = kpireport.build_scorecard(book, None, problems)
    silent = [result for result in card.kpis if result.kpi.aggregation is None]
    assert len(silent) == len(card.kpis) - 1
    for result in silent:
        assert result.ytd.actual is None
        assert result.ytd.reason is not None
