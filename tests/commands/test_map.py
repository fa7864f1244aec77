"""``kpireport map`` and ``--mapping``: from a workbook of another layout to its scorecard."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest

from kpireport.commands.main import _run
from kpireport.resources import json_schema
from kpireport.workbook import read_book
from kpireport.workbook.mapping_file import mapping_of
from tests.workbook.books import SOUND, Rows, write
from tests.workbook.mapped import actuals

ROWS: Rows = [
    ["Wren, call centre"],
    [None, None, "Jan 2026", "Feb 2026"],
    ["Calls", "Actual", 10, 11],
    [None, "Plan", 12, 13],
    ["Waiting", "Actual", 4, 5],
    [None, "Plan", 3, 3],
]

MAPPING = """
[settings]
organisation = "Wren"

[[table]]
sheet = "Figures"
first_row = 3
values = ["C:D"]
kpi = { column = "A", down = true }
period = { row = 2 }
role = { column = "B", words = { Actual = "actual", Plan = "target" } }

[[kpi]]
name = "Calls"
direction = "higher"
aggregation = "sum"

[[kpi]]
name = "Waiting"
unit = "min"
direction = "lower"
aggregation = "mean"
"""


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``kpireport ARGUMENTS…`` in ``tmp_path``; what it says is in one line."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Done:
        code = _run(list(arguments))
        shown = capsys.readouterr()
        return Done(code, shown.out, " ".join(shown.err.replace("’", "'").split()))

    return run


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write(tmp_path / "calls.xlsx", {"Figures": ROWS})


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def test_proposed_edited_and_reported(book: Path, run: Run, tmp_path: Path) -> None:
    made = run("map", "calls.xlsx", "-o", "mapping.toml")
    assert made.returncode == 0, made.stderr
    assert "Written: mapping.toml" in made.stderr
    assert "kpireport report calls.xlsx --mapping mapping.toml" in made.stderr
    text = (tmp_path / "mapping.toml").read_text(encoding="utf-8")
    arrangement, problems = mapping_of(text, "mapping.toml")
    assert problems == ()
    assert arrangement is not None
    assert [kpi.name for kpi in arrangement.kpis] == ["Calls", "Waiting"]
    # What the user does: the signs before what was missing are taken away.
    edited = text.replace("# direction", "direction").replace("# aggregation", "aggregation")
    (tmp_path / "mapping.toml").write_text(edited, encoding="utf-8")
    done = run("report", "calls.xlsx", "--mapping", "mapping.toml", "--format", "json")
    assert done.returncode == 0, done.stderr
    shown = json.loads((tmp_path / "scorecards" / "calls-2026-02.json").read_text("utf-8"))
    # 10 + 11 of 12 + 13, 4 + 5 of 3 + 3, since "sum" is the first of the words.
    assert [(k["name"], k["ytd"]["actual"], k["ytd"]["target"]) for k in shown["kpis"]] == [
        ("Calls", 21, 25),
        ("Waiting", 9, 6),
    ]


def test_without_a_file_it_is_shown_in_the_language_asked_for(book: Path, run: Run) -> None:
    english, french = run("map", "calls.xlsx"), run("map", "calls.xlsx", "--lang", "fr")
    assert (english.returncode, french.returncode) == (0, 0)
    assert english.stdout.startswith("# Where kpireport finds the figures of calls.xlsx.\n")
    assert french.stdout.startswith("# Où kpireport trouve les chiffres de calls.xlsx.\n")
    assert "I236" in english.stderr
    for shown in (english.stdout, french.stdout):
        assert mapping_of(shown, "m.toml")[1] == ()
    quiet = run("map", "calls.xlsx", "--lang", "fr", "-q")
    assert (quiet.stdout, quiet.stderr) == (french.stdout, "")


def test_a_file_that_is_there_is_never_replaced(book: Path, mapping: Path, run: Run) -> None:
    for name in ("mapping.toml", "calls.xlsx"):
        before = (mapping.parent / name).read_bytes()
        done = run("map", "calls.xlsx", "-o", name)
        assert done.returncode == 1
        assert f"{name} exists already, and no file is ever replaced here" in done.stderr
        assert (mapping.parent / name).read_bytes() == before


def test_nothing_that_is_a_table(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "notes.xlsx", {"Notes": [["Call the printer"]]})
    done = run("map", "notes.xlsx", "-o", "m.toml")
    assert done.returncode == 1
    assert "No table of figures was recognised in notes.xlsx; nothing was written." in done.stderr
    assert not (tmp_path / "m.toml").exists()


def test_the_products_own_layout_needs_no_mapping(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "sound.xlsx", SOUND)
    done = run("map", "sound.xlsx", "-o", "m.toml")
    assert done.returncode == 1
    assert "sound.xlsx has kpireport's own layout already" in done.stderr
    assert not (tmp_path / "m.toml").exists()


def test_wrong_usage(run: Run) -> None:
    assert run("map").returncode == 2
    missing = run("map", "missing.xlsx")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "missing.xlsx" in missing.stderr


def test_the_report_names_the_mapping_it_was_read_by(
    book: Path, mapping: Path, run: Run, tmp_path: Path
) -> None:
    done = run("report", "calls.xlsx", "--mapping", "mapping.toml", "--format", "html,json")
    assert done.returncode == 0, done.stderr
    data = json.loads((tmp_path / "scorecards" / "calls-2026-02.json").read_text("utf-8"))
    schema = json.loads(json_schema().read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    page = (tmp_path / "scorecards" / "calls-2026-02.html").read_text("utf-8")
    digest = hashlib.sha256(mapping.read_bytes()).hexdigest()
    assert f"Read by the mapping file mapping.toml, SHA-256 {digest}." in page
    assert data["source"]["mapping"] == {"name": "mapping.toml", "sha256": digest}


def test_check_by_a_mapping(book: Path, mapping: Path, run: Run) -> None:
    done = run("check", "calls.xlsx", "--mapping", "mapping.toml")
    assert done.returncode == 0, done.stdout
    assert "I236" not in done.stdout


def test_a_fault_of_the_mapping_is_said_at_its_line(book: Path, mapping: Path, run: Run) -> None:
    mapping.write_text(MAPPING.replace("period =", "peroid ="), encoding="utf-8")
    done = run("check", "calls.xlsx", "--mapping", "mapping.toml")
    assert done.returncode == 1
    said = done.stdout + done.stderr
    assert 'mapping.toml: E246: Line 10 (table 1): "peroid" is no key here.' in said.replace(
        "“", '"'
    ).replace("”", '"')
    french = run("check", "calls.xlsx", "--mapping", "mapping.toml", "--lang", "fr")
    assert "Ligne 10" in (french.stdout + french.stderr).replace("\u00a0", " ").replace(
        "\u202f", " "
    )


@pytest.mark.parametrize("command", ["check", "report", "explain"])
def test_a_mapping_that_is_not_there(command: str, book: Path, run: Run, tmp_path: Path) -> None:
    more = ["Calls"] if command == "explain" else []
    done = run(command, "calls.xlsx", *more, "--mapping", "nowhere.toml")
    assert done.returncode == 1
    assert "E241" in done.stdout + done.stderr
    assert not (tmp_path / "scorecards").exists()


def test_explain_names_the_cells_of_the_users_own_sheet(
    book: Path, mapping: Path, run: Run
) -> None:
    done = run("explain", "calls.xlsx", "Calls", "--mapping", "mapping.toml")
    assert done.returncode == 0, done.stderr
    assert "Figures!D3" in done.stdout
    assert "Figures!D4" in done.stdout


def test_next_months_file_is_read_by_the_same_mapping(run: Run, tmp_path: Path) -> None:
    """It has a KPI and a month more, and another name."""
    (tmp_path / "january.csv").write_text("KPI,Jan 2026\nCalls,10\n", encoding="utf-8")
    later = "KPI,Jan 2026,Feb 2026\nCalls,10,11\nWaiting,4,5\n"
    (tmp_path / "february.csv").write_text(later, encoding="utf-8")
    assert run("map", "january.csv", "-o", "m.toml").returncode == 0
    book, problems = read_book(tmp_path / "february.csv", tmp_path / "m.toml")
    assert [p.code for p in problems if p.code.startswith("E")] == []
    assert actuals(book) == {
        ("Calls", "2026-01"): (10, "february!B2"),
        ("Calls", "2026-02"): (11, "february!C2"),
        ("Waiting", "2026-01"): (4, "february!B3"),
        ("Waiting", "2026-02"): (5, "february!C3"),
    }


def test_another_mapping_is_another_run(
    book: Path, mapping: Path, run: Run, tmp_path: Path
) -> None:
    """Files of two mappings, with other figures in them, don't carry the same mark."""
    marks = []
    for direction in ("higher", "lower", "higher"):
        mapping.write_text(MAPPING.replace('"higher"', f'"{direction}"'), encoding="utf-8")
        done = run("report", "calls.xlsx", "--mapping", "mapping.toml", "--format", "json")
        assert done.returncode == 0, done.stderr
        made = (tmp_path / "scorecards" / "calls-2026-02.json").read_text("utf-8")
        marks.append(json.loads(made)["run"])
    assert marks[0] == marks[2] != marks[1]
