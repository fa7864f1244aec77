"""``kpireport report`` as a user runs it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from kpireport.commands.report import command
from kpireport.pipeline.remembering import DEFAULT_NAME
from tests.commands.conftest import Run, run_in
from tests.without_pango import take_pango_away

FORMATS = ("xlsx", "html", "pdf", "json")


@dataclass(frozen=True)
class First:
    """What a run printed, the folder it was called in, its workbook and what that held before."""

    result: subprocess.CompletedProcess[str]
    folder: Path
    book: Path
    before: bytes


def digests(folder: Path) -> dict[str, str]:
    """What the files hold, but for the history: it says when they were made."""
    files = (path for path in folder.iterdir() if path.name != DEFAULT_NAME)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def first(smaller: Path, tmp_path_factory: pytest.TempPathFactory) -> First:
    """A report of everything, made once for the tests of a group, in a folder of its own."""
    folder, book = tmp_path_factory.mktemp("first"), smaller / "retail_fr.xlsx"
    before = book.read_bytes()
    return First(run_in(folder, "report", book, "--period", "2026-10"), folder, book, before)


@pytest.mark.xdist_group("one_report")
def test_four_files_beside_where_it_is_called(first: First) -> None:
    assert (first.result.returncode, first.result.stderr) == (0, "")
    names = [f"retail_fr-2026-10.{each}" for each in FORMATS]
    assert sorted(digests(first.folder / "scorecards")) == sorted(names)
    assert (first.folder / "scorecards" / DEFAULT_NAME).is_file()
    # In a pipe: the files, one a line, and nothing else.
    assert first.result.stdout.splitlines() == [f"scorecards/{name}" for name in names]
    assert first.book.read_bytes() == first.before


@pytest.mark.xdist_group("one_report")
def test_the_same_input_gives_the_same_bytes(first: First, run: Run, tmp_path: Path) -> None:
    assert run("report", first.book, "--output", "second").returncode == 0
    made = digests(first.folder / "scorecards")
    assert len(made) == 4
    assert digests(tmp_path / "second") == made


@pytest.mark.xdist_group("one_report")
def test_every_file_carries_the_runs_hash(first: First) -> None:
    files = {path.suffix: path for path in (first.folder / "scorecards").iterdir()}
    run_hash = json.loads(files[".json"].read_bytes())["run"]
    assert len(run_hash) == 12
    assert run_hash in files[".html"].read_text(encoding="utf-8")
    with zipfile.ZipFile(files[".xlsx"]) as archive:
        assert run_hash in archive.read("docProps/custom.xml").decode()
    from pypdf import PdfReader

    assert any(run_hash in page.extract_text() for page in PdfReader(files[".pdf"]).pages)


def test_a_broken_workbook_gives_no_file(run: Run, repository: Path, tmp_path: Path) -> None:
    checked = run("check", repository / "samples" / "broken.xlsx")
    result = run("report", repository / "samples" / "broken.xlsx")
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == checked.stdout
    assert list(tmp_path.iterdir()) == []


def test_one_broken_workbook_does_not_stop_the_others(
    run: Run, repository: Path, smaller: Path, tmp_path: Path
) -> None:
    books = (repository / "samples" / "broken.xlsx", smaller / "ecommerce.xlsx")
    result = run("report", *books, "--format", "json", "--no-history")
    assert result.returncode == 1
    assert [path.suffix for path in (tmp_path / "scorecards").iterdir()] == [".json"]
    assert "1 of 2 scorecards made" in result.stderr


def test_two_books_of_one_name(run: Run, smaller: Path, tmp_path: Path) -> None:
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        sample = (smaller / "ecommerce.xlsx").read_bytes()
        (tmp_path / folder / "kpis.xlsx").write_bytes(sample)
    books = ("north/kpis.xlsx", "south/kpis.xlsx")
    result = run("report", *books, "--format", "json", "--no-history")
    assert result.returncode == 0
    names = sorted(path.name for path in (tmp_path / "scorecards").iterdir())
    period = json.loads((tmp_path / "scorecards" / names[0]).read_bytes())["period"]
    assert names == [f"north-kpis-{period}.json", f"south-kpis-{period}.json"]


def test_our_own_output_is_refused_as_input(run: Run, smaller: Path, tmp_path: Path) -> None:
    run("report", smaller / "ecommerce.xlsx", "--format", "xlsx", "--no-history")
    (made,) = (tmp_path / "scorecards").iterdir()
    result = run("report", made)
    assert result.returncode == 1
    assert ": E109: " in result.stderr
    assert len(list((tmp_path / "scorecards").iterdir())) == 1


@pytest.mark.parametrize("period", ["1999-01", "2099-12"])
def test_a_period_without_data_is_wrong_usage(
    run: Run, smaller: Path, tmp_path: Path, period: str
) -> None:
    result = run("report", smaller / "ecommerce.xlsx", "--period", period)
    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert not (tmp_path / "scorecards").exists()


def test_quiet_writes_and_says_nothing(run: Run, smaller: Path, tmp_path: Path) -> None:
    book = smaller / "ecommerce.xlsx"
    result = run("report", "-q", book, "--format", "json", "--no-history")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert len(list((tmp_path / "scorecards").iterdir())) == 1


def test_an_output_folder_that_is_a_file(run: Run, smaller: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    book = smaller / "ecommerce.xlsx"
    result = run("report", book, "--output", "taken", "--format", "json")
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    assert (tmp_path / "taken").read_text() == "mine"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_somebody_made_is_never_replaced(
    run: Run, smaller: Path, tmp_path: Path, kind: str
) -> None:
    (tmp_path / "kpi.xlsx").write_bytes((smaller / "ecommerce.xlsx").read_bytes())
    (tmp_path / f"kpi-2026-10.{kind}").write_bytes(b"mine")
    before = digests(tmp_path)
    formats = dict.fromkeys(("json", kind))
    result = run("report", "kpi.xlsx", "--output", ".", "--format", ",".join(formats))
    assert result.returncode == 1
    assert f"kpi-2026-10.{kind} exists already and was not made by kpireport" in result.stderr
    assert digests(tmp_path) == before


def test_another_input_is_never_replaced(run: Run, smaller: Path, tmp_path: Path) -> None:
    for name in ("kpi.xlsx", "kpi-2026-10.xlsx"):
        (tmp_path / name).write_bytes((smaller / "ecommerce.xlsx").read_bytes())
    before = digests(tmp_path)
    books = ("kpi.xlsx", "kpi-2026-10.xlsx")
    result = run("report", *books, "--output", ".", "--format", "xlsx", "--lang", "fr")
    assert result.returncode == 1
    assert "kpi-2026-10.xlsx est l’un des classeurs dont le rapport est tiré" in result.stderr
    assert before.items() <= digests(tmp_path).items()
    assert (tmp_path / "kpi-2026-10-2026-10.xlsx").exists()


def test_the_files_of_an_earlier_run_are_replaced(run: Run, smaller: Path, tmp_path: Path) -> None:
    book = smaller / "ecommerce.xlsx"
    wanted = ("--format", "json,html,xlsx")
    assert run("report", book, "--lang", "fr", *wanted).returncode == 0
    earlier = digests(tmp_path / "scorecards")
    assert run("report", book, *wanted).returncode == 0
    assert not earlier.items() & digests(tmp_path / "scorecards").items()


@pytest.mark.parametrize("older", [True, False])
def test_without_pango_an_older_pdf_is_named(
    smaller: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    older: bool,
) -> None:
    take_pango_away(monkeypatch)
    pdf = tmp_path / "ecommerce-2026-10.pdf"
    if older:
        pdf.write_bytes(b"older")
    book = str(smaller / "ecommerce.xlsx")
    command.main(
        [book, "--output", str(tmp_path), "--lang", "en", "--format", "pdf,json", "--jobs", "1"],
        standalone_mode=False,
    )
    said = "".join(capsys.readouterr().err.split())
    assert (f"Theolder{pdf}wasleftinplace" in said) is older
    assert pdf.exists() is older


def test_verbose_says_how_long_each_stage_took(run: Run, smaller: Path) -> None:
    book = smaller / "ecommerce.xlsx"
    result = run("report", "--verbose", book, "--format", "json")
    assert result.returncode == 0
    stages = [line.split(": ")[0] for line in result.stderr.splitlines()]
    names = ("reading", "computing", "JSON", "writing files")
    assert stages == [f"ecommerce.xlsx, {name}" for name in names]
    assert all(line.endswith(" s") for line in result.stderr.splitlines())
