"""``--jobs`` and ``--scheduler``: how many workbooks at a time, and where."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from kpireport.commands.options import Decorator
from kpireport.commands.words import word

if TYPE_CHECKING:
    from kpireport.pipeline import Format
    from kpireport.pipeline.workers import Workers

jobs_option: Decorator = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help=word("option_jobs")
)
scheduler_option: Decorator = click.option(
    "--scheduler", metavar="ADDRESS", help=word("option_scheduler")
)


def workers_for(
    jobs: int | None, scheduler: str | None, books: int, formats: Collection[Format]
) -> AbstractContextManager[Workers | None]:
    """The workers that this many workbooks can use; None where one process does it all.

    Without ``jobs`` there is one for each processor. A single workbook has its PDF laid out by a
    worker while its other files are made, and another has a part in its Excel file.
    """
    from kpireport.pipeline.workers import processes, processors

    if scheduler is not None:
        from kpireport.pipeline.cluster import cluster

        return cluster(scheduler)
    count = processors() if jobs is None else jobs
    if count == 1:
        return nullcontext()
    if books > 1:
        return processes(min(count, books))
    useful = int("pdf" in formats and len(formats) > 1) + int("xlsx" in formats)
    return processes(min(count - 1, useful), short=True) if useful else nullcontext()
