"""A starter workbook to fill in."""

from __future__ import annotations

from pathlib import Path

from kpireport.model.book import Language
from kpireport.model.errors import UsageError
from kpireport.model.period import Period
from kpireport.pipeline.choices import TEMPLATES


def new_workbook(
    path: Path | str,
    *,
    start: Period,
    template: str = "blank",
    language: Language = "en",
    currency: str = "EUR",
) -> Path:
    """Write a starter workbook: a sector's usual KPIs, and empty figures to type.

    ``start`` is the first month of the fiscal year to fill in, ``template`` one of
    ``TEMPLATES``, ``currency`` a code of ISO 4217. Returns the path written, which ends in
    ``.xlsx`` whether ``path`` does or has no ending. The same arguments give the same bytes.
    Raises ``UsageError`` (``unknown_template``, ``unknown_currency``, ``new_not_xlsx``) and
    ``OutputError`` (``new_exists``, ``new_folder_missing``, ``new_not_written``): a file that is
    there is never replaced.
    """
    from kpireport.deliver.new_file import write_new
    from kpireport.i18n.messages import get_messages
    from kpireport.workbook.starter import write_starter
    from kpireport.workbook.starter_kpis import sectors
    from kpireport.workbook.units import read_currency

    if template not in TEMPLATES:
        raise UsageError("unknown_template", {"found": template, "choices": TEMPLATES})
    code = read_currency(currency)
    if code is None:
        raise UsageError("unknown_currency", {"found": currency})
    target = _workbook_path(Path(path))
    messages = get_messages(language)
    data = write_starter(
        sectors()[template],
        language=language,
        start=start,
        currency=code,
        file_name=target.name,
        say=lambda key, **params: messages.text(f"starter.{key}", **params),
    )
    write_new(target, data)
    return target


def _workbook_path(path: Path) -> Path:
    """The path with the ending of an Excel workbook; another ending is refused."""
    if not path.suffix and path.name:
        return path.with_name(path.name + ".xlsx")
    if path.suffix.lower() != ".xlsx":
        raise UsageError("new_not_xlsx", {"found": path.name or str(path)})
    return path
