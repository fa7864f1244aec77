"""Cells of the sheets that are read: a formula that follows the chosen month where the workbook is
live, else the plain value. Both show the same for the report's own month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpireport.model.kpi import Direction
from kpireport.present.tokens import LIGHT
from kpireport.present.view import Figure, KpiView, MeasureView, StatusMark
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.cell import Kind
from kpireport.render.excel.numberformats import worded
from kpireport.render.excel.styles import Style

_NONE = "–"
NOT_SHOWN = ";;;"
"""The number format of a cell that only other cells' looks depend on."""
_PLAIN: Style = {"align": "right", "font_color": LIGHT.ink}
MEASURE = (
    ("actual", "compared", Kind.LEVEL),
    ("target", "target", Kind.LEVEL),
    ("variance", "variance", Kind.CHANGE),
    ("variance_pct", "variance_pct", Kind.RELATIVE),
    ("attainment", "attainment", Kind.SHARE),
)
"""A measure's figures in the view, and the columns of the Calculation sheet that hold them."""


STANDING = (
    ("bench_actual", Kind.LEVEL),
    ("bench_value", Kind.LEVEL),
    ("bench_gap", Kind.CHANGE),
    ("bench_peers", Kind.SHARE),
)
"""A benchmark's figures, ours, the published one, gap and peers beaten, on that sheet."""


def write_measure_figure(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    window: str,
    name: str,
    measure: MeasureView,
    *style: Style,
    last: int | None = None,
    word: str = "",
) -> None:
    """One figure of a measure. ``word`` stands before it in the cell, as part of its format."""
    key, kind = next((key, kind) for each, key, kind in MEASURE if each == name)
    figure: Figure = getattr(measure, name)
    live = book.live
    if live is None:
        _write_plain(writer, row, column, figure, *style, last=last, word=word)
        return
    if name == "target" and banded(live, kpi.id):
        band = f"{window}_band"
        write_told(book, writer, row, column, kpi, band, measure.target.text, *style, last=last)
        return
    whole = name == "actual" and window != "month"
    key = f"{window}_actual" if whole else f"{window}_{key}"
    if name == "variance" and live.cell(kpi.id, f"{window}_distance") is not None:
        key = f"{window}_distance"
    reference = live.reference(kpi.id, key)
    if reference is None:
        writer.text(row, column, figure.text, {"align": "right"}, *style, last=last)
        return
    meaningless = None
    if name == "variance_pct" and not live.is_percent(kpi.id):
        meaningless = live.reference(kpi.id, f"{window}_variance")
    elif name == "attainment":
        meaningless = live.reference(kpi.id, f"{window}_favourable")
    missing = f'"{_NONE}"'
    if meaningless is not None:
        missing = f'IF({meaningless}="","{_NONE}",{quoted_text(book.label("not_meaningful"))})'
    cell = live.cell(kpi.id, key)
    value = cell.value if cell is not None and cell.value is not None else figure.text
    code = live.format(kpi.id, kind) if figure.excel_value is None else figure.excel_format
    shown = worded(code, f"{word} " if word else "")
    look: Style = {key: each for part in (_PLAIN, *style) for key, each in part.items()}
    look["num_format"] = shown
    formula = f'=IF({reference}="",{missing},{reference})'
    writer.formula(row, column, formula, value, look, last=last)


def write_figure(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    key: str,
    figure: Figure,
    kind: Kind,
    *style: Style,
    meaningless: str | None = None,
) -> None:
    """A figure that stands in a column of the Calculation sheet.

    ``meaningless`` is the column that says whether a share that is missing there could be told.
    """
    live = book.live
    reference = None if live is None else live.reference(kpi.id, key)
    if live is None or reference is None:
        writer.figure(row, column, figure, *style)
        return
    told = None if meaningless is None else live.reference(kpi.id, meaningless)
    missing = f'"{_NONE}"'
    if told is not None:
        missing = f'IF({told}="","{_NONE}",{quoted_text(book.label("not_meaningful"))})'
    cell = live.cell(kpi.id, key)
    value = cell.value if cell is not None and cell.value is not None else figure.text
    code = live.format(kpi.id, kind) if figure.excel_value is None else figure.excel_format
    look: Style = {key: each for part in (_PLAIN, *style) for key, each in part.items()}
    formula = f'=IF({reference}="",{missing},{reference})'
    writer.formula(row, column, formula, value, {**look, "num_format": code})


