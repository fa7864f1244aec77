"""Every figure of whole workbooks back to its formula and its cells.

Each printed formula is evaluated independently (see ``explained.py``), and every cell looked up
with openpyxl.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpireport.model.book import Event, Language
from kpireport.model.kpi import ProcessBasis
from kpireport.model.period import Period
from kpireport.model.problem import CellRef
from kpireport.pipeline import build_scorecard, explain, read_book
from tests.compute.books import PERCENT, book, every, flat, kpi, month, months, row, settings
from tests.present.explained import hold
from tests.sweeps import SWEEPING

SALES = kpi("REV", direction="higher", aggregation="sum")
_YEARS = [100 + 7 * (i % 5) - 3 * (i % 7) + i for i in range(34)]
_RATIO = {"aggregation": "ratio", "numerator": "GP", "denominator": "REV"}
_CUMULATED = [sum(_YEARS[i - i % 12 : i + 1]) for i in range(34)]

BOOKS = {
    "sums with a gap": lambda: book(
        row(
            SALES,
            months("2024-01", *_YEARS[:20], None, *_YEARS[21:]),
            targets=months("2024-01", *(each + 2.5 for each in _YEARS)),
            budget=months("2024-01", *_YEARS),
        )
    ),
    "cumulated with a gap": lambda: book(
        row(
            kpi("REV", direction="higher", aggregation="sum", actuals_input="ytd"),
            months("2024-01", *_CUMULATED[:30], None, *_CUMULATED[31:]),
            dated={"2024-01": 95, "2025-07": 105},
        ),
        row(kpi("ANY"), months("2026-07", 1)),
    ),
    "cumulated means": lambda: book(
        row(
            kpi(direction="lower", aggregation="mean", actuals_input="ytd", targets_input="ytd"),
            months("2025-01", *_YEARS[:22]),
            targets=months("2025-01", *_YEARS[3:25]),
        )
    ),
    "a yearly target, cumulated by quarter": lambda: book(
        row(
            kpi(direction="higher", aggregation="sum", targets_input="ytd", target_per="quarter"),
            months("2025-01", *_YEARS[:22]),
            targets=every("2025-03", 3, 300, 610, 930, 1250, 310, 640, 960, 1290),
        )
    ),
    "last year's shape from the prior year": lambda: book(
        row(
            kpi(direction="higher", aggregation="sum", target_per="year", phasing="last_year"),
            months("2026-01", *_YEARS[:10]),
            prior_year=months("2025-01", *_YEARS[:12]),
            targets={"2026-06": 1500},
        )
    ),
    "a band, dated": lambda: book(
        row(
            kpi(direction="range", aggregation="mean", process=ProcessBasis.GAP),
            months("2025-01", *_YEARS[:22]),
            dated={"2025-01": (95, 110), "2026-04": (None, 120)},
        )
    ),
    "a quarterly ratio of monthly parts": lambda: book(
        row(
            kpi(unit="%", direction="higher", frequency="quarterly", **_RATIO),
            targets=every("2025-03", 3, *flat(80, 8)),
        ),
        row(kpi("GP", aggregation="sum"), months("2025-01", *(each * 0.8 for each in _YEARS[:22]))),
        row(SALES, months("2025-01", *_YEARS[:22])),
    ),
    "a ratio with planned parts and a mean below": lambda: book(
        row(kpi(direction="lower", **_RATIO)),
        row(
            kpi("GP", aggregation="sum"),
            months("2025-01", *_YEARS[:22]),
            targets=months("2025-01", *_YEARS[2:26]),
        ),
        row(
            kpi("REV", aggregation="mean"),
            months("2025-01", *_YEARS[4:26]),
            targets=months("2025-01", *_YEARS[5:29]),
        ),
    ),
    "a ratio of a ratio": lambda: book(
        row(
            kpi("TOP", direction="higher", aggregation="ratio", numerator="K", denominator="REV"),
            targets=months("2026-01", *flat(0.01, 10)),
        ),
        row(kpi(**_RATIO)),
        row(kpi("GP", aggregation="sum"), months("2026-01", *_YEARS[:10])),
        row(SALES, months("2026-01", *_YEARS[3:13])),
    ),
    "smallest and largest": lambda: book(
        row(
            kpi("LOW", direction="lower", aggregation="min"),
            months("2025-01", *_YEARS[:22]),
            targets=months("2025-01", *_YEARS[1:23]),
        ),
        row(
            kpi("HIGH", direction="higher", aggregation="max", tolerance=3),
            months("2025-01", *_YEARS[:22]),
            targets=months("2025-01", *_YEARS[1:23]),
        ),
    ),
    "progress and a rebase": lambda: book(
        row(
            kpi(direction="lower", aggregation="sum", attainment="progress", baseline=150.0),
            months("2025-01", *_YEARS[:22]),
            targets=months("2025-01", *(each - 4 for each in _YEARS[:22])),
        ),
        events=(Event(_first("2026-02"), None, "", True, CellRef("Events", "A2")),),
    ),
    "negative figures and last values": lambda: book(
        row(
            kpi(direction="higher", aggregation="last"),
            months("2025-01", *(-each for each in _YEARS[:22])),
            targets=months("2025-01", *flat(-120, 22)),
        ),
        setting=settings(start_month=4, amber_from=0.9),
    ),
    "percentages without a rule": lambda: book(
        row(
            kpi(unit=PERCENT, direction="higher"),
            months("2025-01", *(each / 3 for each in _YEARS[:22])),
            targets=months("2025-01", *flat(40, 22)),
        )
    ),
}


def _first(text: str) -> Any:
    import datetime as dt

    period = month(text)
    return dt.date(period.year, period.month, 1)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", BOOKS)
def test_every_formula_gives_its_figure(name: str, language: Language) -> None:
    workbook = BOOKS[name]()
    for period in (
        ("2026-10", "2026-07", "2026-03", "2026-01") if language == "en" else ("2026-10",)
    ):
        hold(workbook, Period.parse(period), language)


SAMPLES = [
    ("ecommerce", "en", "2026-10"),
    ("ecommerce", "en", "2024-06"),
    ("retail_fr", "fr", "2026-10"),
    ("retail_fr", "fr", "2026-01"),
]
"""The latest month, the last of a fiscal year, and one of the first; the rest in `make prove`."""


if SWEEPING:
    SAMPLES += [("ecommerce", "en", "2026-01"), ("retail_fr", "fr", "2024-06")]


@pytest.mark.parametrize(("name", "language", "period"), SAMPLES)
def test_every_figure_of_the_samples(
    name: str, language: Language, period: str, repository: Path
) -> None:
    workbook, _ = read_book(repository / "samples" / f"{name}.xlsx")
    assert workbook is not None
    hold(workbook, Period.parse(period), language)


@pytest.mark.parametrize("period", ["2011-04", "2009-06"])
@pytest.mark.parametrize("name", ["lirr.xlsx", "mnr_long.xlsx"])
def test_every_figure_of_real_workbooks(name: str, period: str, real: Path) -> None:
    workbook, _ = read_book(real / "mta" / name)
    assert workbook is not None
    hold(workbook, Period.parse(period))


@pytest.mark.parametrize("name", ["ecommerce", "retail_fr"])
def test_the_cells_hold_what_is_said(name: str, repository: Path) -> None:
    path = repository / "samples" / f"{name}.xlsx"
    sheets = openpyxl.load_workbook(path, data_only=True)
    workbook, _ = read_book(path)
    assert workbook is not None
    card = build_scorecard(workbook)
    looked_up = 0
    for item in workbook.kpis:
        for figure in explain(workbook, card, item.id, "en").figures():
            for each in (given for part in figure.walk() for given in part.inputs):
                cell = sheets[each.ref.sheet][each.ref.cell]
                stored = cell.value if isinstance(cell.value, (int, float)) else None
                if stored is None:  # a figure typed as text, as many in the French sample are
                    continue
                scale = 100 if "%" in cell.number_format else 1
                wanted = {stored, stored * scale}
                assert any(math.isclose(each.value, w, rel_tol=1e-9) for w in wanted), each
                looked_up += 1
    assert looked_up > 1000


def test_a_part_that_is_not_reported_is_explained_too(repository: Path) -> None:
    workbook, problems = read_book(repository / "samples" / "ecommerce.xlsx")
    assert workbook is not None
    card = build_scorecard(workbook, None, problems)
    found = explain(workbook, card, "GROSSPROFIT")
    assert found.figure("actual").inputs[0].ref.sheet == "Actuals"
