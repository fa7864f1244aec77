from weasyprint.urls import URLFetcher

class HTML:
    def __init__(
        self,
        *,
        string: str | None = None,
        base_url: str | None = None,
        url_fetcher: URLFetcher | None = None,
        media_type: str = "print",
    ) -> None: ...
    def write_pdf(
        self,
        *,
        pdf_variant: str | None = None,
        pdf_identifier: bytes | None = None,
        full_fonts: bool = False,
        presentational_hints: bool = False,
    ) -> bytes: ...
