"""The KPIs sheet of a starter workbook: the sector's KPIs with everything but figures."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from kpireport.workbook import choices as words
from kpireport.workbook.choices import Choice
from kpireport.workbook.schema_definitions import KPIS
from kpireport.workbook.starter_kpis import ProposedKpi
from kpireport.workbook.starter_page import (
    DEEP,
    FIRST_ROW,
    KPI_ROWS,
    MIDDLE,
    PALE,
    Page,
    StarterBook,
)

Value = str | float | dt.date | None

_IDENTITY = {
    "id": 14,
    "name": 42,
    "category": 15,
    "unit": 13,
    "decimals": 10,
    "direction": 10,
    "aggregation": 12,
    "numerator": 14,
    "denominator": 14,
    "headline": 9,
    "report": 8,
    "tolerance": 11,
}
_STORY = {
    "owner": 24,
    "purpose": 40,
    "method": 40,
    "definition": 44,
    "source": 20,
    "due": 12,
    "review": 12,
    "benchmark": 26,
}
_RULES = {
    "frequency": 12,
    "weight": 8,
    "multiplier": 12,
    "target_per": 11,
    "phasing": 11,
    "attainment": 12,
    "baseline": 11,
    "baseline_date": 12,
    "parent": 14,
    "roll_up": 16,
    "group": 10,
    "process": 13,
    "seasonal": 10,
    "actuals_input": 12,
    "targets_input": 12,
}
_LONG = frozenset({"name", "owner", "purpose", "method", "definition", "source", "benchmark"})
_YES_NO = ("headline", "report", "seasonal")
_IDS = ("numerator", "denominator", "parent")
_FAMILIES = ("customer", "team", "business_system", "financial")
_LETTERS_A_LINE = 48


def write_kpis(book: StarterBook) -> None:
    """One row a KPI of the sector, then empty ones."""
    page = book.sheet(KPIS, pages_wide=4)
    tones = ((_IDENTITY, DEEP), (_STORY, MIDDLE), (_RULES, PALE))
    headings = [
        page.heading(key, width, tone, **_look(key))
        for widths, tone in tones
        for key, width in widths.items()
    ]
    page.headings(headings, KPI_ROWS, frozen=2)
    _offer(page)
    keys = [*_IDENTITY, *_STORY, *_RULES]
    for row, kpi in enumerate(book.sector.kpis, start=FIRST_ROW):
        values = _values(book, kpi)
        longest = max(len(str(values[key] or "")) for key in ("purpose", "method", "definition"))
        page.sheet.set_row(row, max(1, -(-longest // _LETTERS_A_LINE)) * 13.5 + 4)
        for column, key in enumerate(keys):
            _write(page, row, column, key, values.get(key))


def _look(key: str) -> dict[str, object]:
    look: dict[str, object] = {"valign": "top"}
    if key in _LONG:
        look["text_wrap"] = True
    if key == "due":
        look["num_format"] = "yyyy-mm-dd"
    if key in ("due", "decimals", "weight"):
        look["align"] = "left"
    return look


def _offer(page: Page) -> None:
    for column, key in enumerate((*_IDENTITY, *_STORY, *_RULES)):
        if choices := KPIS.column(key).choices:
            page.offer_choices(column, KPI_ROWS, choices)
        elif key in _YES_NO:
            page.offer_yes_no(column, KPI_ROWS)
        elif key in _IDS:
            page.offer_ids(column, KPI_ROWS)
        elif key == "category":
            families = [page.book.say(f"family.{family}") for family in _FAMILIES]
            page.offer(column, KPI_ROWS, families, strict=False)
        elif key == "review":
            cadences = [each.names.main(page.book.language) for each in words.FREQUENCY]
            page.offer(column, KPI_ROWS, cadences, strict=False)
        elif key == "due":
            page.expect_dates(column, KPI_ROWS)


def _write(page: Page, row: int, column: int, key: str, value: Value) -> None:
    look = page.book.cell(**_look(key))
    if isinstance(value, str) and value:
        page.sheet.write_string(row, column, value, look)
    elif isinstance(value, dt.date):
        page.sheet.write_datetime(row, column, value, look)
    elif isinstance(value, (int, float)):
        page.sheet.write_number(row, column, value, look)


def _values(book: StarterBook, kpi: ProposedKpi) -> dict[str, Value]:
    """What stands in the KPI's row, by column; a part says only what its ratios need."""
    say = book.say
    ids = {each.key: book.id_of(each) for each in book.sector.kpis}
    values: dict[str, Value] = {
        "id": book.id_of(kpi),
        "name": say(f"kpi.{kpi.key}.name"),
        "category": say(f"family.{kpi.family}"),
        "unit": unit_text(book, kpi),
        "aggregation": _word(book, words.AGGREGATION, kpi.aggregation),
        "report": say("yes" if kpi.report else "no"),
        "definition": say(f"kpi.{kpi.key}.definition"),
        "purpose": None,
        "method": None,
    }
    if not kpi.report or kpi.direction is None:
        return values
    return values | {
        "direction": _word(book, words.DIRECTION, kpi.direction),
        "decimals": kpi.decimals,
        "numerator": ids.get(kpi.numerator),
        "denominator": ids.get(kpi.denominator),
        "multiplier": kpi.multiplier,
        "headline": say("yes" if kpi.key in book.sector.headlines else "no"),
        "tolerance": _points(book, kpi.tolerance),
        "owner": say(f"owner.{kpi.owner}"),
        "purpose": say(f"kpi.{kpi.key}.purpose"),
        "method": say(f"kpi.{kpi.key}.method"),
        "source": say(f"source.{kpi.source}"),
        "due": _last_day(book),
        "review": _word(book, words.FREQUENCY, kpi.review),
        "benchmark": kpi.benchmark[book.language == "fr"],
        "frequency": _word(book, words.FREQUENCY, kpi.frequency),
    }


def unit_text(book: StarterBook, kpi: ProposedKpi) -> str:
    """The unit as it stands in the cell, in the workbook's language and currency."""
    sign = currency_sign(book.currency)
    if kpi.unit.startswith("@"):
        return book.say(f"unit.{kpi.unit[1:]}", currency=sign)
    return kpi.unit.format(currency=sign)


def currency_sign(code: str) -> str:
    """The sign that is read as that currency, else the code: `$` has many owners."""
    return {"EUR": "€", "GBP": "£", "USD": "$"}.get(code, code)


def _word(book: StarterBook, choices: tuple[Choice, ...], value: str) -> str:
    return next(each.names.main(book.language) for each in choices if each.value == value)


def _points(book: StarterBook, tolerance: float | None) -> str | None:
    if tolerance is None:
        return None
    number = f"{tolerance:g}"
    return f"{number.replace('.', ',') if book.language == 'fr' else number} pts"


def _last_day(book: StarterBook) -> dt.date:
    """The end of the fiscal year: by then the year's targets are to be reached."""
    last = book.start.shift(11)
    return dt.date(last.year, last.month, monthrange(last.year, last.month)[1])
