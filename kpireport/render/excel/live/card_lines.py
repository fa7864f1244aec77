"""The two lines of a card below its figure: the target, and how far away from it the figure is.

A share that isn't meaningful gives way to the difference itself, and what has no target says so.
"""

from __future__ import annotations

from kpireport.present.view import Figure, KpiView, Tone
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.cells import SheetWriter
from kpireport.render.excel.live.book import LiveBook
from kpireport.render.excel.live.cell import Kind
from kpireport.render.excel.live.expressions import quoted_text
from kpireport.render.excel.live.figures import banded
from kpireport.render.excel.numberformats import worded
from kpireport.render.excel.styles import Style

_MISSING = "–"


def write_target_line(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    style: Style,
    last: int,
) -> None:
    """The target of the month, or that there is none."""
    live, figure = book.live, kpi.month.target
    none = book.label("no_target")
    before = f"{book.label('target')} "
    if live is None:
        text = none if figure.text == _MISSING else before + figure.text
        _write_figure(writer, row, column, figure, before, text, style, last)
        return
    shown = worded(live.format(kpi.id, Kind.LEVEL), before)
    reference = _target(live, kpi)
    if reference is None:
        writer.text(row, column, none, style, last=last)
        return
    empty = f'OR({reference}="",{reference}={quoted_text(_MISSING)})'
    formula = f"=IF({empty},{quoted_text(none)},{reference})"
    value = none if figure.text == _MISSING else _held(figure)
    writer.formula(row, column, formula, value, style, {"num_format": shown}, last=last)


def write_variance_line(
    book: ExcelBook,
    writer: SheetWriter,
    row: int,
    column: int,
    kpi: KpiView,
    style: Style,
    last: int,
) -> None:
    """The variance in percent; as a difference where a percentage isn't meaningful."""
    live = book.live
    before = f"{book.label('variance')} "
    share, difference = kpi.month.variance_pct, kpi.month.variance
    figure = difference if share.excel_value is None or not _relative(kpi) else share
    if live is None:
        text = "" if figure.text == _MISSING else before + figure.text
        _write_figure(writer, row, column, figure, before, text, style, last)
        return
    far = _difference(live, kpi)
    if far is None:
        writer.text(row, column, "", style, last=last)
        return
    as_change = worded(live.format(kpi.id, Kind.CHANGE), before)
    near = live.reference(kpi.id, "month_variance_pct") if _relative(kpi) else None
    value = "" if figure.excel_value is None else figure.excel_value
    if near is None:
        formula = f'=IF({far}="","",{far})'
        writer.formula(row, column, formula, value, style, {"num_format": as_change}, last=last)
        return
    formula = f'=IF({near}<>"",{near},IF({far}="","",{far}))'
    as_share = worded(live.format(kpi.id, Kind.RELATIVE), before)
    writer.formula(row, column, formula, value, style, {"num_format": as_share}, last=last)
    # Each with its colour: LibreOffice takes the look of the first condition that holds, alone.
    good = live.reference(kpi.id, "month_favourable")
    for tone, sign in ((Tone.GOOD, ">0"), (Tone.BAD, "<0"), (Tone.PLAIN, "")):
        if sign and good is None:
            continue
        rule = {
            "type": "formula",
            "criteria": f'=AND({near}="",{far}<>""{f",N({good}){sign}" if sign else ""})',
            "format": book.styles.numbered(as_change, tone),
        }
        writer.sheet.conditional_format(row, column, row, column, rule)


def _relative(kpi: KpiView) -> bool:
    """Whether the variance is said as a share: not of a percentage, nor of a band."""
    return kpi.month.target_low is None and not kpi.unit.startswith("%")


def _target(live: LiveBook, kpi: KpiView) -> str | None:
    if not banded(live, kpi.id):
        return live.reference(kpi.id, "month_target")
    if not live.is_told("month_band"):
        return None
    return f"INDEX(told_month_band,{live.reference(kpi.id, 'told_row')})"


def _difference(live: LiveBook, kpi: KpiView) -> str | None:
    keys = ("month_distance", "month_variance")
    references = (live.reference(kpi.id, key) for key in keys)
    return next((each for each in references if each is not None), None)


def _held(figure: Figure) -> float | str:
    return figure.text if figure.excel_value is None else figure.excel_value


def _write_figure(
    writer: SheetWriter,
    row: int,
    column: int,
    figure: Figure,
    before: str,
    text: str,
    style: Style,
    last: int,
) -> None:
    if figure.excel_value is None:
        writer.text(row, column, text, style, last=last)
    else:
        shown = worded(figure.excel_format, before)
        writer.number(row, column, figure.excel_value, shown, style, last=last)
