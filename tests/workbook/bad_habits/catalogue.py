"""Every habit of every theme."""

from __future__ import annotations

from tests.workbook.bad_habits import (
    definitions,
    missing_and_broken,
    names,
    percents_and_units,
    periods,
    tables,
    written_numbers,
    wrong_types,
    wrong_types_beside,
    years_and_quarters,
)
from tests.workbook.bad_habits.habit import Habit

THEMES = {
    "Numbers typed as text": written_numbers.HABITS,
    "Nothing, errors and formulas": missing_and_broken.HABITS,
    "Percentages, units and number formats": percents_and_units.HABITS,
    "Months": periods.HABITS,
    "Years, quarters and other years": years_and_quarters.HABITS,
    "Sheets and tables": tables.HABITS,
    "Names of KPIs": names.HABITS,
    "Definitions and settings": definitions.HABITS,
    "Wrong types in KPIs and settings": wrong_types.HABITS,
    "Wrong types in the other sheets": wrong_types_beside.HABITS,
}

HABITS: tuple[Habit, ...] = tuple(habit for habits in THEMES.values() for habit in habits)
