"""Our figures against those that publishers computed themselves, on real data.

The tables of docs/agreement.md are computed here; a test fails where the document says anything
else. The data is not part of the project: the tests skip where it is missing.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from kpireport.compute.ledger import build_lines
from kpireport.compute.scorecard import build_scorecard
from kpireport.compute.windows import windows_at
from kpireport.model.kpi import Direction
from kpireport.model.measure import Measure, Window
from kpireport.model.status import Status
from tests.compute.books import Row, book, kpi, month, row, settings

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def document(repository: Path) -> str:
    return (repository / "docs" / "agreement.md").read_text(encoding="utf-8")


def assert_table(document: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Every row stands in the document as a row of a table."""
    lines = {re.sub(r"\s+", " ", line.strip()) for line in document.splitlines()}
    for cells in rows:
        text = "| " + " | ".join(str(cell) for cell in cells) + " |"
        assert text in lines, f"docs/agreement.md lacks the row: {text}"


def number(text: str) -> float | None:
    """A published figure; None for words. A remark in brackets after it is no part of it."""
    found = re.fullmatch(r"\$?(-?[\d,]*\.?\d+)%?\s*(\([^)]*\))?", text.strip())
    return float(found[1].replace(",", "")) if found else None


def decimals(text: str) -> int:
    """The decimals a published percentage really has: 5.60% has one."""
    figures = text.strip().rstrip("%").rstrip("0") if "." in text else text
    return len(figures.partition(".")[2]) if "." in figures else 0


SUMS = ("Total Ridership", "Total Traffic")
"""The MTA's indicators that add up; the others are rates."""


@pytest.fixture(scope="module")
def mta(real: Path) -> Rows:
    """The rows for which the MTA published a year to date."""
    path = real / "mta" / "mta_performance.csv"
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    return [r for r in found if r["YTD_ACTUAL"].strip() or r["YTD_TARGET"].strip()]


@pytest.fixture(scope="module")
def ours(mta: Rows) -> dict[tuple[str, str], Window]:
    """Our year to date of every indicator and published month, by ID and month."""
    series: dict[str, Rows] = {}
    for entry in mta:
        series.setdefault(entry["INDICATOR_SEQ"], []).append(entry)
    whole = book(*(mta_row(seq, entries) for seq, entries in series.items()))
    lines = build_lines(whole, month("2011-12"))
    return {
        (seq, at): windows_at(lines[seq], month(at).index).ytd
        for seq, entries in series.items()
        for at in map(mta_month, entries)
    }


def mta_month(entry: Mapping[str, str]) -> str:
    return f"{entry['PERIOD_YEAR']}-{int(entry['PERIOD_MONTH']):02d}"


def mta_row(seq: str, entries: Rows) -> Row:
    """The sums as sums, every rate as the plain mean of its months."""
    rule = "sum" if entries[0]["INDICATOR_NAME"] in SUMS else "mean"
    words = {"U": "higher", "D": "lower", "N": "neutral"}
    item = kpi(seq, aggregation=rule, direction=words[entries[0]["DESIRED_CHANGE"]])
    return row(
        item,
        {mta_month(entry): number(entry["MONTHLY_ACTUAL"]) for entry in entries},
        targets={mta_month(entry): number(entry["MONTHLY_TARGET"]) for entry in entries},
    )


@pytest.fixture(scope="module")
def mcc(real: Path) -> list[Published]:
    text = (real / "mcc" / "kpis.csv").read_bytes().decode("cp1252")
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n"))
    return [
        Published(
            entry["country"],
            entry["kpi"],
            (entry["baseline"], entry["target"], entry["actual"]),
            entry["percent"].strip(),
        )
        for entry in csv.DictReader(lines)
    ]


