"""What a report must never replace: the workbooks it is made from, and files that aren't ours."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from kpireport.addresses import SCHEMES, Address, Place
from kpireport.model.errors import OutputError
from kpireport.run_mark import LARGEST, is_ours


def refuse_to_overwrite(targets: Iterable[Place], inputs: Iterable[Place]) -> None:
    """Stop where a target is one of the run's inputs, or a file that no run of ours wrote.

    Raises ``OutputError`` (``output_is_input``, ``output_not_ours``). Targets that can't be read
    or aren't files are left to :func:`kpireport.deliver.files.write_all`, which explains them.
    """
    read = _Inputs(inputs)
    for target in targets:
        if target in read:
            raise OutputError("output_is_input", {"path": str(target)})
        if _is_foreign(target):
            raise OutputError("output_not_ours", {"path": str(target)})


class _Inputs:
    """The run's inputs, each looked at once: a run of a thousand asks for every report."""

    def __init__(self, inputs: Iterable[Place]) -> None:
        self._addresses: list[Address] = []
        self._files: set[tuple[int, int]] = set()
        self._unnumbered: set[Path] = set()
        for each in inputs:
            if isinstance(each, Address):
                self._addresses.append(each)
            elif (number := _number(each)) is not None:
                self._files.add(number)
            else:
                self._unnumbered.add(_resolved(each))

    def __contains__(self, target: Place) -> bool:
        """Whether it is one of them, through links and whatever the capitals."""
        if isinstance(target, Address):
            return any(_same_file(target, each) for each in self._addresses)
        if _number(target) in self._files:
            return True
        return bool(self._unnumbered) and _resolved(target) in self._unnumbered


def _number(path: Path) -> tuple[int, int] | None:
    """What two names of one file have in common; None where it is missing or has no number."""
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return (status.st_dev, status.st_ino) if status.st_ino else None


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # Links that go round in a circle.
        return path.absolute()


def _same_file(one: Address, other: Address) -> bool:
    """Whether two addresses are one file, under whichever of a package's schemes and user."""
    kinds = {SCHEMES[each.scheme].extra for each in (one, other)}
    return len(kinds) == 1 and one.as_path().parts[2:] == other.as_path().parts[2:]


def _is_foreign(target: Place) -> bool:
    if isinstance(target, Address):
        return _is_foreign_address(target)
    try:
        status = target.stat()
        if stat.S_ISDIR(status.st_mode):
            return False
        if not stat.S_ISREG(status.st_mode) or status.st_size > LARGEST:
            return True
        return not is_ours(target.suffix[1:], target.read_bytes())
    except OSError:
        return False


def _is_foreign_address(target: Address) -> bool:
    from kpireport.remote_files import AddressError, read_address

    try:
        return not is_ours(target.suffix[1:], read_address(target, LARGEST))
    except AddressError as error:
        if error.code == "address_missing":
            return False
        if error.code in ("address_too_large", "address_is_folder"):
            return True
        raise
