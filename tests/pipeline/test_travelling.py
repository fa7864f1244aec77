"""Results that come from a worker are what pickle would have brought, and come sooner."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import pytest

from kpireport.model.errors import FaultError, OutputError, WorkbookError
from kpireport.model.problem import Problem
from kpireport.pipeline import Failure, Report, make_report
from kpireport.pipeline.travelling import packed, unpacked
from kpireport.present.brief import brief

SAMPLE = Path(__file__).parents[2] / "samples" / "ecommerce.xlsx"


@dataclass(frozen=True, slots=True)
class _Counted:
    """Remembers what nobody handed in."""

    name: str
    size: int = 0
    asked: list[str] = field(default_factory=list, init=False)


@dataclass(frozen=True)
class _Pair:
    one: object
    two: object


class _Marked(_Pair):
    """No dataclass itself: what it has beside its fields must not be left behind."""

    mark = ""


def test_a_report_comes_back_as_pickle_would_bring_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_report(SAMPLE, file_stem="one", output=tmp_path, formats=("html",))
    made = replace(made, view=brief(made.view))
    back = unpacked(packed(made))
    assert isinstance(back, Report) and back == made
    assert pickle.dumps(back) == pickle.dumps(pickle.loads(pickle.dumps(made)))
    assert back.scorecard.kpis[0].kpi == made.scorecard.kpis[0].kpi
    # Pickle asks each of thousands of values for its fields, there and back.
    ours = asked_for_fields(lambda: unpacked(packed(made)), monkeypatch)
    theirs = asked_for_fields(lambda: pickle.loads(pickle.dumps(made)), monkeypatch)
    assert theirs > 1000 and ours * 10 < theirs


def asked_for_fields(work: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> int:
    """How many times the work has a dataclass asked for its fields, as its pickling does."""
    asked = []

    def noted(thing: Any) -> tuple[dataclasses.Field[Any], ...]:
        asked.append(thing)
        return fields(thing)

    with monkeypatch.context() as patch:
        patch.setattr(dataclasses, "fields", noted)
        work()
    return len(asked)


def test_what_is_more_than_its_fields_keeps_it() -> None:
    counted = _Counted("orders", 3)
    counted.asked.append("twice")
    assert unpacked(packed(counted)).asked == ["twice"]
    marked = _Marked(1, 2)
    object.__setattr__(marked, "mark", "x")
    assert unpacked(packed(marked)).mark == "x"


def test_what_is_one_stays_one() -> None:
    both = [1]
    back = unpacked(packed(_Pair(_Pair(both, 0), both)))
    assert back.one.one is back.two


def test_every_failure_travels() -> None:
    problems = (Problem("E101", params={"name": "a.xlsx"}),)
    place = Path("a.xlsx")
    for error in (
        WorkbookError(problems, "fr"),
        OutputError("worker_lost", {"name": "a.xlsx"}),
        FaultError("workbook_fault", "ZeroDivisionError", "Traceback"),
    ):
        back = unpacked(packed(Failure(place, error)))
        assert (back.book, type(back.error)) == (place, type(error))
        assert vars(back.error) == vars(error)
