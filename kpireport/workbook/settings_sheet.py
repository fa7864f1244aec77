"""From the settings as typed to what they mean, each with the default the product states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Literal, cast

from kpireport.addresses import Address, Place
from kpireport.model.book import Language, Settings
from kpireport.model.highlight import AlertRule
from kpireport.model.period import FiscalCalendar, Period
from kpireport.model.problem import CellRef, Problem
from kpireport.workbook.alert_words import read_alerts
from kpireport.workbook.cells import RawSheet
from kpireport.workbook.findings import Finding
from kpireport.workbook.numbers import read_number
from kpireport.workbook.periods import read_month, read_period
from kpireport.workbook.placing import month_of
from kpireport.workbook.records import choice_finding, text_of
from kpireport.workbook.schema_definitions import SETTINGS
from kpireport.workbook.settings_table import (
    TypedSetting,
    means_retail_calendar,
    typed_settings,
)
from kpireport.workbook.texts import normalise, read_text, read_yes_no
from kpireport.workbook.units import read_currency

_LOGO_KINDS = (".png", ".jpg", ".jpeg")
_LARGEST_SHARE = 2.0
"""A threshold above 200 % is a percentage typed without its sign, not a share."""


@dataclass(frozen=True, slots=True)
class SettingsSheet:
    """The settings, and the cell of each that was typed, by its key."""

    settings: Settings = field(default_factory=Settings)
    cells: Mapping[str, CellRef] = field(default_factory=dict)


def read_settings(
    sheet: RawSheet | None, folder: Place | None, problems: list[Problem]
) -> SettingsSheet:
    """The settings of a sheet, the defaults without one.

    ``folder`` is where the workbook lies: a logo is looked for beside it.
    """
    if sheet is None:
        return SettingsSheet()
    typed = typed_settings(sheet, problems)
    texts = {
        key: text_of(typed[key].cell, problems)
        for key in ("organisation", "entity", "title", "industry", "confidentiality", "prepared_by")
        if key in typed
    }
    calendar = FiscalCalendar(
        _fiscal_year_start(typed.get("fiscal_year_start"), problems),
        "start" if _choice("fiscal_year_label", typed, problems) == "start" else "end",
    )
    green = _threshold(typed.get("green_from"), Settings().green_from, problems)
    amber = _threshold(typed.get("amber_from"), min(Settings().amber_from, green), problems)
    if amber > green:
        cell = (typed.get("amber_from") or typed["green_from"]).cell
        problems.append(
            Finding("E310", {"green": _percent(green), "amber": _percent(amber)}).at(cell.ref)
        )
    cells = {key: found.cell.ref for key, found in typed.items()}
    settings = Settings(
        **texts,
        currency=_currency(typed.get("currency"), problems),
        fiscal_calendar=calendar,
        closed_through=_closed_through(typed.get("closed_through"), calendar, problems),
        language=cast(Language | None, _choice("language", typed, problems)),
        green_from=green,
        amber_from=amber,
        overall_score=_yes_no(typed.get("overall_score"), problems) or False,
        accent_colour=_colour(typed.get("accent_colour"), problems),
        logo=_logo(typed.get("logo"), folder, problems),
        alert_on=_alert_on(typed.get("alert_on"), problems),
        cells=cells,
    )
    return SettingsSheet(settings, cells)


def _fiscal_year_start(typed: TypedSetting | None, problems: list[Problem]) -> int:
    text = text_of(typed.cell, problems) if typed else ""
    if typed is None or not text:
        return 1
    if means_retail_calendar(text):
        problems.append(Finding("E305", {"found": text}).at(typed.cell.ref))
        return 1
    month = read_month(typed.cell)
    if month is None:
        reading = read_period(typed.cell)
        month = reading.number if reading and reading.problem is None and reading.day else None
    if month is None:
        problems.append(Finding("E304", {"found": text}).at(typed.cell.ref))
    return month or 1


def _closed_through(
    typed: TypedSetting | None, calendar: FiscalCalendar, problems: list[Problem]
) -> Period | None:
    text = text_of(typed.cell, problems) if typed else ""
    if typed is None or not text:
        return None
    reading = read_period(typed.cell)
    month = month_of(reading, None, calendar) if reading else None
    if isinstance(month, Period):
        return month
    finding = reading.problem if reading and reading.problem else Finding("E306")
    problems.append(finding.at(typed.cell.ref, found=text))
    return None


def _currency(typed: TypedSetting | None, problems: list[Problem]) -> str | None:
    text = text_of(typed.cell, problems) if typed else ""
    if typed is None or not text:
        return None
    code = read_currency(text)
    if code is None:
        problems.append(Finding("E303", {"found": text}).at(typed.cell.ref))
    return code


def _threshold(typed: TypedSetting | None, default: float, problems: list[Problem]) -> float:
    """An attainment as a fraction: 0.95, 95 % (text or format) all mean the same; 95 is refused."""
    if typed is None:
        return default
    reading = read_number(typed.cell)
    if reading.problem is not None:
        problems.append(reading.problem.at(typed.cell.ref))
    if reading.value is None:
        return default
    share = reading.value / 100 if reading.percent_text else reading.value
    if 0 < share <= _LARGEST_SHARE:
        return share
    found = read_text(typed.cell)
    problems.append(Finding("E309", {"found": found, "name": typed.name}).at(typed.cell.ref))
    return default


def _percent(share: float) -> float:
    """A share in percent, without the noise of binary multiplication."""
    return round(share * 100, 9)


def _choice(key: str, typed: Mapping[str, TypedSetting], problems: list[Problem]) -> str | None:
    setting = typed.get(key)
    text = text_of(setting.cell, problems) if setting else ""
    if setting is None or not text:
        return None
    column = SETTINGS.column(key)
    for choice in column.choices:
        if normalise(text) in choice.names.normalised:
            return choice.value
    language: Literal["en", "fr"] = column.names.language_of(setting.name)
    names = tuple(choice.names.main(language) for choice in column.choices)
    finding = choice_finding(text, setting.name, column.choices, names)
    problems.append(finding.at(setting.cell.ref))
    return None


def _alert_on(typed: TypedSetting | None, problems: list[Problem]) -> tuple[AlertRule, ...]:
    text = text_of(typed.cell, problems) if typed else ""
    if typed is None or not text:
        return Settings().alert_on
    rules, finding = read_alerts(text, SETTINGS.column("alert_on").names.language_of(typed.name))
    if finding is not None:
        problems.append(finding.at(typed.cell.ref))
    return Settings().alert_on if rules is None else rules


def _yes_no(typed: TypedSetting | None, problems: list[Problem]) -> bool | None:
    if typed is None:
        return None
    answer = read_yes_no(typed.cell)
    if answer is None and (text := text_of(typed.cell, problems)):
        problems.append(Finding("E403", {"found": text, "column": typed.name}).at(typed.cell.ref))
    return answer


def _colour(typed: TypedSetting | None, problems: list[Problem]) -> str | None:
    """``#rrggbb`` in small letters; the sharp may be missing."""
    text = text_of(typed.cell, problems) if typed else ""
    if typed is None or not text:
        return None
    if re.fullmatch(r"#?[0-9a-fA-F]{6}", text):
        return "#" + text.lstrip("#").lower()
    problems.append(Finding("E311", {"found": text}).at(typed.cell.ref))
    return None


def _logo(typed: TypedSetting | None, folder: Place | None, problems: list[Problem]) -> str | None:
    """The name of a picture beside the workbook; a name with a folder is never followed."""
    text = text_of(typed.cell, problems) if typed else ""
    if typed is None or not text:
        return None
    is_plain_name = PurePosixPath(text.replace("\\", "/")).name == text
    is_picture = text.lower().endswith(_LOGO_KINDS)
    if not (is_plain_name and is_picture):
        problems.append(Finding("W313", {"found": text}).at(typed.cell.ref))
        return None
    if isinstance(folder, Address):  # What a workbook names is fetched from nowhere.
        problems.append(Finding("W318", {"found": text}).at(typed.cell.ref))
        return None
    if folder is not None and not (folder / text).is_file():
        problems.append(Finding("W315", {"found": text}).at(typed.cell.ref))
        return None
    return text
