"""A report's files, written where the user wants them: on this machine or to an address."""

from __future__ import annotations

from collections.abc import Mapping

from kpireport.addresses import Address, Place
from kpireport.deliver.files import plain, write_all


def write_all_to(files: Mapping[str, bytes], folder: Place) -> None:
    """Write every file (name → bytes) into ``folder``, whole or not at all.

    On this machine as :func:`kpireport.deliver.files.write_all` does. Raises ``OutputError`` or
    ``AddressError``, and ``ValueError`` for a name that isn't a plain file name.
    """
    if not isinstance(folder, Address):
        write_all(files, folder)
        return
    from kpireport.remote_files import put_all

    put_all({plain(name): data for name, data in files.items()}, folder)
