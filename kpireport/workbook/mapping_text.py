"""An ``Arrangement`` → the mapping file that says the same, with a comment on what isn't sure.

tomlkit writes it, since the standard library only reads TOML and comments are what the user
works with. The comments' sentences are handed in, in the user's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import AoT, Comment, InlineTable, Table

from kpireport.workbook.arrangement import NOWHERE, Arrangement, KpiMap, TableMap, Told
from kpireport.workbook.choices import Choice
from kpireport.workbook.mapping_file import VERSION
from kpireport.workbook.schema_definitions import KPIS

Say = Callable[..., str]
"""Called with a key and its parameters; gives a sentence of the starter mapping."""

WORTH_SAYING = ("unit", "direction", "aggregation")
"""What a KPI needs before its status and its totals can be computed."""


EXAMPLES = {"unit": "%"}
"""What could stand there, where there is no list of words."""


def mapping_text(arrangement: Arrangement, book: str, say: Say) -> str:
    """The mapping as TOML. ``book`` is the workbook's name, for the first line.

    Reading the text gives the arrangement again (``mapping_file.mapping_of``), its guesses
    included; ``guessed`` itself is only in the comments.
    """
    made = tomlkit.document()
    for line in say("head", book=book).splitlines():
        made.add(_comment(line))
    made.add(tomlkit.nl())
    made["version"] = VERSION
    if arrangement.settings:
        made["settings"] = dict(arrangement.settings)
    made["table"] = _array(_table(table, say) for table in arrangement.tables)
    if arrangement.kpis:
        told = set.intersection(*({*table.attributes} for table in arrangement.tables))
        missing = [key for key in WORTH_SAYING if key not in told]
        made["kpi"] = _array(_kpi(kpi, missing, say) for kpi in arrangement.kpis)
    return tomlkit.dumps(made)


def _array(tables: Iterable[Table]) -> AoT:
    made = tomlkit.aot()
    for table in tables:
        made.append(table)
    return made


def _table(table: TableMap, say: Say) -> Table:
    made = tomlkit.table()
    made["sheet"] = table.sheet
    if table.header:
        made["header"] = table.header
    made["first_row"] = table.first_row
    if table.last_row:
        made["last_row"] = table.last_row
    made["values"] = list(table.values)
    for key, told in (
        ("kpi", table.kpi),
        ("period", table.period),
        ("role", table.role),
        ("entity", table.entity),
    ):
        if told != NOWHERE:
            made[key] = _told(told)
    if table.fiscal_year:
        made["fiscal_year"] = table.fiscal_year
    for key, limits in (("keep", table.keep), ("drop", table.drop)):
        if limits:
            made[key] = _inline({column: _one(words) for column, words in limits.items()})
    if table.add_up:
        made["add_up"] = True
    if table.attributes:
        about = tomlkit.table()
        for key, told in table.attributes.items():
            about[key] = _told(told)
        made["about"] = about
    for key in table.guessed:
        if key in made:
            made[key].comment(say("guessed"))
    return made


def _told(told: Told) -> InlineTable:
    found: dict[str, Any] = {}
    if told.columns:
        found["column" if len(told.columns) == 1 else "columns"] = _one(told.columns)
    if told.rows:
        found["row" if len(told.rows) == 1 else "rows"] = _one(told.rows)
    if told.sheet:
        found["sheet"] = True
    if told.cell:
        found["cell"] = told.cell
    if told.stated:
        found["is"] = told.stated
    if told.words:
        found["words"] = _inline(told.words)
    if told.without:
        found["without"] = list(told.without)
    if told.down:
        found["down"] = True
    return _inline(found)


def _inline(found: Mapping[str, Any]) -> InlineTable:
    made = tomlkit.inline_table()
    made.update(found)
    return made


def _one(values: Sequence[Any]) -> Any:
    return values[0] if len(values) == 1 else list(values)


def _kpi(kpi: KpiMap, missing: Sequence[str], say: Say) -> Table:
    """A KPI with what is known of it; what isn't stands in comments, ready to be filled in.

    In the order of the KPIs sheet's columns. ``missing`` is what its table doesn't tell either.
    """
    made = tomlkit.table()
    made["name"] = kpi.name
    for key in (column.key for column in KPIS.columns):
        if key in kpi.said:
            made["called" if key == "name" else key] = kpi.said[key]
        elif key in kpi.guessed:
            made.add(_line(key, kpi.guessed[key], say("guessed")))
        elif key in missing:
            words = _words(KPIS.column(key).choices)
            hint = say("one_of", words=", ".join(words)) if words else say(f"{key}_to_fill")
            made.add(_line(key, words[0] if words else EXAMPLES[key], hint))
    return made


def _line(key: str, value: str, hint: str) -> Comment:
    """A line that is not read until its first sign is taken away."""
    return _comment(f"{key} = {tomlkit.item(value).as_string()}  # {hint}")


def _comment(text: str) -> Comment:
    """A comment, without the characters that TOML allows in none."""
    return tomlkit.comment("".join(c if c.isprintable() else " " for c in text))


def _words(choices: Sequence[Choice]) -> list[str]:
    return [choice.names.english for choice in choices]
