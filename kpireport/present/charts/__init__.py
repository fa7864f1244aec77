"""Charts as inline SVG: pure functions from plain numbers and formatted texts to a ``Chart``.

Nothing here formats a number for a reader, knows a language or looks at a KPI.
"""

from kpireport.present.charts.points import TimelinePoint, TimelineWords
from kpireport.present.charts.scale import TickText
from kpireport.present.charts.sparkline import sparkline
from kpireport.present.charts.timeline import timeline

__all__ = ["TickText", "TimelinePoint", "TimelineWords", "sparkline", "timeline"]
