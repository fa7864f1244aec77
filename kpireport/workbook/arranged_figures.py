"""The figures of a workbook that is read by an arrangement: each with its KPI, month and role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from kpireport.model.period import FiscalCalendar
from kpireport.model.problem import Param, Problem
from kpireport.workbook.arranged_figure import ArrangedFigure, a_year_back, added_up, with_text
from kpireport.workbook.arrangement import NOWHERE, Arrangement, Role, TableMap, Told
from kpireport.workbook.cells import CellKind, RawCell, RawSheet, RawWorkbook
from kpireport.workbook.findings import Finding
from kpireport.workbook.gathering import Gathering
from kpireport.workbook.kpi_names import is_bare_total
from kpireport.workbook.misspelt_months import meant_a_period, not_a_period
from kpireport.workbook.period_reading import PeriodKind, PeriodReading
from kpireport.workbook.periods import read_period
from kpireport.workbook.texts import fold_label, is_missing, read_text
from kpireport.workbook.told import Grid, UnknownColumnError, cut_off, meant
from kpireport.workbook.written_periods import read_period_text

_BARE = (PeriodKind.MONTH_NAME, PeriodKind.QUARTER_NAME)


def arranged_figures(
    raw: RawWorkbook, arrangement: Arrangement, calendar: FiscalCalendar, problems: list[Problem]
) -> list[ArrangedFigure]:
    """Every figure that the arrangement's tables name, in the order of tables and rows."""
    found: list[ArrangedFigure] = []
    once = Gathering()
    for table in arrangement.tables:
        sheets = sheets_of(raw, table)
        if not sheets:
            names = tuple(sheet.name for sheet in raw.sheets)
            problems.append(Problem("E231", None, None, {"sheet": table.sheet, "sheets": names}))
        for sheet in sheets:
            if sheet.hidden:
                problems.append(Problem("W204", sheet.name))
            try:
                figures = list(_Reader(Grid(sheet, table), calendar, once).figures())
            except UnknownColumnError as unknown:
                params: dict[str, Param] = {"column": unknown.args[0], "row": table.header}
                problems.append(Problem("E232", sheet.name, None, params))
                continue
            if not figures:
                problems.append(Problem("W233", sheet.name))
            if table.add_up:
                figures = list(added_up(figures, calendar))
            found.extend(a_year_back(figures, calendar))
    problems.extend(once.problems())
    return found


