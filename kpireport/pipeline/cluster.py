"""The workers of a Dask cluster: that it is one, that it has any, and that they are of our version.

All of it is found out before the first task, since a cluster of the wrong kind doesn't fail: it
keeps its client waiting, or makes what another version would have made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from kpireport import __version__
from kpireport.model.errors import OutputError, UsageError
from kpireport.pipeline.workers import TRIES, Workers

if TYPE_CHECKING:
    from collections.abc import Callable

_ADDRESS = re.compile(r"(tcp|tls|ucxx?|wss?)://(\[[0-9A-Fa-f:.%]+\]|[^\s:/?#@\[\]]+):[0-9]{1,5}")

PATIENCE = 15.0
"""Seconds until a scheduler that doesn't answer, or a cluster without workers, is given up."""


@contextmanager
def cluster(address: str, patience: float = PATIENCE) -> Iterator[Workers]:
    """The workers of a Dask cluster that is running at ``address`` (``tcp://host:8786``).

    They read and write the same paths as this machine. Raises ``UsageError`` where the address is
    of another form (``cluster_address``), Dask isn't installed (``cluster_not_installed``), nothing
    answers there in ``patience`` seconds (``cluster_not_found``), no worker comes in as many
    (``cluster_without_workers``), or one has no kpireport (``cluster_without_kpireport``) or
    another version of it (``cluster_version``).
    """
    if not _ADDRESS.fullmatch(address):
        raise UsageError("cluster_address")
    try:
        from distributed import Client, KilledWorker
        from distributed.comm.core import CommClosedError
    except ImportError as missing:
        raise UsageError("cluster_not_installed") from missing
    _check_answer(address, patience)
    client: Any = cast(Any, Client)(address, timeout=patience, set_as_default=False)
    try:
        _wait_for_a_worker(client, address, patience)
        _check_versions(client.run(_asking_the_version(), on_error="return"))
        threads = sum(client.nthreads().values())
        workers = Workers(
            lambda: client.get_executor(pure=False, retries=TRIES), threads, (KilledWorker,)
        )
        yield workers
        workers.close()
    except (CommClosedError, CancelledError) as gone:
        raise OutputError("cluster_gone", {"address": address}) from gone
    finally:
        client.close()


def _check_answer(address: str, patience: float) -> None:
    """Raises ``UsageError`` where no scheduler answers.

    Asked without a client: that waits for ever for a server that takes calls and says nothing, and
    leaves a traceback behind where it can't be made.
    """
    from asyncio import wait_for

    from distributed.core import rpc
    from distributed.security import Security
    from distributed.utils import LoopRunner

    async def identity() -> None:
        keys = cast(Any, Security)().get_connection_args("client")
        async with cast(Any, rpc)(address, connection_args=keys) as scheduler:
            await scheduler.identity()

    async def answer() -> None:
        await wait_for(identity(), patience)

    try:
        cast(Any, LoopRunner)().run_sync(answer)
    except Exception as error:  # Whatever another kind of server makes of it.
        raise UsageError("cluster_not_found", {"address": address}) from error


def _wait_for_a_worker(client: Any, address: str, patience: float) -> None:
    """Raises ``UsageError`` where none comes."""
    if client.nthreads():
        return
    # A cluster that grows with its work has to have some.
    work = client.submit(_asking_the_version(), pure=False)
    try:
        client.wait_for_workers(1, timeout=patience)
    except TimeoutError as error:
        raise UsageError("cluster_without_workers", {"address": address}) from error
    finally:
        work.cancel()


def _asking_the_version() -> Callable[[], str | None]:
    """What a worker says its kpireport is; None where it has none.

    A function within a function travels whole: it is known to a worker that lacks this module.
    """

    def version() -> str | None:
        try:
            import kpireport
        except ImportError:
            return None
        return str(getattr(kpireport, "__version__", "?"))

    return version


def _check_versions(found: Mapping[str, object]) -> None:
    """``found`` are the versions by worker. Raises ``UsageError`` for one that isn't ours.

    A worker that went away or failed while it was asked is no worker of another version.
    """
    for worker, version in sorted(found.items()):
        if version is None:
            params = {"worker": worker, "here": __version__}
            raise UsageError("cluster_without_kpireport", params)
        if isinstance(version, str) and version != __version__:
            params = {"worker": worker, "there": version, "here": __version__}
            raise UsageError("cluster_version", params)
