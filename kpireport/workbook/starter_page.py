"""How a sheet of a starter workbook is laid out: title, hint, headings with notes, lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from kpireport.model.book import Language
from kpireport.model.period import Period
from kpireport.workbook.choices import Choice
from kpireport.workbook.schema_definitions import KPIS
from kpireport.workbook.sheet_schema import SheetSchema
from kpireport.workbook.starter_kpis import ProposedKpi, Sector

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HEADER_ROW = 2
"""Zero-based: title and hint stand above the headings."""

FIRST_ROW = HEADER_ROW + 1
KPI_ROWS = 50
"""The rows prepared for KPIs, filled or empty."""

INK, DEEP, MIDDLE, PALE = "#17212B", "#1F4E5F", "#4A6B7A", "#7C909B"
_LINE, _SHADE, _MUTED = "#D5DCE2", "#E4E9ED", "#55616D"
_NOTE_WIDTH = 250
_NOTE_LINE = 38
"""Letters of a note's font that fit one line of its width."""


class Say(Protocol):
    """The text of a key under ``starter``, filled with the parameters."""

    def __call__(self, key: str, **params: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, width in characters, note, and how its cells look.

    ``look`` are properties of the cells' format; ``tone`` is the heading's ground.
    """

    text: str
    width: float
    note: str
    look: Mapping[str, Any] = field(default_factory=dict)
    tone: str = DEEP


@dataclass
class StarterBook:
    """The workbook in the making, and what every sheet needs to know."""

    file: xlsxwriter.Workbook
    language: Language
    sector: Sector
    start: Period
    currency: str
    say: Say
    _formats: dict[str, Format] = field(default_factory=dict)

    def format(self, **properties: Any) -> Format:
        """A cell format with the workbook's font; the same properties give the same one."""
        look = {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "vcenter"}
        look |= properties
        key = repr(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(look)
        return self._formats[key]

    def cell(self, **properties: Any) -> Format:
        """The format of a cell to fill in."""
        return self.format(**{"border": 1, "border_color": _LINE, **properties})

    def shaded(self) -> Format:
        """The format of a cell that takes no figure."""
        return self.cell(bg_color=_SHADE)

    def id_of(self, kpi: ProposedKpi) -> str:
        return kpi.ids[self.language == "fr"]

    def sheet(self, schema: SheetSchema, pages_wide: int = 1) -> Page:
        """A new sheet of that kind with its title and its hint, so many pages wide in print."""
        name = schema.names.main(self.language)
        page = Page(self, schema, self.file.add_worksheet(name), name)
        page.sheet.fit_to_pages(pages_wide, 0)
        if pages_wide > 1:
            page.sheet.repeat_columns(0, 1)
        return page

    def month_format(self) -> str:
        # The language of the book, whatever that of the Excel which opens it.
        return "[$-40C]mmm yyyy" if self.language == "fr" else "[$-809]mmm yyyy"


class Page:
    """One sheet."""

    def __init__(
        self, book: StarterBook, schema: SheetSchema, sheet: Worksheet, title: str
    ) -> None:
        self.book, self.schema, self.sheet = book, schema, sheet
        dress(book, sheet, title, book.say(f"hint.{schema.key}"))
        sheet.repeat_rows(0, HEADER_ROW)

    def heading(self, key: str, width: float, tone: str = DEEP, **look: Any) -> Heading:
        """The heading of a column of the schema, with its note."""
        name = self.schema.column(key).names.main(self.book.language)
        note = self.book.say(f"column.{self.schema.key}.{key}")
        return Heading(name, width, note, look, tone)

    def headings(self, headings: Sequence[Heading], rows: int, frozen: int) -> None:
        """The row of headings, and ``rows`` empty rows of their cells below it."""
        self.sheet.set_row(HEADER_ROW, 30)
        for column, heading in enumerate(headings):
            cells = self.book.cell(**heading.look)
            self.sheet.set_column(column, column, heading.width, self.book.format())
            self.head(column, heading)
            for row in range(FIRST_ROW, FIRST_ROW + rows):
                self.sheet.write_blank(row, column, None, cells)
        self.sheet.freeze_panes(FIRST_ROW, frozen)

    def head(self, column: int, heading: Heading) -> None:
        """One heading with its note."""
        look = self.book.format(
            bold=True,
            font_color="#FFFFFF",
            bg_color=heading.tone,
            text_wrap=True,
            border=1,
            border_color="#FFFFFF",
        )
        self.sheet.write_string(HEADER_ROW, column, heading.text, look)
        self.note(HEADER_ROW, column, heading.note)

    def note(self, row: int, column: int, text: str) -> None:
        """A note as high as its text needs."""
        lines = sum(-(-max(len(part), 1) // _NOTE_LINE) for part in text.split("\n"))
        options = {
            "width": _NOTE_WIDTH,
            "height": 14 + 17 * lines,
            "font_name": "Calibri",
            "font_size": 10,
            "color": "#FFFBE6",
        }
        self.sheet.write_comment(row, column, text, options)

    # What the cells of a column take -------------------------------------------------------------

    def offer(self, column: int, rows: int, words: Sequence[str], *, strict: bool = True) -> None:
        """A drop-down list; other words are refused where ``strict``."""
        options = {"validate": "list", "source": list(words), "show_error": strict}
        self._validate(column, rows, {**options, "error_message": self.book.say("pick")})

    def offer_choices(self, column: int, rows: int, choices: Sequence[Choice]) -> None:
        language = self.book.language
        self.offer(column, rows, [choice.names.main(language) for choice in choices])

    def offer_yes_no(self, column: int, rows: int) -> None:
        self.offer(column, rows, (self.book.say("yes"), self.book.say("no")))

    def offer_ids(self, column: int, rows: int, *more: str) -> None:
        """The IDs of the KPIs sheet as they are at that moment, those added later included."""
        name = KPIS.names.main(self.book.language)
        first, last = FIRST_ROW + 1, FIRST_ROW + KPI_ROWS
        column_a = f"{name}!$A${first}:$A${last}"
        source = f"=OFFSET({name}!$A${first},0,0,MAX(1,COUNTA({column_a})),1)"
        message = self.book.say("pick_id")
        self._validate(
            column,
            rows,
            {"validate": "list", "source": source, "error_type": "warning"}
            | {"error_message": message},
        )

    def expect_dates(self, column: int, rows: int) -> None:
        import datetime as dt

        rule = {"validate": "date", "criteria": ">=", "value": dt.date(1990, 1, 1)}
        message = self.book.say("type_date")
        self._validate(column, rows, rule | {"error_type": "warning", "error_message": message})

    def expect_numbers(self, first_column: int, last_column: int, rows: int) -> None:
        """A warning where a text is typed; who knows better goes on."""
        rule = {"validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15}
        message = self.book.say("type_number")
        self.sheet.data_validation(
            FIRST_ROW,
            first_column,
            FIRST_ROW + rows - 1,
            last_column,
            rule | {"error_type": "warning", "error_message": message},
        )

    def _validate(self, column: int, rows: int, options: Mapping[str, Any]) -> None:
        self.sheet.data_validation(FIRST_ROW, column, FIRST_ROW + rows - 1, column, options)


def dress(book: StarterBook, sheet: Worksheet, title: str, hint: str) -> None:
    """Title, hint and print setup of a sheet."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&8&A&R&8&P / &N")
    sheet.set_row(0, 26)
    sheet.set_row(1, 18)
    sheet.write_string(0, 0, title, book.format(bold=True, font_size=16, font_color=DEEP))
    sheet.write_string(1, 0, hint, book.format(font_color=_MUTED))
