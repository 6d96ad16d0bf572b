"""Runs every check on an existing warehouse."""

from collections.abc import Iterator

from warehouse.engine.connection import Connection
from warehouse.engine.location import Location, SparkTarget
from warehouse.engine.quoting import literal, qualified
from warehouse.engine.render import run
from warehouse.engine.sources import relation_name, scripts
from warehouse.engine.workspace import temporary_folder
from warehouse.errors import REBUILD, WarehouseError, first_line
from warehouse.load.checks import read_warnings, run_checks
from warehouse.load.schema import tables
from warehouse.load.store import now_utc
from warehouse.opening import open_to_read

#: Maximum memory of a check; beyond it, DuckDB spills to a temporary folder. A small buffer is also faster to refill.
MEMORY_LIMIT = "800MB"


def check(database: Location) -> Iterator[str]:
    """Yield the findings of every check as lines, and the stored warnings that only a build could find.

    Every block of every table is read, but not on Spark. Raises WarehouseError after an error.
    """
    checks = [relation_name(script) for script in scripts("6_checks")]
    with temporary_folder() as folder, open_to_read(database) as con:
        con.execute(f"set memory_limit = {literal(MEMORY_LIMIT)}")
        con.execute(f"set temp_directory = {literal(folder)}")
        if not isinstance(database, SparkTarget) and (damaged := _damaged_tables(con)):
            yield from (f"error: {table} is damaged: {why}" for table, why in damaged.items())
            raise WarehouseError(f"{database} is damaged: {' and '.join(damaged)} cannot be read.", **REBUILD)
        run(con, "ops/earlier_warnings.sql", {"checks": checks})
        errors = run_checks(con, "found_warnings", now_utc(), first_month=0, stages={"", "full", "check"})
        warnings = [warning for _, warning in read_warnings(con, source="found_warnings")]
    yield from (f"error: {error}" for error in errors)
    yield from (f"warning: {warning}" for warning in warnings)
    if errors:
        raise WarehouseError(f"{len(errors)} of the checks found an error.", **REBUILD)
    yield f"{len(checks)} checks, {len(warnings)} warning{'' if len(warnings) == 1 else 's'}."


def _damaged_tables(con: Connection) -> dict[str, str]:
    """Read every block of every table. Return an error for each table that cannot be read."""
    damaged = {}
    for name in tables(con):
        try:
            run(con, "ops/every_block.sql", relation=qualified(name))
        except WarehouseError as error:
            damaged[name] = first_line(error.__cause__ or error)
    return damaged
