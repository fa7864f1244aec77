"""Files written whole: killed writers, full disks and files in the way, all of them real."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpireport.deliver.files import is_unfinished, remove_leftovers, write_all
from kpireport.model.errors import OutputError

from .endless_writer import NAMES, file_set, is_whole

HERE = Path(__file__).parent
posix_only = pytest.mark.skipif(os.name != "posix", reason="kills and users as POSIX has them")


PRELUDE = """
import os, sys
from pathlib import Path
from kpireport.deliver.files import _claim, _write, write_all
from kpireport.model.errors import OutputError

def try_to_write():
    try:
        write_all({"new.txt": b"x" * int(sys.argv[2])}, Path(sys.argv[1]))
        print("written")
    except OutputError as error:
        print(error.code)
"""


@pytest.fixture
def python(repository: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The start of a command that runs this Python, with this kpireport, on its own."""
    monkeypatch.setenv("PYTHONPATH", str(repository))
    return [sys.executable]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_files_are_written_and_returned_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    paths = write_all({"b.txt": b"bee", "a.txt": b""}, folder)
    assert paths == (folder / "b.txt", folder / "a.txt")
    assert (folder / "b.txt").read_bytes() == b"bee"
    assert (folder / "a.txt").read_bytes() == b""
    assert names(folder) == ["a.txt", "b.txt"]


def test_older_files_are_replaced(tmp_path: Path) -> None:
    write_all({"a.txt": b"a long old content"}, tmp_path)
    write_all({"a.txt": b"new"}, tmp_path)
    assert (tmp_path / "a.txt").read_bytes() == b"new"


@posix_only
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_modes_follow_the_umask(tmp_path: Path, umask: int, mode: int) -> None:
    old = os.umask(umask)
    try:
        (path,) = write_all({"a.txt": b"x"}, tmp_path)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == mode


@pytest.mark.parametrize("name", ["", ".", "..", "a/b.txt", "a\\b.txt", "/etc/x", "a\0b"])
def test_a_name_is_never_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="plain file name"):
        write_all({name: b"x"}, tmp_path)
    assert list(tmp_path.iterdir()) == []


@posix_only
def test_a_writer_killed_at_any_line_leaves_whole_files(tmp_path: Path, python: list[str]) -> None:
    said = output([*python, "-m", "tests.deliver.killed_at_every_line", str(tmp_path)])
    outcome, _, kills = said.partition(" after ")
    assert outcome == "whole", said
    assert int(kills.split()[0]) > 100


@posix_only
def test_a_writer_killed_at_any_moment_leaves_whole_files(
    tmp_path: Path, python: list[str]
) -> None:
    chance = random.Random(2026)
    command = [*python, str(HERE / "endless_writer.py"), str(tmp_path)]
    for _ in range(25):
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"1\n"  # it is at work
            with pytest.raises(subprocess.TimeoutExpired):
                writer.wait(timeout=chance.uniform(0, 0.05))
            writer.kill()
        assert all(is_whole((tmp_path / name).read_bytes()) for name in NAMES)
    write_all(file_set(1, 10), tmp_path)
    assert names(tmp_path) == sorted(NAMES)


@posix_only
def test_the_files_of_a_run_at_work_are_left_alone(tmp_path: Path, python: list[str]) -> None:
    at_work = (
        "with _claim(Path(sys.argv[1])) as token:\n"
        "    _write(Path(sys.argv[1]) / f'.kpireport-{token}-0.tmp', b'being written')\n"
        "    print('at work', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [*python, "-c", PRELUDE + at_work, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"at work\n"
        write_all({"mine.txt": b"x"}, tmp_path)
        assert len([name for name in names(tmp_path) if is_unfinished(name)]) == 2
        other.kill()
    remove_leftovers(tmp_path)
    assert names(tmp_path) == ["mine.txt"]


def test_only_our_own_leftovers_are_deleted(tmp_path: Path) -> None:
    ours = [".kpireport-0123456789abcdef-0.tmp", ".kpireport-fedcba9876543210.lock"]
    others = ["x.tmp", ".kpireport-notes.tmp", "kpireport-0123456789abcdef-0.tmp", ".kpireport"]
    for name in (*ours, *others):
        (tmp_path / name).write_text("x")
    remove_leftovers(tmp_path)
    assert names(tmp_path) == sorted(others)
    assert [is_unfinished(name) for name in ours] == [True, True]
    assert not any(is_unfinished(name) for name in others)


@pytest.mark.parametrize("inside", ["", "deeper"])
def test_a_folder_that_is_a_file(tmp_path: Path, inside: str) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(OutputError) as caught:
        write_all({"a.txt": b"x"}, tmp_path / "taken" / inside)
    assert caught.value.code == "output_folder_is_file"
    assert caught.value.params == {"path": str(tmp_path / "taken")}


def test_a_file_that_is_a_folder_stops_the_whole_set(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(OutputError) as caught:
        write_all({"a.txt": b"x", "b.txt": b"x"}, tmp_path)
    assert caught.value.code == "output_is_folder"
    assert names(tmp_path) == ["b.txt"]


def test_a_name_too_long_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write_all({"a.txt": b"x", "b" * 300: b"x"}, tmp_path)
    assert caught.value.code == "output_name_too_long"
    assert names(tmp_path) == []


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, and write in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)


@pytest.fixture
def as_somebody() -> str:
    """Code that goes on as a user whom file permissions hold back."""
    if os.name != "posix":
        pytest.skip("users as POSIX has them")
    if os.geteuid() != 0:
        return ""
    return "os.setgroups([])\nos.setgid(65534)\nos.setuid(65534)\n"


def test_a_folder_one_may_not_write_in(
    open_folder: Path, python: list[str], as_somebody: str
) -> None:
    open_folder.chmod(0o555)
    code = PRELUDE + as_somebody + "try_to_write()"
    assert output([*python, "-c", code, str(open_folder), "5"]) == "output_not_allowed"
    assert names(open_folder) == []


def test_a_write_protected_file_stays(
    open_folder: Path, python: list[str], as_somebody: str
) -> None:
    kept = open_folder / "new.txt"
    kept.write_text("signed off")
    kept.chmod(0o444)
    code = PRELUDE + as_somebody + "try_to_write()"
    assert output([*python, "-c", code, str(open_folder), "5"]) == "output_locked"
    assert kept.read_text() == "signed off"
    assert names(open_folder) == ["new.txt"]


@posix_only
def test_a_file_above_the_allowed_size_leaves_the_old_one(
    tmp_path: Path, python: list[str]
) -> None:
    (tmp_path / "new.txt").write_text("old")
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
    code = PRELUDE + limit + "try_to_write()"
    assert output([*python, "-c", code, str(tmp_path), "1000000"]) == "output_disk_full"
    assert (tmp_path / "new.txt").read_text() == "old"
    assert names(tmp_path) == ["new.txt"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, python: list[str]) -> None:
    """On a file system of 64 KiB, mounted in a namespace of its own."""
    new_namespace = ["unshare", "--mount", "--map-root-user"]
    mount = f"mount -t tmpfs -o size=64k none '{tmp_path}'"
    try:
        output([*new_namespace, "sh", "-c", mount])
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("no file system can be mounted here")
    write = f"""{mount}; cd '{tmp_path}'; echo old > new.txt; "$@"; cat new.txt; ls -A"""
    attempt = [*python, "-c", PRELUDE + "try_to_write()", str(tmp_path), "1000000"]
    said = output([*new_namespace, "sh", "-c", write, "sh", *attempt])
    assert said.split() == ["output_disk_full", "old", "new.txt"]
