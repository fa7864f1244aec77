"""A mapping file (TOML) → an ``Arrangement``: where the figures of a workbook stand.

Everything that is wrong with the file is a problem at a line of it, all at once: an unknown key
with the closest one, a value of another kind, a table without what it needs. docs/mapping.md
describes the file.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kpireport.model.problem import Param, Problem
from kpireport.workbook.arranged_figures import stated_year
from kpireport.workbook.arrangement import (
    NOWHERE,
    Arrangement,
    KpiMap,
    Role,
    TableMap,
    Told,
)
from kpireport.workbook.kpi_names import folded_id
from kpireport.workbook.mapping_values import MappingValues
from kpireport.workbook.schema_definitions import KPIS, SETTINGS

VERSION = 1
MAX_BYTES = 2**18
_MOST_DOTS = 100
"""In a line: reading a key of many parts takes the square of their number."""


_TABLE_KEYS = (
    "sheet",
    "header",
    "first_row",
    "last_row",
    "values",
    "kpi",
    "period",
    "role",
    "entity",
    "fiscal_year",
    "about",
    "keep",
    "drop",
    "add_up",
)
_TOLD_KEYS = ("column", "columns", "row", "rows", "sheet", "cell", "is", "words", "without", "down")
_TOP_KEYS = ("version", "settings", "table", "kpi")


def read_mapping(path: Path) -> tuple[Arrangement | None, tuple[Problem, ...]]:
    """The mapping of a file, and what is wrong with it.

    Problems: E241 not there or not readable, E242 no TOML, E243 an unknown key, E244 a value of
    another kind, E245 something needed is missing, E246 a misspelt key, E272 a KPI said twice.
    None where there is any.
    """
    try:
        data = path.read_bytes()
        if len(data) > MAX_BYTES:
            raise OSError
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError):
        return None, (Problem("E241", path.name, None, {"name": str(path)}),)
    arrangement, problems = mapping_of(text, path.name)
    if arrangement is not None:
        arrangement = replace(arrangement, sha256=hashlib.sha256(data).hexdigest())
    return arrangement, problems


def mapping_of(text: str, name: str) -> tuple[Arrangement | None, tuple[Problem, ...]]:
    """The mapping written in ``text``; see :func:`read_mapping`."""
    try:
        _refuse_endless_keys(text)
        found = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        detail = re.sub(r" \(at [^()]*\)$", "", str(error))
        params: dict[str, Param] = {"detail": detail, "line": _line_of(error, text)}
        return None, (Problem("E242", name, None, params),)
    reader = _Reader(name, text.splitlines())
    arrangement = reader.arrangement(found)
    return (None if reader.problems else arrangement), tuple(reader.problems)


def _line_of(error: Exception, text: str) -> str:
    """The line that an error of TOML names; the last one where it stands at the end."""
    line = re.search(r"at line (\d+)", str(error))
    return line[1] if line else str(max(1, len(text.splitlines())))


def _refuse_endless_keys(text: str) -> None:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.count(".") > _MOST_DOTS:
            raise tomllib.TOMLDecodeError(f"More than {_MOST_DOTS} dots (at line {number})")


class _Reader(MappingValues):
    """Reads one file, table by table."""

    def arrangement(self, top: Mapping[str, Any]) -> Arrangement:
        self.known(top, _TOP_KEYS, "")
        if top.get("version", VERSION) != VERSION:
            self.wrong("version", top["version"], str(VERSION))
        settings = self.texts(top.get("settings", {}), "settings", SETTINGS)
        tables = [self._table(t, at) for at, t in self._tables(top, "table")]
        if not tables:
            self.missing("[[table]]", "")
        kpis: dict[str, KpiMap] = {}
        for at, found in self._tables(top, "kpi"):
            kpi = self._kpi(found, at)
            if kpis.setdefault(folded_id(kpi.name), kpi) is not kpi and kpi.name:
                self.twice(kpi.name, at)
        return Arrangement(tuple(tables), tuple(kpis.values()), settings)

    def _tables(self, top: Mapping[str, Any], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        found = top.get(key, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            self.wrong(key, found, f"[[{key}]]")
            return
        for number, each in enumerate(found, start=1):
            yield f"{key} {number}", each

    def _table(self, found: Mapping[str, Any], at: str) -> TableMap:
        self.known(found, _TABLE_KEYS, at)
        for key in ("sheet", "values", "kpi", "period"):
            if key not in found:
                self.missing(key, at)
        header = self.row(found, "header", at, 0)
        role = found.get("role", {"is": Role.ACTUAL.value})
        return TableMap(
            sheet=self.text(found, "sheet", at),
            values=self.list(found, "values", at),
            kpi=self._told(found.get("kpi"), "kpi", at),
            period=self._told(found.get("period"), "period", at),
            role=self._role(role, at),
            header=header,
            first_row=self.row(found, "first_row", at, header + 1),
            last_row=self.row(found, "last_row", at, 0),
            entity=self._told(found["entity"], "entity", at) if "entity" in found else NOWHERE,
            fiscal_year=self._fiscal_year(found, at),
            attributes=self._about(found.get("about", {}), at),
            keep=self.words_of(found, "keep", at),
            drop=self.words_of(found, "drop", at),
            add_up=self.flag(found, "add_up", at),
        )

    def _about(self, found: object, at: str) -> dict[str, Told]:
        if not isinstance(found, dict):
            self.wrong(f"{at}: about", found, "[table.about]")
            return {}
        return {
            key: self._told(told, f"about: {key}", at)
            for key, told in found.items()
            if self.is_column(key, KPIS, f"{at}: about")
        }

    def _fiscal_year(self, found: Mapping[str, Any], at: str) -> str:
        value = found.get("fiscal_year", "")
        if value != "" and (isinstance(value, bool) or stated_year(str(value)) is None):
            self.wrong(f"{at}: fiscal_year", value, '2026, "2025/26"')
            return ""
        return str(value)

    def _kpi(self, found: Mapping[str, Any], at: str) -> KpiMap:
        if not isinstance(found.get("name"), str):
            self.missing("name", at)
        said = {key: value for key, value in found.items() if key != "name"}
        # The name in the tables may differ from the name to print.
        if "called" in said:
            said["name"] = said.pop("called")
        return KpiMap(str(found.get("name", "")), self.texts(said, at, KPIS))

    def _told(self, found: object, key: str, at: str) -> Told:
        """``"A"`` is short for ``{ column = "A" }``."""
        place = f"{at}: {key}"
        if found is None:
            return NOWHERE
        if isinstance(found, str):
            return Told(columns=(found,))
        if not isinstance(found, dict):
            self.wrong(place, found, '{ column = "A" }')
            return NOWHERE
        self.known(found, _TOLD_KEYS, place)
        words = found.get("words", {})
        if not isinstance(words, dict):
            self.wrong(f"{place}: words", words, '{ Act = "actual" }')
            words = {}
        already = len(self.problems)
        rows = [*self.numbers(found, "row", place), *self.numbers(found, "rows", place)]
        told = Told(
            columns=(*self.list(found, "column", place), *self.list(found, "columns", place)),
            rows=tuple(rows),
            sheet=self.flag(found, "sheet", place),
            cell=self.address(found, "cell", place),
            stated=str(found.get("is", "")),
            words={str(word): str(means) for word, means in words.items()},
            without=self.list(found, "without", place),
            down=self.flag(found, "down", place),
        )
        nowhere = not (told.columns or told.rows or told.sheet or told.cell or told.stated)
        if nowhere and len(self.problems) == already:
            self.missing("column, row, sheet, cell, is", place)
        return told

    def _role(self, found: object, at: str) -> Told:
        """A role's words must be roles; ``role = "actual"`` is short for ``{ is = "actual" }``."""
        if isinstance(found, str) and found in set(Role):
            return Told(stated=found)
        told = self._told(found, "role", at)
        roles = (told.stated,) if told.stated else tuple(told.words.values())
        if not told.stated and not told.words:
            self.missing("words", f"{at}: role")
        for role in roles:
            if role not in set(Role):
                self.wrong(f"{at}: role", role, ", ".join(Role))
                return Told(stated=Role.IGNORED.value)
        return told
