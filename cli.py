"""The command line of supportwh: options, one call, one echo."""

import functools
import logging
import os
import re
import shlex
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import click

from warehouse import __version__
from warehouse.errors import WarehouseError, advice_on, first_line

#: Where a command notes the paths it was given, and that it is verbose.
PATHS, VERBOSE = "supportwh.paths", "supportwh.verbose"


class Interruption(KeyboardInterrupt):
    """A signal to stop. Python ends by SIGINT, whatever we exit with, if it saw a bare KeyboardInterrupt leave
    a text that was being executed (`run_eval_code_obj` in its pythonrun.c), such as the making of a dataclass.
    """


class Failure(click.ClickException):
    """What went wrong: faults, a sentence and what to do next, each on a line of stderr; exit 1."""

    def __init__(self, error: WarehouseError) -> None:
        super().__init__(error.message)
        self.error = error
        # A build that is advised is one of the same files.
        given = click.get_current_context().meta.get(PATHS, {})
        build = "".join(["supportwh build", *(f" {option} {shlex.quote(str(path))}" for option, path in given.items())])
        self.advice = error.advice and error.advice.replace("supportwh build", build)

    def show(self, file: Any = None) -> None:
        for line in self.error.fault_lines():
            click.echo(line, err=True)
        click.echo(f"Error: {self.message}", err=True)
        if self.advice:
            click.echo(self.advice, err=True)


