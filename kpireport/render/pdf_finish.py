"""From the PDF that WeasyPrint makes to the one that is handed out.

The tags are mended, links say in words where they lead, figures know their place, files are
attached. Nothing here depends on the day: the same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Name, String

from kpireport.render.pdf_attachments import Attachment, attach
from kpireport.render.pdf_drawn_tables import tables_of_drawings
from kpireport.render.pdf_marks import join_pieces, with_artifacts
from kpireport.render.pdf_tables import name_heads
from kpireport.render.pdf_tags import Texts, mend
from kpireport.render.pdf_text import content_lines, fonts_by_page, marked_pieces
from kpireport.render.pdf_tree import Mark, Note, Tag, read_tree, write_tree

_POINTS_PER_PIXEL = 0.75


def finished(
    data: bytes, *, archive: bool = False, attachments: Sequence[Attachment] = ()
) -> bytes:
    """The PDF with sound tags and the files attached; fit for an ``archive`` where asked for."""
    with pikepdf.open(BytesIO(data)) as pdf:
        _mend(pdf)
        if archive:
            _without_smoothing(pdf)
        attach(pdf, attachments)
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )
    return out.getvalue()


def _mend(pdf: pikepdf.Pdf) -> None:
    document = read_tree(pdf)
    contents = [content_lines(page) for page in pdf.pages]
    tables_of_drawings(document, contents)
    pieces = list(map(marked_pieces, contents, fonts_by_page(pdf)))
    texts: Texts = {
        (index, number): piece.text
        for index, found in enumerate(pieces)
        for number, piece in found.items()
    }
    before = _numbers(document, len(contents))
    mend(document, texts)
    name_heads(document)
    _say_where_links_lead(document, texts)
    _place_figures(pdf, document)
    after = _numbers(document, len(contents))
    join_pieces(document, contents, pieces)
    for index, page in enumerate(pdf.pages):
        laid_out = before[index] - after[index]
        marked = with_artifacts(contents[index], after[index], laid_out)
        page.obj.Contents = pdf.make_stream(b"\n".join(marked))
    _keep_links(pdf, document)
    write_tree(pdf, document)


def _numbers(document: Tag, pages: int) -> list[set[int]]:
    """By page the numbers of the content that has a tag."""
    found: list[set[int]] = [set() for _ in range(pages)]
    for leaf in document.leaves():
        if isinstance(leaf, Mark):
            found[leaf.page].add(leaf.number)
    return found


def _say_where_links_lead(document: Tag, texts: Texts) -> None:
    """A link's description is its own words, not the name of its target's place."""
    for link in (tag for tag in document.all_tags() if tag.kind == "Link"):
        leaves = list(link.leaves())
        said = [
            texts.get((leaf.page, leaf.number), "") for leaf in leaves if isinstance(leaf, Mark)
        ]
        words = " ".join(text.strip() for text in said if any(map(str.isalnum, text)))
        for leaf in leaves:
            if isinstance(leaf, Note) and words:
                leaf.annotation.Contents = String(words)


def _keep_links(pdf: pikepdf.Pdf, document: Tag) -> None:
    """Only links that have a tag stay: the rest lie over another one, or in a running head."""
    tagged = {leaf.annotation.objgen for leaf in document.leaves() if isinstance(leaf, Note)}
    for page in pdf.pages:
        notes = page.obj.get("/Annots", Array())
        kept = [note for note in notes if note.objgen in tagged or note.Subtype != Name.Link]
        if kept:
            page.obj.Annots = Array(kept)
        elif "/Annots" in page.obj:
            del page.obj["/Annots"]


def _place_figures(pdf: pikepdf.Pdf, document: Tag) -> None:
    """WeasyPrint counts a figure's place in pixels from the top; PDF in points from below."""
    for figure in (tag for tag in document.all_tags() if tag.kind == "Figure"):
        page = next((leaf.page for leaf in figure.leaves()), None)
        if page is None or "/BBox" not in figure.attributes:
            continue
        height = float(pdf.pages[page].mediabox[3])
        left, top, right, bottom = (
            float(each) * _POINTS_PER_PIXEL for each in figure.attributes["/BBox"]
        )
        box = (left, height - bottom, right, height - top)
        figure.attributes["/BBox"] = Array([round(each, 2) for each in box])


def _without_smoothing(pdf: pikepdf.Pdf) -> None:
    """An archived page looks the same for ever: nobody's program may smooth its pictures."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Interpolate"):
            each.Interpolate = False
