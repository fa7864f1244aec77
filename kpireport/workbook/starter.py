"""The workbook that ``kpireport new`` writes: a sector's usual KPIs, and empty figures to type.

XlsxWriter writes it rather than openpyxl: it gives notes the size of their text, keeps lists,
frozen panes and number formats of empty cells, writes the same bytes each time, and the product
has it already for its reports; openpyxl would be a dependency for this file alone.

The room knows no language: every word comes from ``say``, which is handed in.
"""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from kpireport.model.book import Language
from kpireport.model.period import Period
from kpireport.workbook import starter_figures, starter_kpi_rows, starter_lists
from kpireport.workbook.starter_guide import write_guide
from kpireport.workbook.starter_kpis import Sector
from kpireport.workbook.starter_page import Say, StarterBook


def write_starter(
    sector: Sector, *, language: Language, start: Period, currency: str, file_name: str, say: Say
) -> bytes:
    """The bytes of a starter workbook.

    ``start`` is the first month of the fiscal year to fill in; ``currency`` an ISO 4217 code.
    ``file_name`` is how the guide calls the workbook. ``say`` gives the text of a key under
    ``starter``. The same arguments give the same bytes.
    """
    import xlsxwriter

    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as file:
        title = say(f"sector.{sector.key}")
        document = say("document") if not sector.kpis else say("document_sector", sector=title)
        file.set_properties(
            {"title": document, "created": dt.datetime(start.year, start.month, 1)},
        )
        file.set_size(24000, 14000)
        book = StarterBook(file, language, sector, start, currency, say)
        write_guide(book, document, file_name)
        starter_lists.write_settings(book)
        starter_kpi_rows.write_kpis(book)
        starter_figures.write_actuals(book)
        starter_figures.write_targets(book)
        starter_lists.write_goals(book)
        starter_figures.write_forecast(book)
        starter_lists.write_benchmarks(book)
        starter_lists.write_comments(book)
        starter_lists.write_actions(book)
        starter_lists.write_events(book)
        starter_lists.write_recipients(book)
        starter_lists.write_rates(book)
    return stream.getvalue()
