"""Figures that follow the chosen month: cells that show one of the Calculation or Data sheet.

Without a live model they are the plain values. Both show the same for the report's own month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpireport.present.view import Figure, KpiView, MeasureView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.cell import Kind
from kpireport.render.excel.live.expressions import quoted_text
from kpireport.render.excel.live.told import write_told
from kpireport.render.excel.numberformats import worded
from kpireport.render.excel.styles import Style
from kpireport.render.excel.theme import colour

_MISSING = '"–"'
"""What a formula shows where there is no figure."""
_PLAIN: Style = {"align": "right", "font_color": colour("ink")}
MEASURE = (
    ("actual", "compared", Kind.LEVEL),
    ("target", "target", Kind.LEVEL),
    ("variance", "variance", Kind.CHANGE),
    ("variance_pct", "variance_pct", Kind.RELATIVE),
    ("attainment", "attainment", Kind.SHARE),
)
"""A measure's figures in the view, and the columns of the Calculation sheet that hold them."""

_KINDS = {name: kind for name, _, kind in MEASURE} | {
    "value": Kind.LEVEL,
    "prior_year": Kind.LEVEL,
    "delta": Kind.CHANGE,
    "gap": Kind.CHANGE,
    "delta_pct": Kind.RELATIVE,
}
"""What the figures of measures, comparisons, months and benchmarks are."""

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
) -> None:
    """One figure of a measure."""
    key, kind = next((key, kind) for each, key, kind in MEASURE if each == name)
    figure: Figure = getattr(measure, name)
    live = book.live
    if live is None:
        writer.figure(row, column, figure, *style, last=last)
        return
    if name == "target" and banded(live, kpi.id):
        band = f"{window}_band"
        write_told(book, writer, row, column, kpi, band, measure.target.text, *style, last=last)
        return
    whole = name == "actual" and window != "month"
    key = f"{window}_actual" if whole else f"{window}_{key}"
    if name == "variance" and live.cell(kpi.id, f"{window}_distance") is not None:
        key = f"{window}_distance"
    if live.cell(kpi.id, key) is None:
        writer.text(row, column, figure.text, {"align": "right"}, *style, last=last)
        return
    meaningless = None
    if name == "variance_pct" and not live.is_percent(kpi.id):
        meaningless = f"{window}_variance"
    elif name == "attainment":
        meaningless = f"{window}_favourable"
    write_figure(
        book,
        writer,
        row,
        column,
        kpi,
        key,
        figure,
        kind,
        *style,
        meaningless=meaningless,
        last=last,
    )


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
    last: int | None = None,
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
    missing = _MISSING
    if told is not None:
        missing = f'IF({told}="",{_MISSING},{quoted_text(book.label("not_meaningful"))})'
    cell = live.cell(kpi.id, key)
    known = None if cell is None else cell.value
    look: Style = {"num_format": _telling_format(live, kpi, kind, figure)}
    formula = f'=IF({reference}="",{missing},{reference})'
    value = figure.text if known is None else known
    writer.formula(row, column, formula, value, _PLAIN, *style, look, last=last)


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
    code = _telling_format(live, kpi, kind, figure)
    formula = f'=IF({place}="",{_MISSING},{place})'
    writer.formula(row, column, formula, _held(figure), _PLAIN, *style, {"num_format": code})


def _telling_format(live: LiveBook, kpi: KpiView, kind: Kind, figure: Figure) -> str:
    """The number format with the decimals that the figure needs in every month."""
    own = "" if figure.excel_value is None else figure.excel_format
    return max(live.format(kpi.id, kind), own, key=len)


def widest_texts(
    live: LiveBook | None, name: str, lines: Iterable[tuple[KpiView, Figure]]
) -> set[str]:
    """KPIs' figures of one name, with all the decimals that they are shown with in Excel."""
    kind = _KINDS.get(name)
    if live is None or kind is None:
        return {figure.text for _, figure in lines}
    formats: dict[str, str] = {}
    texts: set[str] = set()
    for kpi, figure in lines:
        text = figure.text
        if figure.excel_value is not None:
            shown = formats.get(kpi.id)
            if shown is None:
                shown = formats[kpi.id] = live.format(kpi.id, kind)
            if shown != figure.excel_format:
                text += "0" * (_length(shown) - _length(figure.excel_format))
        texts.add(text)
    return texts


def _length(number_format: str) -> int:
    """How long it is for a positive number."""
    return len(number_format.split(";")[0])


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
    if len(cells) == 1:
        formula = f'=IF({cells[0]}="",{_MISSING},{cells[0]})'
    else:
        actual, target, scale = cells
        formula = f'=IF(OR({actual}="",{target}=""),{_MISSING},{scale}({actual}-{target}))'
    look: Style = {"num_format": figure.excel_format}
    writer.formula(row, column, formula, _held(figure), _PLAIN, *style, look)


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
    formula = f'=IF({reference}="",{_MISSING},{reference})'
    writer.formula(row, column, formula, _held(score), *style, {"num_format": shown}, last=last)


def banded(live: LiveBook, kpi_id: str) -> bool:
    """Whether the KPI's target is a band, which is told in words."""
    rows = live.model.series[kpi_id].rows
    return any(row.target_low is not None or row.target_high is not None for row in rows)


def _held(figure: Figure) -> float | str:
    """What the figure's cell holds in the report's own month."""
    return figure.text if figure.excel_value is None else figure.excel_value
