"""The options that commands share, and what they accept."""

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import click

from warehouse.console import PATHS, be_verbose, log_as, log_to_file
from warehouse.engine.remote import Remote, require_spark
from warehouse.log import VERBOSE, is_json

#: Where a command notes the server that it was given.
REMOTE = "supportwh.remote"


def remote_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    """Note the server; the paths that follow are folders as it sees them."""
    if value:
        require_spark()
        ctx.meta[REMOTE] = value


def place_argument(ctx: click.Context, option: click.Parameter, value: str) -> Path | Remote:
    """The warehouse: a file, or a folder of a server's."""
    if REMOTE not in ctx.meta:
        return path_argument(ctx, option, Path(value))
    if ctx.get_parameter_source(str(option.name)) is click.core.ParameterSource.DEFAULT:
        raise click.UsageError("With --remote, name the folder of the warehouse as the server sees it: --database.")
    return Remote(ctx.meta[REMOTE], value)


def refused_with_remote(ctx: click.Context, option: click.Parameter, value: Any) -> Any:
    """An option that makes no sense where the server decides."""
    is_given = ctx.get_parameter_source(str(option.name)) is not click.core.ParameterSource.DEFAULT
    if value is not None and is_given and REMOTE in ctx.meta:
        raise click.UsageError(f"{option.opts[0]} is the server's to decide; leave it out with --remote.")
    return value


def path_argument(ctx: click.Context, option: click.Parameter, value: Path) -> Path:
    try:
        str(value).encode()
    except UnicodeEncodeError as error:
        raise click.BadParameter("its name is not UTF-8") from error
    if option.name in ("database", "output") and not value.name:
        raise click.BadParameter(f"{str(value)!r} is a folder; name a file")
    is_given = ctx.get_parameter_source(str(option.name)) is click.core.ParameterSource.COMMANDLINE
    if is_given and option.name in ("data_dir", "database"):
        ctx.meta.setdefault(PATHS, {})[option.opts[0]] = value
    return value


def path(name: str, default: str, text: str) -> Callable[[Any], Any]:
    return click.option(
        f"--{name}",
        type=click.Path(path_type=Path),
        callback=path_argument,
        default=default,
        show_default=True,
        envvar=f"SUPPORTWH_{name.replace('-', '_').upper()}",
        help=text,
    )


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


def month_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    from warehouse.extract.inputs import MONTH

    if value is not None and not MONTH.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not a month; write YYYYMM, such as 202502")
    return value


def months_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> list[str] | None:
    from warehouse.extract.inputs import parse_months

    try:
        return None if value is None else parse_months(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def memory_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> Any:
    if value is not None and not re.fullmatch(r"\d{1,9}(\.\d{1,9})? *([KMGT]i?)?B", value, re.IGNORECASE | re.ASCII):
        raise click.BadParameter(f"{value!r} is not an amount of memory; write it like 512MB or 2GB")
    return refused_with_remote(ctx, option, value)


def data_dir_argument(ctx: click.Context, option: click.Parameter, value: str) -> Path | str:
    """The directory of the files: a path, or as the server sees it."""
    return value if REMOTE in ctx.meta else path_argument(ctx, option, Path(value))


data_dir = click.option(
    "--data-dir",
    callback=data_dir_argument,
    default="data",
    show_default=True,
    envvar="SUPPORTWH_DATA_DIR",
    help="Directory that holds initial/ and delta/.",
)


remote = click.option(
    "--remote",
    is_eager=True,
    expose_value=False,
    callback=remote_argument,
    envvar="SUPPORTWH_REMOTE",
    metavar="sc://HOST:PORT",
    help="Spark Connect server; --database and --data-dir are folders as it sees them.",
)


def is_remote() -> bool:
    """Whether a server was named."""
    return REMOTE in click.get_current_context().meta


def database(command: Any) -> Any:
    """Where the warehouse is: a file, or a folder of a server's."""
    command = remote(command)
    return click.option(
        "--database",
        callback=place_argument,
        default="warehouse.duckdb",
        show_default=True,
        envvar="SUPPORTWH_DATABASE",
        help="The warehouse file.",
    )(command)


as_of = click.option(
    "--as-of", callback=month_argument, envvar="SUPPORTWH_AS_OF", help="As it was after a month: 202502."
)
log_file = click.option(
    "--log-file",
    type=click.Path(path_type=Path),
    expose_value=False,
    callback=log_to_file,
    envvar="SUPPORTWH_LOG_FILE",
    help="Write the log to a file.",
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
    callback=refused_with_remote,
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
file = click.option(
    "--file", type=click.File(encoding="utf-8"), envvar="SUPPORTWH_FILE", help="Read the statement from a file."
)
timeout = click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True, max=86_400),
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
    return click.option("--timezone", envvar="SUPPORTWH_TIMEZONE", help=of_zone)(command)


raw = flag("raw", "Leave texts in CSV that a spreadsheet would run as a formula.")


def is_logged() -> bool:
    """Whether the log is on the screen, where a progress bar has no place."""
    meta = click.get_current_context().meta
    return VERBOSE in meta or is_json(meta)


def statement(sql: str | None, script: TextIO | None) -> str:
    """The one statement of a query: the argument, a file's, or what comes on stdin for `-`."""
    if (sql is None) == (script is None):
        raise click.UsageError("Give one statement: as an argument, as - on stdin, or with --file.")
    try:
        return script.read() if script else sys.stdin.read() if sql == "-" else str(sql)
    except UnicodeDecodeError as error:
        raise click.UsageError("A query is text in UTF-8.") from error
