"""The board pack as a document that everybody can read, and that an archive can keep.

``pdfua`` checks a part of PDF/UA-1, ``tests.render.pdf_audit`` what it leaves out, poppler
reads fonts and texts in the order of the tags. No JVM and no veraPDF.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

import kpireport
from kpireport import pipeline, resources
from kpireport.model.book import Language
from kpireport.model.errors import UsageError
from kpireport.render.pdf import render_pdf
from kpireport.render.pdf_attachments import Attachment
from tests.render import views
from tests.render.pdf_audit import (
    faults,
    fonts_not_inside,
    headings_alone,
    pdfua_findings,
    spoken,
)
from tests.sweeps import SWEEPING

pytestmark = pytest.mark.xdist_group("pdf_conformance")

SAMPLES = ("samples/ecommerce.xlsx", "samples/retail_fr.xlsx")
REAL = ("mta/lirr.xlsx", "mta/mnr_long.xlsx")


@pytest.fixture(scope="module")
def pack(
    repository: Path, smaller: Path, tmp_path_factory: pytest.TempPathFactory
) -> kpireport.Report:
    """A sample's board pack with the review of its KPIs, and all that can be attached.

    Of all its KPIs in `make prove` only: poppler takes ten seconds to read a whole pack aloud.
    """
    folder = tmp_path_factory.mktemp("pack")
    (made,) = kpireport.make_reports(
        [(repository / "samples" if SWEEPING else smaller) / "retail_fr.xlsx"],
        output=folder,
        formats=("pdf", "json"),
        attach=("json", "source"),
        review=True,
    )
    assert isinstance(made, kpireport.Report)
    return made


@pytest.fixture(scope="module")
def archived() -> bytes:
    """A small pack for the archive, with a logo that a program would smooth, and a file."""
    picture = "data:image/png;base64," + PICTURE
    view = replace(views.small("en"), logo=picture)
    file = Attachment("figures é.json", b"{}\n", "application/json", "Data", "Figures")
    return render_pdf(view, resources.templates(), archive=True, attachments=[file])


# Four pixels, red and blue.
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR42mP4z8AARAwQCgAf7gP9i18U1AAA"
    "AABJRU5ErkJggg=="
)


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_nothing_is_found_at_the_strictest_level(pack: kpireport.Report) -> None:
    path = pack.files["pdf"]
    assert pdfua_findings(path) == []
    assert faults(path.read_bytes()) == []
    assert fonts_not_inside(path) == []


@pytest.mark.skipif(not SWEEPING, reason="make prove: eight packs")
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", [*SAMPLES, *REAL])
def test_nothing_is_found_in_any_pack(
    name: str, language: Language, repository: Path, tmp_path: Path
) -> None:
    book = (repository if name in SAMPLES else repository.parent / "shared" / "real") / name
    if not book.exists():
        pytest.skip("the folder 'shared' with real KPI data is not beside the checkout")
    (made,) = kpireport.make_reports(
        [book], output=tmp_path, formats=("pdf",), language=language, attach=("source",)
    )
    assert isinstance(made, kpireport.Report)
    path = made.files["pdf"]
    assert pdfua_findings(path) + faults(path.read_bytes()) + fonts_not_inside(path) == []


def test_bookmarks_and_contents_lead_to_the_page_with_the_heading(pack: kpireport.Report) -> None:
    pdf = PdfReader(pack.files["pdf"])
    pages = [flat(page.extract_text()) for page in pdf.pages]
    marks = [pdf.outline]
    seen = 0
    while marks:
        entry = marks.pop()
        if isinstance(entry, list):
            marks += entry
            continue
        number = pdf.get_destination_page_number(entry)
        assert number is not None
        assert flat(str(entry.title)) in pages[number], entry.title
        seen += 1
    assert seen > len(pack.view.kpis)
    notes: Any = pdf.pages[1]["/Annots"]
    for note in notes:
        link = note.get_object()
        number = pdf.get_destination_page_number(pdf.named_destinations[str(link["/Dest"])])
        title, _, said = str(link["/Contents"]).rpartition(" ")
        assert number is not None
        assert int(said) == number + 1
        assert flat(title) in pages[number]


def test_every_heading_is_followed_by_content_on_its_page(pack: kpireport.Report) -> None:
    assert headings_alone(pack.files["pdf"].read_bytes()) == []


def test_the_figures_are_read_in_the_order_of_the_page(pack: kpireport.Report) -> None:
    """First the table of all KPIs, row by row, then each KPI's page, the headlines' before."""
    text = flat(spoken(pack.files["pdf"]))
    wanted = []
    for category in pack.view.categories:
        wanted.append(category.name)
        for kpi in category.kpis:
            row = kpi.month
            wanted += [kpi.name, kpi.status.label, row.actual.text, row.target.text]
            wanted += [row.variance.text, kpi.year_to_date.actual.text]
    for kpi in sorted(pack.view.kpis, key=lambda kpi: not kpi.headline):
        wanted += [kpi.name, kpi.month.actual.text, kpi.month.target.text, kpi.month.variance.text]
    at = text.index(flat(pack.view.labels["all_kpis"]), text.index(flat(pack.view.headlines[0])))
    for each in (text for text in wanted if text != "–"):
        at = text.find(flat(each), at)
        assert at >= 0, each
    data = json.loads(pack.files["json"].read_bytes())
    assert [kpi["name"] for kpi in data["kpis"]] == [kpi.name for kpi in pack.view.kpis]


def test_what_is_attached_is_bit_for_bit_what_it_was(pack: kpireport.Report) -> None:
    with pikepdf.open(pack.files["pdf"]) as pdf:
        found = {name: file.get_file() for name, file in pdf.attachments.items()}
        kinds = {name: str(file.obj.AFRelationship) for name, file in pdf.attachments.items()}
        assert {str(file.UF) for file in pdf.Root.AF} == set(found)
        json_name = pack.files["json"].name
        assert found[json_name].read_bytes() == pack.files["json"].read_bytes()
        assert found[json_name].mime_type == "application/json"
        assert found["retail_fr.xlsx"].read_bytes() == pack.book.read_bytes()
        assert found["retail_fr.xlsx"].mime_type.endswith("spreadsheetml.sheet")
        assert kinds == {json_name: "/Data", "retail_fr.xlsx": "/Source"}
        assert all("/ModDate" not in file.obj.Params for file in found.values())


def test_the_archive_says_what_it_is_and_depends_on_nothing(archived: bytes) -> None:
    assert faults(archived) == []
    with pikepdf.open(BytesIO(archived)) as pdf:
        with pdf.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
            assert metadata["pdf:Producer"] == str(pdf.docinfo["/Producer"])
        intent = pdf.Root.OutputIntents[0]
        assert str(intent.S) == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert "/ID" in pdf.trailer
        images = [each for each in pdf.objects if is_image(each)]
        assert images
        assert not any(image.get("/Interpolate") for image in images)
        for page in pdf.pages:
            assert all(int(note.F) & 4 for note in page.get("/Annots", []))
        assert pdf.attachments["figures é.json"].get_file().read_bytes() == b"{}\n"
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"


def is_image(each: object) -> bool:
    return isinstance(each, pikepdf.Stream) and each.get("/Subtype") == pikepdf.Name.Image


@pytest.mark.parametrize(("archive", "attach"), [(True, ()), (False, ("json",))])
def test_without_a_pdf_there_is_nothing_to_archive_or_to_attach_to(
    archive: bool, attach: tuple[pipeline.Attach, ...], repository: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"no_pdf_to_"):
        kpireport.make_reports(
            [repository / SAMPLES[0]],
            output=tmp_path,
            formats=("json",),
            archive=archive,
            attach=attach,
        )
    assert list(tmp_path.iterdir()) == []
