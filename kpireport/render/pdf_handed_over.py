"""How WeasyPrint hands its document over: what is written anew isn't made small in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydyf import PDF
    from weasyprint.document import Document


def lasting_compressed(_: Document, pdf: PDF) -> None:
    """Compress fonts and the like, which stay, in a document that isn't compressed otherwise.

    Pages, tags and the table of all objects are read and written once more in any case.
    """
    numbers = pdf.pages["Kids"][::3]  # Each is followed by its generation and an R.
    contents = {pdf.objects[number]["Contents"] for number in numbers}
    for each in pdf.objects:
        is_stream = hasattr(each, "compress")
        if is_stream and "Filter" not in each.extra:
            each.compress = each.reference not in contents
