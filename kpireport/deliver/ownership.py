"""What a report must never replace: the workbooks it is made from, and files that aren't ours."""

from __future__ import annotations

import stat
from collections.abc import Iterable

from kpireport.addresses import SCHEMES, Address, Place
from kpireport.model.errors import OutputError
from kpireport.run_mark import LARGEST, is_ours


def refuse_to_overwrite(targets: Iterable[Place], inputs: Iterable[Place]) -> None:
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


def _same(one: Place, other: Place) -> bool:
    """Whether two places are one file, through links and whatever the capitals."""
    if isinstance(one, Address) or isinstance(other, Address):
        return isinstance(one, Address) and isinstance(other, Address) and _same_file(one, other)
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except (OSError, RuntimeError, ValueError):  # Missing, or links that go round in a circle.
        return False


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
