"""The options that commands share, and what they accept."""

import functools
import logging
import os
import sys
from collections.abc import Callable
from typing import Any, TextIO

import click

from warehouse import places
from warehouse.arguments import memory_argument, month_argument, months_argument, text_argument, timeout_argument
from warehouse.log import FORMAT, LOG, VERBOSE, Formatter, is_json


def file_format(choices: tuple[str, ...], variable: str, text: str) -> Callable[[Any], Any]:
    return click.option(
        "--format",
        "file_format",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        envvar=variable,
        help=text,
    )


def be_verbose(ctx: click.Context, option: click.Parameter, is_wanted: bool) -> None:
    """Show what each step is and takes."""
    if is_wanted and not ctx.meta.get(VERBOSE):
        ctx.meta[VERBOSE] = True
        handler = logging.StreamHandler(sys.stderr)
        handler.addFilter(lambda record: record.levelno == logging.DEBUG)
        _log_to(ctx, handler, logging.DEBUG)


def log_as(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    """Log in a format; in JSON also what would else be said in words on stderr."""
    if value and FORMAT not in ctx.meta:
        ctx.meta[FORMAT] = value
        if value == "json":
            _log_to(ctx, logging.StreamHandler(sys.stderr), logging.INFO)


def _log_to(ctx: click.Context, handler: logging.Handler, level: int) -> None:
    handler.setFormatter(Formatter(ctx.meta))
    handler.setLevel(level)
    LOG.addHandler(handler)
    LOG.setLevel(logging.DEBUG)
    root = ctx.find_root()  # what went wrong is told when the command has ended
    root.call_on_close(handler.close)
    root.call_on_close(functools.partial(LOG.removeHandler, handler))


as_of = click.option(
    "--as-of", callback=month_argument, envvar="SUPPORTWH_AS_OF", help="As it was after a month: 202502."
)
log_format = click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    expose_value=False,
    callback=log_as,
    envvar="SUPPORTWH_LOG_FORMAT",
    help="How the log is written: json has all of stderr in it.",
)
verbose = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    expose_value=False,
    callback=be_verbose,
    envvar="SUPPORTWH_VERBOSE",
    help="Say what each step is and takes.",
)
months = click.option(
    "--months", callback=months_argument, envvar="SUPPORTWH_MONTHS", help="Load only these, such as 202502,202503."
)
threads = click.option(
    "--threads",
    type=click.IntRange(1, 1024),
    callback=places.refused_with_remote,
    envvar="SUPPORTWH_THREADS",
    help="Threads to use, at most.",
)
memory_limit = click.option(
    "--memory-limit",
    callback=memory_argument,
    default="800MB",
    show_default=True,
    envvar="SUPPORTWH_MEMORY_LIMIT",
    help="Memory to use before spilling to disk.",
)
query_memory_limit = click.option(
    "--memory-limit",
    callback=memory_argument,
    envvar="SUPPORTWH_QUERY_MEMORY_LIMIT",
    help="Memory to use; a query does not spill.",
)


FORCE = "Replace whatever file is there, even the warehouse or an input."
file = click.option(
    "--file", type=click.File(encoding="utf-8"), envvar="SUPPORTWH_FILE", help="Read the statement from a file."
)
timeout = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    callback=timeout_argument,
    envvar="SUPPORTWH_TIMEOUT",
    metavar="SECONDS",
    help="Stop the statement after so long.",
)


def flag(name: str, text: str) -> Callable[[Any], Any]:
    return click.option(f"--{name}", is_flag=True, envvar=f"SUPPORTWH_{name.replace('-', '_').upper()}", help=text)


def decisions(command: Any) -> Any:
    """What is decided when a warehouse is made."""
    of_updates = "An empty cell of an update empties, or keeps what was there.  [default: empty]"
    of_month = "Month of the initial extract.  [default: 202501]"
    of_zone = "Zone of local times; files are in UTC, or say their own.  [default: America/New_York]"
    choice, variable = click.Choice(["empty", "keep"]), "SUPPORTWH_PARTIAL_UPDATES"
    command = click.option("--partial-updates", type=choice, envvar=variable, help=of_updates)(command)
    variable = "SUPPORTWH_INITIAL_MONTH"
    command = click.option("--initial-month", callback=month_argument, envvar=variable, help=of_month)(command)
    return click.option("--timezone", callback=text_argument, envvar="SUPPORTWH_TIMEZONE", help=of_zone)(command)


def vocabulary(is_stored: bool) -> Callable[[Any], Any]:
    """What the dashboard calls the department and the people it supports."""
    end = "Stored in the warehouse." if is_stored else "Default: that of the warehouse."

    def decorate(command: Any) -> Any:
        for name, text in (("audience", "Who is supported, such as customers."), ("title", "Title of the dashboard.")):
            variable = f"SUPPORTWH_{name.upper()}"
            command = click.option(f"--{name}", callback=text_argument, envvar=variable, help=f"{text} {end}")(command)
        return command

    return decorate


def of_a_build(command: Any) -> Any:
    """What a build is asked to do, see `Options` in `warehouse.load.store`."""
    for option in (
        vocabulary(is_stored=True),
        memory_limit,
        threads,
        flag("dry-run", "Say what a build would do; write nothing."),
        flag("strict", "Stop at warnings too."),
        flag("quarantine", "Quarantine faulty rows, load the rest."),
        decisions,
        flag(
            "allow-missing",
            "Let --full-refresh lose deltas that no longer exist and tables that others have added.",
        ),
        flag("full-refresh", "Rebuild from the CSV files."),
        months,
    ):
        command = option(command)
    return command


force = flag("force", FORCE)
excel = flag("excel", "Write CSV that Excel opens by a double click: with a byte order mark and CRLF line ends.")
raw = flag("raw", "Leave texts in CSV that a spreadsheet would run as a formula.")


def require_csv(excel: bool, file_format: str) -> None:
    if excel and file_format != "csv":
        raise click.UsageError("--excel is for --format csv.")


def is_logged() -> bool:
    """Whether the log is on the screen, where a progress bar has no place."""
    meta = click.get_current_context().meta
    return VERBOSE in meta or is_json(meta)


def statement(sql: str | None, script: TextIO | None) -> str:
    """The one statement of a query: the argument, a file's, or what comes on stdin for `-`."""
    if (sql is None) == (script is None):
        raise click.UsageError("Give one statement: as an argument, as - on stdin, or with --file.")
    try:
        if script or sql == "-":
            return (script or sys.stdin).read()
        return os.fsencode(str(sql)).decode()  # in the locale C, Python takes an argument for ASCII
    except UnicodeError as error:
        raise click.UsageError("A query is text in UTF-8.") from error
