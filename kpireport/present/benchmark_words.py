"""A published figure's words in the reader's language, and how its value is shown."""

from __future__ import annotations

from kpireport.i18n.messages import Messages
from kpireport.i18n.precision import own_decimals
from kpireport.i18n.values import value_format
from kpireport.model.benchmark import Benchmark, BenchmarkWords
from kpireport.model.kpi import Unit

_MOST_DECIMALS = 2
_SMALL = 0.1


def in_words(messages: Messages, row: Benchmark) -> BenchmarkWords:
    """What the figure says of itself. A workbook's own row is shown as it was typed."""
    french = row.french if messages.language == "fr" else BenchmarkWords()
    return BenchmarkWords(
        metric=french.metric or row.metric,
        industry=french.industry or row.industry,
        statistic=french.statistic or row.statistic,
        sample_size=french.sample_size or row.sample_size,
        unit_basis=french.unit_basis or row.unit_basis,
        as_of=french.as_of or row.as_of,
        geography=french.geography or row.geography,
    )


def value_text(messages: Messages, row: Benchmark) -> str:
    """The figure in its own unit: ``1.9% of employment per month``, ``£92.29``, ``4.4 days``."""
    unit = row.measured_in or Unit()
    shown = value_format(messages.formats, unit, messages.text("label.points"))
    most = _MOST_DECIMALS if abs(row.value) >= _SMALL else _MOST_DECIMALS + 1
    text = shown.spelt(row.value, min(own_decimals(row.value), most))
    basis = in_words(messages, row).unit_basis if row.cell is None else ""
    return f"{text} {basis}" if basis else text
