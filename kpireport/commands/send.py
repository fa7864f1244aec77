"""``kpireport send``: every recipient's report by mail, each once."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kpireport.commands.history_options import VARIABLE, history_place
from kpireport.commands.options import (
    book_path,
    mapping_option,
    period_option,
    quiet_option,
    read_formats,
    templates_option,
    verbose_option,
)
from kpireport.commands.words import terminal_language, word
from kpireport.commands.workbooks import without_locks

if TYPE_CHECKING:
    from pathlib import Path

    from kpireport.commands.send_lines import SendLines
    from kpireport.deliver.mail.smtp import MailServer
    from kpireport.model.period import Period
    from kpireport.pipeline import Format
    from kpireport.pipeline.mail_plan import MailPlan


_REPORTS = "scorecards"
"""Where ``report`` writes unless told otherwise, and keeps its history."""


@click.command("send", help=word("send_long"), short_help=word("send_help"))
@click.argument("book", nargs=-1)
@click.option("--dry-run", is_flag=True, help=word("send_option_dry_run"))
@click.option("--output", metavar="DIR", default="mails", help=word("send_option_output"))
@period_option
@click.option(
    "--format", "formats", metavar="LIST", callback=read_formats, help=word("send_option_format")
)
@mapping_option
@templates_option
@click.option("--history", metavar="URL|FILE", envvar=VARIABLE, help=word("send_option_history"))
@click.option("--no-history", is_flag=True, help=word("send_option_no_history"))
@click.option("--again", metavar="ADDRESS", multiple=True, help=word("send_option_again"))
@click.option("--notify", metavar="URL", multiple=True, help=word("send_option_notify"))
@click.option("--yes", "-y", is_flag=True, help=word("send_option_yes"))
@quiet_option
@verbose_option
@click.pass_context
def command(
    ctx: click.Context,
    book: tuple[str, ...],
    dry_run: bool,
    output: str,
    period: Period | None,
    formats: tuple[Format, ...] | None,
    mapping: Path | None,
    templates: str | None,
    history: str | None,
    no_history: bool,
    again: tuple[str, ...],
    notify: tuple[str, ...],
    yes: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    if not book:
        raise click.UsageError(word("usage_no_book").format(command="send"), ctx)
    if no_history and not dry_run:
        raise click.UsageError(word("send_needs_history"), ctx)
    from kpireport.commands.mail_settings import read_channels, read_post
    from kpireport.commands.progress import progress_on
    from kpireport.commands.send_lines import SendLines
    from kpireport.commands.templates import read_templates
    from kpireport.commands.terminal import console
    from kpireport.i18n.messages import get_messages
    from kpireport.pipeline.mailing import plan_mails

    post = read_post(dry_run=dry_run)
    words = get_messages(terminal_language())
    lines = SendLines(console(sys.stdout), console(sys.stderr), words, quiet=quiet)
    own = None if templates is None else read_templates(book_path(templates), lines.err, words)
    kept = history_place(history, book_path(_REPORTS))
    named = without_locks([book_path(each) for each in book])
    paths = named.places
    named.say_locks(lines.err, words)
    with progress_on(lines.err, words, len(paths), timed=verbose) as progress:
        plan = plan_mails(
            paths,
            period=period,
            formats=formats,
            mapping=mapping,
            history=None if no_history else kept,
            templates=own,
            progress=progress,
        )
    lines.show_obstacles(plan)
    if dry_run:
        return _write(plan, book_path(output), post.sender, None if no_history else kept, lines)
    if plan.stopped:
        lines.show_stopped()
        return 1
    assert post.server is not None
    order = _Order(plan, post.sender, post.server, kept, again, read_channels(notify))
    return _send(ctx, order, lines, yes=yes)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be sent, by whom, by which server, and what was asked for besides."""

    plan: MailPlan
    sender: str
    server: MailServer
    history: str | Path
    again: tuple[str, ...]
    channels: tuple[str, ...]


def _write(
    plan: MailPlan, folder: Path, sender: str, history: str | Path | None, lines: SendLines
) -> int:
    """The dry run; exit code 1 where sending would be refused."""
    from kpireport.pipeline.dry_run import write_mails
    from kpireport.pipeline.sending import known_fates

    fates = known_fates(plan, history)
    now = datetime.now().astimezone()
    paths = write_mails(plan, folder, sender=sender, now=now, fates=fates)
    lines.show_files(paths, plan)
    if plan.stopped:
        lines.show_stopped()
    return 1 if plan.stopped or plan.unaddressed else 0


def _send(ctx: click.Context, order: _Order, lines: SendLines, *, yes: bool) -> int:
    from kpireport.pipeline.mail_desk import DONE
    from kpireport.pipeline.noticing import notify_channels
    from kpireport.pipeline.sending import (
        check_again,
        due_mails,
        earlier_versions,
        known_fates,
        send_mails,
    )

    check_again(order.plan, order.again)
    fates = known_fates(order.plan, order.history)
    due = due_mails(fates, order.again)
    lines.show_plan(fates, due, earlier_versions(order.plan, order.history))
    if due and not yes and not _confirmed(ctx, lines.question(due, order.server.host)):
        lines.say("cli.send_nothing_sent")
        return 1
    if not order.plan.mails:
        lines.say("cli.send_nobody")
    result = send_mails(
        order.plan,
        server=order.server,
        sender=order.sender,
        history=order.history,
        clock=_now,
        sleep=time.sleep,
        again=order.again,
        told=lines.show_sending,
    )
    lines.show_result(result)
    complete = result.complete
    if order.channels and result.stopped is None:
        notices = notify_channels(
            order.plan, order.channels, history=order.history, clock=_now, again=order.again
        )
        for notice in notices:
            lines.show_notice(notice)
            complete = complete and notice.fate in DONE
    return 0 if complete and not order.plan.unaddressed else 1


def _confirmed(ctx: click.Context, question: str) -> bool:
    """Whether a person at the terminal says yes; without one it takes ``--yes``."""
    if not sys.stdin.isatty():
        raise click.UsageError(word("send_needs_yes"), ctx)
    answer = click.prompt(f"{question} [{word('send_choice')}]", default="", show_default=False)
    return str(answer).strip().casefold() in ("y", "yes", "o", "oui")


def _now() -> datetime:
    return datetime.now().astimezone()
