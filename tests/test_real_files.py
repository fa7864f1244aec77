"""Real files of other layouts, read by recognition and by mappings, against what they publish."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kpireport.model.book import Book, Observation, Target
from kpireport.model.period import Period
from kpireport.model.scorecard import Scorecard
from kpireport.model.status import Status
from kpireport.pipeline import build_scorecard
from tests.real_files import FILES, RealFile, table

MTA = RealFile("mta/mta_performance.csv", "mta_lirr.toml")
HART = RealFile("hart/hart_kpis.csv", "hart.toml")
MCC = RealFile("mcc/kpis.csv", "mcc_health.toml")
NHS = RealFile("nhs_ae/June-2025-AE-by-provider.xlsx", "nhs_ae.toml")
BALANCED = RealFile("balanced_scorecard/BalancedScorecard_FINAL.xlsx", "balanced_scorecard.toml")


def read(file: RealFile, real: Path) -> Book:
    book, problems = file.read(real)
    assert book is not None
    assert [p.code for p in problems if p.code.startswith("E")] == []
    return book


def values(sheet: Mapping[str, Mapping[Period, Observation | Target]]) -> dict[str, object]:
    """The figures of each KPI that has any, by month, without their places."""
    return {
        kpi: {month: figure.value for month, figure in series.items()}
        for kpi, series in sheet.items()
        if series
    }


def test_the_page_of_real_files_is_what_comes_out(real: Path, repository: Path) -> None:
    page = (repository / "docs" / "real-files.md").read_text(encoding="utf-8")
    assert [row for row in page.splitlines() if row.startswith("|")] == table(real)


def test_every_real_file_is_in_the_table(real: Path) -> None:
    there = {
        path.relative_to(real).as_posix()
        for path in real.rglob("*")
        if path.suffix in (".xlsx", ".csv")
    }
    assert {file.path for file in FILES} == there


def test_the_publishers_table_gives_the_scorecard_of_the_workbook_typed_from_it(real: Path) -> None:
    mapped, typed = read(MTA, real), read(RealFile("mta/lirr.xlsx"), real)
    for ours, theirs in ((mapped.actuals, typed.actuals), (mapped.targets, typed.targets)):
        assert values(ours) == values(theirs)
    assert _figures(build_scorecard(mapped)) == _figures(build_scorecard(typed))


def _figures(card: Scorecard) -> list[object]:
    return [
        (
            result.kpi.id,
            result.kpi.name,
            result.kpi.unit,
            result.kpi.decimals,
            result.measure,
            result.ytd.measure,
            result.ytd.reason,
            result.trend,
        )
        for result in card.kpis
    ]


def test_a_councils_own_statuses(real: Path) -> None:
    """lg is on target. One contradicts the figures beside it: IT03, 80.6 for a target of 90."""
    card = build_scorecard(read(HART, real))
    with (real / HART.path).open(encoding="utf-8") as file:
        published = {row["code"]: row for row in csv.DictReader(file)}
    assert card.period == Period(2014, 6)
    assert {r.kpi.id: (r.measure.actual, r.measure.target) for r in card.kpis} == {
        code: (float(row["this_quarter"]), float(row["target"])) for code, row in published.items()
    }
    green = {code for code, row in published.items() if row["status"] == "lg"}
    ours = {result.kpi.id for result in card.kpis if result.measure.status is Status.ON_TRACK}
    assert (ours - green, green - ours) == (set(), {"IT03"})


def test_a_project_with_figures_that_are_pending(real: Path) -> None:
    """The publisher's rows 160 to 165, copied by hand; two of them are pending."""
    card = build_scorecard(read(MCC, real))
    assert {r.kpi.name: (r.measure.actual, r.measure.target) for r in card.kpis} == {
        "Civil society mobilization": (2_389_599, 2_300_000),
        "Training of health staff by MCA": (13_199, 5_055),
        "Early detection of cervical cancer - early diagnosis (%)": (52, 46),
        "Screening for hypertension (%)": (7.1, 66),
    }


def test_the_total_above_the_providers(real: Path) -> None:
    """Row 17 of the sheet, read by openpyxl alone."""
    with closing(load_workbook(real / NHS.path, read_only=True)) as file:
        sheet = file["Provider Level Data"]
        (row,) = sheet.iter_rows(min_row=17, max_row=17, values_only=True)
    book = read(NHS, real)
    june = Period(2025, 6)
    shares = {kpi: 100 if kpi.startswith("Within") else 1 for kpi in book.actuals}
    found = {
        str(series[june].cell): series[june].value / shares[kpi]
        for kpi, series in book.actuals.items()
    }
    letters = "BCDEFGHIJKLMNOPQRSTUVWXYZ"
    assert found == {
        f"Provider Level Data!{letter}17": pytest.approx(row[letters.index(letter) + 1])
        for letter in "HLPQRSTZ"
    } | {"Provider Level Data!AB17": row[27]}


def test_last_years_figures_and_plans_beside_the_actuals(real: Path) -> None:
    """Cells of the file: sales act. N28, plan N35, last year N21, and the year's total O28."""
    with closing(load_workbook(real / BALANCED.path, data_only=True, read_only=True)) as file:
        cells = {place: file["Finance"][place].value for place in ("N21", "N28", "N35", "O28")}
    book = read(BALANCED, real)
    december = Period(2022, 12)
    assert (book.actuals["sales"][december].value, str(book.actuals["sales"][december].cell)) == (
        cells["N28"],
        "Finance!N28",
    )
    assert book.targets["sales"][december].value == cells["N35"]
    assert book.prior_year["sales"][Period(2021, 12)].value == cells["N21"]
    sales = next(r for r in build_scorecard(book).kpis if r.kpi.id == "sales")
    assert sales.ytd.actual == cells["O28"]


def test_recognition_and_the_mapping_find_the_same_figures(real: Path) -> None:
    mapped = read(BALANCED, real)
    recognised, _ = RealFile(BALANCED.path).read(real)
    assert recognised is not None
    for ours, theirs in (
        (mapped.actuals, recognised.actuals),
        (mapped.targets, recognised.targets),
        (mapped.prior_year, recognised.prior_year),
    ):
        assert _cells(ours) == _cells(theirs)


def _cells(found: object) -> set[str]:
    return {
        str(figure.cell)
        for series in found.values()  # type: ignore[attr-defined]
        for figure in series.values()
    }
