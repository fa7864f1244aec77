"""Every habit of every theme."""

from __future__ import annotations

from tests.workbook.bad_habits import (
    missing_and_broken,
    names,
    percents_and_units,
    periods,
    tables,
    written_numbers,
    wrong_types,
)
from tests.workbook.bad_habits.habit import Habit

THEMES = {
    "Numbers typed as text": written_numbers.HABITS,
    "Nothing, errors and formulas": missing_and_broken.HABITS,
    "Percentages, units and number formats": percents_and_units.HABITS,
    "Months and other periods": periods.HABITS,
    "Sheets and tables": tables.HABITS,
    "Names of KPIs": names.HABITS,
    "Wrong types": wrong_types.HABITS,
}

HABITS: tuple[Habit, ...] = tuple(habit for habits in THEMES.values() for habit in habits)
