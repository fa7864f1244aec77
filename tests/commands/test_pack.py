"""``kpireport pack`` as a user runs it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl

from kpireport.pipeline.remembering import DEFAULT_NAME
from tests.commands.conftest import Run


def test_one_workbook_of_several_entities(run: Run, repository: Path, tmp_path: Path) -> None:
    shutil.copy(repository / "samples" / "group.xlsx", tmp_path)
    command = ("pack", "group.xlsx", "--title", "Calder & Holt", "--format", "xlsx,html")
    done = run(*command)
    assert (done.returncode, done.stderr) == (0, "")
    names = ["Calder & Holt-2026-10.xlsx", "Calder & Holt-2026-10.html"]
    assert done.stdout.splitlines() == [f"scorecards/{name}" for name in names]
    before = [(tmp_path / "scorecards" / name).read_bytes() for name in names]
    assert run(*command).returncode == 0
    assert [(tmp_path / "scorecards" / name).read_bytes() for name in names] == before


def test_errors_of_all_workbooks_at_once_and_nothing_written(
    run: Run, repository: Path, tmp_path: Path
) -> None:
    for name in ("group.xlsx", "broken.xlsx"):
        shutil.copy(repository / "samples" / name, tmp_path)
    done = run("pack", "group.xlsx", "broken.xlsx", "missing.xlsx", "--format", "html")
    assert done.returncode == 1 and done.stdout == ""
    assert "broken.xlsx: Settings!B6: E303" in done.stderr and "missing.xlsx: E101" in done.stderr
    assert not (tmp_path / "scorecards").exists()


def test_wrong_usage(run: Run) -> None:
    assert run("pack").returncode == 2
    done = run("pack", "group.xlsx", "--format", "json", lang="fr_FR.UTF-8")
    assert done.returncode == 2 and "xlsx, html, pdf" in done.stderr


def test_a_workbook_of_several_entities_checks_clean(run: Run, repository: Path) -> None:
    sample = repository / "samples" / "group.xlsx"
    done = run("check", sample)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    told = json.loads(run("check", sample, "--format", "json").stdout)
    assert told["entities"] == ["Leeds", "York", "Hull", "Durham", "Eliminations"]
    assert told["problems"] == []


def test_a_report_of_one_entity_says_how_to_have_all(run: Run, repository: Path) -> None:
    done = run("report", repository / "samples" / "group.xlsx", "--format", "json")
    assert done.returncode == 1 and "E707" in done.stderr and "kpireport pack" in done.stderr


def test_what_keeps_entities_from_being_added_is_listed_by_cell(run: Run, tmp_path: Path) -> None:
    for name, start, direction in (("x", "January", "higher"), ("y", "April", "lower")):
        book = openpyxl.Workbook()
        sheets = {
            "Settings": [("Setting", "Value"), ("Entity", name), ("Fiscal year start", start)],
            "KPIs": [("ID", "Direction", "Aggregation"), ("REV", direction, "sum")],
            "Actuals": [("KPI", "2026-01", "2026-02"), ("REV", 1, 2)],
        }
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        del book["Sheet"]
        book.save(tmp_path / f"{name}.xlsx")
    done = run("pack", "x.xlsx", "y.xlsx", "--format", "html")
    assert done.returncode == 1 and not (tmp_path / "scorecards").exists()
    assert "Settings!B3: E891: " in done.stderr and "KPIs!B2: E890: " in done.stderr


def test_the_history_in_the_folder_is_read_and_left_as_it_is(
    run: Run, repository: Path, tmp_path: Path
) -> None:
    """Revenue of June is reported as 1,000 and corrected to 900 before the pack is made."""
    for name, entity in (("ash", "Ash"), ("elm", "Elm")):
        write_month(tmp_path / f"{name}.xlsx", entity, june=1000)
        done = run("report", f"{name}.xlsx", "--period", "2026-06", "--format", "json")
        assert done.returncode == 0, done.stderr
    history = tmp_path / "scorecards" / DEFAULT_NAME
    kept = history.read_bytes()
    write_month(tmp_path / "ash.xlsx", "Ash", june=900)
    command = ("pack", "ash.xlsx", "elm.xlsx", "--title", "Trees", "--format", "html")
    assert run(*command).returncode == 0
    page = tmp_path / "scorecards" / "Trees-2026-07.html"
    text = page.read_text(encoding="utf-8")
    said = "Restated at Ash since earlier reports: Revenue Jun 2026 (1,000 → 900"
    assert said in text and "Restated at Elm" not in text
    assert history.read_bytes() == kept
    assert run(*command, "--no-history").returncode == 0
    assert said not in page.read_text(encoding="utf-8")
    assert run(*command, "--history", str(history)).returncode == 0
    assert said in page.read_text(encoding="utf-8")


def test_a_history_that_is_named_must_be_there(run: Run, tmp_path: Path) -> None:
    write_month(tmp_path / "ash.xlsx", "Ash", june=1000)
    done = run("pack", "ash.xlsx", "--history", "elsewhere.db", "--format", "html")
    assert done.returncode == 1 and "elsewhere.db" in done.stderr
    assert not (tmp_path / "scorecards").exists() and not (tmp_path / "elsewhere.db").exists()


def test_what_workbooks_say_differently_is_told(run: Run, tmp_path: Path) -> None:
    write_month(tmp_path / "ash.xlsx", "Ash", june=1000)
    write_month(tmp_path / "elm.xlsx", "Elm", june=1000, more=(("Green from", "98%"),))
    done = run("pack", "ash.xlsx", "elm.xlsx", "--format", "html")
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 1
    assert done.stderr.startswith("W896") and "Elm" in done.stderr
    assert run("pack", "ash.xlsx", "elm.xlsx", "--format", "html", "--quiet").stderr == ""


def write_month(
    path: Path, entity: str, *, june: int, more: tuple[tuple[str, str], ...] = ()
) -> None:
    """A workbook of one KPI with the months June and July 2026."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Settings"
    for row in (("Organisation", "Arbor"), ("Entity", entity), *more):
        sheet.append(row)
    kpis = made.create_sheet("KPIs")
    kpis.append(("ID", "Name", "Direction", "Aggregation", "Headline"))
    kpis.append(("REV", "Revenue", "higher", "sum", "yes"))
    for name, figures in (("Actuals", (june, 1010)), ("Targets", (950, 1000))):
        table = made.create_sheet(name)
        table.append(("KPI", "2026-06", "2026-07"))
        table.append(("REV", *figures))
    made.save(path)
