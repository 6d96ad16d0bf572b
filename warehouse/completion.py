"""Completes arguments in the shell: tables and views, months, time zones. Files are completed by the shell."""

from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from warehouse.engine.location import Location


def complete_file(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete a file; unlike click's type, nothing checks the path."""
    return [CompletionItem(incomplete, type="file")]


def complete_folder(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete a folder."""
    return [CompletionItem(incomplete, type="dir")]


def complete_relation(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the tables and views of the warehouse whose names begin so."""
    return _starting(incomplete, (row[0] for row in _rows(ctx, "ops/relations.sql")))


def complete_month(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the loaded months that begin so; after a comma, the next month of a list."""
    before, comma, last = incomplete.rpartition(",")
    months = [month for (month,) in _rows(ctx, "ops/months.sql") if month not in before.split(",")]
    return [f"{before}{comma}{month}" for month in _starting(last, months)]


def complete_time_zone(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the time zones that begin so, in any case."""
    import zoneinfo

    return _starting(incomplete, zoneinfo.available_timezones())


def _starting(incomplete: str, names: Any) -> list[str]:
    return sorted(name for name in names if name.lower().startswith(incomplete.lower()))


def _rows(ctx: click.Context, script: str) -> list[tuple[Any, ...]]:
    """Return what a script reads from the warehouse that the command line names; nothing if it cannot be read."""
    from warehouse.engine.render import run
    from warehouse.errors import WarehouseError
    from warehouse.opening import open_to_read

    database: Location | str = ctx.params.get("database") or "warehouse.duckdb"
    try:
        with open_to_read(Path(database) if isinstance(database, str) else database) as con:
            return run(con, script).rows
    except (WarehouseError, OSError):
        return []