class TestMta:
    """Monthly figures and the publisher's own year to date, 2008 to 2011."""

    def _sums(self, mta: Rows) -> Iterator[tuple[str, Rows]]:
        for agency, name in (("LIRR", SUMS[0]), ("MNR", SUMS[0]), ("TBTA", SUMS[1])):
            yield (
                f"{agency} {name}",
                [e for e in mta if e["_FILE"] == agency and e["INDICATOR_NAME"] == name],
            )

    def test_sums(self, mta: Rows, ours: Mapping[tuple[str, str], Window], document: str) -> None:
        table = []
        for name, entries in self._sums(mta):
            counts: Counter[str] = Counter()
            for entry in entries:
                window = ours[entry["INDICATOR_SEQ"], mta_month(entry)]
                actual, target = number(entry["YTD_ACTUAL"]), number(entry["YTD_TARGET"])
                if actual is not None:
                    counts["actuals"] += 1
                    counts["actuals equal"] += window.actual == actual
                    counts["targets"] += target is not None
                    counts["targets equal"] += (
                        target is not None and window.measure.target == target
                    )
                else:
                    counts["without actual"] += 1
            table.append(
                (
                    name,
                    f"{counts['actuals equal']} of {counts['actuals']}",
                    f"{counts['targets equal']} of {counts['targets']}",
                    counts["without actual"],
                )
            )
            assert counts["actuals equal"] == counts["actuals"] > 0
            assert counts["targets equal"] == counts["targets"] > 0
        assert_table(document, table)

    def test_months_without_an_actual(
        self, mta: Rows, ours: Mapping[tuple[str, str], Window]
    ) -> None:
        """The publisher goes on adding up targets; ours end with the last actual, and say so.

        Its plan for those months is the same as ours: the difference is what was planned since.
        """
        for _, entries in self._sums(mta):
            late = [entry for entry in entries if number(entry["YTD_ACTUAL"]) is None]
            assert late
            planned_since = 0.0
            for entry in late:
                window = ours[entry["INDICATOR_SEQ"], mta_month(entry)]
                planned_since += number(entry["MONTHLY_TARGET"]) or 0
                target = window.measure.target
                assert target is not None
                assert target + planned_since == number(entry["YTD_TARGET"])
                assert window.reason is not None
                assert window.reason.code == "ends_earlier"
                assert window.end == month("2011-04" if entry["_FILE"] == "MNR" else "2011-05")

    def test_rates_as_plain_means(
        self, mta: Rows, ours: Mapping[tuple[str, str], Window], document: str
    ) -> None:
        """What a guessed mean would give: the publisher weights, and doesn't say by what."""
        kinds = {
            "On-time performance": "OTP|On-Time",
            "Elevators and escalators in service": "Availability",
            "Distance between failures": "Distance",
            "Injuries, lost time, collisions": "Rate",
        }
        counts: Counter[str] = Counter()
        totals: Counter[str] = Counter()
        outside = []
        seen: dict[tuple[str, str], list[float]] = {}
        for entry in mta:
            actual, published = number(entry["MONTHLY_ACTUAL"]), number(entry["YTD_ACTUAL"])
            name = entry["INDICATOR_NAME"]
            if name in SUMS or actual is None or published is None:
                continue
            kind = next(k for k, words in kinds.items() if re.search(words, name))
            unit = 10.0 ** -int(entry["DECIMAL_PLACES"])
            window = ours[entry["INDICATOR_SEQ"], mta_month(entry)]
            assert window.actual is not None
            totals[kind] += 1
            counts[kind] += abs(window.actual - published) <= unit / 2 + 1e-9
            year = seen.setdefault((entry["INDICATOR_SEQ"], entry["PERIOD_YEAR"]), [])
            year.append(actual)
            if not min(year) - unit <= published <= max(year) + unit:
                outside.append((entry["_FILE"], name, mta_month(entry)))
        assert_table(document, [(kind, f"{counts[kind]} of {totals[kind]}") for kind in kinds])
        # Whatever the weights are, a weighted mean lies among its months: once it doesn't.
        assert outside == [("MNR", "Customer Injury Rate", "2011-03")]


