"""Whether a file is one of our own outputs: each of them carries the hash of its run.

An Excel workbook that carries it is refused as input; a file that doesn't carry it is somebody's
own, and is never replaced by a report. What can't be told counts as somebody's own.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping

CUSTOM_PROPERTIES = "docprops/custom.xml"
LARGEST = 200 * 2**20
"""Bytes beyond which a file is none of ours; the largest report stays far below."""

CALENDAR_RUN = "X-KPIREPORT-RUN"
"""The property of a calendar that holds the hash of its run."""

_RUN_PROPERTY = (b'name="kpireport_run"', b"name='kpireport_run'")
_RUN_META = b'<meta name="kpireport-run" content="'
_RUN = re.compile("[0-9a-f]{12}")
_RUN_KEYWORDS = re.compile(rb"[(>]kpireport, [0-9a-f]{12}[)<]")
_RUN_LINE = re.compile(rf"\r\n{CALENDAR_RUN}:[0-9a-f]{{12}}\r\n".encode())
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 8192
_LARGEST_METADATA = 2**16
_LARGEST_PART = 2**20


def marked_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether an Office package has the custom property that every workbook of ours has.

    May raise what ``zipfile`` raises for a damaged archive.
    """
    for info in archive.infolist():
        if info.filename.replace("\\", "/").lower() == CUSTOM_PROPERTIES:
            with archive.open(info) as part:
                properties = part.read(_LARGEST_PART)
            return any(mark in properties for mark in _RUN_PROPERTY)
    return False


def is_ours(kind: str, data: bytes) -> bool:
    """Whether ``data`` is an output of ours of that kind: xlsx, html, pdf, json or ics."""
    recognise = _RECOGNISERS.get(kind)
    return recognise is not None and len(data) <= LARGEST and recognise(data)


def _our_xlsx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return marked_workbook(archive)
    except (EOFError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error):
        return False


def _our_html(data: bytes) -> bool:
    return _RUN_META in data[:_HEAD]


def _our_json(data: bytes) -> bool:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return False
    run = content.get("run") if isinstance(content, dict) and "schema" in content else None
    return isinstance(run, str) and _RUN.fullmatch(run) is not None


def _our_ics(data: bytes) -> bool:
    return data.startswith(b"BEGIN:VCALENDAR\r\n") and bool(_RUN_LINE.search(data[:_HEAD]))


def _our_pdf(data: bytes) -> bool:
    """The document's keywords hold the run; they lie in one of its streams, mostly packed."""
    if not data.startswith(b"%PDF-"):
        return False
    view = memoryview(data)
    starts = [match.end() for match in _STREAM.finditer(data)]
    # The properties are written after the pages.
    streams = (view[start : start + _LARGEST_METADATA] for start in reversed(starts))
    return any(_RUN_KEYWORDS.search(_unpacked(stream)) for stream in streams)


def _unpacked(stream: memoryview) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, _LARGEST_METADATA)
    except zlib.error:
        return bytes(stream)


_RECOGNISERS: Mapping[str, Callable[[bytes], bool]] = {
    "xlsx": _our_xlsx,
    "html": _our_html,
    "pdf": _our_pdf,
    "json": _our_json,
    "ics": _our_ics,
}
