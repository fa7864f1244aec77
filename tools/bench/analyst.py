"""What a colleague would write: pandas for figures, matplotlib for charts, WeasyPrint for a PDF.

``python -m tools.bench.analyst BOOK FOLDER`` makes report.xlsx, report.html, report.pdf and
report.json: a table of all KPIs, then a page a KPI with its chart and its months. It knows none of
the rules (ratios, missing months, status edges, limits), which is what makes it short.
"""

from __future__ import annotations

import base64
import html
import io
import json
import sys
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from weasyprint import HTML

mpl.use("svg")
import matplotlib.pyplot as plt

_STYLE = """
@page { size: A4 landscape; margin: 15mm }
body { font-family: sans-serif; font-size: 9pt }
table { border-collapse: collapse; width: 100% }
td, th { border-bottom: 1px solid #ccc; padding: 2px 4px; text-align: right }
th:first-child, td:first-child { text-align: left }
section { break-before: page }
"""


def report(book: Path, folder: Path) -> None:
    """The four files."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = pd.read_excel(book, sheet_name=None)
    kpis = sheets["KPIs"].set_index("ID")
    actuals, targets = (_long(sheets[name]) for name in ("Actuals", "Targets"))
    months = actuals.columns
    rows = [_row(kpis.loc[kpi], actuals.loc[kpi], targets.loc[kpi], months) for kpi in kpis.index]
    summary = pd.DataFrame(rows, index=kpis.index)
    with pd.ExcelWriter(folder / "report.xlsx", engine="xlsxwriter") as writer:
        summary.to_excel(writer, sheet_name="Summary")
        actuals.to_excel(writer, sheet_name="Actuals")
        targets.to_excel(writer, sheet_name="Targets")
    (folder / "report.json").write_text(json.dumps(rows, default=str))
    page = _page(summary, kpis, actuals, targets)
    (folder / "report.html").write_text(page)
    HTML(string=page).write_pdf(folder / "report.pdf")


def _long(sheet: Any) -> Any:
    return sheet.set_index("KPI")


def _row(kpi: Any, actual: Any, target: Any, months: Any) -> dict[str, Any]:
    last = months[-1]
    year = [month for month in months if month.year == last.year]
    ytd, planned = actual[year].sum(), target[year].sum()
    attained = actual[last] / target[last]
    attained = attained if kpi["Direction"] == "higher" else 2 - attained
    return {
        "name": kpi["Name"],
        "actual": actual[last],
        "target": target[last],
        "variance": actual[last] - target[last],
        "attainment": attained,
        "status": "green" if attained >= 1 else "amber" if attained >= 0.95 else "red",
        "ytd": ytd,
        "ytd_target": planned,
    }


def _page(summary: Any, kpis: Any, actuals: Any, targets: Any) -> str:
    parts = [f"<style>{_STYLE}</style><h1>Scorecard</h1>", summary.round(3).to_html()]
    for kpi in kpis.index:
        name = html.escape(str(kpis.loc[kpi, "Name"]))
        months = pd.DataFrame({"Actual": actuals.loc[kpi], "Target": targets.loc[kpi]})
        months["Variance"] = months["Actual"] - months["Target"]
        months.index = [f"{month:%b %Y}" for month in months.index]
        parts.append(f"<section><h2>{name}</h2><img src='{_chart(months)}'>")
        parts.append(f"{months.round(1).to_html()}</section>")
    return "".join(parts)


def _chart(months: Any) -> str:
    figure, axes = plt.subplots(figsize=(9, 3))
    axes.plot(months.index, months["Actual"], label="Actual")
    axes.plot(months.index, months["Target"], label="Target", linestyle="--")
    axes.tick_params(axis="x", rotation=90, labelsize=6)
    axes.legend()
    stream = io.BytesIO()
    figure.savefig(stream, format="svg", bbox_inches="tight")
    plt.close(figure)
    return f"data:image/svg+xml;base64,{base64.b64encode(stream.getvalue()).decode()}"


if __name__ == "__main__":
    report(Path(sys.argv[1]), Path(sys.argv[2]))