class TestHart:
    """A council's KPIs with its own status: lg on target, la near, lr off."""

    LOWER = frozenset({"HR11", "HS01", "RB07", "RB08", "RB09"})
    """Days lost or taken. The file names no direction; the descriptions leave no doubt."""
    MEANING: ClassVar = {"lg": Status.ON_TRACK, "la": Status.AT_RISK, "lr": Status.OFF_TRACK}

    def _measure(self, entry: Mapping[str, str]) -> Measure:
        direction = Direction.LOWER if entry["code"] in self.LOWER else Direction.HIGHER
        item = kpi("K", direction=direction, frequency="quarterly")
        figures = {"2014-06": number(entry["this_quarter"])}
        typed = row(item, figures, targets={"2014-06": number(entry["target"])})
        return build_scorecard(book(typed, setting=settings(4))).kpi("K").measure

    def test_statuses(self, real: Path, document: str) -> None:
        path = real / "hart" / "hart_kpis.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            entries = list(csv.DictReader(file))
        agreed: Counter[Status] = Counter()
        published: Counter[Status] = Counter()
        table: list[tuple[object, ...]] = []
        for entry in entries:
            measure, theirs = self._measure(entry), self.MEANING[entry["status"]]
            published[theirs] += 1
            if measure.status is theirs:
                agreed[theirs] += 1
                continue
            assert measure.attainment is not None
            table.append(
                (
                    entry["code"],
                    entry["this_quarter"],
                    entry["target"],
                    entry["status"],
                    measure.status,
                    f"{measure.attainment:.3f}",
                )
            )
        words = {Status.ON_TRACK: "lg", Status.AT_RISK: "la", Status.OFF_TRACK: "lr"}
        for status, word in words.items():
            table.append((word, status, f"{agreed[status]} of {published[status]}"))
        assert_table(document, table)
        assert sum(published.values()) - sum(agreed.values()) == len(table) - 3 == 5


@dataclass(frozen=True)
class Published:
    """One row of the MCC's table that has a published percentage."""

    country: str
    name: str
    figures: tuple[str, str, str]
    percent: str

    @property
    def numbers(self) -> tuple[float | None, float | None, float | None]:
        baseline, target, actual = map(number, self.figures)
        return baseline, target, actual


class TestMcc:
    """Progress from a baseline to a target, as the publisher computed it."""

    @staticmethod
    def _progress(baseline: float, target: float, actual: float) -> float | None:
        direction = "higher" if target > baseline else "lower"
        item = kpi("K", direction=direction, attainment="progress", baseline=baseline)
        typed = row(item, {"2012-09": actual}, targets={"2012-09": target})
        return build_scorecard(book(typed)).kpi("K").measure.attainment

    def test_percent_complete(self, mcc: list[Published], document: str) -> None:
        counts: Counter[str] = Counter()
        table: list[tuple[object, ...]] = []
        for entry in mcc:
            baseline, target, actual = entry.numbers
            published = number(entry.percent)
            if published is None or not entry.percent.endswith("%"):
                counts["no percentage"] += 1
                continue
            assert baseline is not None
            assert target is not None
            assert actual is not None
            counts["compared"] += 1
            ours = self._progress(baseline, target, actual)
            assert ours is not None
            half = 0.5 * 10.0 ** -decimals(entry.percent)
            if abs(100 * ours - published) <= half + 1e-9:
                counts["agree"] += 1
            else:
                name = entry.name.split("[")[0].strip()
                table.append(
                    (entry.country, name, *entry.figures, entry.percent, f"{100 * ours:.1f} %")
                )
        assert counts["compared"] - counts["agree"] == len(table) == 6
        summary = [
            ("rows", len(mcc)),
            ("without a published percentage", counts["no percentage"]),
            ("compared", counts["compared"]),
            ("equal to the last published digit", counts["agree"]),
        ]
        assert_table(document, [*summary, *table])
