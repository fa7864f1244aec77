"""Which of the proposed tables are read: no figure twice, and none that is a copy of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import Param, Problem
from kpireport.workbook.arranged_figure import ArrangedFigure
from kpireport.workbook.arranged_figures import arranged_figures
from kpireport.workbook.arrangement import NOWHERE, Arrangement, Role, Told
from kpireport.workbook.cells import RawCell, RawWorkbook
from kpireport.workbook.kpi_names import folded_id, is_bare_total
from kpireport.workbook.numbers import read_number
from kpireport.workbook.periods import read_period
from kpireport.workbook.recognise_proposal import Proposal
from kpireport.workbook.texts import fold_label, normalise, read_text

Key = tuple[str, str, Role, str]


@dataclass(frozen=True, slots=True)
class Read:
    """A proposal with the figures that it gives, by KPI, month, role and entity."""

    proposal: Proposal
    figures: tuple[ArrangedFigure, ...]
    by_key: dict[Key, ArrangedFigure]

    @property
    def months(self) -> int:
        return len({month for _, month, _, _ in self.by_key})

    @property
    def first(self) -> Period | None:
        return min(self._periods(), default=None)

    @property
    def last(self) -> Period | None:
        return max(self._periods(), default=None)

    def _periods(self) -> list[Period]:
        months = {month for _, month, _, _ in self.by_key if month != "None"}
        return [Period(int(month[:4]), int(month[5:])) for month in months]

    @property
    def derived(self) -> bool:
        """Whether most figures are formulas on other sheets: a dashboard, a lookup."""
        formulas = [f.cell.formula for f in self.figures if f.cell.formula]
        return sum("!" in formula for formula in formulas) * 2 > len(self.figures) > 0


def read_proposal(raw: RawWorkbook, made: Proposal, calendar: FiscalCalendar) -> Read:
    """The proposal's figures; what is wrong with them is said when the workbook is read."""
    figures = arranged_figures(raw, Arrangement((made.table,)), calendar, [])
    by_key: dict[Key, ArrangedFigure] = {}
    for figure in figures:
        reading = read_period(figure.period)
        month = reading.place(calendar) if reading is not None else None
        kpi, entity = folded_id(read_text(figure.kpi)), fold_label(read_text(figure.entity))
        by_key.setdefault((kpi, str(month), figure.role, entity), figure)
    return Read(made, tuple(figures), by_key)


def choose(
    raw: RawWorkbook, found: Sequence[Read], calendar: FiscalCalendar, problems: list[Problem]
) -> list[Read]:
    """Those that are read, in the workbook's order.

    Where two give the same figures of one KPI and month, the one with more months is read and
    the other said (W260). Where they are as long as each other and differ, they are those of two
    entities, named by the tables' titles or the sheets (W258).
    """
    found = _by_entity(raw, list(found), calendar)
    best = sorted(found, key=lambda read: (read.derived, -read.months, -len(read.figures)))
    taken: list[Read] = []
    for read in best:
        other = next((t for t in taken if _same(read, t)), None)
        if other is None:
            taken.append(read)
        else:
            problems.append(_left_out(read, other))
    taken = _without_dashboards(taken, problems)
    return [read for read in found if read in taken]


_FEW = 4


def _without_dashboards(taken: list[Read], problems: list[Problem]) -> list[Read]:
    """Without small tables that are worked out from other sheets, where those are read (I265)."""
    own = sum(len(read.figures) for read in taken if not read.derived)
    small = [r for r in taken if r.derived and len(r.figures) * _FEW < own]
    for read in small:
        cell = read.figures[0].cell
        params: dict[str, Param] = {"count": len(read.figures)}
        problems.append(Problem("I265", cell.sheet, cell.address, params))
    return [read for read in taken if read not in small]


def total_entity(found: Sequence[Read]) -> RawCell | None:
    """The cell that names the total of several entities, where it is the only such name."""
    named: dict[str, RawCell] = {}
    for read in found:
        for figure in read.figures:
            if figure.entity is not None:
                named.setdefault(fold_label(read_text(figure.entity)), figure.entity)
    totals = [cell for cell in named.values() if is_bare_total(read_text(cell))]
    return totals[0] if len(totals) == 1 and len(named) > 2 else None


