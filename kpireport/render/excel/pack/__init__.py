"""A group's board pack in Excel: the heat map, a scorecard an entity, the tidy figures behind them.

Group figures that are a plain sum or mean of the entities' cells are formulas over those cells, so
that a controller sees what adds up.
"""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import xlsxwriter

from kpireport.present.pack.view import PackView
from kpireport.render.excel.book import ExcelBook
from kpireport.render.excel.frame import options, set_properties
from kpireport.render.excel.names import safe_sheet_name, sheet_names
from kpireport.render.excel.pack.data import write_pack_data
from kpireport.render.excel.pack.follow_up import has_follow_up, write_follow_up
from kpireport.render.excel.pack.heat_sheet import write_heat_sheet
from kpireport.render.excel.pack.notes import write_notes
from kpireport.render.excel.pack.scorecards import write_scorecard
from kpireport.render.excel.restated import write_restatements
from kpireport.render.excel.sheet import Sheet
from kpireport.render.excel.styles import Styles
from kpireport.render.excel.theme import theme


def render_pack_xlsx(pack: PackView) -> bytes:
    """The pack as an Excel workbook. The same view gives the same bytes."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, options()) as file:
        file.use_custom_theme(theme(pack.accent_colour))
        taken: list[str] = []

        def sheet(text: str) -> str:
            taken.append(safe_sheet_name(text, taken))
            file.add_worksheet(taken[-1], Sheet)
            return taken[-1]

        heat = sheet(pack.labels["sheet_group_page"])
        group = sheet(pack.group.entity)
        reported = [section for section in pack.entities if section.view is not None]
        entities = [sheet(section.name) for section in reported]
        restated = pack.restatements if pack.restatements and pack.restatements.rows else None
        follow_up = sheet(pack.labels["sheet_follow_up"]) if has_follow_up(pack) else ""
        changes = sheet(pack.labels["sheet_restatements"]) if restated else ""
        data, notes = sheet(pack.labels["sheet_data"]), sheet(pack.labels["sheet_coverage"])
        set_properties(file, pack.group, pack.files)
        book = ExcelBook(file, Styles(file), pack.group, sheet_names(pack.labels), {})
        links = dict(zip((section.name for section in reported), entities, strict=True))
        write_heat_sheet(book, pack, heat, {**links, pack.group.entity: group})
        write_scorecard(book, pack.group, group, pack)
        for section, name in zip(reported, entities, strict=True):
            if section.view is not None:
                write_scorecard(book, section.view, name)
        if follow_up:
            write_follow_up(book, pack, follow_up)
        if restated:
            names = replace(book.names, restatements=changes)
            view = replace(pack.group, restatements=restated)
            write_restatements(ExcelBook(file, book.styles, view, names, {}))
        write_pack_data(book, pack, data)
        write_notes(book, pack, notes)
        book.sheet(heat).activate()
    return stream.getvalue()
