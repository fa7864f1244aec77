"""The Excel scorecard in LibreOffice: it opens, recalculates and prints without a fault."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from kpireport.present.assemble import build_view
from kpireport.present.view import ReportView
from kpireport.render.excel import render_xlsx
from tests.present.scorecards import sample_scorecard
from tests.render.management import reviewed
from tests.render.views import hostile, shop
from tests.render.workbooks import reopened

pytestmark = pytest.mark.xdist_group("libreoffice")

VIEWS: dict[str, ReportView] = {
    "sample": build_view(sample_scorecard(), "en", "0123456789ab"),
    "sample-fr": build_view(sample_scorecard(), "fr", "0123456789ab"),
    "shop-fr": shop("fr"),
    "reviewed": reviewed(shop("en")),
    "hostile": hostile(),
}


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each view's workbook as LibreOffice saved it again, and as it printed it."""
    if shutil.which("soffice") is None or shutil.which("pdftotext") is None:
        pytest.skip("LibreOffice and poppler are needed")
    folder = tmp_path_factory.mktemp("libreoffice")
    written = []
    for name, view in VIEWS.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(render_xlsx(view))
        written.append(str(path))
    profile = f"-env:UserInstallation=file://{folder}/profile"
    for kind in ("xlsx", "pdf"):
        command = ["soffice", profile, "--headless", "--convert-to", kind]
        subprocess.run(
            [*command, "--outdir", str(folder / kind), *written], capture_output=True, check=True
        )
    return folder


@pytest.fixture(params=VIEWS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def printed(folder: Path, name: str) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(folder / "pdf" / f"{name}.pdf"), "-"],
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def test_no_cell_holds_an_error_once_recalculated(converted: Path, name: str) -> None:
    book = reopened((converted / "xlsx" / f"{name}.xlsx").read_bytes(), data_only=True)
    wrong = [
        f"{sheet.title}!{cell.coordinate}: {cell.value}"
        for sheet in book
        for row in sheet
        for cell in row
        if cell.data_type == "e" or str(cell.value).startswith(("Err:", "#"))
    ]
    assert wrong == []


def test_libreoffice_reads_what_was_written(converted: Path, name: str) -> None:
    ours = reopened((converted / f"{name}.xlsx").read_bytes())
    theirs = reopened((converted / "xlsx" / f"{name}.xlsx").read_bytes())
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours:
        for row in sheet:
            for cell in row:
                again = theirs[sheet.title][cell.coordinate].value
                if isinstance(cell.value, float):
                    assert again == pytest.approx(cell.value, rel=1e-14)
                elif cell.value:
                    assert again == cell.value, cell.coordinate


def test_nothing_is_printed_as_too_wide(converted: Path, name: str) -> None:
    assert "###" not in printed(converted, name)


def test_every_sheet_is_one_page_wide(converted: Path, name: str) -> None:
    """Every page's footer names the run once; a page to the right would have no heading."""
    pages = printed(converted, name).split("\f")[:-1]
    run = VIEWS[name].run
    assert all(page.count(run) == 1 for page in pages if "SHA-256" not in page)
    numbers = [int(n) for n in re.findall(r"(?:Page) (\d+) (?:of|sur)", "\n".join(pages))]
    assert numbers == list(range(1, len(pages) + 1))


def test_all_that_is_said_is_printed(converted: Path) -> None:
    """No text is cut: every sentence of the sample stands whole on the paper."""
    text = " ".join(printed(converted, "sample").split())
    view = VIEWS["sample"]
    sentences = [*view.headlines, *(kpi.verdict for kpi in view.kpis)]
    assert [s for s in sentences if " ".join(s.split()) not in text] == []
