"""Workbooks drawn at random: our own layout or another's, sound but for some hostile cells."""

from __future__ import annotations

import random

from kpireport.workbook.schema import SHEETS
from kpireport.workbook.sheet_schema import Column, SheetSchema
from tools.fuzzing.hostile import FORMATS, NAMES, NUMBERS, WRITTEN, hostile_text
from tools.fuzzing.package import Cell, Row, Sheet, number, text, workbook_bytes

_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}
_DELICATE = frozenset(
    (
        *("low", "high", "from", "bound", "tolerance", "attainment", "roll_up", "group", "process"),
        *("numerator", "denominator", "multiplier", "parent", "target_per", "phasing"),
        *("targets_input", "actuals_input", "baseline_date", "aggregation", "frequency"),
    )
)
"""Columns whose values are errors beside most others."""


def any_workbook(draw: random.Random) -> bytes:
    """A workbook that is mostly sound: how many of its cells are hostile differs."""
    share = draw.choice((0.0, 0.002, 0.01, 0.03, 0.3))
    sheets = _own(draw) if draw.random() < 0.7 else _foreign(draw)
    return workbook_bytes([_spoilt(draw, sheet, share) for sheet in sheets])


def hostile_cell(draw: random.Random) -> Cell:
    kind = draw.random()
    code = draw.choice(FORMATS) if draw.random() < 0.4 else "General"
    if kind < 0.5:
        return Cell("s", hostile_text(draw), code)
    if kind < 0.75:
        return Cell("n", draw.choice(NUMBERS), code)
    if kind < 0.8:
        return Cell("e", draw.choice(("#DIV/0!", "#N/A", "#SPILL!", "#BUSY!")), code)
    if kind < 0.85:
        return Cell("b", draw.choice("01"), code)
    if kind < 0.9:
        return Cell(
            "d", draw.choice(("2026-01-31", "9999-12-31T23:59:59", "x", "0001-01-01")), code
        )
    return Cell(draw.choice(("n", "str")), draw.choice(("", "1", "x")), code, draw.choice(WRITTEN))


def _spoilt(draw: random.Random, sheet: Sheet, share: float) -> Sheet:
    rows = [
        [hostile_cell(draw) if draw.random() < share else cell for cell in row]
        for row in sheet.rows
    ]
    if draw.random() < share * 3:
        rows.insert(draw.randrange(len(rows) + 1), draw.choice((*rows[:1], [hostile_cell(draw)])))
    state = draw.choice(("visible", "hidden", "veryHidden")) if draw.random() < share else "visible"
    areas = (*sheet.merged, "B1:D1", "A1:XFD1048576", "A2:A900000") if draw.random() < share else ()
    return Sheet(sheet.name, rows, state, areas or sheet.merged)


def _own(draw: random.Random) -> list[Sheet]:
    """The product's sheets, with KPIs and figures that a report can be made of."""
    french = draw.random() < 0.4
    ids = [f"K{at}" for at in range(draw.choice((1, 2, 5, 12)))]
    start = draw.choice((2019, 2024, 2025))
    months = draw.choice((1, 7, 13, 26, 40))
    periods = [f"{start + at // 12}-{at % 12 + 1:02}" for at in range(months)]
    sheets = []
    for schema in SHEETS:
        wanted = schema.key in ("kpis", "actuals") or draw.random() < 0.6
        if wanted:
            name = schema.names.french if french else schema.names.english
            sheets.append(Sheet(name, _rows(draw, schema, ids, periods, french)))
    return sheets


def _rows(
    draw: random.Random, schema: SheetSchema, ids: list[str], periods: list[str], french: bool
) -> list[Row]:
    if schema.key == "settings":
        return [
            [text(_name(c, french)), _sound(draw, schema, c, ids, periods)]
            for c in schema.columns
            if draw.random() < (0.1 if c.key in ("amber_from", "logo", "alert_on") else 0.5)
        ]
    if schema.figures and draw.random() < 0.7:
        head: Row = [text("KPI" if not french else "Indicateur"), *map(text, periods)]
        return [head, *([text(i), *(_figure(draw) for _ in periods)] for i in ids)]
    needed = {"id", "kpi", "period", "value", *schema.required}
    columns = [
        c
        for c in schema.columns
        if c.key in needed or draw.random() < (0.04 if c.key in _DELICATE else 0.4)
    ]
    if schema.figures:
        columns = [c for c in columns if c.key not in ("id", "name", "year")]
    elif schema.key == "goals":
        either = draw.choice(("change", "level"))
        columns = [schema.column(key) for key in ("kpi", either, "start", "by")]
    keys = [(i, p) for i in ids for p in (periods if schema.figures else periods[:1])]
    rows: list[Row] = [[text(_name(c, french)) for c in columns]]
    for kpi, period in keys:
        fixed = {"id": text(kpi), "kpi": text(kpi), "period": text(period), "metric": text(kpi)}
        rows.append([fixed.get(c.key) or _sound(draw, schema, c, ids, periods) for c in columns])
    return rows


