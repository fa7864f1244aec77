"""What kind of file some bytes are, and what keeps them from being read as a workbook.

The content decides, not the name: an old ``.xls`` renamed to ``.xlsx`` is still an ``.xls``, and
a password turns an ``.xlsx`` into another kind of container altogether.
"""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum
from pathlib import PurePath

from kpireport.run_mark import marked_workbook
from kpireport.workbook.findings import Finding
from kpireport.workbook.limits import (
    MAX_CELLS,
    MAX_FILE_MB,
    MAX_PARTS,
    MAX_TEXT_MB,
    MAX_UNPACKED_MB,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAMS = ("EncryptedPackage", "DRMEncryptedDataSpace")
_OLD_EXCEL_STREAMS = ("Workbook", "Book")
_LISTED = b"PK\x01\x02"
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_OTHER_FORMATS = frozenset({".numbers", ".xml", ".xls"})

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"


def too_large(name: str) -> Finding:
    """E108, with the limits."""
    limits = {"megabytes": MAX_FILE_MB, "unpacked": MAX_UNPACKED_MB, "cells": MAX_CELLS}
    return Finding("E108", {"name": name, **limits})


def not_a_workbook(name: str) -> Finding:
    """E103: not a workbook at all, or one that is damaged."""
    return Finding("E103", {"name": name})


class FileKind(StrEnum):
    """What a file is, by its content."""

    OPEN_XML = ".xlsx"
    OLD_EXCEL = ".xls"
    BINARY_EXCEL = ".xlsb"
    OPEN_DOCUMENT = ".ods"
    TEXT = ".csv"


def kind_of(name: str, data: bytes) -> FileKind | Finding:
    """What the bytes of the file ``name`` are, or why they can't be read as a workbook.

    E103 not a workbook, E104 password, E106 another format, E108 too large, E109 our own output.
    Only a text has no mark of its own: it is told by the ending.
    """
    if len(data) > MAX_FILE_MB * 2**20:
        return too_large(name)
    if data.startswith(_OLE):
        return _compound_file(name, data)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        suffix = PurePath(name).suffix.lower()
        if suffix in _TEXTS:
            return FileKind.TEXT if len(data) <= MAX_TEXT_MB * 2**20 else too_large(name)
        other = suffix in _OTHER_FORMATS and not data.startswith(b"PK")
        return _other_format(name, suffix) if other else not_a_workbook(name)
    if data.count(_LISTED) > MAX_PARTS:
        return too_large(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _archive(name, archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return not_a_workbook(name)


def parts(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The parts of an Office package by their names, which no case distinguishes."""
    return {info.filename.replace("\\", "/").lower(): info for info in archive.infolist()}


def _other_format(name: str, suffix: str) -> Finding:
    return Finding("E106", {"name": name, "format": suffix})


def _compound_file(name: str, data: bytes) -> FileKind | Finding:
    """An OLE container: a protected workbook, an old one, or some other program's file."""

    def has_stream(streams: tuple[str, ...]) -> bool:
        return any(stream.encode("utf-16-le") in data for stream in streams)

    if has_stream(_ENCRYPTED_STREAMS):
        return Finding("E104", {"name": name})
    return FileKind.OLD_EXCEL if has_stream(_OLD_EXCEL_STREAMS) else not_a_workbook(name)


def _archive(name: str, archive: zipfile.ZipFile) -> FileKind | Finding:
    found = parts(archive)
    if any(info.flag_bits & 1 for info in found.values()):
        return Finding("E104", {"name": name})
    if any(part.endswith(".iwa") for part in found):
        return _other_format(name, ".numbers")
    open_document = "mimetype" in found and _is_open_document(archive, found["mimetype"])
    if not open_document and ("[content_types].xml" not in found or "_rels/.rels" not in found):
        return not_a_workbook(name)
    if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED_MB * 2**20:
        return too_large(name)
    if open_document:
        encrypted = is_encrypted(archive)
        return Finding("E104", {"name": name}) if encrypted else FileKind.OPEN_DOCUMENT
    if marked_workbook(archive):
        return Finding("E109", {"name": name})
    return FileKind.BINARY_EXCEL if "xl/workbook.bin" in found else FileKind.OPEN_XML


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """Whether a password protects the parts of an OpenDocument file: its manifest says so."""
    try:
        with archive.open("META-INF/manifest.xml") as manifest:
            return b"encryption-data" in manifest.read(2**20)
    except KeyError:
        return False


def _is_open_document(archive: zipfile.ZipFile, mimetype: zipfile.ZipInfo) -> bool:
    """Whether it says that it is an OpenDocument spreadsheet; no more than that is unpacked."""
    with archive.open(mimetype) as part:
        return part.read(len(_OPEN_DOCUMENT)) == _OPEN_DOCUMENT
