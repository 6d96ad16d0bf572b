"""Runs every check on a warehouse that is there."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.engine.database import open_to_read
from warehouse.engine.render import relation_name, scripts
from warehouse.errors import REBUILD, WarehouseError
from warehouse.load.checks import findings, kept_warnings
from warehouse.load.damage import damage_in, damaged_tables


def check(database: Path) -> Iterator[str]:
    """What every check finds in a warehouse, a line each, and what only a build could see.

    Every block of every table is read. Raises WarehouseError after an error.
    """
    checks = [relation_name(script) for script in scripts("6_checks")]
    with open_to_read(database) as con:
        if damaged := damaged_tables(con):
            yield from (f"error: {table} is damaged: {why}" for table, why in damaged.items())
            raise damage_in(database, damaged)
        errors, warnings = findings(con, first_month=0)
        warnings += [warning for _, warning in kept_warnings(con) if warning.kind not in checks]
    yield from (f"error: {error}" for error in errors)
    yield from (f"warning: {warning}" for warning in warnings)
    if errors:
        raise WarehouseError(f"{len(errors)} of the checks found an error.", **REBUILD)
    yield f"{len(checks)} checks, {len(warnings)} warning{'' if len(warnings) == 1 else 's'}."
