"""Benchmarks that can't be had are said by ``check`` and in the report, at their cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kpireport.model.book import Language
from kpireport.model.problem import Problem
from kpireport.pipeline import build_scorecard, build_view, read_book
from tests.workbook.books import SOUND, Rows, write

HEAD = ["KPI or metric", "Industry", "Statistic", "Value", "Unit", "Source", "As of"]


def problems(
    path: Path, *rows: list[Any], benchmark: str = "", industry: str = "", plain: str = ""
) -> tuple[Problem, ...]:
    """Of a sound book, its KPI in percent with that benchmark, and these benchmark rows.

    With ``plain`` the other KPI loses its unit and has that benchmark.
    """
    kpis = [list(row) for row in SOUND["KPIs"]]
    if plain:
        kpis[1][2] = None
    kpis[0].append("Benchmark")
    kpis[1].append(plain or None)
    kpis[2].append(benchmark)
    settings: Rows = [["Setting", "Value"], ["Currency", "EUR"], ["Industry", industry or None]]
    sheets: dict[str, Rows] = SOUND | {"KPIs": kpis, "Settings": settings}
    if rows:
        sheets["Benchmarks"] = [HEAD, *rows]
    book, found = read_book(write(path / "book.xlsx", sheets))
    assert book is not None
    view = build_view(build_scorecard(book, None, found), "en")
    assert [p.code for p in view.problems] == [p.code for p in found]
    return found


def row(
    metric: str,
    unit: str | None = "%",
    industry: str = "",
    statistic: str = "mean",
    value: float = 5,
    as_of: object = 2025,
) -> list[Any]:
    return [metric, industry or None, statistic, value, unit, "X", as_of]


def test_a_name_that_nobody_has_with_the_closest_ones(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, benchmark="Cart abandonement")
    assert (found.code, found.sheet, found.cell) == ("W831", "KPIs", "G3")
    known = found.params["known"]
    assert isinstance(known, tuple)
    assert "Cart abandonment" in known


@pytest.mark.parametrize(
    ("rows", "benchmark", "industry", "expected"),
    [
        ([row("Churn", "€")], "Churn", "", [("W832", "KPIs", "G3")]),
        ([row("CHURN", "€")], "", "", [("W832", "Benchmarks", "D2")]),
        ([], "Average order value", "E-commerce", [("W832", "KPIs", "G3")]),
        ([], "Gross margin", "Retail", [("W833", "KPIs", "G3")]),
        (
            [row("Churn", industry="SaaS"), row("Churn", industry="Telecom")],
            "Churn",
            "",
            [("W834", "KPIs", "G3")],
        ),
        (
            [row("Churn", statistic="p25", value=9), row("Churn", statistic="p75", value=3)],
            "Churn",
            "",
            [("W835", "KPIs", "G3")],
        ),
        ([row("Churn", as_of="lately")], "Churn", "", [("I836", "Benchmarks", "D2")]),
        ([row("CHURN"), row("Churns")], "", "", [("I837", "Benchmarks", "D3")]),
        ([row("CHURN")], "", "", []),
        # A percentage typed as a plain number: the KPI lies around 5.
        ([row("Churn", value=0.05)], "Churn", "", [("W862", "Benchmarks", "D2")]),
        ([row("Churn", "% (0-100)", value=0.05)], "Churn", "", []),
        ([row("Churn", value=1.4)], "Churn", "", []),
        (
            [row("Clicks", value=1.4)],
            "",
            "",
            [("W863", "Benchmarks", "D2"), ("I837", "Benchmarks", "D2")],
        ),
        ([row("Clicks", "% (0-100)", value=1.4)], "", "", [("I837", "Benchmarks", "D2")]),
        # Years after the book's own.
        ([row("Churn", as_of=2030)], "Churn", "", [("W864", "Benchmarks", "D2")]),
        ([row("Churn", as_of=2026)], "Churn", "", []),
        ([row("Churn", "% of revenue")], "Churn", "", [("W865", "KPIs", "G3")]),
        ([row("Churn", None)], "Churn", "", [("W867", "KPIs", "G3")]),
        # Two figures for one: the same twice is none.
        (
            [row("Churn", statistic="p50", value=3), row("Churn", statistic="median", value=4)],
            "Churn",
            "",
            [("W868", "Benchmarks", "D3")],
        ),
        (
            [row("Churn", statistic="p50", value=3), row("Churn", statistic="median", value=3)],
            "Churn",
            "",
            [],
        ),
        (
            [row("Churn", value=3), row("Churn", value=4)],
            "Churn",
            "",
            [("W868", "Benchmarks", "D3")],
        ),
        # Held by a cohort beside another industry: the report's own sentence says it.
        ([], "Absence rate", "Education", []),
        ([], "Absence rate", "Agriculture", [("I839", "KPIs", "G3")]),
        ([], "A&E attendances within 4 hours, all", "Manufacturing", [("W861", "KPIs", "G3")]),
        ([], "Cart abandonment rate", "Anything", [("I839", "KPIs", "G3")]),
        ([], "Gross margin", "E-commerce", [("I839", "KPIs", "G3")]),
        # Wholesale and retail trade, in one figure: the report says so.
        ([], "Absence rate", "Retail", []),
        ([], "CAC payback", "", [("W830", "KPIs", "G3")]),
        (
            [
                row("Churn", statistic="p25", value=3),
                row("Churn", statistic="p50", value=5),
                row("Churn", statistic="p75", value=9, as_of=None),
            ],
            "Churn",
            "",
            [("I836", "Benchmarks", "D4")],
        ),
        (
            [
                row("Churn", statistic="p25", value=3),
                row("Churn", statistic="p50", value=5),
                row("Churn", statistic="p75", value=9, as_of=2023),
            ],
            "Churn",
            "",
            [("W838", "Benchmarks", "D4")],
        ),
        ([], "Taux de marge brute", "", []),
    ],
)
def test_what_is_said_and_where(
    rows: list[list[Any]],
    benchmark: str,
    industry: str,
    expected: list[tuple[str, str, str]],
    tmp_path: Path,
) -> None:
    found = problems(tmp_path, *rows, benchmark=benchmark, industry=industry)
    assert [(p.code, p.sheet, p.cell) for p in found] == expected


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_can_be_filled(language: Language, tmp_path: Path) -> None:
    from kpireport.i18n.messages import get_messages

    said = [
        *problems(tmp_path, row("Other"), benchmark="Zzz"),
        *problems(tmp_path, benchmark="Cart abandonement"),
        *problems(tmp_path, benchmark="Gross margin", industry="E-commerce"),
        *problems(
            tmp_path,
            row("Churn", statistic="p25", value=3),
            row("Churn", statistic="p50"),
            row("Churn", statistic="p75", value=9, as_of=2023),
            benchmark="Churn",
        ),
        *problems(tmp_path, row("Churn", "€"), benchmark="Churn"),
        *problems(tmp_path, benchmark="Gross margin", industry="Retail"),
        *problems(tmp_path, row("Churn", as_of=None), benchmark="Churn"),
    ]
    more = [
        *problems(tmp_path, row("Churn", value=0.05), row("Clicks", value=0.05)),
        *problems(tmp_path, row("Churn", as_of=2030), row("Churn", value=6, as_of=2030)),
        *problems(tmp_path, row("Churn", "% of revenue")),
        *problems(tmp_path, row("Churn", None)),
        *problems(tmp_path, row("Plain", "%"), plain="Plain"),
        *problems(tmp_path, benchmark="A&E within 4 hours", industry="Finance"),
    ]
    codes = {"W861", "W862", "W863", "W864", "W865", "W866", "W867", "W868"}
    assert codes <= {p.code for p in more}
    assert {p.code for p in said} == {
        "W830",
        "W831",
        "I837",
        "W832",
        "W833",
        "I836",
        "W838",
        "I839",
    }
    for problem in (*said, *more):
        text = get_messages(language).problem(problem)
        assert text.message.endswith(".") and "{" not in text.message
