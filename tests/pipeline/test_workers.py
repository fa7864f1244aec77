"""Reports made side by side, in real processes: the same files, whatever is killed on the way."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kpireport.model.errors import FaultError
from kpireport.pipeline import Failure, Report, each_report, make_reports, many
from kpireport.pipeline.workers import InTurn, processes
from tests.pipeline.side_by_side import BOOKS, FORMATS, contents
from tests.pipeline.side_by_side import books as books


def test_two_processes_make_the_same_files_in_the_same_order(
    books: list[Path], tmp_path: Path
) -> None:
    missing = tmp_path / "missing.xlsx"
    paths = [books[0], books[1], missing, books[2]]
    one = make_reports(paths, output=tmp_path / "one", formats=FORMATS)
    two = make_reports(paths, output=tmp_path / "two", formats=FORMATS, jobs=2)
    assert [type(made) for made in two] == [Report, Report, Failure, Report]
    assert [made.book for made in two] == [made.book for made in one] == paths
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert len(contents(tmp_path / "two")) == 6
    failed, shown = two[2], two[3]
    assert isinstance(failed, Failure) and [p.code for p in failed.error.problems] == ["E101"]  # type: ignore[attr-defined]
    assert isinstance(shown, Report) and shown.view.headlines and not shown.view.kpis[0].history


def test_one_workbook_has_its_pdf_laid_out_beside_the_rest(
    books: list[Path], tmp_path: Path
) -> None:
    formats: Any = ("pdf", "json")
    (alone,) = make_reports(books[:1], output=tmp_path / "one", formats=formats)
    (beside,) = make_reports(books[:1], output=tmp_path / "two", formats=formats, jobs=2)
    assert isinstance(alone, Report) and isinstance(beside, Report)
    assert list(beside.files) == ["pdf", "json"]
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def _restated(folder: Path) -> list[Path]:
    """October's workbook and November's of one entity; January's 100 is 150 in the second."""
    import openpyxl

    paths = []
    for month, january in (("2026-10", 100), ("2026-11", 150)):
        book = openpyxl.Workbook()
        rows = {
            "Settings": [("Setting", "Value"), ("Entity", "Lyon"), ("Closed through", month)],
            "KPIs": [
                ("ID", "Name", "Direction", "Aggregation"),
                ("REV", "Revenue", "higher", "sum"),
            ],
            "Actuals": [
                ("KPI", *(f"2026-{number:02}" for number in range(1, 12))),
                ("REV", january, *[90 + number for number in range(10)]),
            ],
            "Targets": [("KPI", "2026-01"), ("REV", 120)],
        }
        for name, lines in rows.items():
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append(line)
        del book["Sheet"]
        paths.append(folder / f"{month}.xlsx")
        book.save(paths[-1])
    return paths


@pytest.mark.parametrize("jobs", [1, 2])
def test_books_of_one_entity_follow_one_another_in_its_history(tmp_path: Path, jobs: int) -> None:
    now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    made = make_reports(
        _restated(tmp_path),
        output=tmp_path / "out",
        formats=("json",),
        history=tmp_path / "history.db",
        now=now,
        jobs=jobs,
    )
    assert [type(each) for each in made] == [Report, Report]
    november = json.loads((tmp_path / "out" / "2026-11-2026-11.json").read_text("utf-8"))
    (kpi,) = november["kpis"]
    told = [(each["period"], each["before"], each["after"]) for each in kpi["restatements"]]
    assert told == [("2026-01", 100, 150)]


def test_a_fault_of_ours_with_one_workbook_leaves_the_others(
    books: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = many.make_report

    def faulty(path: Path, **options: Any) -> Report:
        if path == books[1]:
            raise ZeroDivisionError("somewhere")
        return real(path, **options)

    monkeypatch.setattr(many, "make_report", faulty)
    made = make_reports(books[:3], output=tmp_path, formats=("json",))
    assert [type(each) for each in made] == [Report, Failure, Report]
    error = made[1].error  # type: ignore[union-attr]
    assert error.code == "workbook_fault" and "ZeroDivisionError: somewhere" in error.what
    assert "ZeroDivisionError" in pickle.loads(pickle.dumps(error)).trace


def test_a_pdf_whose_worker_was_killed_is_made_here(books: list[Path], tmp_path: Path) -> None:
    with processes(1) as workers:
        with pytest.raises(BrokenExecutor):
            workers.submit(os._exit, 1).result()
        (made,) = each_report(books[:1], output=tmp_path, formats=("json", "pdf"), workers=workers)
    assert isinstance(made, Report) and (tmp_path / "book0-2026-10.pdf").exists()


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time, os; from kpireport.pipeline.workers import processes\n"
        "if __name__ == '__main__':\n"
        "    with processes(1) as workers:\n"
        "        print(workers.submit(os.getpid).result(), flush=True); time.sleep(60)"
    )
    script = tmp_path / "parent.py"
    script.write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    parent = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    parent.kill()
    parent.wait(timeout=60)
    parent.stdout.close()
    until = time.monotonic() + 60
    while _is_alive(worker):
        assert time.monotonic() < until
        time.sleep(0.05)


