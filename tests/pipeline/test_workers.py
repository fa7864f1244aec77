"""Reports made side by side, in real processes: the same files, whatever is killed on the way."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from kpireport.model.errors import UsageError
from kpireport.pipeline import Failure, Report, make_reports
from kpireport.pipeline.workers import InTurn, cluster, processes
from tools.bench.books import write_book

BOOKS = 4
FORMATS: Any = ("html", "json")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("books")
    return [write_book(folder / f"book{number}.xlsx", 2 + number) for number in range(BOOKS)]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


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


def test_what_kills_every_process_is_given_up_and_the_rest_is_done(tmp_path: Path) -> None:
    tasks = [tmp_path / name for name in ("a", "b.die", "c")]
    with processes(1) as workers:
        found = list(InTurn(workers, _always_dies, lambda task: "lost").results(tasks))
    assert found == ["a", "lost", "c"]


def test_a_cluster_makes_the_same_files_though_a_worker_is_killed(
    books: list[Path], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    make_reports(books, output=tmp_path / "one", formats=FORMATS)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as local,
        cluster(local.scheduler_address) as workers,
    ):
        from kpireport.pipeline import each_report

        made = []
        output = tmp_path / "two"
        for report in each_report(books, output=output, formats=FORMATS, workers=workers):
            if not made:
                os.kill(next(iter(local.workers.values())).pid, signal.SIGKILL)
            made.append(report)
    assert [type(report) for report in made] == [Report] * BOOKS
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_no_cluster_at_that_address_is_said() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(UsageError) as stopped, cluster("nonsense://nowhere:1"):
        pass
    assert stopped.value.code == "cluster_not_found"