def _same(one: Read, other: Read) -> bool:
    """Whether at least half of the smaller one's figures are in the other too."""
    both = len(one.by_key.keys() & other.by_key.keys())
    return both > 0 and both * 2 >= min(len(one.by_key), len(other.by_key))


def _differ(one: Read, other: Read) -> tuple[ArrangedFigure, ArrangedFigure] | None:
    """The first figure that the two give differently."""
    for key, figure in one.by_key.items():
        second = other.by_key.get(key)
        if second is None:
            continue
        if read_number(figure.cell).value != read_number(second.cell).value:
            return figure, second
    return None


def _by_entity(raw: RawWorkbook, found: list[Read], calendar: FiscalCalendar) -> list[Read]:
    """Tables that contradict each other as those of several entities, where titles tell them."""
    rivals = [
        read
        for read in found
        if read.proposal.table.entity == NOWHERE
        and not read.derived
        and any(_rivals(read, other) for other in found if other is not read)
    ]
    if len(rivals) < 2:
        return found
    sheets = {read.proposal.page.sheet.name for read in rivals}
    titles = [_title(read) for read in rivals]
    if len(set(titles)) == len(titles) and all(titles):
        told = [Told(cell=r.proposal.title.address) for r in rivals if r.proposal.title]
    elif len(sheets) == len(rivals):
        told = [Told(sheet=True)] * len(rivals)
    else:
        return found
    made = {
        id(read): read_proposal(raw, _with_entity(read.proposal, where), calendar)
        for read, where in zip(rivals, told, strict=True)
    }
    return [made.get(id(read), read) for read in found]


def _rivals(one: Read, other: Read) -> bool:
    if other.derived or other.proposal.table.entity != NOWHERE:
        return False
    return one.months == other.months and _same(one, other) and _differ(one, other) is not None


def _title(read: Read) -> str:
    return normalise(read_text(read.proposal.title))


def _with_entity(made: Proposal, told: Told) -> Proposal:
    title = made.title if told.cell else None
    text = read_text(title) if title is not None else made.page.sheet.name
    cell = title.address if title is not None else None
    guess = Problem("W258", made.page.sheet.name, cell, {"found": text})
    table = replace(made.table, entity=told)
    return replace(made, table=table, guesses=(*made.guesses, guess))


def _left_out(read: Read, other: Read) -> Problem:
    """W260, with a figure that the two give differently, where there is one."""
    differ = _differ(read, other)
    key = next(key for key in read.by_key if key in other.by_key)
    mine, theirs = differ or (read.by_key[key], other.by_key[key])
    params: dict[str, Param] = {
        "other": f"{theirs.cell.sheet}!{theirs.cell.address}",
        "kpi": read_text(mine.kpi),
        "found": read_text(mine.cell),
        "expected": read_text(theirs.cell),
        "count": len(read.by_key),
    }
    code = "W260" if differ else "I264"
    return Problem(code, mine.cell.sheet, mine.cell.address, params)


def with_budget(found: Sequence[Read], problems: list[Problem]) -> list[Read]:
    """The budget as the target where no table has a target: a guess (W255)."""
    roles = {figure.role for read in found for figure in read.figures}
    targets = {Role.TARGET, Role.TARGET_LOW, Role.TARGET_HIGH}
    if Role.BUDGET not in roles or roles & targets:
        return list(found)
    first = next(f for read in found for f in read.figures if f.role is Role.BUDGET)
    problems.append(Problem("W255", first.cell.sheet, first.cell.address))
    return [_budget_as_target(read) for read in found]


def _budget_as_target(read: Read) -> Read:
    table = read.proposal.table
    words = {
        word: Role.TARGET.value if role == Role.BUDGET else role
        for word, role in table.role.words.items()
    }
    stated = table.role.stated
    stated = Role.TARGET.value if stated == Role.BUDGET else stated
    told = replace(table.role, words=words, stated=stated)
    made = replace(read.proposal, table=replace(table, role=told))
    figures = tuple(
        replace(f, role=Role.TARGET) if f.role is Role.BUDGET else f for f in read.figures
    )
    return Read(made, figures, read.by_key)


def has_actuals(found: Iterable[Read]) -> bool:
    return any(figure.role is Role.ACTUAL for read in found for figure in read.figures)
