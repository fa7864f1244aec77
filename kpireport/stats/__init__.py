"""Statistics over arrays. Knows no KPI word."""
