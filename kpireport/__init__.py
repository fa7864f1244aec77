"""kpireport: from a KPI workbook to a scorecard."""

__version__ = "0.1.0"
