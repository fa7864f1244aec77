"""What is taken for a workbook of the names that a shell or a server gives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kpireport.commands.main import _run
from kpireport.commands.workbooks import several_workbooks
from kpireport.model.errors import KpiReportError
from kpireport.remote_files import AddressError
from tools.bench.books import write_book

LOCK = "~$sales.xlsx"


@pytest.fixture
def drop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a workbook that Excel has open."""
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "sales.xlsx", 1)
    (tmp_path / LOCK).write_bytes(b"\x05Marie" + b" " * 159)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    return " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("command", ["report", "pack"])
def test_a_lock_among_the_workbooks_is_passed_over(
    command: str, drop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--format", "html" if command == "pack" else "json", "--no-history"]
    assert _run([command, LOCK, "sales.xlsx", *options]) == 0
    assert said(capsys).count(f"sales.xlsx is open in Excel: {LOCK}") == 1
    assert len(list((drop / "scorecards").iterdir())) == 1


def test_send_passes_it_over_too(drop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _run(["send", LOCK, "sales.xlsx", "--dry-run", "--no-history"])
    told = said(capsys)
    assert "sales.xlsx is open in Excel" in told and "E103" not in told


@pytest.mark.parametrize("command", ["report", "check", "pack", "send", "map"])
def test_a_lock_alone_is_an_error(
    command: str, drop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = ["--dry-run"] if command == "send" else []
    assert _run([command, LOCK, *more]) == 1
    assert f"Error: sales.xlsx is open in Excel: {LOCK}" in said(capsys)
    assert not (drop / "scorecards").exists()


def test_a_lock_elsewhere_is_one_too() -> None:
    pytest.importorskip("s3fs")
    with pytest.raises(KpiReportError) as stopped:
        several_workbooks([f"s3://bucket/{LOCK}"])
    assert stopped.value.code == "open_in_excel"


def test_a_pattern_that_cannot_be_asked_for_stops_no_other(
    drop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("sshfs")
    nobody = "sftp://127.0.0.1:1/in/*.xlsx"
    assert _run(["report", nobody, "sales.xlsx", "--format", "json", "--no-history"]) == 1
    told = said(capsys)
    assert f"{nobody} does not answer" in told and "1 of 2" in told
    assert len(list((drop / "scorecards").iterdir())) == 1
    for needed in ({"all_needed": True}, {}):
        with pytest.raises(AddressError):
            several_workbooks([nobody, "sales.xlsx"] if needed else [nobody], **needed)


@pytest.mark.skipif(os.name == "nt", reason="a name that Windows forbids")
def test_one_slash_is_refused_and_a_folder_of_that_name_is_not(
    drop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = ["report", "sales.xlsx", "--format", "json", "--no-history", "--output"]
    assert _run([*made, "s3:/b/out"]) == 2
    assert "s3:/ lacks a slash: write s3://" in said(capsys)
    assert _run(["check", "sftp:/b/sales.xlsx"]) == 2
    assert not (drop / "s3:").exists()
    assert _run([*made, "./s3:/b/out"]) == 0
    assert (drop / "s3:/b/out").is_dir()