def write_told_number(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    key: str,
    figure: Figure,
    kind: Kind,
    *style: Style,
) -> None:
    """A number that is looked up for the chosen month."""
    live = book.live
    if live is None or not live.is_told(key):
        writer.figure(row, column, figure, *style)
        return
    place = f"INDEX(told_{key},{live.reference(kpi.id, 'told_row')})"
    value = figure.text if figure.excel_value is None else figure.excel_value
    code = live.format(kpi.id, kind) if figure.excel_value is None else figure.excel_format
    look: Style = {key: each for part in (_PLAIN, *style) for key, each in part.items()}
    formula = f'=IF({place}="","{_NONE}",{place})'
    writer.formula(row, column, formula, value, {**look, "num_format": code})


def write_months_figure(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    cells: Sequence[str],
    figure: Figure,
    *style: Style,
) -> None:
    """A month's figure from its cell of the Data sheet, or the difference of two of them."""
    look: Style = {key: each for part in (_PLAIN, *style) for key, each in part.items()}
    value = figure.text if figure.excel_value is None else figure.excel_value
    look["num_format"] = figure.excel_format
    if len(cells) == 1:
        formula = f'=IF({cells[0]}="","{_NONE}",{cells[0]})'
    else:
        actual, target, scale = cells
        formula = f'=IF(OR({actual}="",{target}=""),"{_NONE}",{scale}({actual}-{target}))'
    writer.formula(row, column, formula, value, look)


def _write_plain(
    writer: SheetWriter,
    row: int,
    column: int,
    figure: Figure,
    *style: Style,
    last: int | None,
    word: str,
) -> None:
    before = f"{word} " if word else ""
    if figure.excel_value is None and before:
        writer.text(row, column, before + figure.text, *style, last=last)
    elif before and figure.excel_value is not None:
        shown = worded(figure.excel_format, before)
        writer.number(row, column, figure.excel_value, shown, *style, last=last)
    else:
        writer.figure(row, column, figure, *style, last=last)


def banded(live: LiveBook, kpi_id: str) -> bool:
    """Whether the KPI's target is a band, which is told in words."""
    rows = live.model.series[kpi_id].rows
    return any(row.target_low is not None or row.target_high is not None for row in rows)


def write_status(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    key: str,
    mark: StatusMark,
    *style: Style,
) -> None:
    """A status as its shape and, in the next column, its word."""
    live = book.live
    reference = None if live is None else live.reference(kpi.id, key)
    if live is None or reference is None:
        writer.status(row, column, mark, *style)
        return
    whole = key == "status"
    neutral = live.model.cards[0].kpi(kpi.id).kpi.direction is Direction.NEUTRAL
    none = next(m.label for m in book.view.legend if m.code == "neutral")
    none = none if whole or neutral else _NONE
    shape_of_none = next(m.shape for m in book.view.legend if m.code == "neutral")
    shape_of_none = shape_of_none if whole or neutral else ""
    write_status_of(book, writer, row, column, reference, mark, (shape_of_none, none), *style)


def write_status_of(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    reference: str,
    mark: StatusMark,
    none: tuple[str, str],
    *style: Style,
) -> None:
    """The shape and word of the status number in another cell; ``none`` where it is empty."""
    shape = f'=IF({reference}="",{quoted_text(none[0])},INDEX(status_shapes,{reference}))'
    word = f'=IF({reference}="",{quoted_text(none[1])},INDEX(status_words,{reference}))'
    writer.formula(row, column, shape, mark.shape, *style, {"align": "center"})
    writer.formula(row, column + 1, word, mark.label, *style, {"bold": True})


def write_status_text(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    *style: Style,
    last: int | None = None,
) -> None:
    """A KPI's status as shape and word in one cell."""
    mark = kpi.status
    text = f"{mark.shape} {mark.label}"
    reference = None if book.live is None else book.live.reference(kpi.id, "status")
    if reference is None:
        writer.text(row, column, text, *style, last=last)
        return
    none = next(m for m in book.view.legend if m.code == "neutral")
    words = f'INDEX(status_shapes,{reference})&" "&INDEX(status_words,{reference})'
    without = quoted_text(f"{none.shape} {none.label}")
    formula = f'=IF({reference}="",{without},{words})'
    writer.formula(row, column, formula, text, *style, last=last)


