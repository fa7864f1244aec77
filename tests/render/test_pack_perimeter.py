"""The sheet Data of a pack names who isn't in a group's month; worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kpireport.compute.consolidate import consolidate
from kpireport.model.book import Book, Source
from kpireport.present.pack.assemble import build_pack
from kpireport.render.excel.pack import render_pack_xlsx
from tests.compute.books import book, kpi, months, row, settings
from tests.render.workbooks import reopened


def entity(name: str, start: str, *actuals: float) -> Book:
    made = book(
        row(kpi("K", aggregation="sum", direction="higher"), months(start, *actuals)),
        setting=settings(entity=name),
    )
    return replace(made, source=Source(f"{name.lower()}.xlsx", name.ljust(64, "0")))


def test_every_month_of_the_group_names_who_is_not_in_it() -> None:
    # Kiel from January, Lille from February: 100, then 110 + 50.
    group = consolidate([entity("Kiel", "2026-01", 100, 110), entity("Lille", "2026-02", 50)])
    opened: Any = reopened(render_pack_xlsx(build_pack(group, "en", "0123456789ab")))
    heading, *rows = opened["Data"].iter_rows(values_only=True)
    assert heading[-1] == "Without (entities)"
    of_group = [line for line in rows if line[0] == "Group"]
    assert [(line[5], line[-1] or "") for line in of_group] == [(100, "Lille"), (160, "")]
    assert all(not line[-1] for line in rows if line[0] != "Group")
