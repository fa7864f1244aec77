"""The story in order: a workbook comes in, problems and figures are found, files go out.

This is the only room that knows all the others: ``reading`` (file → Book), ``computing`` (Book →
Scorecard → view), ``outputs`` (view → bytes), ``reporting`` (the whole way), ``starting`` (a new
workbook). Every function takes and returns plain values; none prints, reads the clock or ends the
program. Heavy libraries are imported when a stage needs them, so that checking a workbook never
pays for drawing a PDF.
"""

from __future__ import annotations

from kpireport.pipeline.choices import (
    ALL_FORMATS as ALL_FORMATS,
)
from kpireport.pipeline.choices import (
    FORMATS as FORMATS,
)
from kpireport.pipeline.choices import (
    TEMPLATES as TEMPLATES,
)
from kpireport.pipeline.choices import (
    Attach as Attach,
)
from kpireport.pipeline.choices import (
    Format as Format,
)
from kpireport.pipeline.choices import (
    Paper as Paper,
)
from kpireport.pipeline.choices import (
    Progress as Progress,
)
from kpireport.pipeline.choices import (
    ReportOptions as ReportOptions,
)
from kpireport.pipeline.choices import (
    Stage as Stage,
)
from kpireport.pipeline.choices import (
    Template as Template,
)
from kpireport.pipeline.computing import (
    alerts as alerts,
)
from kpireport.pipeline.computing import (
    build_scorecard as build_scorecard,
)
from kpireport.pipeline.computing import (
    build_view as build_view,
)
from kpireport.pipeline.computing import (
    explain as explain,
)
from kpireport.pipeline.computing import (
    read_alert_rules as read_alert_rules,
)
from kpireport.pipeline.computing import (
    report_language as report_language,
)
from kpireport.pipeline.computing import (
    review_in_words as review_in_words,
)
from kpireport.pipeline.computing import (
    run_hash as run_hash,
)
from kpireport.pipeline.computing import (
    with_live_model as with_live_model,
)
from kpireport.pipeline.outputs import (
    own_templates as own_templates,
)
from kpireport.pipeline.outputs import (
    render_output as render_output,
)
from kpireport.pipeline.reading import (
    annotate_workbook as annotate_workbook,
)
from kpireport.pipeline.reading import (
    benchmark_catalogue as benchmark_catalogue,
)
from kpireport.pipeline.reading import (
    benchmark_topics as benchmark_topics,
)
from kpireport.pipeline.reading import (
    find_benchmarks as find_benchmarks,
)
from kpireport.pipeline.reading import (
    find_kpi as find_kpi,
)
from kpireport.pipeline.reading import (
    read_book as read_book,
)
from kpireport.pipeline.reporting import (
    Failure as Failure,
)
from kpireport.pipeline.reporting import (
    Report as Report,
)
from kpireport.pipeline.reporting import (
    make_report as make_report,
)
from kpireport.pipeline.reporting import (
    make_reports as make_reports,
)
from kpireport.pipeline.starting import (
    new_workbook as new_workbook,
)
