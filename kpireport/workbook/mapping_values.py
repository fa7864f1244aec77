"""The values of a mapping file, each of the kind it should be, or a problem at its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kpireport.model.problem import Param, Problem
from kpireport.workbook.records import nearest
from kpireport.workbook.sheet_schema import SheetSchema

_ADDRESS = re.compile(r"[A-Za-z]{1,3}[1-9]\d{0,6}")
_NUMBERED = re.compile(r"(table|kpi) (\d+)")


_MOST = 200
"""So many problems are said of one file; each looks for its line."""


@dataclass
class MappingValues:
    """Reads the values of one file; what is wrong is added to ``problems``."""

    name: str
    lines: Sequence[str]
    problems: list[Problem] = field(default_factory=list)

    def texts(self, found: object, at: str, schema: SheetSchema) -> dict[str, str]:
        if not isinstance(found, dict):
            self.wrong(at, found, f"[{at}]")
            return {}
        return {
            key: _plain(value)
            for key, value in found.items()
            if self.is_column(key, schema, at) and self._is_plain(value, f"{at}: {key}")
        }

    def is_column(self, key: str, schema: SheetSchema, at: str) -> bool:
        known = [column.key for column in schema.columns]
        if key not in known:
            self._unknown(key, known, at)
        return key in known

    def _is_plain(self, value: object, place: str) -> bool:
        if isinstance(value, (dict, list)):
            self.wrong(place, value, '"…"')
            return False
        return True

    def known(self, found: Mapping[str, Any], keys: Sequence[str], at: str) -> None:
        for key in found:
            if key not in keys:
                self._unknown(key, keys, at)

    def text(self, found: Mapping[str, Any], key: str, at: str) -> str:
        value = found.get(key, "")
        if not isinstance(value, str):
            self.wrong(f"{at}: {key}", value, '"…"')
            return ""
        return value

    def flag(self, found: Mapping[str, Any], key: str, at: str) -> bool:
        value = found.get(key, False)
        if not isinstance(value, bool):
            self.wrong(f"{at}: {key}", value, "true, false")
            return False
        return value

    def list(self, found: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
        value = found.get(key, [])
        texts = [value] if isinstance(value, str) else value
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            self.wrong(f"{at}: {key}", value, '"A", ["A", "B"]')
            return ()
        return tuple(texts)

    def address(self, found: Mapping[str, Any], key: str, at: str) -> str:
        value = self.text(found, key, at)
        if value and not _ADDRESS.fullmatch(value):
            self.wrong(f"{at}: {key}", value, '"B6"')
            return ""
        return value.upper()

    def numbers(self, found: Mapping[str, Any], key: str, at: str) -> tuple[int, ...]:
        value = found.get(key, [])
        numbers = [value] if isinstance(value, int) else value
        fits = isinstance(numbers, list) and all(
            isinstance(n, int) and not isinstance(n, bool) and n > 0 for n in numbers
        )
        if not fits:
            self.wrong(f"{at}: {key}", value, "6, [5, 6]")
            return ()
        return tuple(numbers)

    def row(self, found: Mapping[str, Any], key: str, at: str, default: int) -> int:
        value = found.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.wrong(f"{at}: {key}", value, "1, 2, 3…")
            return default
        return value

    def words_of(self, found: Mapping[str, Any], key: str, at: str) -> dict[str, tuple[str, ...]]:
        value = found.get(key, {})
        if not isinstance(value, dict):
            self.wrong(f"{at}: {key}", value, '{ B = "Total" }')
            return {}
        return {str(column): self.list(value, column, f"{at}: {key}") for column in value}

    def _unknown(self, key: str, keys: Sequence[str], at: str) -> None:
        if len(self.problems) >= _MOST:
            return
        close = nearest(key, keys, cutoff=0.6)
        params: dict[str, Param] = {"found": key, "place": at, "known": tuple(keys)}
        params["line"] = self._line(f"{at}: {key}" if at else key)
        code = "E243"
        if close:
            params["suggestion"] = close[0]
            code = "E246"
        self.problems.append(Problem(code, self.name, None, params))

    def wrong(self, place: str, found: object, expected: str) -> None:
        if len(self.problems) >= _MOST:
            return
        params: dict[str, Param] = {"place": place, "found": str(found), "expected": expected}
        params["line"] = self._line(place)
        self.problems.append(Problem("E244", self.name, None, params))

    def missing(self, key: str, at: str) -> None:
        self.problems.append(Problem("E245", self.name, None, {"key": key, "place": at}))

    def twice(self, name: str, at: str) -> None:
        params: dict[str, Param] = {"found": name, "line": self._line(f"{at}: name")}
        self.problems.append(Problem("E272", self.name, None, params))

    def _line(self, place: str) -> str:
        """The number of the line where a place stands, ``table 2: role: words``, as text.

        It is no quantity. Where the last of the names isn't found, the one before it counts.
        """
        line = 0
        for part in place.split(": "):
            numbered = _NUMBERED.fullmatch(part)
            found = self._head(*numbered.groups()) if numbered else self._key(part, line)
            line = line if found is None else found
        return str(line + 1)

    def _head(self, name: str, number: str) -> int | None:
        """The line of the nth ``[[table]]``; None where tables are written otherwise."""
        head = re.compile(rf"\s*\[\[\s*{name}\s*\]\]")
        heads = [at for at, line in enumerate(self.lines) if head.match(line)]
        return heads[int(number) - 1] if int(number) <= len(heads) else None

    def _key(self, key: str, start: int) -> int | None:
        """The first line from ``start`` on that gives the key a value."""
        word = rf"[\"']?{re.escape(key)}[\"']?"
        pattern = re.compile(rf"(?:^|[\s{{,.\[]){word}\s*(?:=|\]|\.)")
        lines = enumerate(self.lines[start:], start)
        return next((at for at, line in lines if pattern.search(line)), None)


def _plain(value: object) -> str:
    """A value as it would be typed into a cell."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
