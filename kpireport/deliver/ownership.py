"""What a report must never replace: the workbooks it is made from, and files that aren't ours."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from kpireport.model.errors import OutputError
from kpireport.run_mark import LARGEST, is_ours


def refuse_to_overwrite(targets: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Stop where a target is one of the run's inputs, or a file that no run of ours wrote.

    Raises ``OutputError`` (``output_is_input``, ``output_not_ours``). Targets that can't be read
    or aren't files are left to :func:`kpireport.deliver.files.write_all`, which explains them.
    """
    read = tuple(inputs)
    for target in targets:
        if any(_same(target, each) for each in read):
            raise OutputError("output_is_input", {"path": str(target)})
        if _is_foreign(target):
            raise OutputError("output_not_ours", {"path": str(target)})


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are one file, through links and whatever the capitals."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except (OSError, RuntimeError, ValueError):  # Missing, or links that go round in a circle.
        return False


def _is_foreign(target: Path) -> bool:
    try:
        status = target.stat()
        if stat.S_ISDIR(status.st_mode):
            return False
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return True
        return not is_ours(target.suffix[1:], target.read_bytes())
    except OSError:
        return False
