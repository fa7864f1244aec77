"""The picture beside the workbook that the Settings name as its logo."""

from __future__ import annotations

import base64
from pathlib import PurePosixPath

from kpireport.addresses import Address, Place

MOST_BYTES = 1_000_000
"""A larger picture is a photograph, not a logo, and would weigh down every file."""

_MEDIA_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}


def logo_data(folder: Place, name: str | None) -> str:
    """The logo as a data URI, or ``""`` where there is none that may be used.

    Only a plain file name is followed, and only to a file in the workbook's own folder
    on this machine: nothing that a workbook names is fetched from an address.
    """
    if name is None or isinstance(folder, Address):
        return ""
    if PurePosixPath(name.replace("\\", "/")).name != name:
        return ""
    path = folder / name
    media = _MEDIA_TYPES.get(path.suffix.lower())
    if media is None:
        return ""
    try:
        if path.resolve().parent != folder.resolve() or path.stat().st_size > MOST_BYTES:
            return ""
        data = path.read_bytes()
    except (OSError, RuntimeError, ValueError):  # a link to itself, a name no file can have
        return ""
    return f"data:{media};base64,{base64.b64encode(data).decode('ascii')}"
