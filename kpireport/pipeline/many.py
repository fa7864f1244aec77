"""Many workbooks' reports: one after the other, or side by side in workers."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

from kpireport.model.errors import KpiReportError, OutputError, UsageError
from kpireport.pipeline.choices import FORMATS, Progress, ReportOptions, no_progress
from kpireport.pipeline.outputs import own_templates
from kpireport.pipeline.reporting import Failure, Report, check_pdf_options, make_report
from kpireport.pipeline.workers import InTurn, Workers, processes


@dataclass(frozen=True, slots=True)
class _Task:
    """One workbook, with all that its report needs to know; it can travel to another machine."""

    path: Path
    stem: str
    output: Path
    inputs: tuple[Path, ...]
    options: ReportOptions


def make_reports(
    paths: Sequence[Path],
    *,
    output: Path,
    progress: Progress = no_progress,
    jobs: int = 1,
    **options: Unpack[ReportOptions],
) -> tuple[Report | Failure, ...]:
    """``make_report`` for several workbooks, in order; one that fails doesn't stop the rest.

    Two workbooks of one name get their folder's name in front of their files' names. With ``jobs``
    above 1 they are made in so many processes; ``Report.view`` is then without its charts.
    """
    with processes(jobs) if jobs > 1 else nullcontext() as workers:
        made = each_report(paths, output=output, progress=progress, workers=workers, **options)
        return tuple(made)


def each_report(
    paths: Sequence[Path],
    *,
    output: Path,
    progress: Progress = no_progress,
    workers: Workers | None = None,
    **options: Unpack[ReportOptions],
) -> Iterator[Report | Failure]:
    """The reports of ``make_reports`` as they are made, in order: nothing is kept of those before.

    ``workers`` make them side by side, and the outputs of a workbook that is alone; a report that
    comes from there has its view without charts, months and live model.
    """
    from kpireport.deliver.naming import file_stems

    if not paths:
        raise UsageError("no_workbook")
    check_pdf_options(
        options.get("formats", FORMATS), options.get("archive", False), options.get("attach", ())
    )
    if isinstance(templates := options.get("templates"), Path):
        options["templates"] = own_templates(templates)
    tasks = [
        _Task(path, stem, output, tuple(paths), options)
        for path, stem in zip(paths, file_stems(paths), strict=True)
    ]
    if workers is None or len(tasks) == 1:
        for task in tasks:
            yield _made(task, progress, workers)
        return
    begun = InTurn(workers, _made_there, _lost).results(tasks)
    for task, result in zip(tasks, begun, strict=True):
        progress(task.path, "read")
        yield result


def _made(
    task: _Task, progress: Progress = no_progress, workers: Workers | None = None
) -> Report | Failure:
    try:
        return make_report(
            task.path,
            file_stem=task.stem,
            output=task.output,
            inputs=task.inputs,
            progress=progress,
            workers=workers,
            **task.options,
        )
    except KpiReportError as error:
        return Failure(task.path, error)


def _made_there(task: _Task) -> Report | Failure:
    """In a worker: what comes back is what is told of a report, not what it was drawn from."""
    from kpireport.present.brief import brief

    made = _made(task)
    if isinstance(made, Report):
        made = replace(made, view=brief(made.view))
    gc.collect()  # Reports go round in circles; the next one must not find their memory taken.
    return made


def _lost(task: _Task) -> Failure:
    return Failure(task.path, OutputError("worker_lost", {"name": task.path.name}))
