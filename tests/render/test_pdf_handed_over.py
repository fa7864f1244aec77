"""What WeasyPrint hands over: lasting streams compressed, pages not."""

from __future__ import annotations

from io import BytesIO

import pikepdf
from weasyprint import HTML

from kpireport.render.pdf_handed_over import lasting_compressed

_PAGES = '<html lang="en"><title>T</title><p>One<p style="break-before: page">Two</html>'


def test_only_what_stays_is_compressed() -> None:
    data = HTML(string=_PAGES).write_pdf(
        pdf_variant="pdf/ua-1", uncompressed_pdf=True, finisher=lasting_compressed
    )
    with pikepdf.open(BytesIO(data)) as pdf:
        contents = [page.obj.Contents for page in pdf.pages]
        places = {stream.objgen for stream in contents}
        others = [
            each
            for each in pdf.objects
            if isinstance(each, pikepdf.Stream) and each.objgen not in places
        ]
        assert len(contents) == 2 and all("/Filter" not in each for each in contents)
        assert others and all(each.Filter == "/FlateDecode" for each in others)
