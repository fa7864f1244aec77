"""What of one report is made in a worker is what would have been made here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future
from pathlib import Path
from typing import Any

import pytest

from kpireport.pipeline import Report, each_report, reporting
from kpireport.pipeline.elsewhere import warmed_up
from kpireport.pipeline.workers import Workers, processes
from tests.smaller_samples import smaller_samples

SAMPLES = Path(__file__).parents[2] / "samples"
MADE = ("xlsx", "html")


def report(book: Path, output: Path, workers: Workers | None = None) -> dict[str, bytes]:
    (made,) = each_report([book], output=output, formats=MADE, workers=workers)
    assert isinstance(made, Report)
    return {each: made.files[each].read_bytes() for each in MADE}


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two years and a half of a few KPIs, which are many enough here."""
    monkeypatch.setattr(reporting, "_MANY_KPIS", 1)
    return smaller_samples(SAMPLES, tmp_path) / "ecommerce.xlsx"


def test_half_of_the_months_and_the_page_come_from_a_worker(book: Path, tmp_path: Path) -> None:
    alone = report(book, tmp_path / "alone")
    given: list[Future[Any]] = []
    with processes(1) as workers:
        submit: Callable[..., Future[Any]] = workers.submit

        def noted(*work: Any) -> Future[Any]:
            given.append(submit(*work))
            return given[-1]

        workers.submit = noted  # type: ignore[method-assign]  # Seen, and handed on.
        together = report(book, tmp_path / "together", workers)
    assert len(given) == 2
    assert all(future.done() and future.exception() is None for future in given)
    assert together == alone


def _is_ready() -> bool:
    """Whether this process can lay out at once."""
    from kpireport.render.pdf_fonts import _KEPT

    needed = ("weasyprint", "kpireport.render.pdf", "kpireport.render.pdf_finish")
    return _KEPT.configuration is not None and all(name in sys.modules for name in needed)


def test_a_worker_gets_ready_to_lay_out_before_there_is_anything_to_lay_out() -> None:
    with processes(1) as workers:
        assert not workers.submit(_is_ready).result()
        warmed_up(workers)
        assert workers.submit(_is_ready).result()


def test_what_a_killed_worker_had_is_made_here(book: Path, tmp_path: Path) -> None:
    with processes(1) as workers:
        with pytest.raises(BrokenExecutor):
            workers.submit(os._exit, 1).result()
        together = report(book, tmp_path / "together", workers)
    assert together == report(book, tmp_path / "alone")
