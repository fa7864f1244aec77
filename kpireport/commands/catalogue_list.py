"""How the catalogue is shown: in groups at a terminal, a figure a line in a pipe, or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kpireport.present.benchmark_words import in_words, value_text

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from kpireport.benchmarks.search import Topic, Topics
    from kpireport.i18n.messages import Messages
    from kpireport.model.benchmark import Benchmark


def show_topics(out: Console, topics: Topics, messages: Messages) -> None:
    """The metrics and the industries, each with its number of figures."""
    for key, found in (("metric", topics.metrics), ("industry", topics.industries)):
        if not out.is_terminal:
            for topic in found:
                name = topic.named.name(messages.language)
                out.print(
                    f"{messages.text(f'cli.one_{key}')}: {name}: {topic.count}", soft_wrap=True
                )
            continue
        out.print(_topic_table(found, messages, key))
        out.print()
    if out.is_terminal:
        out.print(messages.text("cli.benchmarks_hint"), style="dim")


def _topic_table(topics: Iterable[Topic], messages: Messages, key: str) -> Table:
    table = _table()
    table.add_column(messages.text(f"cli.one_{key}"), overflow="fold")
    table.add_column(messages.text("cli.figures"), justify="right", no_wrap=True)
    for topic in topics:
        table.add_row(topic.named.name(messages.language), str(topic.count))
    return table


def _table() -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    return Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)


def show_figures(out: Console, found: Sequence[Benchmark], messages: Messages) -> None:
    """The figures, those of one publication together under its source."""
    if not found:
        out.print(messages.text("cli.no_figures"))
        return
    if not out.is_terminal:
        for row in found:
            out.print(_line(row, messages), soft_wrap=True)
        return
    groups: dict[tuple[str, ...], list[Benchmark]] = {}
    for row in found:
        words = in_words(messages, row)
        head = (words.metric, row.source, row.url, words.as_of, words.geography)
        groups.setdefault(head, []).append(row)
    for (metric, source, url, as_of, geography), rows in groups.items():
        out.print(metric, style="bold")
        out.print(" · ".join((source, as_of, geography)), style="dim")
        out.print(url, style="dim", soft_wrap=True)
        out.print(_figure_table(rows, messages))
        out.print()
    out.print(messages.text("cli.figures_found", count=len(found)), style="dim")


def _figure_table(rows: Iterable[Benchmark], messages: Messages) -> Table:
    table = _table()
    table.add_column(messages.text("cli.cohort"), overflow="fold", ratio=3)
    table.add_column(messages.text("cli.value"), justify="right", overflow="fold")
    table.add_column(messages.text("cli.statistic"), overflow="fold", ratio=3)
    for row in rows:
        table.add_row(
            in_words(messages, row).industry, value_text(messages, row), _statistic(row, messages)
        )
    return table


def _statistic(row: Benchmark, messages: Messages) -> str:
    words = in_words(messages, row)
    return ", ".join(part for part in (words.statistic, words.sample_size) if part)


def _line(row: Benchmark, messages: Messages) -> str:
    words = in_words(messages, row)
    about = f"{words.metric}: {words.industry}: {value_text(messages, row)}"
    facts = (_statistic(row, messages), words.as_of, words.geography, row.source, row.url)
    return " · ".join((about, *facts))


def topics_json(topics: Topics, language: str) -> str:
    """Metrics and industries for other programs; see docs/commands/benchmarks.md."""
    import json

    def listed(found: Iterable[Topic]) -> list[dict[str, str | int]]:
        return [
            {"id": each.named.id, "name": each.named.name(language), "figures": each.count}
            for each in found
        ]

    data = {
        "schema": 1,
        "metrics": listed(topics.metrics),
        "industries": listed(topics.industries),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def figures_json(found: Iterable[Benchmark], messages: Messages) -> str:
    """The figures for other programs, unrounded; see docs/commands/benchmarks.md."""
    import json

    rows = []
    for row in found:
        words = in_words(messages, row)
        rows.append(
            {
                "metric": words.metric,
                "cohort": words.industry,
                "industries": list(row.sectors),
                "statistic": words.statistic,
                "sample_size": words.sample_size,
                "value": row.value,
                "unit": row.unit,
                "unit_basis": words.unit_basis,
                "as_of": words.as_of,
                "as_of_end": None if row.as_of_end is None else str(row.as_of_end),
                "geography": words.geography,
                "source": row.source,
                "url": row.url,
            }
        )
    return json.dumps({"schema": 1, "benchmarks": rows}, ensure_ascii=False, indent=2)
