"""``kpireport check``: every problem of a workbook, by cell."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kpireport.commands.options import (
    book_path,
    language_option,
    mapping_option,
    quiet_option,
    text_or_json_option,
    verbose_option,
)
from kpireport.commands.words import terminal_language, word
from kpireport.commands.workbooks import one_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kpireport.addresses import Place
    from kpireport.commands.reviewing import Reviewed
    from kpireport.i18n.messages import Messages
    from kpireport.model.book import Book, Language
    from kpireport.model.problem import Problem


@click.command("check", help=word("check_long"), short_help=word("check_help"))
@click.argument("book", required=False)
@text_or_json_option(word("option_check_format"))
@click.option("--review", "reviewing", is_flag=True, help=word("option_check_review"))
@mapping_option
@click.option("--annotate", metavar="COPY", help=word("option_annotate"))
@click.option("--explain", metavar="CODE", help=word("option_explain"))
@language_option
@quiet_option
@verbose_option
@click.pass_context
def command(
    ctx: click.Context,
    book: str | None,
    output: str,
    reviewing: bool,
    mapping: Path | None,
    annotate: str | None,
    explain: str | None,
    lang: Language | None,
    quiet: bool,
    verbose: bool,
) -> int:
    if explain is not None:
        return _explain(ctx, explain, lang or terminal_language())
    if book is None:
        raise click.UsageError(word("usage_no_book").format(command="check"), ctx)
    from kpireport.i18n.messages import get_messages
    from kpireport.model.problem import has_errors
    from kpireport.pipeline import read_books

    path = one_workbook(book)
    books, problems = read_books(path, mapping)
    parsed = books[0] if books else None
    settled = parsed.settings.language if parsed is not None else None
    messages = get_messages(lang or settled or terminal_language())
    failed = parsed is None or has_errors(problems)
    if annotate is not None:
        _annotate(path, problems, book_path(annotate), messages, quiet=quiet or output == "json")
    reviewed = _review(parsed, problems, messages) if reviewing else None
    if output == "json":
        click.echo(_as_json(path.name, books, problems, messages, reviewed))
        return 1 if failed else 0
    if failed or not quiet:
        _as_text(path.name, books, problems, messages, quiet=quiet)
        if verbose:
            _explain_all(problems, messages)
    if reviewed is not None:
        _show_review(path.name, reviewed, messages, quiet=quiet)
    return 1 if failed else 0


def _annotate(
    path: Place, problems: Sequence[Problem], copy: Path, messages: Messages, *, quiet: bool
) -> None:
    from kpireport.pipeline import annotate_workbook

    annotate_workbook(path, problems, copy, messages.language)
    if not quiet:
        click.echo(messages.text("cli.annotated", path=str(copy)), err=True)


def _as_text(
    name: str,
    books: Sequence[Book],
    problems: Sequence[Problem],
    messages: Messages,
    *,
    quiet: bool,
) -> None:
    from kpireport.commands.terminal import console, counts_text, show_problems
    from kpireport.model.problem import Severity, has_errors

    out = console(sys.stdout)
    if quiet:
        problems = [each for each in problems if each.severity is Severity.ERROR]
    show_problems(out, name, problems, messages)
    if not out.is_terminal or quiet:
        return
    out.print()
    if problems:
        counts = counts_text(problems, messages)
        out.print(messages.text("cli.found_in", counts=counts, name=name), style="bold")
    elif books:
        out.print(_clean_line(books, messages), style="bold")
    failed = not books or has_errors(problems)
    if failed:
        out.print(messages.text("cli.cannot_report"), style="red")
    elif len(books) > 1:
        names = tuple(book.settings.entity for book in books)
        text = messages.text("cli.can_pack", count=len(books), names=names, name=name)
        out.print(text, style="green")
    else:
        out.print(messages.text("cli.can_report"), style="green")


def _clean_line(books: Sequence[Book], messages: Messages) -> str:
    figures = sum(len(series) for book in books for series in book.actuals.values())
    targets = sum(len(series) for book in books for series in book.targets.values())
    targets += sum(len(dated) for book in books for dated in book.dated_targets.values())
    kpis = len({kpi.id for book in books for kpi in book.kpis})
    return messages.text("cli.clean", kpis=kpis, figures=figures, targets=targets)


def _review(book: Book | None, problems: Sequence[Problem], messages: Messages) -> Reviewed:
    from kpireport.commands.reviewing import review

    return review(book, problems, messages)


def _show_review(name: str, reviewed: Reviewed, messages: Messages, *, quiet: bool) -> None:
    from kpireport.commands.reviewing import show_review
    from kpireport.commands.terminal import console

    if quiet and reviewed.nothing_missing:
        return
    show_review(console(sys.stdout), name, reviewed, messages)


def _as_json(
    name: str,
    books: Sequence[Book],
    problems: Sequence[Problem],
    messages: Messages,
    reviewed: Reviewed | None,
) -> str:
    import json

    rows = []
    for problem in problems:
        text = messages.problem(problem)
        rows.append(
            {
                "code": problem.code,
                "severity": problem.severity.value,
                "sheet": problem.sheet,
                "cell": problem.cell,
                "message": text.message,
                "expected": text.expected,
                "advice": text.advice,
            }
        )
    data: dict[str, object] = {"schema": 1, "source": name, "problems": rows}
    if len(books) > 1:
        data["entities"] = [book.settings.entity for book in books]
    if reviewed is not None:
        from kpireport.commands.reviewing import review_json

        data["review"] = review_json(reviewed)
    return json.dumps(data, ensure_ascii=False, indent=2)


def _explain(ctx: click.Context, code: str, language: Language) -> int:
    from kpireport.i18n.messages import get_messages

    messages = get_messages(language)
    known = code.strip().upper()
    if not messages.has(f"problem.{known}.title"):
        raise click.UsageError(word("usage_unknown_code").format(found=code), ctx)
    click.echo(_explanation(known, messages))
    return 0


def _explain_all(problems: Sequence[Problem], messages: Messages) -> None:
    for code in dict.fromkeys(problem.code for problem in problems):
        click.echo(f"\n{_explanation(code, messages)}")


def _explanation(code: str, messages: Messages) -> str:
    title = messages.text(f"problem.{code}.title")
    paragraph = click.wrap_text(messages.text(f"problem.{code}.explain"), width=88)
    return f"{code}: {title}\n\n{paragraph}"
