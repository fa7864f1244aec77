"""Our own outputs are told from other people's files, whatever the kind."""

from __future__ import annotations

import io
import json
import zlib

import pytest
import xlsxwriter

from kpireport import resources
from kpireport.render.excel import render_xlsx
from kpireport.render.html import render_html
from kpireport.render.pdf import render_pdf
from kpireport.run_mark import is_ours
from tests.render import views


def test_what_is_rendered_is_ours() -> None:
    view = views.bare()
    assert is_ours("xlsx", render_xlsx(view))
    assert is_ours("html", render_html(view, resources.templates()))
    assert is_ours("pdf", render_pdf(view, resources.templates()))
    assert is_ours("json", json.dumps({"schema": 1, "run": "8223ff67d25a"}).encode())


def workbook() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet().write("A1", "kpireport_run")
    book.set_custom_property("Department", "kpireport_run")
    book.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("xlsx", workbook()),
        ("xlsx", workbook()[:-30]),
        ("xlsx", b""),
        ("html", b"<!DOCTYPE html><title>kpireport-run</title>"),
        ("json", b'{"run": "morning", "schema": 1}'),
        ("json", b'{"run": "8223ff67d25a"}'),
        ("json", b'["8223ff67d25a"]'),
        ("json", b"[" * 100_000),
        ("json", b"\xff\xfe\xfd"),
        ("pdf", b"%PDF-1.7\nstream\n" + zlib.compress(b"/Keywords (sales)") + b"\nendstream"),
        ("pdf", b"<pdf:Keywords>kpireport, 8223ff67d25a</pdf:Keywords>"),
        ("ics", b"BEGIN:VCALENDAR\r\nX-KPIREPORT-RUN:morning\r\n"),
        ("ics", b"BEGIN:VCALENDAR\r\nSUMMARY:X\r\n X-KPIREPORT-RUN:8223ff67d25a\r\n"),
        ("docx", b"anything"),
    ],
    ids=map(str, range(14)),  # the bytes of a package hold the clock; a test's name may not
)
def test_what_others_made_is_not(kind: str, data: bytes) -> None:
    assert not is_ours(kind, data)
