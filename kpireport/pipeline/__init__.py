"""The story in order: a workbook comes in, problems and figures are found, files go out.

This is the only room that knows all the others: ``reading`` (file → Book), ``computing`` (Book →
Scorecard → view), ``outputs`` (view → bytes), ``reporting`` (the whole way), ``starting`` (a new
workbook). Every function takes and returns plain values; none prints, reads the clock or ends the
program. Heavy libraries are imported when a stage needs them, so that checking a workbook never
pays for drawing a PDF.
"""

from __future__ import annotations

from kpireport.pipeline.choices import (
    ALL_FORMATS,
    FORMATS,
    TEMPLATES,
    Attach,
    Format,
    Paper,
    Progress,
    ReportOptions,
    Stage,
    Template,
)
from kpireport.pipeline.computing import (
    alerts,
    build_scorecard,
    build_view,
    consolidate,
    explain,
    read_alert_rules,
    report_language,
    review_in_words,
    run_hash,
    with_live_model,
)
from kpireport.pipeline.many import (
    each_report,
    make_reports,
)
from kpireport.pipeline.outputs import (
    own_templates,
    render_output,
)
from kpireport.pipeline.packing import (
    PACK_FORMATS,
    Pack,
    PackFormat,
    make_pack,
)
from kpireport.pipeline.reading import (
    ProposedMapping,
    annotate_workbook,
    benchmark_catalogue,
    benchmark_topics,
    find_benchmarks,
    find_kpi,
    propose_mapping,
    read_book,
    read_books,
    write_mapping,
)
from kpireport.pipeline.reporting import (
    Failure,
    Report,
    make_report,
)
from kpireport.pipeline.starting import (
    new_workbook,
)

__all__ = [
    "ALL_FORMATS",
    "FORMATS",
    "PACK_FORMATS",
    "TEMPLATES",
    "Attach",
    "Failure",
    "Format",
    "Pack",
    "PackFormat",
    "Paper",
    "Progress",
    "ProposedMapping",
    "Report",
    "ReportOptions",
    "Stage",
    "Template",
    "alerts",
    "annotate_workbook",
    "benchmark_catalogue",
    "benchmark_topics",
    "build_scorecard",
    "build_view",
    "consolidate",
    "each_report",
    "explain",
    "find_benchmarks",
    "find_kpi",
    "make_pack",
    "make_report",
    "make_reports",
    "new_workbook",
    "own_templates",
    "propose_mapping",
    "read_alert_rules",
    "read_book",
    "read_books",
    "render_output",
    "report_language",
    "review_in_words",
    "run_hash",
    "with_live_model",
    "write_mapping",
]
