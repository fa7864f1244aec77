"""Why entities can't be put together: twice the same one, other fiscal years, missing rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpireport.compute.consolidate_rates import RateTable, lacking
from kpireport.compute.months import FiscalMonths, month_at
from kpireport.model.book import Book
from kpireport.model.errors import WorkbookError
from kpireport.model.group import GroupEntity
from kpireport.model.names import normalise
from kpireport.model.period import Period
from kpireport.model.problem import CellRef, Param, Problem, has_errors


def stop_at_errors(problems: Sequence[Problem], book: Book) -> None:
    """Raise ``WorkbookError`` with all the problems where one of them is an error."""
    if has_errors(problems):
        raise WorkbookError(problems, book.settings.language)


def entity_problems(entities: Sequence[GroupEntity]) -> Iterator[Problem]:
    """What the Settings of the entities say differently."""
    first = entities[0]
    seen: dict[str, GroupEntity] = {}
    for entity in entities:
        other = seen.setdefault(normalise(entity.name), entity)
        if other is not entity:
            yield _at(
                "E893",
                entity,
                "entity",
                {
                    "entity": entity.name,
                    "workbook": entity.book.source.name,
                    "first_workbook": other.book.source.name,
                },
            )
        yield from _settings(first, entity)


def _settings(first: GroupEntity, entity: GroupEntity) -> Iterator[Problem]:
    here, there = first.book.settings, entity.book.settings
    names: dict[str, Param] = {"first_entity": first.name, "entity": entity.name}
    starts = here.fiscal_calendar.start_month, there.fiscal_calendar.start_month
    if starts[0] != starts[1]:
        params = {**names, "first": starts[0], "found": starts[1]}
        yield _at("E891", entity, "fiscal_year_start", params)
    levels = (here.green_from, here.amber_from, there.green_from, there.amber_from)
    if levels[:2] != levels[2:]:
        keys = ("first_green", "first_amber", "green", "amber")
        shares = {key: round(100 * level, 6) for key, level in zip(keys, levels, strict=True)}
        yield _at("W896", entity, "green_from", {**names, **shares})


def _at(code: str, entity: GroupEntity, setting: str, params: dict[str, Param]) -> Problem:
    """A problem at a setting of the entity, where it was typed."""
    cell = entity.book.settings.cells.get(setting)
    if cell is None:
        return Problem(code, None, None, params)
    return Problem(code, cell.sheet, cell.cell, params)


def read_rates(entities: Sequence[GroupEntity], problems: list[Problem]) -> RateTable:
    """The rates of every workbook; two that contradict each other are an error."""
    table = RateTable()
    seen: set[str] = set()
    for entity in entities:
        if entity.book.source.sha256 in seen:
            continue
        seen.add(entity.book.source.sha256)
        for rate in entity.book.rates:
            clash = table.add(rate, entity.book.source.name)
            if clash is not None:
                first, new = clash
                params: dict[str, Param] = {
                    "currency": rate.currency,
                    "to": rate.to,
                    "period": rate.period,
                    "first": first.value,
                    "first_workbook": first.workbook,
                    "first_cell": str(first.cell),
                    "found": new.value,
                    "workbook": new.workbook,
                    "cell": str(new.cell),
                }
                problems.append(_in_cell("E894", new.cell, params))
    return table


def _in_cell(code: str, cell: CellRef, params: dict[str, Param]) -> Problem:
    return Problem(code, cell.sheet, cell.cell, params)


def missing_rates(entity: GroupEntity, table: RateTable, period: Period) -> Iterator[Problem]:
    """The rates that the entity's figures lack: of the fiscal year an error, before it a warning.

    What lies after the period is not converted without a rate, and so is not there.
    """
    first = FiscalMonths.of(entity.book.settings.fiscal_calendar).year_start(period.index)
    now, before = lacking(table, first, period.index)
    for (currency, to, closing), months in now.items():
        named = [month_at(month) for month in months]
        params: dict[str, Param] = {
            "entity": entity.name,
            "currency": currency,
            "to": to,
            "count": len(months),
            "months": tuple(str(month) for month in named),
        }
        yield Problem("E898" if closing else "E892", None, None, params)
    yield from _earlier(entity, before)


def _earlier(
    entity: GroupEntity, before: Mapping[tuple[str, str, bool], Sequence[int]]
) -> Iterator[Problem]:
    """One warning a currency for the months before the fiscal year."""
    lacking_in: dict[tuple[str, str], set[int]] = {}
    for (currency, to, _), months in before.items():
        lacking_in.setdefault((currency, to), set()).update(months)
    for (currency, to), found in lacking_in.items():
        params: dict[str, Param] = {
            "entity": entity.name,
            "currency": currency,
            "to": to,
            "count": len(found),
            "first": month_at(min(found)),
            "last": month_at(max(found)),
        }
        yield Problem("W897", None, None, params)
