"""The cells of several workbooks told apart, as Excel does: ``[north.xlsx]Actuals!C4``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpireport.compute.consolidate_parts import over
from kpireport.compute.figures import Span, Track
from kpireport.compute.ledger import Line
from kpireport.model.problem import CellRef
from kpireport.model.reason import Reason, SourceCell


def cells_named(lines: Mapping[str, Line], workbook: str) -> dict[str, Line]:
    """The lines with the workbook's name before each cell's sheet."""
    return {kpi_id: _named(line, workbook) for kpi_id, line in lines.items()}


def _named(line: Line, workbook: str) -> Line:
    def place(cell: SourceCell) -> SourceCell:
        return SourceCell(cell.role, CellRef(f"[{workbook}]{cell.ref.sheet}", cell.ref.cell))

    def renamed(span: Span) -> Span:
        return span._replace(cells=tuple(place(cell) for cell in span.cells))

    def track(old: Track) -> Track:
        spans = {month: renamed(span) for month, span in old.spans.items()}
        return Track(old.step, spans, old.stated)

    targets = line.targets
    formula, past_formula = line.formula, line.past_formula
    return replace(
        line,
        actual=track(line.actual),
        formula=formula if isinstance(formula, Reason) else over(formula, track),
        past=track(line.past),
        past_formula=past_formula
        if isinstance(past_formula, Reason)
        else over(past_formula, track),
        targets=replace(
            targets,
            level=track(targets.level),
            low=track(targets.low),
            high=track(targets.high),
            either=track(targets.either),
            plan=None if targets.plan is None else over(targets.plan, track),
        ),
        weights=track(line.weights),
        budget=track(line.budget),
        forecast=track(line.forecast),
    )
