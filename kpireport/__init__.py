"""kpireport: from a finance team's KPI workbook to a scorecard in Excel, HTML, PDF and JSON.

The commands are thin layers over these functions::

    import kpireport

    book, problems = kpireport.read_book("kpis.xlsx")
    if book is not None and not kpireport.has_errors(problems):
        scorecard = kpireport.build_scorecard(book, kpireport.Period(2026, 10), problems)
        print(scorecard.kpi("REV").ytd.measure.attainment)

    kpireport.make_reports([Path("kpis.xlsx")], output=Path("scorecards"))

Names are handed on when they are first used: importing kpireport costs next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Address": "kpireport.addresses",
    "Benchmark": "kpireport.model.benchmark",
    "Book": "kpireport.model.book",
    "Failure": "kpireport.pipeline",
    "FiscalCalendar": "kpireport.model.period",
    "Group": "kpireport.model.group",
    "KpiExplanation": "kpireport.present.trace.values",
    "KpiReportError": "kpireport.model.errors",
    "MailPlan": "kpireport.pipeline.mail_plan",
    "MailServer": "kpireport.deliver.mail.smtp",
    "OutputError": "kpireport.model.errors",
    "Pack": "kpireport.pipeline",
    "Period": "kpireport.model.period",
    "Problem": "kpireport.model.problem",
    "Report": "kpireport.pipeline",
    "Scorecard": "kpireport.model.scorecard",
    "SendResult": "kpireport.pipeline.sending",
    "Severity": "kpireport.model.problem",
    "Status": "kpireport.model.status",
    "UsageError": "kpireport.model.errors",
    "WatchEvent": "kpireport.pipeline.watch_events",
    "WatchSummary": "kpireport.pipeline.watch_events",
    "WorkbookError": "kpireport.model.errors",
    "build_scorecard": "kpireport.pipeline",
    "build_view": "kpireport.pipeline",
    "consolidate": "kpireport.pipeline",
    "explain": "kpireport.pipeline",
    "find_benchmarks": "kpireport.pipeline",
    "find_kpi": "kpireport.pipeline",
    "has_errors": "kpireport.model.problem",
    "history_in_words": "kpireport.pipeline.remembering",
    "make_pack": "kpireport.pipeline",
    "make_report": "kpireport.pipeline",
    "make_reports": "kpireport.pipeline",
    "new_workbook": "kpireport.pipeline",
    "place_of": "kpireport.addresses",
    "plan_mails": "kpireport.pipeline.mailing",
    "propose_mapping": "kpireport.pipeline",
    "read_book": "kpireport.pipeline",
    "read_books": "kpireport.pipeline",
    "render_output": "kpireport.pipeline",
    "send_mails": "kpireport.pipeline.sending",
    "send_reports": "kpireport.pipeline.sending",
    "to_frame": "kpireport.render.frame",
    "watch_inbox": "kpireport.pipeline.watching",
    "with_live_model": "kpireport.pipeline",
    "write_mails": "kpireport.pipeline.dry_run",
}

__all__ = [
    "Address",
    "Benchmark",
    "Book",
    "Failure",
    "FiscalCalendar",
    "Group",
    "KpiExplanation",
    "KpiReportError",
    "MailPlan",
    "MailServer",
    "OutputError",
    "Pack",
    "Period",
    "Problem",
    "Report",
    "Scorecard",
    "SendResult",
    "Severity",
    "Status",
    "UsageError",
    "WatchEvent",
    "WatchSummary",
    "WorkbookError",
    "__version__",
    "build_scorecard",
    "build_view",
    "consolidate",
    "explain",
    "find_benchmarks",
    "find_kpi",
    "has_errors",
    "history_in_words",
    "make_pack",
    "make_report",
    "make_reports",
    "new_workbook",
    "place_of",
    "plan_mails",
    "propose_mapping",
    "read_book",
    "read_books",
    "render_output",
    "send_mails",
    "send_reports",
    "to_frame",
    "watch_inbox",
    "with_live_model",
    "write_mails",
]

if TYPE_CHECKING:
    from kpireport.addresses import Address, place_of
    from kpireport.deliver.mail.smtp import MailServer
    from kpireport.model.benchmark import Benchmark
    from kpireport.model.book import Book
    from kpireport.model.errors import KpiReportError, OutputError, UsageError, WorkbookError
    from kpireport.model.group import Group
    from kpireport.model.period import FiscalCalendar, Period
    from kpireport.model.problem import Problem, Severity, has_errors
    from kpireport.model.scorecard import Scorecard
    from kpireport.model.status import Status
    from kpireport.pipeline import (
        Failure,
        Pack,
        Report,
        build_scorecard,
        build_view,
        consolidate,
        explain,
        find_benchmarks,
        find_kpi,
        make_pack,
        make_report,
        make_reports,
        new_workbook,
        propose_mapping,
        read_book,
        read_books,
        render_output,
        with_live_model,
    )
    from kpireport.pipeline.dry_run import write_mails
    from kpireport.pipeline.mail_plan import MailPlan
    from kpireport.pipeline.mailing import plan_mails
    from kpireport.pipeline.remembering import history_in_words
    from kpireport.pipeline.sending import SendResult, send_mails, send_reports
    from kpireport.pipeline.watch_events import WatchEvent, WatchSummary
    from kpireport.pipeline.watching import watch_inbox
    from kpireport.present.trace.values import KpiExplanation
    from kpireport.render.frame import to_frame


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kpireport' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
