"""A workbook for several recipients, of which every scope has words and figures of its own.

Whatever is told to somebody who may not see it can be found in the bytes they were sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.workbook.books import Rows, Sheets, Value, write

MONTHS = ("2026-01", "2026-02", "2026-03")

WORDS: Mapping[str, Sequence[str]] = {
    "Zebra": (
        *("ZEBREV", "Zebrafish takings", "Zora Quist"),
        *("zebracomment", "zebraaction", "zebradate"),
    ),
    "Yak": ("YAKPEOPLE", "Yakherd count", "YAKHOURS", "Yves Quill", "yakcomment", "yakaction"),
    "Xerus": ("XERCASH", "Xerus bullion", "Xena Quark", "xeruscomment", "xerusaction", "xerevent"),
}
"""What only the scope of that category may read. ``YAKRATIO`` is a ratio of a Yak and a Xerus."""

FIGURES: Mapping[str, Sequence[int]] = {
    "Zebra": (7131701, 7131702, 7131703, 7131811),
    "Yak": (6242601, 6242602, 6242603, 6242811),
    "Xerus": (5353501, 5353502, 5353503, 5353811, 5353917),
}
"""Actuals of three months, a target, and for one a benchmark."""

WHOLE = ("wholecomment", "wholeaction")
"""What is said of no KPI in particular."""

RECIPIENTS: Rows = [
    ["Name", "E-mail", "Scope", "Formats", "Language"],
    ["Head", "head@example.com", "all", "xlsx, html, json", "en"],
    ["Zoe", "zoe@example.com", "category: Zebra", "xlsx, html, json", "en"],
    ["Yan", "yan@example.com", "owner: Yves Quill", "xlsx, html, json", "fr"],
    ["Xan", "xan@example.com", "KPI: XERCASH", "html, json, pdf", "en"],
    ["Val", "val@example.com", "KPI: YAKRATIO", "xlsx, json", "fr"],
]


def mail_book(path: Path, **sheets: Rows) -> Path:
    """The workbook; ``sheets`` replace or add some of its sheets."""
    path.parent.mkdir(exist_ok=True)
    return write(path, {**_sheets(), **sheets})


def _sheets() -> Sheets:
    return {
        "Settings": [
            ["Setting", "Value"],
            ["Organisation", "Quagga & Co"],
            ["Currency", "EUR"],
        ],
        "KPIs": [
            [
                *("ID", "Name", "Category", "Owner", "Unit", "Direction", "Aggregation"),
                *("Numerator", "Denominator", "Headline", "Review", "Purpose"),
            ],
            _kpi("ZEBREV", "Zebrafish takings", "Zebra", "Zora Quist", "€"),
            _kpi("YAKPEOPLE", "Yakherd count", "Yak", "Yves Quill", ""),
            _kpi("YAKHOURS", "Yak hours", "Yak", "Yves Quill", ""),
            _kpi("XERCASH", "Xerus bullion", "Xerus", "Xena Quark", "€"),
            [
                *("YAKRATIO", "Wool rate", "Wool", "Wanda Quirk", "%", "higher", "ratio"),
                *("YAKPEOPLE", "XERCASH", "no", "monthly", "Warmth"),
            ],
        ],
        "Actuals": [
            ["KPI", *MONTHS],
            ["ZEBREV", *FIGURES["Zebra"][:3]],
            ["YAKPEOPLE", *FIGURES["Yak"][:3]],
            ["YAKHOURS", 61, 62, 63],
            ["XERCASH", *FIGURES["Xerus"][:3]],
        ],
        "Targets": [
            ["KPI", *MONTHS],
            ["ZEBREV", *[FIGURES["Zebra"][3]] * 3],
            ["YAKPEOPLE", *[FIGURES["Yak"][3]] * 3],
            ["XERCASH", *[FIGURES["Xerus"][3]] * 3],
        ],
        "Benchmarks": [
            ["Metric", "Statistic", "Value", "Unit", "Source", "As of"],
            ["Xerus bullion", "median", FIGURES["Xerus"][4], "€", "Survey", "2026"],
        ],
        "Comments": [
            ["KPI", "Period", "Author", "Text"],
            ["ZEBREV", None, "Ada", "zebracomment"],
            ["YAKPEOPLE", None, "Ada", "yakcomment"],
            ["XERCASH", None, "Ada", "xeruscomment"],
            ["all", None, "Ada", "wholecomment"],
        ],
        "Actions": [
            ["KPI", "Action", "Owner", "Due", "Status"],
            ["ZEBREV", "zebraaction", "Ada", "zebradate", "open"],
            ["YAKPEOPLE", "yakaction", "Ada", "2026-04-01", "open"],
            ["XERCASH", "xerusaction", "Ada", "2026-04-01", "open"],
            ["all", "wholeaction", "Ada", "2026-04-01", "open"],
        ],
        "Events": [
            ["Date", "KPI", "Label", "Rebase"],
            ["2026-02-03", "XERCASH", "xerevent", "no"],
        ],
        "Recipients": RECIPIENTS,
    }


def _kpi(kpi_id: str, name: str, category: str, owner: str, unit: str) -> list[Value]:
    return [
        *(kpi_id, name, category, owner, unit, "higher", "sum"),
        *(None, None, "no" if kpi_id.startswith("YAK") else "yes", "monthly", "Warmth"),
    ]
