"""What a report can be asked for: its formats, paper, attachments; the stages that it passes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict, get_args

from kpireport.addresses import Place
from kpireport.model.book import Language
from kpireport.model.period import Period

if TYPE_CHECKING:
    from kpireport.render.own_templates import OwnTemplates

Format = Literal["xlsx", "html", "pdf", "json", "ics"]
ALL_FORMATS: tuple[Format, ...] = get_args(Format)
FORMATS: tuple[Format, ...] = ("xlsx", "html", "pdf", "json")
"""What is made unless said otherwise; the calendar (``ics``) only where it is asked for."""

Paper = Literal["a4", "letter"]

Attach = Literal["json", "source"]
"""What may be put into the PDF: the figures as JSON, the workbook itself."""

Template = Literal["ecommerce", "retail", "energy", "saas", "services", "blank"]
TEMPLATES: tuple[Template, ...] = get_args(Template)
"""The starter workbooks that there are."""

Stage = Literal["read", "compute", "xlsx", "html", "pdf", "json", "ics", "write"]
Progress = Callable[[Place, Stage], None]
"""Called with the workbook and the stage that begins, for whoever shows progress."""


def no_progress(book: Place, stage: Stage) -> None:
    """Shows nothing."""


class ReportOptions(TypedDict, total=False):
    """How a report is made; ``make_report`` says what each option means."""

    period: Period | None
    formats: Sequence[Format]
    language: Language | None
    mapping: Path | None
    review: bool
    paper: Paper
    templates: Path | OwnTemplates | None
    archive: bool
    attach: Collection[Attach]
    history: str | Path | None
    now: datetime | None