def colour_sign_of(
    book: ExcelBook, writer: SheetWriter, row: int, column: int, kpi: KpiView, key: str
) -> None:
    """Colour one figure by the KPI's favourable variance."""
    reference = None if book.live is None else book.live.reference(kpi.id, key)
    if reference is None:
        return
    for criterion, code in ((">0", "good"), ("<0", "bad")):
        condition = f"=AND(ISNUMBER({reference}),{reference}{criterion})"
        options = {"type": "formula", "criteria": condition, "format": book.styles.sign(code)}
        writer.sheet.conditional_format(row, column, row, column, options)


def write_told(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    key: str,
    text: str,
    *style: Style,
    last: int | None = None,
) -> None:
    """A text of the KPI that is looked up for the chosen month."""
    live = book.live
    if live is None or not live.is_told(key):
        writer.text(row, column, text, *style, last=last)
        return
    formula = f'=INDEX(told_{key},{live.reference(kpi.id, "told_row")})&""'
    writer.formula(row, column, formula, text, *style, last=last)
    longest = max(live.told(kpi.id, key), key=len, default="")
    writer.room_for(row, column, longest, *style, last=last)


def write_period_text(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    key: str,
    text: str,
    *style: Style,
    last: int | None = None,
    texts: Sequence[str] = (),
) -> None:
    """A text of the report that is looked up for the chosen month; room for the longest."""
    if book.live is None:
        writer.text(row, column, text, *style, last=last)
        return
    writer.formula(row, column, f'=INDEX(told_{key},period_number)&""', text, *style, last=last)
    for each in texts:
        writer.room_for(row, column, each, *style, last=last)


def write_group_score(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    number: int,
    score: Figure,
    *style: Style,
    last: int | None = None,
) -> None:
    """A category's score, or that of the whole; the word stands in its number format."""
    live = book.live
    assert live is not None
    reference = live.group_reference(number, "score")
    code = "0%" if score.excel_value is None else score.excel_format
    shown = worded(code, before=book.label("score") + " ")
    value = score.text if score.excel_value is None else score.excel_value
    formula = f'=IF({reference}="","{_NONE}",{reference})'
    writer.formula(row, column, formula, value, *style, {"num_format": shown}, last=last)


def write_group_status(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    number: int,
    mark: StatusMark,
    *style: Style,
) -> None:
    """A category's status, or that of the whole."""
    reference = None if book.live is None else book.live.group_reference(number, "status")
    if reference is None:
        writer.status(row, column, mark, *style)
        return
    none = next(m for m in book.view.legend if m.code == "neutral")
    pair = (none.shape, none.label)
    write_status_of(book, writer, row, column, reference, mark, pair, *style)


def quoted_text(text: str) -> str:
    """A text as formulas write it."""
    return '"' + text.replace('"', '""') + '"'


def colour_by_sign(
    book: ExcelBook, writer: SheetWriter, columns: Iterable[int], rows: tuple[int, int], sign: int
) -> None:
    """Colour figures by the favourable variance that the column ``sign`` holds in their row."""
    from kpireport.render.excel.live.book import column_letters

    letters = column_letters(sign)
    for column in columns:
        for criterion, code in ((">0", "good"), ("<0", "bad")):
            condition = (
                f"=AND(ISNUMBER(${letters}{rows[0] + 1}),${letters}{rows[0] + 1}{criterion})"
            )
            options = {"type": "formula", "criteria": condition, "format": book.styles.sign(code)}
            writer.sheet.conditional_format(rows[0], column, rows[1], column, options)


def write_sign(
    book: ExcelBook, writer: SheetWriter, row: int, column: int, kpi: KpiView, key: str
) -> None:
    """The favourable variance behind a row's colours, in a column that isn't shown."""
    live = book.live
    reference = None if live is None else live.reference(kpi.id, key)
    if live is None or reference is None:
        return
    cell = live.cell(kpi.id, key)
    unseen: Style = {"num_format": NOT_SHOWN}
    writer.formula(row, column, f"={reference}", cell.value if cell else None, unseen)
