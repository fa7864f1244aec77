"""The words in a timeline's drawing, in the report's language."""

from __future__ import annotations

from functools import partial

from kpireport.i18n.messages import Messages
from kpireport.present.charts import TimelineWords


def chart_words(messages: Messages) -> TimelineWords:
    """The words of a timeline's key."""
    return TimelineWords(
        actual=messages.text("label.actual"),
        target=messages.text("label.target"),
        prior_year=messages.text("label.prior_year"),
        forecast=messages.text("label.forecast"),
        variance=messages.text("label.variance"),
        limits=messages.text("label.process_limits"),
        mean=messages.text("label.process_mean"),
        signal=messages.text("label.signal"),
        provisional=messages.text("label.provisional"),
        goal=messages.text("goal.chart_key"),
        cut_axis=messages.text("chart.cut_axis"),
        between=messages.text("chart.between"),
        scaled_variance=partial(_scaled_variance, messages),
        open_variance=messages.text("chart.open_variance"),
        in_billions=messages.text("chart.in_billions"),
        throughout=partial(_throughout, messages),
    )


def _throughout(messages: Messages, figure: str, both: bool) -> str:
    """What is said in place of figures that all are zero, as their target may be."""
    return messages.text("chart.throughout_both" if both else "chart.throughout", figure=figure)


def _scaled_variance(messages: Messages, factor: float) -> str:
    """The strip's name where a variance is drawn in another scale than the figures."""
    if factor >= 1:
        return messages.text("chart.variance_times", times=factor)
    if factor == 1 / 2:
        return messages.text("chart.variance_half")
    return messages.text("chart.variance_part", part=round(1 / factor))
