"""The first sheet of a starter workbook: what to do, in order. kpireport doesn't read it."""

from __future__ import annotations

from kpireport.workbook.schema import GUIDE
from kpireport.workbook.schema_definitions import KPIS, SETTINGS
from kpireport.workbook.schema_figures import ACTUALS, FORECAST, TARGETS
from kpireport.workbook.schema_lists import (
    ACTIONS,
    BENCHMARKS,
    COMMENTS,
    EVENTS,
    GOALS,
    RATES,
    RECIPIENTS,
)
from kpireport.workbook.sheet_schema import SheetSchema
from kpireport.workbook.starter_page import DEEP, StarterBook, dress

_OTHERS = (FORECAST, BENCHMARKS, COMMENTS, ACTIONS, EVENTS, RECIPIENTS, RATES)


def write_guide(book: StarterBook, document: str, file_name: str) -> None:
    """The steps from the empty workbook to the scorecard."""
    say = book.say
    sheet = book.file.add_worksheet(GUIDE.main(book.language))
    dress(book, sheet, document, say("guide.hint"))
    sheet.set_column(0, 0, 4, book.format())
    sheet.set_column(1, 1, 34, book.format())
    sheet.set_column(2, 2, 90, book.format())
    heading = book.format(bold=True, font_size=12, font_color=DEEP)
    number = book.format(bold=True, font_color=DEEP, valign="top")
    strong = book.format(bold=True, valign="top", text_wrap=True)
    text = book.format(valign="top", text_wrap=True)
    code = book.format(font_name="Consolas", valign="top", text_wrap=True)
    steps = (
        (_names(book, SETTINGS), say("guide.step_settings")),
        (_names(book, KPIS), say("guide.step_kpis" if book.sector.kpis else "guide.step_blank")),
        (_names(book, ACTUALS), say("guide.step_actuals")),
        (_names(book, TARGETS, GOALS), say("guide.step_targets")),
        (_names(book, *_OTHERS), say("guide.step_others")),
    )
    row = 3
    sheet.write_string(row, 0, say("guide.title"), heading)
    for position, (name, sentence) in enumerate(steps, start=1):
        row += 1
        sheet.set_row(row, _height(sentence, name))
        sheet.write_string(row, 0, str(position), number)
        sheet.write_string(row, 1, name, strong)
        sheet.write_string(row, 2, sentence, text)
    sheet.write_string(row + 2, 0, say("guide.then"), heading)
    for command in ("check", "report"):
        row += 1
        sheet.write_string(row + 2, 1, f"kpireport {command} {_quoted(file_name)}", code)
        sheet.write_string(row + 2, 2, say(f"guide.step_{command}_note"), text)
    sheet.write_string(row + 4, 0, say("guide.notes"), book.format(italic=True))
    sheet.activate()


def _names(book: StarterBook, *sheets: SheetSchema) -> str:
    return ", ".join(sheet.names.main(book.language) for sheet in sheets)


def _quoted(file_name: str) -> str:
    return f'"{file_name}"' if " " in file_name else file_name


def _height(sentence: str, name: str) -> float:
    """The points that a row of wrapped text needs."""
    lines = max(-(-len(sentence) // 92), -(-len(name) // 34))
    return 6 + 14 * lines
