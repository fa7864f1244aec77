"""Real files, each with how it is read; the table of them all in docs/real-files.md.

``python -m tests.real_files FOLDER`` prints the table.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kpireport.model.book import Book
from kpireport.model.problem import Problem
from kpireport.model.status import Status
from kpireport.pipeline import build_scorecard, read_book

MAPPINGS = Path(__file__).parent / "real_mappings"


@dataclass(frozen=True, slots=True)
class RealFile:
    """A file, and the mapping that reads it; without one it is read as it is recognised."""

    path: str
    mapping: str = ""

    def read(self, real: Path) -> tuple[Book | None, tuple[Problem, ...]]:
        return _read(real / self.path, MAPPINGS / self.mapping if self.mapping else None)


@cache
def _read(path: Path, mapping: Path | None) -> tuple[Book | None, tuple[Problem, ...]]:
    """Once, however many tests ask."""
    return read_book(path, mapping)


FILES = (
    RealFile("mta/lirr.xlsx"),
    RealFile("mta/mnr_long.xlsx"),
    RealFile("mta/mta_performance.csv"),
    RealFile("mta/mta_performance.csv", "mta_lirr.toml"),
    RealFile("balanced_scorecard/BalancedScorecard_FINAL.xlsx"),
    RealFile("balanced_scorecard/BalancedScorecard_FINAL.xlsx", "balanced_scorecard.toml"),
    RealFile("nhs_ae/June-2025-AE-by-provider.xlsx"),
    RealFile("nhs_ae/June-2025-AE-by-provider.xlsx", "nhs_ae.toml"),
    RealFile("hart/hart_kpis.csv"),
    RealFile("hart/hart_kpis.csv", "hart.toml"),
    RealFile("mcc/kpis.csv"),
    RealFile("mcc/kpis.csv", "mcc_health.toml"),
    RealFile("reader_fixtures/date_1904.xlsx"),
    RealFile("reader_fixtures/date_iso.xlsx"),
    RealFile("reader_fixtures/date_quoted_format.xlsx"),
    RealFile("reader_fixtures/errors.xlsx"),
)

HEAD = (
    "| file | read by | KPIs | figures | months | scorecard | errors | warnings and hints |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
)


def table(real: Path) -> list[str]:
    """The lines of the table in docs/real-files.md."""
    return [*HEAD, *(_row(file, *file.read(real)) for file in FILES)]


def _row(file: RealFile, book: Book | None, problems: Sequence[Problem]) -> str:
    failed = any(problem.code.startswith("E") for problem in problems)
    cells = [
        f"`{Path(file.path).name}`",
        _read_by(file, problems, failed),
        *(_held(book) if book else ("–", "–", "–")),
        "–" if failed or book is None else _scorecard(book, problems),
        _codes(problems, "E"),
        _codes(problems, "WI"),
    ]
    return f"| {' | '.join(cells)} |"


def _read_by(file: RealFile, problems: Sequence[Problem], failed: bool) -> str:
    if file.mapping:
        return f"[{file.mapping}](../tests/real_mappings/{file.mapping})"
    if any(problem.code == "I236" for problem in problems):
        return "recognition"
    return "recognition: no table" if failed else "its own layout"


def _held(book: Book) -> tuple[str, str, str]:
    """KPIs with actuals, how many of these, and from which month to which."""
    months = [month for series in book.actuals.values() for month in series]
    if not months:
        return ("–", "–", "–")
    first, last = min(months), max(months)
    span = str(first) if first == last else f"{first} to {last}"
    return (str(sum(bool(s) for s in book.actuals.values())), str(len(months)), span)


def _scorecard(book: Book, problems: tuple[Problem, ...] | Sequence[Problem]) -> str:
    card = build_scorecard(book, None, tuple(problems))
    statuses = Counter(result.measure.status for result in card.kpis)
    words = {
        Status.ON_TRACK: "on track",
        Status.AT_RISK: "at risk",
        Status.OFF_TRACK: "off track",
    }
    counts = [f"{statuses[status]} {word}" for status, word in words.items() if statuses[status]]
    other = len(card.kpis) - sum(statuses[status] for status in words)
    counts += [f"{other} without a status"] if other else []
    return f"{card.period}: {', '.join(counts)}"


def _codes(problems: Sequence[Problem], severities: str) -> str:
    """Each code with how often it occurs."""
    codes = Counter(p.code for p in problems if p.code[0] in severities)
    return ", ".join(f"{code} × {n}" if n > 1 else code for code, n in codes.items()) or "–"


if __name__ == "__main__":
    sys.stdout.write("\n".join([*table(Path(sys.argv[1])), ""]))
