"""Runs every check on a warehouse that is there."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from warehouse.engine.database import open_to_read
from warehouse.engine.quoting import literal
from warehouse.engine.remote import Place, Remote
from warehouse.engine.render import relation_name, scripts
from warehouse.errors import REBUILD, WarehouseError
from warehouse.load.checks import findings, kept_warnings
from warehouse.load.damage import damage_in, damaged_tables

#: What a check may take of the memory; beyond it DuckDB writes into a temporary folder. With less to fill
#: anew it is faster, too.
MEMORY_LIMIT = "800MB"


def check(database: Place) -> Iterator[str]:
    """What every check finds in a warehouse, a line each, and what only a build could see.

    Every block of every table is read; of a warehouse on Spark all rows were counted when it was opened. Raises
    WarehouseError after an error.
    """
    checks = [relation_name(script) for script in scripts("6_checks")]
    with TemporaryDirectory(prefix="supportwh-") as folder, open_to_read(database) as con:
        con.execute(f"set memory_limit = {literal(MEMORY_LIMIT)}")
        con.execute(f"set temp_directory = {literal(Path(folder))}")
        if not isinstance(database, Remote) and (damaged := damaged_tables(con)):
            yield from (f"error: {table} is damaged: {why}" for table, why in damaged.items())
            raise damage_in(database, damaged)
        errors, warnings = findings(con, first_month=0)
        warnings += [warning for _, warning in kept_warnings(con) if warning.kind not in checks]
    yield from (f"error: {error}" for error in errors)
    yield from (f"warning: {warning}" for warning in warnings)
    if errors:
        raise WarehouseError(f"{len(errors)} of the checks found an error.", **REBUILD)
    yield f"{len(checks)} checks, {len(warnings)} warning{'' if len(warnings) == 1 else 's'}."