def _is_alive(process: int) -> bool:
    """Whether it still runs; what is over and not yet collected doesn't."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _dies_once(mark: Path) -> str:
    """Kills its process the first time it is done."""
    if mark.suffix == ".die" and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return mark.name


def _always_dies(mark: Path) -> str:
    if mark.suffix == ".die":
        os.kill(os.getpid(), signal.SIGKILL)
    return mark.name


def test_a_killed_process_loses_nothing(tmp_path: Path) -> None:
    tasks = [tmp_path / name for name in ("a", "b.die", "c", "d", "e.die", "f")]
    with processes(2) as workers:
        found = list(InTurn(workers, _dies_once, lambda task: "lost").results(tasks))
    assert found == [task.name for task in tasks]


def test_every_report_is_made_though_a_worker_is_killed(books: list[Path], tmp_path: Path) -> None:
    make_reports(books, output=tmp_path / "one", formats=FORMATS)
    with processes(2) as workers:
        victim = workers.submit(os.getpid).result()
        made = []
        output = tmp_path / "two"
        for report in each_report(books, output=output, formats=FORMATS, workers=workers):
            if not made:
                os.kill(victim, signal.SIGKILL)
            made.append(report)
        assert workers.submit(os.getpid).result() != victim
    assert [report.book for report in made] == books
    assert [type(report) for report in made] == [Report] * BOOKS
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_what_kills_every_process_is_given_up_and_the_rest_is_done(tmp_path: Path) -> None:
    tasks = [tmp_path / name for name in ("a", "b.die", "c")]
    with processes(1) as workers:
        found = list(InTurn(workers, _always_dies, lambda task: "lost").results(tasks))
    assert found == ["a", "lost", "c"]


def _slow_or_deadly(mark: Path) -> str:
    """Kills its process at once, or takes longer than the other takes for that."""
    if mark.suffix == ".die":
        os.kill(os.getpid(), signal.SIGKILL)
    if mark.suffix == ".slow":
        time.sleep(0.5)
    return mark.name


def test_nobody_is_given_up_for_another(tmp_path: Path) -> None:
    tasks = [tmp_path / name for name in ("a.slow", "b.die", "c", "d")]
    with processes(2) as workers:
        found = list(InTurn(workers, _slow_or_deadly, lambda task: "lost").results(tasks))
    assert found == ["a.slow", "lost", "c", "d"]


def _halves(number: int) -> float:
    return 1 / number


def test_what_fails_in_a_worker_stops_no_other() -> None:
    with processes(1) as workers:
        turn = InTurn[int, float](workers, _halves, float, lambda task, fault: -len(str(fault)))
        assert list(turn.results([1, 0, 2])) == [1, -len("division by zero"), 0.5]
        with pytest.raises(ZeroDivisionError):
            list(InTurn(workers, _halves, float).results([1, 0, 2]))


def _made_by_another_version(task: Any) -> bytes:
    """What comes of it where the worker isn't of our version: nothing, or nothing we can read."""
    if task.path.name == "book1.xlsx":
        raise AttributeError("Can't get attribute 'Comparison'")
    if task.path.name == "book2.xlsx":
        return b"ckpireport\nComparison\n."
    return many._made_there(task)


def test_a_fault_that_comes_back_from_a_worker_is_of_that_workbook(
    books: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "_made_there", _made_by_another_version)
    made = make_reports([*books[1:3], books[0]], output=tmp_path, formats=("json",), jobs=2)
    assert [type(each) for each in made] == [Failure, Failure, Report]
    for failed in made[:2]:
        assert isinstance(failed, Failure) and isinstance(failed.error, FaultError)
        assert "Comparison" in failed.error.what and "AttributeError" in failed.error.trace


def _waits_for_another(task: tuple[Path, str]) -> str:
    """``waits`` is done when what it waits for is, or gives up."""
    folder, name = task
    if name == "waits":
        until = time.monotonic() + 20
        while not (folder / "t19").exists():
            if time.monotonic() > until:
                return "gave up"
            time.sleep(0.01)
    (folder / name).touch()
    return name


def test_a_task_that_takes_long_does_not_keep_the_others_waiting(tmp_path: Path) -> None:
    names = ["waits", *(f"t{number}" for number in range(20))]
    tasks = [(tmp_path, name) for name in names]
    with processes(2) as workers:
        found = list(InTurn(workers, _waits_for_another, str).results(tasks))
    assert found == names


def _noted(task: tuple[Path, str]) -> str:
    """Writes what it is into a list, the first one last."""
    folder, name = task
    time.sleep(0.3 if name == "a1" else 0)
    with (folder / "list").open("a") as stream:
        stream.write(f"{name} ")
    return name


def test_those_of_one_queue_are_done_one_after_the_other(tmp_path: Path) -> None:
    tasks = [(tmp_path, name) for name in ("a1", "a2", "b1", "a3")]
    with processes(2) as workers:
        found = list(InTurn(workers, _noted, str).results(tasks, ["a", "a", "b", "a"]))
    assert found == ["a1", "a2", "b1", "a3"]
    done = (tmp_path / "list").read_text().split()
    assert [name for name in done if name.startswith("a")] == ["a1", "a2", "a3"]
