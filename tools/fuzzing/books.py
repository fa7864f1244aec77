"""Workbooks drawn at random: our own layout or another's, sound but for some hostile cells."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from kpireport.workbook.schema import SHEETS
from kpireport.workbook.sheet_schema import Column, SheetSchema
from tools.fuzzing.hostile import FORMATS, NAMES, NUMBERS, WRITTEN, hostile_text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file stores it: ``kind`` is the XML's (n, s, b, e, d, str)."""

    kind: str
    value: str
    number_format: str = "General"
    formula: str | None = None


Row = list[Cell | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    rows: list[Row]
    state: str = "visible"
    merged: tuple[str, ...] = ()


def text(value: str) -> Cell:
    return Cell("s", value)


def number(value: object, number_format: str = "General") -> Cell:
    return Cell("n", str(value), number_format)


def workbook_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The package that holds the sheets. Control characters are stored as Excel stores them."""
    formats = list(
        dict.fromkeys(
            ["General"]
            + [c.number_format for s in sheets for row in s.rows for c in row if c is not None]
        )
    )
    codes = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode={_attribute(code)}/>'
        for at, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{164 + at}"/>' for at, _ in enumerate(formats))
    listed = "".join(
        f'<sheet name={_attribute(s.name)} sheetId="{at}" state="{s.state}" r:id="rId{at}"/>'
        for at, s in enumerate(sheets, 1)
    )
    targets = [
        (f"rId{at}", "worksheet", f"worksheets/s{at}.xml") for at in range(1, len(sheets) + 1)
    ]
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations([*targets, ("rIdS", "styles", "styles.xml")]),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts>'
        f"<cellXfs>{styles}</cellXfs></styleSheet>",
    }
    for at, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/s{at}.xml"] = _sheet_xml(sheet, formats)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            about = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(about, content.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _sheet_xml(sheet: Sheet, formats: Sequence[str]) -> str:
    rows = []
    for at, row in enumerate(sheet.rows, 1):
        cells = "".join(
            _cell_xml(c, _letters(n) + str(at), formats) for n, c in enumerate(row) if c
        )
        rows.append(f'<row r="{at}">{cells}</row>')
    merged = "".join(f"<mergeCell ref={_attribute(area)}/>" for area in sheet.merged)
    merged = f"<mergeCells>{merged}</mergeCells>" if merged else ""
    body = "\n".join(rows)
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{merged}</worksheet>'


def _cell_xml(cell: Cell, address: str, formats: Sequence[str]) -> str:
    style = formats.index(cell.number_format)
    formula = "" if cell.formula is None else f"<f>{_content(cell.formula)}</f>"
    if cell.kind == "s":
        said = f'<is><t xml:space="preserve">{_content(cell.value)}</t></is>'
        return f'<c r="{address}" s="{style}" t="inlineStr">{formula}{said}</c>'
    value = f"<v>{_content(cell.value)}</v>" if cell.value else ""
    return f'<c r="{address}" s="{style}" t="{cell.kind}">{formula}{value}</c>'


def _content(value: str) -> str:
    return escape(_NOT_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", value))


def _attribute(value: str) -> str:
    return quoteattr(_NOT_XML.sub("?", value))


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _relations(entries: Sequence[tuple[str, str, str]]) -> str:
    body = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="{_PACKAGE}">{body}</Relationships>'


def _content_types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    body = "".join(
        f'<Override PartName="/xl/worksheets/s{at}.xml" ContentType="{kind}.worksheet+xml"/>'
        for at in range(1, sheets + 1)
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{body}</Types>'
    )


_DELICATE = frozenset(
    (
        *("low", "high", "from", "bound", "tolerance", "attainment", "roll_up", "group", "process"),
        *("numerator", "denominator", "multiplier", "parent", "target_per", "phasing"),
        *("targets_input", "actuals_input", "baseline_date", "aggregation", "frequency"),
    )
)
"""Columns whose values are errors beside most others."""


# -- Drawing


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
