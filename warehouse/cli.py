"""The command line of supportwh: options, one call, one echo."""

import sys
from pathlib import Path
from typing import Any, TextIO

import click

from warehouse import __version__, log_options, options, places
from warehouse.arguments import text_argument
from warehouse.catalogue import TABLES
from warehouse.completion import complete_relation
from warehouse.console import Commands, echo_next
from warehouse.dashboard_options import of_a_dashboard, refuse_contradictions
from warehouse.engine.location import Location
from warehouse.printing import echo, echo_lines, echo_path, print_events
from warehouse.streams import write


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="supportwh")
@log_options.verbose
@log_options.log_format
def main() -> None:
    """Build and query a DuckDB warehouse from monthly support CSV extracts.

    Set options with environment variables, e.g. SUPPORTWH_DATA_DIR for --data-dir.
    """


@main.command()
@places.data_dir
@places.database
@places.register
@options.of_a_build
@options.flag("quiet", "Print only warnings and errors.")
@log_options.verbose
@log_options.log_format
def build(data_dir: Path | str, database: Location, quiet: bool, register: str | None, **asked: Any) -> None:
    """Load new CSV files into the warehouse and update its views.

    \b
    Example:
      supportwh build --data-dir data --database warehouse.duckdb
    """
    from warehouse.load.build import build as run_build
    from warehouse.load.store import Options
    from warehouse.opening import register as run_register
    from warehouse.opening import store_of
    from warehouse.output import summarize
    from warehouse.progress import Progress

    progress = Progress(None if quiet or log_options.is_logged() else sys.stderr)
    result = run_build(Options(**asked), store_of(database, data_dir), progress)
    print_events(summarize(result, is_quiet=quiet))
    if not result.is_dry:
        if register:
            run_register(database, register)
        if result.is_changed and not quiet:
            echo_next("dashboard")
        echo_path(database)


@main.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_relation)
@options.file_format(("csv", "json", "parquet", "xlsx"), "SUPPORTWH_FORMAT", "Output format.")
@places.path("output-dir", ".", "Output directory.")
@places.database
@options.raw
@options.excel
@click.option("--all", "everything", is_flag=True, envvar="SUPPORTWH_ALL", help="Export all tables and views of main.")
@options.force
@options.as_of
def export(
    names: tuple[str, ...],
    file_format: str,
    output_dir: Path,
    database: Location,
    raw: bool,
    excel: bool,
    everything: bool,
    force: bool,
    as_of: str | None,
) -> None:
    """Export tables or views to files. Without NAME, export support_report.

    \b
    Example:
      supportwh export --format parquet
    """
    from warehouse.commands.export import export as run_export

    if names and everything:
        raise click.UsageError("Give names or --all, not both.")
    options.require_csv(excel, file_format)
    chosen = None if everything else names or ("support_report",)
    style = {"is_raw": raw, "is_excel": excel, "is_forced": force}
    for path in run_export(database, chosen, file_format, output_dir, as_of, **style):
        echo_path(path)


@main.command(context_settings={"ignore_unknown_options": True})  # a statement may begin with a comment
@click.argument("sql", required=False)
@options.file
@options.file_format(("table", "csv", "json"), "SUPPORTWH_QUERY_FORMAT", "Output format.")
@places.database
@options.raw
@options.excel
@options.as_of
@options.timeout
@options.query_memory_limit
def query(
    sql: str | None,
    file: TextIO | None,
    file_format: str,
    database: Location,
    raw: bool,
    excel: bool,
    as_of: str | None,
    timeout: float | None,
    memory_limit: str | None,
) -> None:
    """Run one read-only query and print the result.

    \b
    Example:
      supportwh query "select month, sum(total_calls) from support_report group by month"
      supportwh query --file sql/5_reports/support_report.sql
    """
    from warehouse.commands.query import query as run_query
    from warehouse.output import format_rows

    options.require_csv(excel, file_format)
    statement = options.statement(sql, file)
    with run_query(database, statement, as_of, timeout=timeout, memory_limit=memory_limit) as answer:
        is_terminal = sys.stdout.isatty()
        is_data = file_format != "table" and not is_terminal
        for part in format_rows(*answer, file_format, is_raw=raw, is_excel=excel, is_terminal=is_terminal):
            write(part.encode() if is_data else part, ends_line=False)  # data is UTF-8 everywhere


@main.command()
@places.database
@options.as_of
def analyze(database: Location, as_of: str | None) -> None:
    """Answer the three business questions. Show the supporting figures.

    \b
    Example:
      supportwh analyze
    """
    from warehouse.commands.analyze import analyze as run_analyze

    echo_lines(run_analyze(database, as_of))


@main.command()
@places.database
@of_a_dashboard
@options.as_of
def dashboard(database: Location, **asked: Any) -> None:
    """Write a self-contained HTML dashboard. With --mail, write an email with its findings.

    \b
    Exit codes: 3 if --if-changed finds no change, 4 if --if-missed finds no missed target.

    \b
    Example:
      supportwh dashboard --output dashboard.html
      supportwh dashboard --contact-center "Tampa FL SE" --output tampa.html
      supportwh dashboard --each --output-dir pages
      supportwh dashboard --mail --attach page --if-missed
    """
    from warehouse.commands.dashboard import Asked, write_dashboard

    refuse_contradictions()
    outcome = write_dashboard(database, Asked(**asked))
    for path in outcome.paths:
        echo_path(path)
    if outcome.reason:
        echo(outcome.reason)
        click.get_current_context().exit(outcome.exit_code)


@main.command()
@click.argument("name", required=False, shell_complete=complete_relation)
@places.database
def describe(name: str | None, database: Location) -> None:
    """List tables and views, or describe the columns of NAME.

    \b
    Example:
      supportwh describe support_report
    """
    from warehouse.commands.describe import describe as run_describe

    echo_lines(run_describe(database, name))


@main.command()
@places.data_dir
@places.database
def status(data_dir: Path | str, database: Location) -> None:
    """Show loaded files, warnings and pending files.

    \b
    Example:
      supportwh status
    """
    from warehouse.commands.status import status as run_status

    echo_lines(run_status(database, data_dir))


@main.command()
@places.database
def check(database: Location) -> None:
    """Run every check on the warehouse. Exit with 1 if one finds an error.

    \b
    Example:
      supportwh check
    """
    from warehouse.commands.check import check as run_check

    echo_lines(run_check(database))


@main.command()
@click.argument("table", type=click.Choice([str(table.name) for table in TABLES]))
@click.argument("key", callback=text_argument)
@places.database
def erase(table: str, key: str, database: Location) -> None:
    """Permanently remove a record and its history. KEY is the key of the record.

    \b
    Example:
      supportwh erase agents A12
    """
    from warehouse.commands.erase import erase as run_erase

    for line in run_erase(database, table, key):
        echo(line)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init(folder: Path) -> None:
    """Create a folder for your own SQL. It has an example report and its test.

    \b
    Example:
      supportwh init my_sql
    """
    from warehouse.commands.init import create_folder

    for path in create_folder(folder):
        echo_path(path)


@main.command()
@click.argument("name", required=False)
@places.remote
@places.sql_dir
def render(name: str | None) -> None:
    """Print the rendered SQL of all scripts or of NAME. With --remote, print the generated Spark SQL.

    \b
    Example:
      supportwh render support_report
    """
    from warehouse.commands.render import rendered

    for text in rendered(name, is_remote=places.is_remote()):
        write(text)
