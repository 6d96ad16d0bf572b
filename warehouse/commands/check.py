"""Runs every check on a warehouse that is there."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.engine.database import open_to_read
from warehouse.engine.render import scripts
from warehouse.errors import REBUILD, WarehouseError
from warehouse.load.checks import findings


def check(database: Path) -> Iterator[str]:
    """What every check finds in a warehouse, a line each; raises WarehouseError after an error."""
    with open_to_read(database) as con:
        found = findings(con, months=[])
    yield from (f"{'error' if finding.is_error else 'warning'}: {finding}" for finding in found)
    if errors := sum(finding.is_error for finding in found):
        raise WarehouseError(f"{errors} of the checks found an error.", **REBUILD)
    yield f"{len(scripts('6_checks'))} checks, {len(found)} with a warning."