def _name(column: Column, french: bool) -> str:
    return column.names.french if french else column.names.english


def _figure(draw: random.Random) -> Cell | None:
    if draw.random() < 0.05:
        return None
    return number(draw.choice((draw.randrange(100, 999), round(draw.uniform(100, 900), 2))))


def _sound(
    draw: random.Random, schema: SheetSchema, column: Column, ids: list[str], periods: list[str]
) -> Cell | None:
    """A value the column takes."""
    if column.key == "entity":
        return text("Main")
    if column.key == "direction" and draw.random() < 0.9:
        return text(draw.choice(("higher", "lower", "neutral")))
    if column.choices:
        choice = draw.choice(column.choices)
        return text(draw.choice((choice.names.english, choice.names.french)))
    if column.key in ("value", "low", "high", "baseline", "level"):
        return _figure(draw) or number(500)
    if schema.key == "goals" and column.key in ("start", "by"):
        return text(periods[0] if column.key == "start" else periods[-1])
    options: dict[str, tuple[object, ...]] = {
        "unit": ("%", "EUR", "€", "k€", "days", "% (0-1)", "pts", "number"),
        "decimals": (0, 1, 2),
        "currency": ("EUR", "USD", "JPY"),
        "fiscal_year_start": ("January", "avril", 7, "10"),
        "green_from": (1, 0.98),
        "amber_from": (0.9, 0.95),
        "weight": (0, 1, 2.5),
        "multiplier": (1, 100, 1000),
        "tolerance": ("5%", 2, "2 pts", "5% of target"),
        "alert_on": ("off_track", "any"),
        "language": ("en", "fr"),
        "formats": ("html, pdf",),
        "email": ("someone@example.org",),
        "sample_size": (40,),
        "url": ("https://example.org/source",),
        "statistic": ("median", "mean"),
        "review": ("monthly", "quarterly"),
        "change": ("+40%", "-10 %", "+5%"),
        "accent_colour": ("#004488", "#a03"),
        "logo": ("logo.png", "missing.svg"),
        "overall_score": ("yes", "no"),
        "headline": ("yes", "no"),
        "report": ("yes", "no"),
        "seasonal": ("yes", "no"),
        "rebase": ("yes", "no"),
        "provisional": ("yes", "no"),
    }
    if column.key in ("parent", "numerator", "denominator"):
        return text(draw.choice(ids)) if draw.random() < 0.3 else None
    if column.key in ("closed_through", "start", "by", "from", "as_of", "baseline_date"):
        return text(draw.choice(periods))
    if column.key in ("due", "date"):
        return text(draw.choice(periods) + "-15")
    if column.key in options:
        value = draw.choice(options[column.key])
        return text(value) if isinstance(value, str) else number(value)
    return text(f"{schema.key} {column.key} {draw.randrange(5)}") if draw.random() < 0.8 else None


def _foreign(draw: random.Random) -> list[Sheet]:
    """A layout of somebody else's: titles above, months in words, roles as suffixes or rows."""
    months = _MONTHS[draw.choice(sorted(_MONTHS))].split()[: draw.choice((3, 6, 12))]
    roles = draw.choice((("",), ("Actual", "Target"), ("Réel", "Budget", "N-1"), ("Ist", "Plan")))
    kpis = [f"Measure {at}" for at in range(draw.choice((2, 6, 15)))]
    year = draw.choice(("2026", "", " 2025/26"))
    sheets = []
    for at in range(draw.choice((1, 1, 2, 4))):
        rows: list[Row] = [[text(f"Dashboard {year}")], [], [text(draw.choice(WRITTEN))]]
        rows = rows[: draw.randrange(4)]
        heads = [f"{month} {year} {role}".strip() for month in months for role in roles]
        if draw.random() < 0.7:
            rows.append([text(draw.choice(("KPI", "", "Indicateur"))), *map(text, heads)])
            rows += [[text(kpi), *(_figure(draw) for _ in heads)] for kpi in kpis]
        else:
            rows.append([text("Mois"), *map(text, kpis)])
            rows += [[text(head), *(_figure(draw) for _ in kpis)] for head in heads]
        rows.append([text("Total"), *(_figure(draw) for _ in heads)])
        name = draw.choice((*NAMES, *months))
        sheets.append(Sheet(f"{name[:26]} {at}", rows, merged=("B1:D1",)))
    return sheets
