"""The live model laid out: which cell of which sheet holds what, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from xlsxwriter.utility import xl_col_to_name

from kpireport.model.kpi import Direction
from kpireport.model.period import Period
from kpireport.model.status import Status
from kpireport.present.live import LiveModel
from kpireport.present.view import KpiView
from kpireport.render.excel.live.cell import STATUS_NUMBERS, Cell, Kind, Value
from kpireport.render.excel.live.family import FAMILY_KEYS, Family
from kpireport.render.excel.live.groups import GROUP_KEYS, category_cells, overall_cells
from kpireport.render.excel.live.place import Place
from kpireport.render.excel.live.rows import row_cells
from kpireport.render.excel.live.sheet_columns import columns_of
from kpireport.render.excel.live.texts import landing_lines, text_columns

FIRST_ROW = 8
"""The row (from zero) of the first KPI on the Calculation sheet."""

_REFERENCE = re.compile(r"\[([^\[\]]+)\]")
EMPTY = '""'


@dataclass(frozen=True)
class LiveBook:
    """Where the live model's cells stand.

    ``sheet`` is the Calculation sheet's name as formulas write it; ``first_rows`` the position
    on the Data sheet (from 1) of each KPI's first month, by ID.
    """

    model: LiveModel
    sheet: str
    first_rows: Mapping[str, int]

    @cached_property
    def period(self) -> Period:
        return self.model.cards[0].period

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Each KPI's row on the Calculation sheet, from zero."""
        return {kpi_id: FIRST_ROW + place for place, kpi_id in enumerate(self.cells)}

    @cached_property
    def cells(self) -> Mapping[str, Sequence[Cell]]:
        """Each KPI's cells in order."""
        card = self.model.cards[0]
        numbers = {category.name: place for place, category in enumerate(card.categories, start=1)}
        found: dict[str, Sequence[Cell]] = {}
        for number, result in enumerate(card.kpis, start=1):
            kpi = result.kpi
            place = Place(
                kpi,
                self.model.series[kpi.id],
                result,
                self.first_rows[kpi.id],
                card.period,
                card.settings.fiscal_calendar,
            )
            category = numbers[kpi.category]
            results, among = self.model.results[kpi.id], (number, len(card.kpis))
            found[kpi.id] = tuple(row_cells(place, self.family, category, among, results))
        return found

    @cached_property
    def family(self) -> Family:
        """Who stands below whom."""
        return Family.of(self.model.cards[0], self.model.children)

    def is_percent(self, kpi_id: str) -> bool:
        """Whether the KPI's figures are percentages, which Excel holds as fractions."""
        return self.model.results[kpi_id][0].kpi.unit.is_percent

    def direction(self, kpi_id: str) -> Direction:
        return self.model.results[kpi_id][0].kpi.direction

    @cached_property
    def texts(self) -> Mapping[str, Sequence[Mapping[str, Value]]]:
        """The columns of the Texts sheet: by month what is told of each KPI, by its ID."""
        views = self.model.views
        columns = text_columns([kpi for view in views for kpi in view.kpis], views[0].labels)
        return {
            key: [{kpi.id: told(kpi) for kpi in view.kpis} for view in views]
            for key, told in columns.items()
        }

    @cached_property
    def landing_lines(self) -> Sequence[str]:
        """The lines of landings by their label, in the order of the texts' numbers."""
        return landing_lines([kpi for view in self.model.views for kpi in view.kpis])

    def is_told(self, key: str) -> bool:
        return key in self.texts

    def views_of(self, kpi_id: str) -> Sequence[KpiView]:
        """The KPI's view in every month that can be chosen."""
        return self._views[kpi_id]

    @cached_property
    def _views(self) -> Mapping[str, Sequence[KpiView]]:
        found: dict[str, list[KpiView]] = {}
        for view in self.model.views:
            for kpi in view.kpis:
                found.setdefault(kpi.id, []).append(kpi)
        return found

    def told(self, kpi_id: str, key: str) -> Sequence[str]:
        """A text of the KPI in every month that can be chosen."""
        return [str(month[kpi_id] or "") for month in self.texts[key] if kpi_id in month]

    @property
    def choices(self) -> int:
        """How many periods there are to choose from."""
        return len(self.model.cards)

    @cached_property
    def groups(self) -> Sequence[tuple[str, Sequence[Cell]]]:
        """Each category's name and cells, then those of the whole (without a name)."""
        card = self.model.cards[0]
        rows: list[tuple[str, Sequence[Cell]]] = [
            (category.name, tuple(category_cells(category, number)))
            for number, category in enumerate(card.categories, start=1)
        ]
        return (*rows, ("", tuple(overall_cells(card.overall))))

    def group_row(self, number: int) -> int:
        """The row of a category on the Calculation sheet; the whole comes last."""
        return FIRST_ROW + len(self.cells) + 3 + number

    def group_column(self, key: str) -> int:
        return self.columns["name"] + 1 + GROUP_KEYS.index(key)

    def family_row(self, place: int) -> int:
        """A row of the table of families, which stands below the statuses."""
        return self.group_row(len(self.groups)) + len(STATUS_NUMBERS) + 5 + place

    def family_column(self, key: str) -> int:
        return self.columns["name"] + 2 + FAMILY_KEYS.index(key)

    def _stretch(self, kpi_id: str, key: str) -> str:
        """The KPI's rows of a column of that table."""
        letters = column_letters(self.family_column(key))
        first, last = (self.family_row(row) + 1 for row in self.family.stretches[kpi_id])
        return f"${letters}${first}:${letters}${last}"

    def count_of(self, code: str) -> str | None:
        """The formula of how many KPIs have that status; of those without one, by the rest."""
        whole = len(self.groups) - 1
        known = {s.value: self.group_reference(whole, s.value) for s in Status}
        if code in known:
            return f"={known[code]}"
        return f"=kpi_count-SUM({','.join(str(ref) for ref in known.values())})"

    def group_reference(self, number: int, key: str) -> str | None:
        """A category's cell as another sheet's formula writes it; None where it has none."""
        if all(cell.key != key for cell in self.groups[number][1]):
            return None
        letters = column_letters(self.group_column(key))
        return f"{self.sheet}!${letters}${self.group_row(number) + 1}"

    def written_group(self, number: int, formula: str) -> str:
        """The formula of a category's row with the addresses of its own cells."""

        def address(match: re.Match[str]) -> str:
            return f"${column_letters(self.group_column(match[1]))}{self.group_row(number) + 1}"

        return _REFERENCE.sub(address, formula)

    def format(self, kpi_id: str, kind: Kind) -> str:
        """How Excel shows a figure of the KPI, of the month or of a total."""
        formats = self.model.formats[kpi_id]
        if kind is Kind.LEVEL:
            return formats.level
        if kind is Kind.CHANGE:
            return formats.change
        if kind is Kind.SHARE:
            return formats.attainment
        if kind is Kind.RELATIVE:
            return formats.share
        return "General" if kind is Kind.WEIGHT else "0"

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Each key's column on the Calculation sheet, from zero."""
        keys = columns_of(self.cells.values())
        return {key: place for place, key in enumerate(keys, start=1)}

    @cached_property
    def _known(self) -> Mapping[str, Mapping[str, Cell]]:
        return {kpi_id: {cell.key: cell for cell in row} for kpi_id, row in self.cells.items()}

    @cached_property
    def _ids(self) -> Sequence[str]:
        return tuple(self.cells)

    def cell(self, kpi_id: str, key: str) -> Cell | None:
        """The cell of that column in the KPI's row; None where it has none."""
        return self._known[kpi_id].get(key)

    def address(self, kpi_id: str, key: str) -> str:
        """``$F$12`` on the Calculation sheet."""
        return f"${column_letters(self.columns[key])}${self.rows[kpi_id] + 1}"

    def reference(self, kpi_id: str, key: str) -> str | None:
        """The cell as another sheet's formula writes it; None where the KPI has none."""
        if self.cell(kpi_id, key) is None:
            return None
        return f"{self.sheet}!{self.address(kpi_id, key)}"

    def written(self, kpi_id: str, formula: str) -> str:
        """The formula with the cells' addresses in the place of their keys.

        A column that the KPI has not is an empty text.
        """

        def address(match: re.Match[str]) -> str:
            if match[1].startswith("*"):
                return self._stretch(kpi_id, match[1][1:])
            key, _, other = match[1].partition("@")
            owner = self._ids[int(other)] if other else kpi_id
            if self.cell(owner, key) is None:
                return EMPTY
            letters = column_letters(self.columns[key])
            return f"${letters}{self.rows[owner] + 1}"

        return _REFERENCE.sub(address, formula)


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """The letters of a column counted from zero: 0 → A, 27 → AB."""
    return xl_col_to_name(column)
