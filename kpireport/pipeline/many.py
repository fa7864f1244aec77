"""Many workbooks' reports: one after the other, or side by side in workers."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Unpack

from kpireport.addresses import Place, check_writable
from kpireport.model.errors import FaultError, KpiReportError, OutputError, UsageError
from kpireport.pipeline.choices import FORMATS, Progress, ReportOptions, no_progress
from kpireport.pipeline.outputs import own_templates
from kpireport.pipeline.reading import read_book
from kpireport.pipeline.remembering import identity_of
from kpireport.pipeline.reporting import Failure, Report, check_pdf_options, make_report
from kpireport.pipeline.travelling import packed, unpacked
from kpireport.pipeline.workers import InTurn, Workers, processes


@dataclass(frozen=True, slots=True)
class _Task:
    """One workbook, with all that its report needs to know; it can travel to another machine."""

    path: Place
    stem: str
    output: Place
    inputs: tuple[Place, ...]
    options: ReportOptions


def make_reports(
    paths: Sequence[Place],
    *,
    output: Place,
    progress: Progress = no_progress,
    jobs: int = 1,
    **options: Unpack[ReportOptions],
) -> tuple[Report | Failure, ...]:
    """``make_report`` for several workbooks, in order; one that fails doesn't stop the rest.

    Two workbooks of one name get their folder's name in front of their files' names. With ``jobs``
    above 1 they are made in so many processes; ``Report.view`` is then without its charts. A script
    that asks for this keeps it under ``if __name__ == "__main__":``, since each process loads the
    script again.
    """
    with processes(jobs) if jobs > 1 else nullcontext() as workers:
        made = each_report(paths, output=output, progress=progress, workers=workers, **options)
        return tuple(made)


def each_report(
    paths: Sequence[Place],
    *,
    output: Place,
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
    check_writable(output)
    check_pdf_options(
        options.get("formats", FORMATS), options.get("archive", False), options.get("attach", ())
    )
    if isinstance(templates := options.get("templates"), Path):
        options["templates"] = own_templates(templates)
    tasks = [
        _Task(path, stem, output, tuple(paths), options)
        for path, stem in zip(paths, file_stems(paths), strict=True)
    ]
    if len(tasks) == 1:
        yield _made(tasks[0], progress, workers)
    elif workers is None:
        for task in tasks:
            yield _made_or_fault(task, progress)
    else:
        yield from _side_by_side(tasks, workers, progress)


def _side_by_side(
    tasks: Sequence[_Task], workers: Workers, progress: Progress
) -> Iterator[Report | Failure]:
    """Every task's result in order."""
    entities = None
    if tasks[0].options.get("history") is not None:
        # A report tells what is restated since the one before it of the same entity, which must
        # be in the history by then.
        named = InTurn(workers, _entity_of, _unnamed, _unnamed)
        entities = tuple(named.results(tasks))
    made = InTurn[_Task, bytes | Failure](workers, _made_there, _lost, _fault)
    for task, result in zip(tasks, made.results(tasks, entities), strict=True):
        progress(task.path, "read")
        yield _brought(task, result) if isinstance(result, bytes) else result


def _brought(task: _Task, result: bytes) -> Report | Failure:
    """What a worker packed, which can't be read where it is of another kind than we are."""
    try:
        made: Report | Failure = unpacked(result)
    except Exception as fault:
        return _fault(task, fault)
    return made


def _unnamed(task: _Task, _: Exception | None = None) -> str:
    """A name of its own for a workbook of which the entity isn't known."""
    return str(task.path)


def _entity_of(task: _Task) -> str:
    """Whose workbook it is; a name of its own for one that can't be read."""
    try:
        book, _ = read_book(task.path, task.options.get("mapping"))
    except Exception:  # It is told when its report is made.
        book = None
    return _unnamed(task) if book is None else identity_of(book).key


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


def _made_or_fault(task: _Task, progress: Progress = no_progress) -> Report | Failure:
    """As ``_made``; a fault of ours in one workbook must not keep the others from being made."""
    try:
        return _made(task, progress)
    except Exception as fault:
        return _fault(task, fault)


def _fault(task: _Task, fault: Exception) -> Failure:
    what = f"{type(fault).__name__}: {fault}"
    trace = "".join(traceback.format_exception(fault))
    return Failure(task.path, FaultError("workbook_fault", what, trace))


def _made_there(task: _Task) -> bytes:
    """In a worker: what comes back is what is told of a report, not what it was drawn from."""
    from kpireport.present.brief import brief

    made = _made_or_fault(task)
    if isinstance(made, Report):
        made = replace(made, view=brief(made.view))
    return packed(made)


def _lost(task: _Task) -> Failure:
    return Failure(task.path, OutputError("worker_lost", {"name": task.path.name}))
