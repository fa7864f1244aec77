"""The drop folder in one process, with time handed in: what is taken, when, and where it goes."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpireport.commands.watch_lines import line_of
from kpireport.i18n.messages import get_messages
from kpireport.model.errors import KpiReportError, OutputError, UsageError
from kpireport.pipeline import Report, watch_drop
from kpireport.pipeline.watch_events import WatchEvent
from kpireport.pipeline.watching import watch_inbox
from tests.workbook.packages import STRANGE, with_directory

from .drops import BROKEN, Folders, folders, workbook

posix_only = pytest.mark.skipif(os.name != "posix", reason="links, users and limits as POSIX has")


@pytest.fixture
def drop(tmp_path: Path) -> Folders:
    return folders(tmp_path)


class TestWhole:
    def test_a_growing_file_is_left_until_it_stays(self, drop: Folders) -> None:
        path = drop.inbox / "sales.xlsx"
        data = workbook(path)
        path.write_bytes(data[:1000])

        def grow(size: int) -> Callable[[], object]:
            return lambda: path.write_bytes(data[:size])

        drop.watch([grow(2000), grow(3000), grow(len(data)), *[lambda: None] * 3])
        assert drop.said("sales.xlsx") == ["growing", "reported"]
        assert (drop.output / "reports/sales-2026-10/sales.xlsx").read_bytes() == data

    def test_a_copy_that_stalls_lacks_its_end(self, drop: Folders) -> None:
        path = drop.inbox / "sales.xlsx"
        data = workbook(path)
        path.write_bytes(data[:2000])
        rest = [lambda: None] * 4
        drop.watch([*rest, lambda: path.write_bytes(data), *rest])
        assert drop.said("sales.xlsx") == ["incomplete", "growing", "reported"]

    def test_a_hole_in_a_file_of_full_size_is_no_whole_file(self, drop: Folders) -> None:
        path = drop.inbox / "sales.xlsx"
        data = workbook(path)
        path.write_bytes(bytes(1000) + data[1000:])
        drop.watch([*[lambda: None] * 3, lambda: path.write_bytes(data), *[lambda: None] * 3])
        assert drop.said("sales.xlsx") == ["incomplete", "growing", "reported"]

    def test_a_file_that_stays_cut_off_is_broken_after_a_minute(self, drop: Folders) -> None:
        path = drop.inbox / "sales.xlsx"
        path.write_bytes(workbook(path)[:2000])
        drop.watch([lambda: None] * 14)  # every 5 seconds: 70 in all
        assert drop.said("sales.xlsx") == ["incomplete", "problems"]
        text = (drop.output / "problems/sales/sales, problems.txt").read_text("utf-8-sig")
        assert "E103" in text

    @pytest.mark.parametrize(
        ("beside", "why"),
        [
            ("~$sales.xlsx", "locked"),
            (".~lock.sales.xlsx#", "locked"),
            ("sales.xlsx.part", "uploading"),
            ("sales.xlsx.crdownload", "uploading"),
        ],
    )
    def test_what_lies_beside_it_keeps_it(self, drop: Folders, beside: str, why: str) -> None:
        workbook(drop.inbox / "sales.xlsx")
        (drop.inbox / beside).touch()
        drop.watch([*[lambda: None] * 3, (drop.inbox / beside).unlink, lambda: None], settle=0)
        assert drop.said("sales.xlsx") == [why, "reported"]
        assert drop.waiting() == []

    @posix_only
    def test_what_is_no_workbook_is_said_once_and_left(self, drop: Folders) -> None:
        workbook(drop.inbox / "~$open.xlsx")
        workbook(drop.inbox / "coming.xlsx.part")
        workbook(drop.inbox / ".hidden.xlsx")
        (drop.inbox / "notes.docx").touch()
        (drop.inbox / "2025").mkdir()
        workbook(drop.inbox / "2025" / "inner.xlsx")
        (drop.inbox / "link.xlsx").symlink_to(drop.inbox / "2025" / "inner.xlsx")
        drop.watch([lambda: None] * 3, settle=0)
        said = sorted((e.name, e.facts["why"]) for e in drop.events if e.name)
        assert said == [("2025", "folder"), ("link.xlsx", "link"), ("notes.docx", "other")]
        assert drop.filed() == []

    def test_a_file_that_vanishes_is_nothing(self, drop: Folders) -> None:
        path = drop.inbox / "sales.xlsx"
        workbook(path)
        workbook(drop.inbox / "other.xlsx")
        started = drop.now
        told = drop.events.append

        def clock_that_takes_it_away() -> object:
            # Called when it was found whole, right before it is taken.
            if any(e.kind == "started" for e in drop.events):
                clock_that_takes_it_away.calls += 1  # type: ignore[attr-defined]
                if clock_that_takes_it_away.calls == 2:  # type: ignore[attr-defined]
                    path.unlink()
            return started

        clock_that_takes_it_away.calls = 0  # type: ignore[attr-defined]
        os.utime(path, (1, 1))  # the first in order
        watch_inbox(
            drop.inbox,
            output=drop.output,
            clock=clock_that_takes_it_away,  # type: ignore[arg-type]
            sleep=lambda seconds: None,
            settle=0,
            once=True,
            told=told,
            formats=("json",),
        )
        assert drop.said("sales.xlsx") == ["gone"]
        assert drop.said("other.xlsx") == ["reported"]


class TestFiled:
    def test_a_workbook_lies_with_its_report(self, drop: Folders) -> None:
        data = workbook(drop.inbox / "Ventes (été).xlsx")
        summary = drop.once()
        assert drop.filed() == [
            "reports/Ventes (été)-2026-10/Ventes (été)-2026-10.json",
            "reports/Ventes (été)-2026-10/Ventes (été).xlsx",
        ]
        assert (drop.output / drop.filed()[1]).read_bytes() == data
        assert (summary.reported, summary.with_problems, summary.duplicates) == (1, 0, 0)
        assert drop.waiting() == []

    def test_the_same_file_again_is_a_duplicate(self, drop: Folders) -> None:
        data = workbook(drop.inbox / "sales.xlsx")
        drop.once()
        for _ in range(2):
            (drop.inbox / "sales.xlsx").write_bytes(data)
            drop.once()
        assert drop.said("sales.xlsx") == ["reported", "duplicate", "duplicate"]
        assert drop.filed() == [
            "duplicates/sales (2)/sales.xlsx",
            "duplicates/sales (2)/the same file again.txt",
            "duplicates/sales/sales.xlsx",
            "duplicates/sales/the same file again.txt",
            "reports/sales-2026-10/sales-2026-10.json",
            "reports/sales-2026-10/sales.xlsx",
        ]
        note = drop.output / "duplicates/sales/the same file again.txt"
        assert note.read_text("utf-8-sig").endswith("\nreports/sales-2026-10\n")

    def test_another_way_to_report_it_is_another_report(self, drop: Folders) -> None:
        data = workbook(drop.inbox / "sales.xlsx")
        drop.once()
        (drop.inbox / "sales.xlsx").write_bytes(data)
        drop.once(language="fr")
        assert drop.said("sales.xlsx") == ["reported", "reported"]

    def test_the_same_content_under_another_name_is_reported_and_said(self, drop: Folders) -> None:
        data = workbook(drop.inbox / "lyon.xlsx")
        drop.once()
        (drop.inbox / "nantes.xlsx").write_bytes(data)
        drop.once()
        assert drop.said("nantes.xlsx") == ["reported"]
        assert drop.events[-2].facts["same_as"] == "lyon.xlsx"

    def test_a_corrected_workbook_has_a_folder_of_its_own(self, drop: Folders) -> None:
        first = workbook(drop.inbox / "sales.xlsx")
        drop.once()
        second = workbook(drop.inbox / "sales.xlsx", sales=130)
        drop.once()
        reports = drop.output / "reports"
        assert (reports / "sales-2026-10/sales.xlsx").read_bytes() == first
        assert (reports / "sales-2026-10 (2)/sales.xlsx").read_bytes() == second
        assert drop.events[-2].place == reports / "sales-2026-10 (2)"
        told = json.loads((reports / "sales-2026-10 (2)/sales-2026-10.json").read_bytes())
        assert told["kpis"][0]["actual"] == 130

    def test_the_history_tells_what_a_correction_restates(
        self, drop: Folders, tmp_path: Path
    ) -> None:
        history = tmp_path / "history.db"
        workbook(drop.inbox / "sales.xlsx")
        drop.once(history=history)
        workbook(drop.inbox / "sales.xlsx", september=90)
        drop.once(history=history)
        place = drop.output / "reports/sales-2026-10 (2)/sales-2026-10.json"
        (restated,) = json.loads(place.read_bytes())["kpis"][0]["restatements"]
        assert restated["period"] == "2026-09"

    def test_what_lies_there_is_never_replaced(self, drop: Folders) -> None:
        taken = drop.output / "reports/sales-2026-10"
        taken.mkdir(parents=True)  # even where it is empty
        workbook(drop.inbox / "sales.xlsx")
        drop.once()
        assert list(taken.iterdir()) == []
        assert "reports/sales-2026-10 (2)/sales.xlsx" in drop.filed()

    def test_a_broken_one_lies_with_its_marked_copy_and_its_list(self, drop: Folders) -> None:
        data = workbook(drop.inbox / "sales.xlsx", BROKEN)
        summary = drop.once()
        assert summary.with_problems == 1
        assert drop.filed() == [
            "problems/sales/sales, marked.xlsx",
            "problems/sales/sales, problems.txt",
            "problems/sales/sales.xlsx",
        ]
        place = drop.output / "problems/sales"
        assert (place / "sales.xlsx").read_bytes() == data
        marked = openpyxl.load_workbook(place / "sales, marked.xlsx")
        comment = marked["Actuals"]["C2"].comment
        assert comment is not None and "1,234" in comment.text
        text = (place / "sales, problems.txt").read_text("utf-8-sig")
        assert text.startswith("sales.xlsx\n\n1 error. No report was made.\n")
        assert "In “sales, marked.xlsx” every cell" in text
        assert "\nActuals\n  C2  E502  “1,234” can be read" in text
        (drop.inbox / "sales.xlsx").write_bytes(data)
        drop.once()
        assert drop.said("sales.xlsx") == ["problems", "duplicate"]

    def test_in_french_and_the_folders_keep_their_names(self, drop: Folders) -> None:
        workbook(drop.inbox / "ventes.xlsx", BROKEN)
        drop.once(spoken="fr", language="fr")
        workbook(drop.inbox / "ventes.xlsx")
        drop.once(spoken="en")
        assert drop.filed() == [
            "anomalies/ventes/ventes, annoté.xlsx",
            "anomalies/ventes/ventes, anomalies.txt",
            "anomalies/ventes/ventes.xlsx",
            "rapports/ventes-2026-10/ventes-2026-10.json",
            "rapports/ventes-2026-10/ventes.xlsx",
        ]
        text = (drop.output / "anomalies/ventes/ventes, anomalies.txt").read_text("utf-8-sig")
        assert "1 erreur. Aucun tableau de bord n’a été produit." in text

    def test_where_the_mapping_is_wrong_the_list_says_so(
        self, drop: Folders, tmp_path: Path
    ) -> None:
        mapping = tmp_path / "layout.toml"
        mapping.write_text("version = 1\nnonsense = 2\n", encoding="utf-8")
        (drop.inbox / "sales.csv").write_text("KPI;2026-10\nSales;12\n", encoding="utf-8")
        drop.once(mapping=mapping)
        assert drop.filed() == ["problems/sales/sales, problems.txt", "problems/sales/sales.csv"]
        text = (drop.output / "problems/sales/sales, problems.txt").read_text("utf-8-sig")
        assert "the mapping is to be mended, not the workbook" in text
        assert "\nThe mapping file layout.toml\n" in text
        workbook(drop.inbox / "plain.xlsx")
        mapping.unlink()
        summary = drop.once(mapping=mapping)
        assert summary.troubled
        assert drop.said("plain.xlsx") == ["trouble"]  # it waits for its mapping

    def test_one_without_figures_says_why(self, drop: Folders) -> None:
        workbook(drop.inbox / "sales.xlsx", "n/a")
        book = openpyxl.load_workbook(drop.inbox / "sales.xlsx")
        book["Actuals"]["B2"] = None
        book.save(drop.inbox / "sales.xlsx")
        drop.once()
        assert drop.said("sales.xlsx") == ["problems"]

    def test_its_logo_is_found_beside_it(self, drop: Folders, repository: Path) -> None:
        from PIL import Image

        workbook(drop.inbox / "sales.xlsx")
        book = openpyxl.load_workbook(drop.inbox / "sales.xlsx")
        settings = book.create_sheet("Settings")
        settings.append(["Key", "Value"])
        settings.append(["Logo", "logo.png"])
        book.save(drop.inbox / "sales.xlsx")
        Image.new("RGB", (8, 8), "red").save(drop.inbox / "logo.png")
        drop.once(formats=("html",))
        page = (drop.output / "reports/sales-2026-10/sales-2026-10.html").read_text("utf-8")
        assert "data:image/png;base64," in page
        assert drop.waiting() == ["logo.png"]

    @posix_only
    def test_names_of_any_characters(self, drop: Folders) -> None:
        names = [
            b"two\nlines.xlsx",
            b"caf\xe9.xlsx",
            b"-rf.xlsx",
            b" .xlsx",
            b"a:b*c?.xlsx",
            "\N{RIGHT-TO-LEFT OVERRIDE}xslx.xlsx".encode(),
            ("é" * 120 + ".xlsx").encode(),
            b"CON.xlsx",
            b"%s {name}.xlsx",
        ]
        data = workbook(drop.inbox / "first.xlsx")
        (drop.inbox / "first.xlsx").unlink()
        for name in names:
            (drop.inbox / os.fsdecode(name)).write_bytes(data)
        assert drop.once().reported == len(names)
        for event in drop.events:
            line = line_of(event, get_messages("en"), drop.output)
            assert line.isprintable(), line
        kept = {os.fsencode(path.name) for path in drop.output.glob("reports/*/*.xlsx")}
        assert kept == set(names)

    def test_a_hundred_at_once(self, drop: Folders) -> None:
        data = workbook(drop.inbox / "000.xlsx")
        for number in range(100):
            (drop.inbox / f"{number:03}.xlsx").write_bytes(data)
        assert drop.once().reported == 100
        expected = {f"reports/{n:03}-2026-10/{n:03}.xlsx" for n in range(100)}
        expected |= {f"reports/{n:03}-2026-10/{n:03}-2026-10.json" for n in range(100)}
        assert set(drop.filed()) == expected
        assert drop.waiting() == []


class TestInTheWay:
    @posix_only
    def test_a_read_only_inbox_is_copied_once(self, drop: Folders) -> None:
        data = workbook(drop.inbox / "sales.xlsx")
        drop.output.mkdir()
        drop.output.chmod(0o777)
        drop.inbox.chmod(0o555)
        for _ in range(2):
            _as_nobody(drop, lambda: drop.once())
        assert drop.filed() == [
            "reports/sales-2026-10/sales-2026-10.json",
            "reports/sales-2026-10/sales.xlsx",
        ]
        assert (drop.inbox / "sales.xlsx").read_bytes() == data
        drop.inbox.chmod(0o755)
        workbook(drop.inbox / "sales.xlsx", sales=130)
        drop.inbox.chmod(0o555)
        _as_nobody(drop, lambda: drop.once())
        assert "reports/sales-2026-10 (2)/sales.xlsx" in drop.filed()

    @posix_only
    def test_across_file_systems(self, drop: Folders) -> None:
        memory = Path("/dev/shm")
        if not memory.is_dir() or memory.stat().st_dev == drop.inbox.stat().st_dev:
            pytest.skip("no second file system")
        with tempfile.TemporaryDirectory(dir=memory) as place:
            drop.output = Path(place) / "filed"
            data = workbook(drop.inbox / "sales.xlsx")
            os.utime(drop.inbox / "sales.xlsx", ns=(10**18, 10**18))
            drop.once()
            kept = drop.output / "reports/sales-2026-10/sales.xlsx"
            assert kept.read_bytes() == data
            assert kept.stat().st_mtime_ns == 10**18
            assert drop.waiting() == []

    @posix_only
    def test_a_full_disk_is_waited_for(self, drop: Folders) -> None:
        import resource

        data = workbook(drop.inbox / "sales.xlsx")
        old = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, old[1]))
        try:
            summary = drop.once(formats=("html",))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, old)
        assert summary.troubled
        trouble = drop.events[-2].error
        assert isinstance(trouble, OutputError) and trouble.code == "output_disk_full"
        assert drop.filed() == []
        assert drop.once(formats=("html",)).reported == 1
        kept = drop.output / "reports/sales-2026-10/sales.xlsx"
        assert kept.read_bytes() == data

    def test_what_stands_in_the_way_is_said_once_and_tried_after_a_minute(
        self, drop: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried = []

        def full(*args: object, **options: object) -> None:
            tried.append(drop.now)
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(watch_drop, "make_report", full)
        workbook(drop.inbox / "sales.xlsx")
        drop.watch([lambda: None] * 45, settle=0, every=20)  # 15 minutes
        assert drop.said("sales.xlsx") == ["trouble"]  # and never taken for one that ends us
        assert len(tried) == 16

    def test_what_the_history_could_not_keep_is_not_filed(
        self, drop: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_report = watch_drop.make_report

        def unrecorded(*args: Any, **options: Any) -> Report:
            report = make_report(*args, **options)
            return replace(report, unrecorded=OutputError("watch_changed", {"name": "sales.xlsx"}))

        workbook(drop.inbox / "sales.xlsx")
        with monkeypatch.context() as patched:
            patched.setattr(watch_drop, "make_report", unrecorded)
            assert drop.once().troubled
        assert drop.filed() == []
        assert drop.once().reported == 1

    def test_a_fault_of_ours_keeps_no_other_waiting(
        self, drop: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def faulty(*args: object, **options: object) -> None:
            raise ZeroDivisionError("division by zero")

        monkeypatch.setattr(watch_drop, "make_report", faulty)
        workbook(drop.inbox / "sales.xlsx")
        drop.once()
        assert drop.said("sales.xlsx") == ["problems"]
        text = (drop.output / "problems/sales/sales, problems.txt").read_text("utf-8-sig")
        assert "ZeroDivisionError: division by zero" in text

    @pytest.mark.parametrize("patch", STRANGE.values(), ids=STRANGE)
    def test_a_strange_package_keeps_no_other_waiting(
        self, drop: Folders, patch: tuple[int, int]
    ) -> None:
        data = workbook(drop.inbox / "strange.xlsx")
        (drop.inbox / "strange.xlsx").write_bytes(with_directory(data, *patch))
        os.utime(drop.inbox / "strange.xlsx", (1, 1))  # the first in order
        workbook(drop.inbox / "sound.xlsx")
        drop.once()
        assert drop.said("strange.xlsx") == ["problems"]
        assert drop.said("sound.xlsx") == ["reported"]
        text = (drop.output / "problems/strange/strange, problems.txt").read_text("utf-8-sig")
        assert "E10" in text

    def test_a_fault_while_the_copy_is_marked_keeps_no_other_waiting(
        self, drop: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def faulty(*args: object, **options: object) -> None:
            raise ZeroDivisionError("division by zero")

        monkeypatch.setattr(watch_drop, "annotate_workbook", faulty)
        workbook(drop.inbox / "costs.xlsx", BROKEN)
        os.utime(drop.inbox / "costs.xlsx", (1, 1))
        workbook(drop.inbox / "sales.xlsx")
        drop.once()
        assert drop.said("costs.xlsx") == ["problems"]
        assert drop.said("sales.xlsx") == ["reported"]

    def test_what_nobody_foresaw_counts_as_an_end_of_the_program(
        self, drop: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fatal(*args: object, **options: object) -> None:
            raise ZeroDivisionError("division by zero")

        workbook(drop.inbox / "sales.xlsx")
        with monkeypatch.context() as patched:
            patched.setattr(watch_drop, "make_report", fatal)
            patched.setattr(watch_drop, "_without_report", fatal)
            for _ in range(watch_drop.MOST_ATTEMPTS):
                with pytest.raises(ZeroDivisionError):
                    drop.once()
        drop.once()
        assert drop.said("sales.xlsx") == ["problems"]

    def test_after_a_fault_of_ours_the_same_file_is_no_duplicate(
        self, drop: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def faulty(*args: object, **options: object) -> None:
            raise ZeroDivisionError("division by zero")

        data = workbook(drop.inbox / "sales.xlsx")
        with monkeypatch.context() as patched:
            patched.setattr(watch_drop, "make_report", faulty)
            drop.once()
        (drop.inbox / "sales.xlsx").write_bytes(data)
        drop.once()
        assert drop.said("sales.xlsx") == ["problems", "reported"]

    def test_a_file_opened_since_it_was_found_whole_is_not_taken(self, drop: Folders) -> None:
        first, second = drop.inbox / "first.xlsx", drop.inbox / "second.xlsx"
        for path in (first, second):
            workbook(path)
        os.utime(first, (1, 1))

        def told(event: WatchEvent) -> None:
            drop.events.append(event)
            if event.kind == "reported":
                second.with_name("~$second.xlsx").touch()

        drop.once(told=told)
        assert drop.waiting() == ["second.xlsx", "~$second.xlsx"]

    def test_a_workbook_that_ends_the_program_again_and_again_is_left_aside(
        self, drop: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fatal(*args: object, **options: object) -> None:
            raise sqlite3.OperationalError("stands for a full disk: it stays claimed")

        with monkeypatch.context() as patched:
            patched.setattr(watch_drop, "make_report", fatal)
            patched.setattr(watch_drop, "_without_report", fatal)
            workbook(drop.inbox / "sales.xlsx")
            drop.once()
        with sqlite3.connect(drop.output / ".kpireport-watch/journal.db") as journal:
            journal.execute("UPDATE drops SET attempts = 10")
        journal.close()
        drop.once()
        assert drop.said("sales.xlsx") == ["trouble", "problems"]

    def test_without_its_journal_nothing_is_lost(
        self, drop: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*args: object, **options: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        data = workbook(drop.inbox / "sales.xlsx")
        with monkeypatch.context() as patched:
            patched.setattr(watch_drop, "make_report", full)
            drop.once()
        assert drop.waiting() == []
        (drop.output / ".kpireport-watch/journal.db").unlink()
        drop.once()
        assert (drop.output / "reports/sales-2026-10/sales.xlsx").read_bytes() == data

    def test_an_inbox_that_goes_and_comes_back(self, drop: Folders, tmp_path: Path) -> None:
        away = tmp_path / "away"

        def back() -> None:
            shutil.move(away, drop.inbox)
            workbook(drop.inbox / "sales.xlsx")

        drop.watch(
            [lambda: shutil.move(drop.inbox, away), lambda: None, back, lambda: None], settle=0
        )
        assert [e.kind for e in drop.events] == ["started", "trouble", "reported", "stopped"]


class TestRefused:
    def test_folders_that_feed_each_other(self, drop: Folders) -> None:
        for output in (drop.inbox, drop.inbox / "filed", drop.inbox / ".." / "inbox"):
            drop.output = output
            assert _code(drop) == "watch_output_in_inbox"
        drop.output = drop.inbox.parent / "filed"
        drop.inbox = drop.output / ".kpireport-watch" / "work"
        drop.inbox.mkdir(parents=True)
        assert _code(drop) == "watch_inbox_in_output"

    def test_no_inbox(self, drop: Folders) -> None:
        drop.inbox.rmdir()
        assert _code(drop) == "watch_no_inbox"
        assert not drop.output.exists()

    def test_what_only_a_pdf_can_have(self, drop: Folders) -> None:
        with pytest.raises(UsageError) as refused:
            drop.once(formats=("json",), archive=True)
        assert refused.value.code == "no_pdf_to_archive"

    def test_a_second_instance_says_who_holds_it(self, drop: Folders) -> None:
        codes: dict[str, str] = {}

        def second() -> None:
            try:
                drop.once()
            except OutputError as error:
                codes[error.code] = str(error.params["process"])

        def elsewhere() -> None:
            other = Folders(drop.inbox, drop.output.with_name("other"))
            codes[_code(other)] = ""

        drop.watch([second, elsewhere])
        assert codes == {"watch_held": str(os.getpid()), "watch_inbox_held": ""}

    def test_a_journal_that_is_none(self, drop: Folders) -> None:
        state = drop.output / ".kpireport-watch"
        state.mkdir(parents=True)
        (state / "journal.db").write_bytes(b"not a database" * 100)
        assert _code(drop) == "watch_journal"

    def test_a_journal_without_its_tables(self, drop: Folders) -> None:
        state = drop.output / ".kpireport-watch"
        state.mkdir(parents=True)
        with sqlite3.connect(state / "journal.db") as journal:
            journal.execute("PRAGMA user_version = 1")
        journal.close()
        assert _code(drop) == "watch_journal"

    def test_a_journal_that_can_t_be_written(
        self, drop: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drop.once()
        connect = sqlite3.connect

        def read_only(path: Path, **options: Any) -> sqlite3.Connection:
            connection = connect(path, **options)
            connection.execute("PRAGMA query_only = ON")
            return connection

        monkeypatch.setattr(sqlite3, "connect", read_only)
        assert _code(drop) == "watch_journal"

    def test_where_who_holds_it_can_t_be_said_it_is_held_all_the_same(self, drop: Folders) -> None:
        holder = drop.output / ".kpireport-watch/holder.json"
        holder.mkdir(parents=True)
        workbook(drop.inbox / "sales.xlsx")
        assert drop.once().reported == 1

    def test_a_journal_of_a_later_version(self, drop: Folders) -> None:
        drop.once()
        path = drop.output / ".kpireport-watch/journal.db"
        with sqlite3.connect(path) as journal:
            journal.execute("PRAGMA user_version = 99")
        journal.close()
        assert _code(drop) == "watch_journal_newer"


def _code(drop: Folders) -> str:
    with pytest.raises(KpiReportError) as refused:
        drop.once()
    return refused.value.code


def _as_nobody(drop: Folders, act: Callable[[], object]) -> None:
    """Act as a user without rights to write everywhere, which the superuser has."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                for folder in (drop.inbox.parent, *drop.inbox.parent.parents[:3]):
                    folder.chmod(0o755)
                os.setgid(65534)
                os.setuid(65534)
            act()
        except BaseException as error:
            os.write(2, repr(error).encode())
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
