"""A Dask cluster, with real schedulers and workers: what it makes, and when it is refused."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import kpireport
from kpireport.i18n.messages import get_messages
from kpireport.model.errors import UsageError
from kpireport.pipeline import Report, each_report, make_reports
from kpireport.pipeline.cluster import cluster
from kpireport.pipeline.elsewhere import Elsewhere
from tests.pipeline.side_by_side import BOOKS, FORMATS, contents
from tests.pipeline.side_by_side import books as books

distributed = pytest.importorskip("distributed")

SOON = 0.3


def refusal(address: str) -> UsageError:
    """What a cluster at this address is refused with."""
    with pytest.raises(UsageError) as stopped, cluster(address, SOON):
        pass
    return stopped.value


def test_a_cluster_makes_the_same_files_though_a_worker_is_killed(
    books: list[Path], tmp_path: Path
) -> None:
    make_reports(books, output=tmp_path / "one", formats=FORMATS)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as local,
        cluster(local.scheduler_address) as workers,
    ):
        made = []
        output = tmp_path / "two"
        for report in each_report(books, output=output, formats=FORMATS, workers=workers):
            if not made:
                os.kill(next(iter(local.workers.values())).pid, signal.SIGKILL)
            made.append(report)
    assert [type(report) for report in made] == [Report] * BOOKS
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def _here(process: int) -> str:
    """Kills whatever process does it but this one."""
    if os.getpid() != process:
        os.kill(os.getpid(), signal.SIGKILL)
    return "made here"


def _worker_only(process: int) -> str:
    """Fails in whatever process does it but this one."""
    if os.getpid() != process:
        raise ImportError("another version")
    return "made here"


def test_what_a_worker_of_a_cluster_could_not_make_is_made_here() -> None:
    dask = pytest.importorskip("dask")
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=True, dashboard_address=":0"
        ) as local,
        cluster(local.scheduler_address) as workers,
    ):
        for work in (_worker_only, _here):
            piece = Elsewhere(workers, work, os.getpid())
            assert piece._future is not None and piece._future.exception() is not None
            assert piece.result() == "made here"


@pytest.mark.parametrize(
    "address",
    ["foo", "host:8786", "tcp://", "tcp://host", "tcp://:8786", "http://host:8787", "tcp://a@b:1"],
)
def test_what_is_no_address_is_refused_at_once(address: str) -> None:
    assert refusal(address).code == "cluster_address"


def test_no_scheduler_at_that_address_is_said_without_a_traceback() -> None:
    """A port that is closed, one that takes calls and says nothing, one that can't be asked."""
    with socket.socket() as closed, socket.socket() as mute:
        closed.bind(("127.0.0.1", 0))
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        addresses = [f"tcp://127.0.0.1:{each.getsockname()[1]}" for each in (closed, mute)]
        script = (
            "import sys; from kpireport.pipeline.cluster import cluster\n"
            "for address in sys.argv[1:]:\n"
            "    try: cluster(address, 0.3).__enter__()\n"
            "    except Exception as error: print(error)"
        )
        ended = subprocess.run(
            [sys.executable, "-c", script, *addresses, "tls://127.0.0.1:1"],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert (ended.stdout.split(), ended.stderr) == (["cluster_not_found"] * 3, "")


@contextmanager
def worker(scheduler: str, packages: Path) -> Iterator[None]:
    """A worker that finds its packages in this folder first."""
    command = ["-m", "distributed.cli.dask_worker", scheduler, "--no-nanny", "--no-dashboard"]
    started = subprocess.Popen(
        [sys.executable, *command, "--local-directory", packages],
        env={**os.environ, "PYTHONPATH": str(packages)},
        cwd=packages,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        started.kill()
        started.wait(timeout=60)


@pytest.mark.parametrize(
    ("code", "module", "told"),
    [
        ("cluster_version", "__version__ = '0.0.9'", "0.0.9"),
        ("cluster_without_kpireport", "raise ModuleNotFoundError('kpireport')", ""),
    ],
)
def test_workers_of_another_version_are_refused(
    code: str, module: str, told: str, tmp_path: Path
) -> None:
    (tmp_path / "kpireport.py").write_text(module)
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0") as local:
        address = local.scheduler_address
        if told:
            assert refusal(address).code == "cluster_without_workers"
        with (
            worker(address, tmp_path),
            pytest.raises(UsageError) as stopped,
            cluster(address, 60),
        ):
            pass
    assert stopped.value.code == code
    for language in ("en", "fr"):
        text = get_messages(language).error(stopped.value)
        assert kpireport.__version__ in text and told in text
