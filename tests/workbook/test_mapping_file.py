"""A mapping file: what it says, and what is wrong with it, at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpireport.i18n.messages import get_messages
from kpireport.model.problem import Problem
from kpireport.workbook.arrangement import Arrangement, KpiMap, TableMap, Told
from kpireport.workbook.mapping_file import mapping_of, read_mapping

WHOLE = """
version = 1

[settings]
fiscal_year_start = "April"
amber_from = 0.9
closed_through = 2026-03-01

[[table]]
sheet = "Report *"
header = 6
first_row = 8
last_row = 40
values = ["D:O", "Total"]
kpi = { column = "A", down = true, without = ["Act"] }
period = { rows = [5, 6] }
role = { column = "B", words = { Act = "actual", "" = "target" } }
entity = { sheet = true }
fiscal_year = "2025/26"
keep = { B = ["Total", "All"] }
drop = { C = "void" }
add_up = true
about.unit = "Unit"
about.direction = { column = "C", words = { U = "higher" } }

[[table]]
sheet = "Plan"
values = "B"
kpi = { is = "Calls" }
period = { cell = "B6" }
role = "target"

[[kpi]]
name = "Calls"
called = "Calls answered"
decimals = 1
headline = true
"""


def test_every_key() -> None:
    arrangement, problems = mapping_of(WHOLE, "m.toml")
    assert problems == ()
    assert arrangement == Arrangement(
        tables=(
            TableMap(
                sheet="Report *",
                header=6,
                first_row=8,
                last_row=40,
                values=("D:O", "Total"),
                kpi=Told(columns=("A",), down=True, without=("Act",)),
                period=Told(rows=(5, 6)),
                role=Told(columns=("B",), words={"Act": "actual", "": "target"}),
                entity=Told(sheet=True),
                fiscal_year="2025/26",
                keep={"B": ("Total", "All")},
                drop={"C": ("void",)},
                add_up=True,
                attributes={
                    "unit": Told(columns=("Unit",)),
                    "direction": Told(columns=("C",), words={"U": "higher"}),
                },
            ),
            TableMap(
                sheet="Plan",
                values=("B",),
                kpi=Told(stated="Calls"),
                period=Told(cell="B6"),
                role=Told(stated="target"),
            ),
        ),
        kpis=(KpiMap("Calls", {"name": "Calls answered", "decimals": "1", "headline": "yes"}),),
        settings={
            "fiscal_year_start": "April",
            "amber_from": "0.9",
            "closed_through": "2026-03-01",
        },
    )


def test_the_first_row_follows_the_header_and_figures_are_actuals() -> None:
    text = '[[table]]\nsheet = "S"\nheader = 4\nvalues = "B"\nkpi = "A"\nperiod = { row = 4 }\n'
    arrangement, _ = mapping_of(text, "m.toml")
    assert arrangement is not None
    assert (arrangement.tables[0].first_row, arrangement.tables[0].role) == (
        5,
        Told(stated="actual"),
    )


# What is wrong with it ----------------------------------------------------------------------------


def wrong(text: str) -> list[Problem]:
    """The problems of a mapping, which must not be used; each has its sentences."""
    arrangement, problems = mapping_of(text, "m.toml")
    assert arrangement is None
    assert {problem.sheet for problem in problems} == {"m.toml"}
    for problem in problems:
        for language in ("en", "fr"):
            said = get_messages(language).problem(problem)
            assert "{" not in said.message.replace(str(problem.params.get("found")), "")
            assert "None" not in said.message
    return list(problems)


def lines(problems: list[Problem]) -> list[tuple[str, object]]:
    return [(problem.code, problem.params.get("line")) for problem in problems]


TABLE = '[[table]]\nsheet = "S"\nvalues = ["B"]\nkpi = "A"\nperiod = { row = 1 }\n'
"""Five lines."""


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('version = 1\n[[table]\nsheet = "S"', "2"),
        ('sheet = "S', "1"),
        ("version = 1\nvalues = [", "2"),
        ("a = " + "[" * 3000, "1"),
        ("version = 1\nversion = 1\n", "2"),
        ("\x00", "1"),
    ],
)
def test_toml_that_cannot_be_read(text: str, line: str) -> None:
    assert lines(wrong(text)) == [("E242", line)]


def test_a_key_that_is_unknown_or_misspelt() -> None:
    problems = wrong(TABLE + 'colour = "red"\nheadr = 3\n')
    assert lines(problems) == [("E243", "6"), ("E246", "7")]
    assert problems[1].params["suggestion"] == "header"


def test_the_line_is_that_of_its_own_table() -> None:
    """The first table has the key too, and rightly."""
    text = TABLE + "\n" + TABLE.replace('"S"', "5") + '[[kpi]]\nname = "A"\nunit = ["m"]\n'
    assert lines(wrong(text)) == [("E244", "8"), ("E244", "14")]
    text = "table = [\n{ sheet = 5, values = 'B', kpi = 'A', period = 'C' },\n]\n"
    assert lines(wrong(text)) == [("E244", "2")]


@pytest.mark.parametrize(
    "line",
    [
        'header = "six"',
        "header = -1",
        "first_row = true",
        "add_up = 1",
        "entity = 5",
        "entity = { row = [0] }",
        "entity = { row = true }",
        "entity = { columns = [1] }",
        'entity = { column = "B", words = 3 }',
        'entity = { cell = "6B" }',
        'role = { row = 1, words = { Act = "real" } }',
        'role = { is = "real" }',
        'keep = "Total"',
        "keep = { B = 5 }",
        'fiscal_year = "next"',
        'about = "Unit"',
        "about = { unit = 5 }",
    ],
)
def test_a_value_of_another_kind(line: str) -> None:
    assert lines(wrong(TABLE + line)) == [("E244", "6")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("version = 2\n" + TABLE, "1"),
        ('settings = "x"\n' + TABLE, "1"),
        (TABLE + "[settings]\ncurrency = [1]\n", "7"),
        ('table = "S"', "1"),
        ('kpi = "Calls"\n' + TABLE, "1"),
    ],
)
def test_a_value_of_another_kind_at_the_top(text: str, line: str) -> None:
    assert ("E244", line) in lines(wrong(text))


@pytest.mark.parametrize("key", ["sheet", "values", "kpi", "period"])
def test_something_a_table_needs(key: str) -> None:
    (problem,) = wrong("".join(row for row in TABLE.splitlines(True) if not row.startswith(key)))
    assert (problem.code, problem.params["key"], problem.params["place"]) == (
        "E245",
        key,
        "table 1",
    )


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("version = 1\n", "[[table]]"),
        (TABLE + '[[kpi]]\nunit = "m"\n', "name"),
        (TABLE + "entity = {}\n", "column, row, sheet, cell, is"),
        (TABLE + "role = { row = 1 }\n", "words"),
    ],
)
def test_something_else_is_missing(text: str, key: str) -> None:
    (problem,) = wrong(text)
    assert (problem.code, problem.params["key"]) == ("E245", key)


def test_a_kpi_said_twice() -> None:
    """Which of the two counts would depend on nothing the user sees."""
    twice = '[[kpi]]\nname = "Calls"\nunit = "m"\n'
    problems = wrong(TABLE + twice + twice.replace('"Calls"', '"calls "'))
    assert lines(problems) == [("E272", "10")]


def test_all_that_is_wrong_is_said_at_once() -> None:
    problems = wrong('colour = 1\n[[table]]\nsheet = 5\nvalues = ["B"]\nkpi = "A"\n')
    assert [problem.code for problem in problems] == ["E243", "E245", "E244"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe[", b"a = 1\n" * 200_000])
def test_no_text_file(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    if content is not None:
        path.write_bytes(content)
    arrangement, (problem,) = read_mapping(path)
    assert arrangement is None
    assert (problem.code, problem.sheet) == ("E241", "m.toml")


def test_a_folder_is_no_mapping(tmp_path: Path) -> None:
    assert [p.code for p in read_mapping(tmp_path)[1]] == ["E241"]
