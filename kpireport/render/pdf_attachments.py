"""Files inside the PDF: bit for bit what they were, with their kind and their part in it.

No dates are given to them. A file's own date is that of the disk it lay on, and two runs over
the same workbook must give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from kpireport.present.view import ReportView

Part = Literal["Source", "Data"]
"""What a file is to the pages: what they were made from, or the figures that they show."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to attach: its name, its bytes, its MIME type, its part, and what it is in words."""

    name: str
    data: bytes
    mime_type: str
    part: Part
    description: str


_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MIME_TYPES = {
    ".xlsx": _OFFICE,
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    ".xls": "application/vnd.ms-excel",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}


def json_attachment(view: ReportView, name: str, data: bytes) -> Attachment:
    """The report's figures for other programs."""
    return Attachment(name, data, "application/json", "Data", view.labels["attached_json"])


def source_attachment(view: ReportView, name: str, data: bytes) -> Attachment:
    """The workbook that the report was made from."""
    mime_type = _MIME_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")
    return Attachment(name, data, mime_type, "Source", view.labels["attached_source"])


def attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment]) -> None:
    """Attach the files to the document as a whole."""
    if not attachments:
        return
    made = {each.name: _file(pdf, each) for each in attachments}
    names = [part for name in sorted(made) for part in (String(name), made[name])]
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(Dictionary(Names=Array(names)))
    pdf.Root.AF = Array(list(made.values()))


def _file(pdf: pikepdf.Pdf, attachment: Attachment) -> pikepdf.Object:
    stream = pdf.make_stream(
        attachment.data,
        Type=Name.EmbeddedFile,
        Subtype=Name(f"/{attachment.mime_type}"),
        Params=Dictionary(
            Size=len(attachment.data),
            CheckSum=String(hashlib.md5(attachment.data, usedforsecurity=False).digest()),
        ),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            EF=Dictionary(F=stream, UF=stream),
            Desc=String(attachment.description),
            AFRelationship=Name(f"/{attachment.part}"),
        )
    )