class Commands(click.Group):
    """Turns what the user can cause into a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        stopped: list[int] = []

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.append(number)
            raise Interruption

        previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            return super().invoke(ctx)
        except WarehouseError as error:
            raise Failure(error) from error
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone
            ctx.exit(1)
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            raise Failure(WarehouseError(f"{place}{error.strerror or error}.", advice=advice_on(error))) from error
        except KeyboardInterrupt:
            self._interrupted(ctx, stopped)
        except Exception as error:
            if stopped:  # DuckDB turns a signal during a statement into an error of its own
                self._interrupted(ctx, stopped)
            if type(error).__module__.endswith("duckdb"):
                raise Failure(WarehouseError(first_line(error), advice=advice_on(error))) from error
            raise
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _interrupted(self, ctx: click.Context, stopped: list[int]) -> None:
        click.echo("Interrupted; nothing was changed.", err=True)
        ctx.exit(128 + (stopped[0] if stopped else signal.SIGINT))


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


def path_option(name: str, default: str, text: str) -> Callable[[Any], Any]:
    return click.option(
        f"--{name}",
        type=click.Path(path_type=Path),
        callback=path_argument,
        default=default,
        show_default=True,
        envvar=f"SUPPORTWH_{name.replace('-', '_').upper()}",
        help=text,
    )


def format_option(choices: tuple[str, ...], variable: str, text: str) -> Callable[[Any], Any]:
    return click.option(
        "--format",
        "file_format",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        envvar=variable,
        help=text,
    )


data_dir_option = path_option("data-dir", "data", "Directory that holds initial/ and delta/.")
database_option = path_option("database", "warehouse.duckdb", "The warehouse file.")


def month_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    from warehouse.files import MONTH

    if value is not None and not MONTH.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not a month; write YYYYMM, such as 202502")
    return value


as_of_option = click.option(
    "--as-of", callback=month_argument, envvar="SUPPORTWH_AS_OF", help="As it was after a month: 202502."
)


def log_to(ctx: click.Context, handler: logging.Handler) -> None:
    """Log what happens, step by step, until the command ends."""
    log = logging.getLogger("supportwh")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    log.propagate = False
    ctx.call_on_close(handler.close)
    ctx.call_on_close(functools.partial(log.removeHandler, handler))


def be_verbose(ctx: click.Context, option: click.Parameter, is_wanted: bool) -> None:
    if is_wanted and not ctx.meta.get(VERBOSE):
        ctx.meta[VERBOSE] = True
        log_to(ctx, logging.StreamHandler(sys.stderr))


verbose_option = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    expose_value=False,
    callback=be_verbose,
    envvar="SUPPORTWH_VERBOSE",
    help="Say what each step is and takes.",
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="supportwh")
@verbose_option
@click.option(
    "--log-file", type=click.Path(path_type=Path), envvar="SUPPORTWH_LOG_FILE", help="Write the log to a file."
)
@click.pass_context
def main(ctx: click.Context, log_file: Path | None) -> None:
    """Monthly CSV dumps of a support department, as one DuckDB file to query.

    Every option can be set in the environment: --data-dir as SUPPORTWH_DATA_DIR, and so on.
    """
    if log_file:
        log_to(ctx, logging.FileHandler(log_file, encoding="utf-8"))


def months_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> list[str] | None:
    from warehouse.files import parse_months

    try:
        return None if value is None else parse_months(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def memory_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"\d{1,9}(\.\d{1,9})? *([KMGT]i?)?B", value, re.IGNORECASE | re.ASCII):
        raise click.BadParameter(f"{value!r} is not an amount of memory; write it like 512MB or 2GB")
    return value


@main.command()
@data_dir_option
@database_option
@click.option(
    "--months", callback=months_argument, envvar="SUPPORTWH_MONTHS", help="Bring in only these, such as 202502,202503."
)
@click.option("--full-refresh", is_flag=True, envvar="SUPPORTWH_FULL_REFRESH", help="Rebuild from the CSV files.")
@click.option("--timezone", envvar="SUPPORTWH_TIMEZONE", help="Zone of local times.  [default: America/New_York]")
@click.option("--quarantine", is_flag=True, envvar="SUPPORTWH_QUARANTINE", help="Set faulty rows aside, load the rest.")
@click.option("--strict", is_flag=True, envvar="SUPPORTWH_STRICT", help="Stop at warnings too.")
@click.option("--threads", type=click.IntRange(1, 1024), envvar="SUPPORTWH_THREADS", help="Threads to use, at most.")
@click.option(
    "--memory-limit",
    callback=memory_argument,
    default="800MB",
    show_default=True,
    envvar="SUPPORTWH_MEMORY_LIMIT",
    help="Memory to use before spilling to disk.",
)
@verbose_option
def build(data_dir: Path, database: Path, timezone: str | None, **options: Any) -> None:
    """Bring the warehouse up to date with the CSV files.

    \b
    Example:
      supportwh build --data-dir data --database warehouse.duckdb
    """
    from warehouse.build import Options
    from warehouse.build import build as run_build
    from warehouse.narration import Progress, summary

    with Progress(sys.stderr) as progress:
        result = run_build(Options(data_dir, database, zone=timezone, **options), progress.show)
    for line in summary(result):
        click.echo(line, err=True)
    click.echo(database)


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@format_option(("csv", "json", "parquet"), "SUPPORTWH_FORMAT", "Kind of file.")
@path_option("output-dir", ".", "Where the files go.")
@database_option
@click.option("--all", "everything", is_flag=True, envvar="SUPPORTWH_ALL", help="Every table and view of main.")
@as_of_option
def export(
    names: tuple[str, ...], file_format: str, output_dir: Path, database: Path, everything: bool, as_of: str | None
) -> None:
    """Write tables or views as files; support_report if none is named.

    \b
    Example:
      supportwh export --format parquet
    """
    from warehouse.export import export as run_export

    if names and everything:
        raise click.UsageError("Name what to export, or say --all, not both.")
    chosen = names or ("support_report",)
    for path in run_export(database, chosen, file_format, output_dir, everything=everything, as_of=as_of):
        click.echo(path)


@main.command()
@click.argument("sql")
@format_option(("table", "csv", "json"), "SUPPORTWH_QUERY_FORMAT", "How to print the rows.")
@database_option
@as_of_option
def query(sql: str, file_format: str, database: Path, as_of: str | None) -> None:
    """Print what one statement reads; it can change nothing and reach no other file.

    \b
    Example:
      supportwh query "select month, sum(total_calls) from support_report group by month"
    """
    from warehouse.query import formatted
    from warehouse.query import query as run_query

    click.echo(formatted(*run_query(database, sql, as_of), file_format), nl=False)


@main.command()
@database_option
@as_of_option
def analyze(database: Path, as_of: str | None) -> None:
    """Answer the business questions, with the evidence.

    \b
    Example:
      supportwh analyze
    """
    from warehouse.analysis import analyze as run_analyze

    for line in run_analyze(database, as_of):
        click.echo(line)


@main.command()
@path_option("output", "dashboard.html", "The page to write.")
@database_option
@as_of_option
def dashboard(output: Path, database: Path, as_of: str | None) -> None:
    """Write a page of charts that opens anywhere, without a network.

    \b
    Example:
      supportwh dashboard --output dashboard.html
    """
    from warehouse.dashboard import write_dashboard

    click.echo(write_dashboard(database, output, as_of))


@main.command()
@click.argument("name", required=False)
@database_option
def describe(name: str | None, database: Path) -> None:
    """Say what is in the warehouse, or what one table or view NAME holds.

    \b
    Example:
      supportwh describe support_report
    """
    from warehouse.describe import describe as run_describe

    for line in run_describe(database, name):
        click.echo(line)


@main.command()
@data_dir_option
@database_option
def status(data_dir: Path, database: Path) -> None:
    """Show what is in the warehouse and what waits in the data directory.

    \b
    Example:
      supportwh status
    """
    from warehouse.status import status as run_status

    for line in run_status(database, data_dir):
        click.echo(line)


@main.command()
@database_option
def check(database: Path) -> None:
    """Run every check on the warehouse; exit 1 if one finds an error.

    \b
    Example:
      supportwh check
    """
    from warehouse.checks import check as run_check

    for line in run_check(database):
        click.echo(line)


@main.command()
@click.argument("name", required=False)
def render(name: str | None) -> None:
    """Print the SQL as it runs: all of it in order, or the scripts of one NAME.

    \b
    Example:
      supportwh render support_report
    """
    from warehouse.preview import rendered

    for text in rendered(name):
        click.echo(text)


if __name__ == "__main__":
    main(prog_name="supportwh")
