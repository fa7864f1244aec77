"""`kpireport watch` as a user runs it: a process of its own, its lines and its exit codes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline.drops import BROKEN, workbook

from .conftest import Run

STAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d ")


def without_time(lines: str) -> list[str]:
    return [STAMP.sub("", line) for line in lines.splitlines()]


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_it_watches_until_it_is_told_to_stop_and_is_alone(run: Run, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    options = ["--output", "filed", "--format", "json", "--every", "0.1", "--settle", "0"]
    environment = {**os.environ, "LANGUAGE": "en", "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, "-m", "kpireport", "watch", "inbox", *options],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as watching:
        assert watching.stdout is not None
        assert without_time(watching.stdout.readline()) == ["watching inbox, filing in filed"]

        second = run("watch", inbox, *options)
        assert second.returncode == 1
        assert second.stdout == ""
        assert f"process {watching.pid} on " in second.stderr

        workbook(tmp_path / "sales.xlsx")
        (tmp_path / "sales.xlsx").rename(inbox / "sales.xlsx")
        line = watching.stdout.readline()
        assert without_time(line) == [
            "sales.xlsx: report for Oct 2026: filed/reports/sales-2026-10"
        ]

        watching.send_signal(signal.SIGTERM)
        rest, complaints = watching.communicate(timeout=60)
        assert (without_time(rest), complaints) == (["stopped"], "")
        assert watching.returncode == 0
    assert sorted(path.name for path in (tmp_path / "filed/reports/sales-2026-10").iterdir()) == [
        "sales-2026-10.json",
        "sales.xlsx",
    ]


def test_once_ends_with_1_where_a_workbook_has_errors(run: Run, tmp_path: Path) -> None:
    inbox = tmp_path / "boîte"
    inbox.mkdir()
    workbook(inbox / "nord.xlsx")
    workbook(inbox / "sud.xlsx", BROKEN)
    (inbox / "archives").mkdir()
    done = run(
        *("watch", inbox.name, "--output", "classés", "--once", "--settle", "0"),
        *("--format", "json", "--lang", "fr"),
    )
    assert done.returncode == 1
    assert done.stderr == ""
    assert without_time(done.stdout) == [
        "surveillance de boîte, rangement dans classés",
        "archives\N{NO-BREAK SPACE}: un dossier\N{NARROW NO-BREAK SPACE}; "
        "son contenu n’est pas touché",
        "nord.xlsx\N{NO-BREAK SPACE}: tableau de bord d’oct. 2026\N{NO-BREAK SPACE}: "
        "classés/rapports/nord-2026-10",
        "sud.xlsx\N{NO-BREAK SPACE}: 1 erreur, pas de tableau de bord\N{NO-BREAK SPACE}: "
        "classés/anomalies/sud",
        "arrêté",
    ]


def test_wrong_usage(run: Run, tmp_path: Path) -> None:
    nowhere = run("watch", "inbox")
    assert nowhere.returncode == 2
    assert "kpireport watch INBOX --output DIR" in nowhere.stderr
    (tmp_path / "inbox").mkdir()
    inside = run("watch", "inbox", "--output", "inbox/filed", "--once")
    assert inside.returncode == 2
    assert "lies in the inbox" in inside.stderr
    assert list((tmp_path / "inbox").iterdir()) == []


def test_quiet_says_what_is_wrong_alone(tmp_path: Path) -> None:
    from datetime import UTC, datetime
    from typing import get_args

    from kpireport.commands.watch_lines import is_worth_saying
    from kpireport.pipeline.watch_events import EventKind, WatchEvent

    now = datetime(2026, 11, 22, tzinfo=UTC)
    events = [WatchEvent(now, kind, "sales.xlsx", {}) for kind in get_args(EventKind)]
    said = [event.kind for event in events if is_worth_saying(event, quiet=True)]
    assert said == ["remains", "problems", "trouble"]
    assert all(is_worth_saying(event, quiet=False) for event in events)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_unit(repository: Path, tmp_path: Path) -> None:
    unit = (repository / "docs/examples/kpireport-watch.service").read_text("utf-8")
    command = "/opt/kpireport/bin/kpireport"
    assert unit.count(command) == 1
    path = tmp_path / "kpireport-watch.service"
    path.write_text(unit.replace(command, "/bin/true"), encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
