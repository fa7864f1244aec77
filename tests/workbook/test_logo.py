"""The logo: a small picture beside the workbook, and nothing else."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import openpyxl
import pytest

import kpireport
from kpireport.workbook.logo import MOST_BYTES, logo_data

# The smallest PNG there is: one grey pixel (made with Pillow).
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)


def test_a_picture_beside_the_workbook_becomes_data(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PIXEL)
    expected = "data:image/png;base64," + base64.b64encode(PIXEL).decode()
    assert logo_data(tmp_path, "logo.png") == expected


@pytest.mark.parametrize(
    "name", ["../logo.png", "/etc/logo.png", "a\\logo.png", "logo.gif", "no.png"]
)
def test_anything_else_is_left_out(tmp_path: Path, name: str) -> None:
    (tmp_path.parent / "logo.png").write_bytes(PIXEL)
    (tmp_path / "logo.gif").write_bytes(PIXEL)
    assert logo_data(tmp_path, name) == ""


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.png").write_bytes(PIXEL)
    (tmp_path / "books").mkdir()
    (tmp_path / "books" / "logo.png").symlink_to(tmp_path / "elsewhere" / "secret.png")
    assert logo_data(tmp_path / "books", "logo.png") == ""


def test_a_link_to_itself_and_a_name_no_file_can_have_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "logo.png").symlink_to("logo.png")
    assert logo_data(tmp_path, "logo.png") == ""
    assert logo_data(tmp_path, "logo\0.png") == ""
    assert logo_data(tmp_path, "l" * 300 + ".png") == ""


def test_a_photograph_is_no_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(PIXEL + b"\0" * MOST_BYTES)
    assert logo_data(tmp_path, "logo.png") == ""


def test_the_report_shows_it(tmp_path: Path, repository: Path) -> None:
    book = tmp_path / "kpis.xlsx"
    shutil.copy(repository / "samples" / "retail_fr.xlsx", book)
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["Paramètres"]
    sheet.append(["Logo", "logo.png"])
    workbook.save(book)
    (tmp_path / "logo.png").write_bytes(PIXEL)
    parsed, _ = kpireport.read_book(book)
    assert parsed is not None
    if parsed.settings.logo is None:
        pytest.fail("the Settings' logo was not read")
    (report,) = kpireport.make_reports([book], output=tmp_path / "out", formats=("html",))
    assert isinstance(report, kpireport.Report), report
    page = report.files["html"].read_text(encoding="utf-8")
    assert base64.b64encode(PIXEL).decode() in page