def sheets_of(raw: RawWorkbook, table: TableMap) -> tuple[RawSheet, ...]:
    """The sheets a table stands on: that of its name, else those its pattern fits."""
    exact = tuple(sheet for sheet in raw.sheets if sheet.name == table.sheet)
    if exact:
        return exact
    pattern = table.sheet.casefold()
    return tuple(s for s in raw.sheets if fnmatchcase(s.name.strip().casefold(), pattern))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one table on one sheet."""

    grid: Grid
    calendar: FiscalCalendar
    once: Gathering
    known: dict[tuple[str, int, int], RawCell | Role] = field(default_factory=dict)
    """What was told so far, by what it is and the row and column that tell it."""

    def figures(self) -> Iterator[ArrangedFigure]:
        table = self.grid.table
        for cell in self.grid.figures():
            if cell.kind is CellKind.TEXT and is_missing(read_text(cell)):
                continue
            role = self._role(cell)
            if role in (None, Role.IGNORED):
                continue
            kpi = self._label("kpi", table.kpi, cell)
            if kpi is None or is_bare_total(read_text(kpi)):
                continue
            period = self._period(cell)
            if period is None or role is None:
                continue
            said = {
                key: found
                for key, told in table.attributes.items()
                if (found := self._label(f"said.{key}", told, cell)) is not None
            }
            entity = self._label("entity", table.entity, cell)
            yield ArrangedFigure(cell, kpi, period, role, entity, said)

    def _label(self, what: str, told: Told, cell: RawCell) -> RawCell | None:
        """What is told as a text in the cell that tells it; None where nothing is."""
        if told == NOWHERE:
            return None
        key = _told_at(what, told, cell)
        if isinstance(known := self.known.get(key), RawCell):
            return known
        found = self._read_label(told, cell)
        if found is not None and found.address != cell.address:
            self.known[key] = found
        return found

    def _read_label(self, told: Told, cell: RawCell) -> RawCell | None:
        text = self.grid.text(told, cell.row, cell.column)
        if not text or is_missing(text):
            return None
        return with_text(next(self.grid.cells(told, cell.row, cell.column), cell), text)

    def _role(self, cell: RawCell) -> Role | None:
        """The figure's role; None, with a problem, where the word for it is not known."""
        told = self.grid.table.role
        key = _told_at("role", told, cell)
        if isinstance(known := self.known.get(key), Role):
            return known
        found = self._read_role(told, cell)
        if found is not None:
            self.known[key] = found
        return found

    def _read_role(self, told: Told, cell: RawCell) -> Role | None:
        plain = replace(told, words={}, without=())
        text = self.grid.text(plain, cell.row, cell.column)
        word = role_word(told, text)
        if word is not None:
            return word
        at = next(self.grid.cells(told, cell.row, cell.column), cell)
        known = tuple(told.words)
        self.once.add(("W235", text), Finding("W235", {"found": text, "known": known}), at)
        return None

    def _period(self, cell: RawCell) -> RawCell | None:
        """The cell that says the period; None, with a problem, where none can be read."""
        told = self.grid.table.period
        key = _told_at("period", told, cell)
        if isinstance(known := self.known.get(key), RawCell):
            return known
        found = self._read_period(told, cell)
        if found is not None and found.address != cell.address:
            self.known[key] = found
        return found

    def _read_period(self, told: Told, cell: RawCell) -> RawCell | None:
        """A cell that says the period, whole, where its parts stand; None where none can be read.

        A cell that says it all by itself is handed on as it is.
        """
        cells = list(self.grid.cells(told, cell.row, cell.column))
        if len(cells) == 1 and not (told.words or told.without or told.sheet):
            reading = read_period(cells[0])
            if reading is not None and reading.kind not in _BARE:
                return cells[0]
        text = self.grid.text(told, cell.row, cell.column)
        at = cells[-1] if cells else cell
        whole = self._whole(told, text, cells)
        if whole is None:
            meant = meant_a_period(text)
            finding = not_a_period(text) if meant else Finding("W234", {"found": text})
            self.once.add((finding.code, text), finding, at)
            return None
        return with_text(at, whole)

    def _whole(self, told: Told, text: str, cells: list[RawCell]) -> str | None:
        """The period in one text: a year and a month beside it, or a month of the year stated."""
        reading = read_period_text(text)
        if reading is not None and reading.kind not in _BARE:
            return text
        parts = [_part(told, cell) for cell in cells]
        years = [p for p in parts if p is not None and p.kind is PeriodKind.YEAR]
        months = [p for p in parts if p is not None and p.kind in _BARE]
        if reading is not None and not months:
            months = [reading]
        if not years and self.grid.table.fiscal_year:
            stated = stated_year(self.grid.table.fiscal_year)
            years = [stated] if stated is not None else []
        if not years or not months:
            return None
        month = months[0].under(years[0], self.calendar)
        return None if month is None else str(month)


def _told_at(what: str, told: Told, cell: RawCell) -> tuple[str, int, int]:
    """What is told in columns is the same along a row, what is told in rows down a column."""
    return what, cell.row if told.columns else 0, cell.column if told.rows else 0


def stated_year(text: str) -> PeriodReading | None:
    """The fiscal year that a table states: ``2026``, ``FY26``, ``2025/26``; None for any other."""
    bare = text.isdigit()
    reading = read_period_text(f"FY{text}" if bare else text)
    return reading if reading is not None and reading.kind is PeriodKind.YEAR else None


def _part(told: Told, cell: RawCell) -> PeriodReading | None:
    """What one cell adds to a period: a month or a year, by the words of the arrangement."""
    text = read_text(cell)
    word = meant(told, text) if told.words or told.without else text
    if word != text:
        return read_period_text(word)
    return read_period(cell) or _month_number(cell)


def _month_number(cell: RawCell) -> PeriodReading | None:
    """A month told by its number alone: 1 to 12."""
    text = read_text(cell)
    if text.isdigit() and 1 <= int(text) <= 12:
        return PeriodReading(PeriodKind.MONTH_NAME, text, number=int(text))
    return None


def role_word(told: Told, text: str) -> Role | None:
    """The role that a text names: whole, for ``% of target`` is no target, else at its end.

    The longest word at the end counts.
    """
    if told.stated:
        return Role(told.stated)
    whole = fold_label(text)
    for word, role in told.words.items():
        if fold_label(word) == whole:
            return Role(role)
    for word in sorted(filter(None, told.words), key=len, reverse=True):
        if cut_off(text, word) is not None:
            return Role(told.words[word])
    plain = told.words.get("")
    return None if plain is None else Role(plain)
