"""A file taken from the drop folder: once, as it was, and never instead of a newer one."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path

import pytest

from kpireport.deliver.inbox import list_inbox, look
from kpireport.deliver.inbox_filing import ChangedError, Room, clear_rooms, file_away, take


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "a.xlsx").write_bytes(b"first")
    return folder


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "work" / "1", "a.xlsx")


def test_taking_goes_on_after_a_kill(inbox: Path, room: Room) -> None:
    seen = look(inbox / "a.xlsx")
    assert take(inbox, seen, room) is False
    assert take(inbox, seen, room) is False
    assert room.book.read_bytes() == b"first"
    assert list(inbox.iterdir()) == []


def test_a_file_is_listed_as_a_look_at_it_shows_it(
    inbox: Path, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a folder's entry knows of itself has no inode on Windows."""

    class Entry:
        name = "a.xlsx"

        def stat(self, *, follow_symlinks: bool) -> os.stat_result:
            known = (inbox / "a.xlsx").stat(follow_symlinks=follow_symlinks)
            return os.stat_result((known.st_mode, 0, *known[2:]))

    with monkeypatch.context() as windows:
        windows.setattr(os, "scandir", lambda folder: nullcontext([Entry()]))
        (seen,) = list_inbox(inbox, {".xlsx"}).workbooks
    assert take(inbox, seen, room) is False


def test_a_newer_file_of_the_name_stays(inbox: Path, room: Room) -> None:
    seen = look(inbox / "a.xlsx")
    take(inbox, seen, room)
    (inbox / "a.xlsx").write_bytes(b"newer")
    assert take(inbox, seen, room) is False
    assert room.book.read_bytes() == b"first"
    assert (inbox / "a.xlsx").read_bytes() == b"newer"


def test_a_copy_that_was_not_let_go_is_let_go(inbox: Path, room: Room) -> None:
    seen = look(inbox / "a.xlsx")
    room.book.parent.mkdir(parents=True)
    room.book.write_bytes(b"first")  # copied; the kill came before the original was removed
    assert take(inbox, seen, room) is False
    assert list(inbox.iterdir()) == []


def test_a_file_that_changed_is_left(inbox: Path, room: Room) -> None:
    seen = look(inbox / "a.xlsx")
    (inbox / "a.xlsx").write_bytes(b"first and more")
    with pytest.raises(ChangedError):
        take(inbox, seen, room)
    assert (inbox / "a.xlsx").read_bytes() == b"first and more"
    assert not room.book.exists()


def test_a_file_that_is_gone(inbox: Path, room: Room) -> None:
    seen = look(inbox / "a.xlsx")
    (inbox / "a.xlsx").unlink()
    with pytest.raises(FileNotFoundError):
        take(inbox, seen, room)


def test_the_book_never_takes_the_place_of_a_report(tmp_path: Path, inbox: Path) -> None:
    room = Room(tmp_path / "work" / "1", "a.xlsx")
    take(inbox, look(inbox / "a.xlsx"), room)
    room.ready.mkdir()
    (room.ready / "a.xlsx").write_bytes(b"a report of that very name")
    told: list[str] = []
    file_away(room, tmp_path, "reports/a", told.append)
    file_away(room, tmp_path, "reports/a", told.append)  # after a kill
    assert told == ["reports/a"]
    assert (tmp_path / "reports/a/a.xlsx").read_bytes() == b"a report of that very name"
    assert (tmp_path / "reports/a/a (2).xlsx").read_bytes() == b"first"


def test_rooms_that_nobody_knows(tmp_path: Path, inbox: Path, room: Room) -> None:
    take(inbox, look(inbox / "a.xlsx"), room)
    (room.book.parent / "logo.png").touch()
    other = Room(tmp_path / "work" / "2", "b.xlsx")
    other.book.parent.mkdir(parents=True)
    other.book.touch()
    (inbox / "b.xlsx").touch()  # its name is taken
    clear_rooms(tmp_path / "work", {3}, inbox)
    assert sorted(path.name for path in inbox.iterdir()) == ["a.xlsx", "b (2).xlsx", "b.xlsx"]
    assert list((tmp_path / "work").iterdir()) == []


def test_the_rooms_of_files_under_way_stay(tmp_path: Path, inbox: Path, room: Room) -> None:
    take(inbox, look(inbox / "a.xlsx"), room)
    clear_rooms(tmp_path / "work", {1}, inbox)
    assert room.book.exists()
