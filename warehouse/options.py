"""The options that commands share."""

import os
import sys
from collections.abc import Callable
from typing import Any, TextIO

import click

from warehouse import places
from warehouse.arguments import memory_argument, month_argument, months_argument, text_argument, timeout_argument
from warehouse.completion import complete_month, complete_time_zone


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


as_of = click.option(
    "--as-of",
    callback=month_argument,
    shell_complete=complete_month,
    envvar="SUPPORTWH_AS_OF",
    help="Show the data as of this month (YYYYMM).",
)
months = click.option(
    "--months",
    callback=months_argument,
    shell_complete=complete_month,
    envvar="SUPPORTWH_MONTHS",
    help="Load only these months, e.g. 202502,202503.",
)
threads = click.option(
    "--threads",
    type=click.IntRange(1, 1024),
    callback=places.refused_with_remote,
    envvar="SUPPORTWH_THREADS",
    help="Maximum number of threads.",
)
memory_limit = click.option(
    "--memory-limit",
    callback=memory_argument,
    default="800MB",
    show_default=True,
    envvar="SUPPORTWH_MEMORY_LIMIT",
    help="Maximum memory; beyond it, DuckDB spills to disk.",
)
query_memory_limit = click.option(
    "--memory-limit",
    callback=memory_argument,
    envvar="SUPPORTWH_QUERY_MEMORY_LIMIT",
    help="Maximum memory; a query does not spill to disk.",
)


FORCE = "Replace any existing file, even the warehouse or an input."
file = click.option(
    "--file", type=click.File(encoding="utf-8"), envvar="SUPPORTWH_FILE", help="Read the query from a file."
)
timeout = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
    callback=timeout_argument,
    envvar="SUPPORTWH_TIMEOUT",
    metavar="SECONDS",
    help="Cancel the query after this many seconds.",
)


def flag(name: str, text: str) -> Callable[[Any], Any]:
    return click.option(f"--{name}", is_flag=True, envvar=f"SUPPORTWH_{name.replace('-', '_').upper()}", help=text)


def decisions(command: Any) -> Any:
    """Add the options that are fixed when a warehouse is created."""
    of_updates = (
        "How to treat empty cells in updates: empty clears the value, keep leaves it unchanged.  [default: empty]"
    )
    of_month = "Month of the initial extract.  [default: 202501]"
    of_zone = "Time zone for local times. Input times are UTC unless they carry an offset.  [default: America/New_York]"
    choice, variable = click.Choice(["empty", "keep"]), "SUPPORTWH_PARTIAL_UPDATES"
    command = click.option("--partial-updates", type=choice, envvar=variable, help=of_updates)(command)
    variable = "SUPPORTWH_INITIAL_MONTH"
    command = click.option("--initial-month", callback=month_argument, envvar=variable, help=of_month)(command)
    complete, variable = complete_time_zone, "SUPPORTWH_TIMEZONE"
    option = click.option("--timezone", callback=text_argument, shell_complete=complete, envvar=variable, help=of_zone)
    return option(command)


def vocabulary(is_stored: bool) -> Callable[[Any], Any]:
    """Add the options for the words of the dashboard."""
    end = "Stored in the warehouse." if is_stored else "Default: from the warehouse."

    def decorate(command: Any) -> Any:
        for name, text in (
            ("audience", "Name for the people who contact support, e.g. customers."),
            ("title", "Title of the dashboard."),
        ):
            variable = f"SUPPORTWH_{name.upper()}"
            command = click.option(f"--{name}", callback=text_argument, envvar=variable, help=f"{text} {end}")(command)
        return command

    return decorate


def of_a_build(command: Any) -> Any:
    """Add the options of a build, see `Options` in `warehouse.load.store`."""
    for option in (
        vocabulary(is_stored=True),
        memory_limit,
        threads,
        flag("dry-run", "Show what would be loaded, without writing anything."),
        flag("strict", "Treat warnings as errors."),
        flag("quarantine", "Load the valid rows and quarantine the others in ops.rejected_rows."),
        decisions,
        flag(
            "allow-missing",
            "With --full-refresh, proceed even if this loses the rows of missing deltas, or tables that others added.",
        ),
        flag("full-refresh", "Rebuild the warehouse from all CSV files."),
        months,
    ):
        command = option(command)
    return command


force = flag("force", FORCE)
excel = flag("excel", "Write CSV for Excel: with a byte order mark and CRLF line ends.")
raw = flag("raw", "Do not escape CSV text that spreadsheets would treat as formulas.")


def require_csv(excel: bool, file_format: str) -> None:
    if excel and file_format != "csv":
        raise click.UsageError("--excel requires --format csv.")


def statement(sql: str | None, script: TextIO | None) -> str:
    """Return the query: the argument, the content of a file, or stdin for `-`."""
    if (sql is None) == (script is None):
        raise click.UsageError("Give one query: as an argument, as - on stdin, or with --file.")
    try:
        if script or sql == "-":
            return (script or sys.stdin).read()
        return os.fsencode(str(sql)).decode()  # in the locale C, Python takes an argument for ASCII
    except UnicodeError as error:
        raise click.UsageError("The query is not UTF-8.") from error
