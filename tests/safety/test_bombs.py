"""A file made to exhaust the computer is refused within seconds and a gigabyte.

The limits are measured in a process of their own. They are generous: what takes two seconds here
may take five on a slower machine, but neither a minute nor all the memory.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

import pytest

from kpireport.workbook import limits
from kpireport.workbook.reader import read_raw
from tests.safety.bombs import BOMBS, ods
from tests.sweeps import SWEEPING
from tests.workbook.packages import package
from tools.fuzzing.trial import resident

SECONDS = 5
"""Of processor time, which other work on the machine doesn't lengthen."""
MEMORY = 2**30

QUICK = (
    *("many_sheets.xlsx", "deep_cell.xlsx", "wide_element.xlsx"),
    *("repeated_spaces.ods", "repeated_beyond_measure.ods", "cells_far_apart.xlsb"),
    *("absurd_size.xls", "long_format.xlsx", "million_styles.xlsx"),
)
READ = frozenset(("repeated_spaces.ods", "absurd_size.xls", "sums_of_nothing.xlsx"))
READ |= {"array_formulas.xlsx", "many_columns.ods"}
"""What is no bomb for this reader: it is read, and takes no more than any other file."""


def checked(path: Path, seconds: int) -> tuple[int, str, float, int]:
    """Exit code, what was said, processor seconds and bytes of ``kpireport check``."""
    said = path.with_suffix(".said")
    own = resident()  # what the fork is counted with before it becomes another program
    child = os.fork()
    if child == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            descriptor = os.open(said, os.O_CREAT | os.O_WRONLY)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            os.execv(sys.executable, [sys.executable, "-m", "kpireport", "check", str(path)])
        finally:
            os._exit(99)
    _, status, usage = os.wait4(child, 0)
    spent = usage.ru_utime + usage.ru_stime
    code = os.waitstatus_to_exitcode(status)
    return (
        code,
        said.read_text(encoding="utf-8"),
        spent,
        usage.ru_maxrss * 1024 - (own if own > MEMORY // 4 else 0),
    )


@pytest.mark.parametrize("name", list(BOMBS) if SWEEPING else QUICK)
def test_a_bomb_is_refused_in_time_and_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(BOMBS[name]())
    seconds = SECONDS * 4 if name in READ else SECONDS
    code, said, spent, memory = checked(path, seconds * 2)
    assert code == 1, said
    assert spent < seconds
    assert memory < MEMORY
    if name not in READ:
        assert any(f" {refusal}:" in said for refusal in ("E103", "E105", "E108")), said


def codes(data: bytes, name: str) -> list[str]:
    workbook, problems = read_raw(Path(name), data)
    return [] if workbook is not None else [problem.code for problem in problems]


def test_reading_stops_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpireport.workbook.reader.MAX_SECONDS", -1)
    row = "<row><c><v>1</v></c></row>"
    assert codes(package(row), "book.xlsx") == ["E120"]
    assert codes(b"a;b\n1;2\n", "book.csv") == ["E120"]
    assert codes(ods("<table:table-row/>"), "book.ods") == ["E120"]


def test_the_time_is_that_of_one_file() -> None:
    with limits.time_limit(-1), pytest.raises(limits.TooSlowError):
        limits.check_time()
    limits.check_time()


@pytest.mark.parametrize(
    ("limit", "rows", "after"),
    [
        ("sheet_xml.MAX_MERGED", "", '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>'),
        (
            "sheet_xml.MAX_FORMULAS",
            '<row><c><f t="shared" si="0" ref="A1:B1">B1</f><v>1</v></c>'
            '<c><f t="shared" si="0"/><v>1</v></c></row>',
            "",
        ),
        ("sheet_xml.MAX_SPREAD", '<row><c><f t="array" ref="A1:B1">1</f><v>1</v></c></row>', ""),
        ("ooxml.MAX_SHEETS", "", ""),
        ("ooxml.MAX_WHOLE_PART", "", ""),
        ("container.MAX_PARTS", "", ""),
    ],
)
def test_what_is_beyond_a_limit_is_too_large(
    limit: str, rows: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled = f"{rows}<row r='9'><c><v>1</v></c></row>"
    data = package(filled, after_rows=after)
    assert codes(data, "book.xlsx") == []
    monkeypatch.setattr(f"kpireport.workbook.{limit}", 0)
    assert codes(data, "book.xlsx") == ["E108"]
