"""``--fail-on``: the conditions under which a run ends with exit code 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kpireport.commands.options import Decorator
from kpireport.commands.words import word

if TYPE_CHECKING:
    from rich.console import Console

    from kpireport.model.book import Language
    from kpireport.model.highlight import AlertRule
    from kpireport.pipeline import Failure, Report

CONDITION_HOLDS = 3
ANY = "any"


def read_conditions(
    ctx: click.Context, param: click.Parameter, value: str | None
) -> tuple[AlertRule, ...]:
    """Alert rules with commas between, in the Settings' words or by their codes."""
    if value is None:
        return ()
    from kpireport.model.errors import UsageError
    from kpireport.model.highlight import AlertRule
    from kpireport.pipeline import read_alert_rules

    try:
        return read_alert_rules(value)
    except UsageError as error:
        found = error.params["found"]
        named = ", ".join(found) if isinstance(found, tuple) else str(found)
        choices = ", ".join((*AlertRule, ANY))
        sentence = word("usage_fail_on").format(found=named, choices=choices)
        raise click.BadParameter(sentence, ctx, param) from None


fail_on_option: Decorator = click.option(
    "--fail-on", metavar="LIST", callback=read_conditions, help=word("option_fail_on")
)


def holds(
    result: Report | Failure,
    rules: tuple[AlertRule, ...],
    err: Console,
    language: Language | None,
) -> bool:
    """Whether a rule holds for a KPI of the book; every such KPI is named with what is wrong.

    The lines are in the language asked for, else in the report's own: ``kpis.xlsx: off_track:
    Delivery time: 2.7 days, 8.0% worse than …; off track since Jul 2026.``
    """
    from kpireport.pipeline import Failure, alerts

    if isinstance(result, Failure) or not rules:
        return False
    spoken: Language = "fr" if result.view.language == "fr" else "en"
    found = alerts(result.scorecard, rules, language or spoken)
    for alert in found:
        codes = ", ".join(alert.rules)
        err.print(f"{result.book.name}: {codes}: {alert.name}: {alert.sentence}", soft_wrap=True)
    return bool(found)
