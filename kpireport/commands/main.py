"""The program's front door: finds a command, runs it, and turns what stops it into an exit code.

Exit codes: 0 done; 1 the workbook has errors, or a file could not be read or written; 2 wrong
usage; 3 a condition asked for holds.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from gettext import gettext as click_text
from typing import Any

import click

from kpireport.commands.words import speak, terminal_language, word

COMMANDS: Mapping[str, str] = {
    "new": "kpireport.commands.new",
    "check": "kpireport.commands.check",
    "report": "kpireport.commands.report",
    "pack": "kpireport.commands.pack",
    "send": "kpireport.commands.send",
    "watch": "kpireport.commands.watch",
    "history": "kpireport.commands.history",
    "explain": "kpireport.commands.explain",
    "map": "kpireport.commands.map",
    "benchmarks": "kpireport.commands.benchmarks",
}


class LazyGroup(click.Group):
    """A group whose commands are modules, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(COMMANDS[cmd_name]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by their lines in the catalogue: none is imported for it."""
        with formatter.section(click_text("Commands")):
            formatter.write_dl([(name, word(f"{name}_help")) for name in COMMANDS])


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from kpireport import __version__

        click.echo(f"kpireport {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    help=word("main_help"),
    epilog=word("main_epilog"),
    context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 96},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help=word("option_version"),
)
def cli() -> None:
    """The group itself does nothing; its commands do."""


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit code. Never shows a traceback unasked."""
    sys.exit(_run(sys.argv[1:] if arguments is None else arguments, last=True))


def _run(arguments: list[str], *, last: bool = False) -> int:
    """``last`` says that the process ends with the command; its context has that as ``obj``."""
    speak()
    try:
        result: Any = cli.main(
            args=arguments, prog_name="kpireport", standalone_mode=False, obj=last
        )
    except click.exceptions.Abort:
        click.echo(word("interrupted"), err=True)
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output has gone (`kpireport check book.xlsx | head`): not an error.
        sys.stdout = None
        return 0
    except Exception as error:
        return _report_failure(error, verbose="--verbose" in arguments or "-v" in arguments)
    return result if isinstance(result, int) else 0


def _report_failure(error: Exception, verbose: bool) -> int:
    from kpireport.model.errors import KpiReportError, WorkbookError

    if isinstance(error, KpiReportError):
        from kpireport.i18n.messages import get_messages

        if isinstance(error, WorkbookError):
            # What no workbook alone can show: two that don't fit together.
            from kpireport.commands.terminal import console, show_problems

            words = get_messages(terminal_language())
            show_problems(console(sys.stderr), "", error.problems, words)
        sentence = get_messages(terminal_language()).error(error)
        click.echo(f"{word('error_word')}: {sentence}", err=True)
        return error.exit_code
    what = f"{type(error).__name__}: {error}"
    click.echo(f"{word('error_word')}: {word('fault').format(what=what)}", err=True)
    if verbose:
        import traceback

        click.echo("".join(traceback.format_exception(error)), err=True)
    return 1
