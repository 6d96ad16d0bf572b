"""Erases a record on a legal request."""

from collections.abc import Iterator

from warehouse.engine.location import Location, SparkTarget
from warehouse.errors import REBUILD, WarehouseError
from warehouse.load.erase import erase as run_erase

#: What was removed of a record: columns of `ops.erasures`, and how to call one row and several.
REMOVED = {
    "live_rows": ("live row", "live rows"),
    "history_rows": ("earlier version", "earlier versions"),
    "references_removed": ("reference to it", "references to it"),
    "rejected_rows": ("text of a rejected row", "texts of rejected rows"),
    "warnings": ("example of a warning", "examples of warnings"),
}


def erase(database: Location, table_name: str, key: str) -> Iterator[str]:
    """Erase a record, references to it, and its text in rejected rows and warnings.

    Yields a line about what was removed, and one about what is left to do. Raises WarehouseError, also for a warehouse
    on Spark.
    """
    if isinstance(database, SparkTarget):
        raise WarehouseError(
            "On Spark, erase a record by rebuilding the warehouse without it.",
            advice="Remove it from the CSV files, run the command below, then remove the folder of the old tables",
            command=REBUILD["command"],
        )
    erased = run_erase(database, table_name, key)
    found = [f"{erased[name]:,} {words[erased[name] != 1]}" for name, words in REMOVED.items() if erased[name]]
    yield f"Erased from {table_name}: {', '.join(found)}."
    yield "The CSV files, exports, pages and backups still have it: remove it there, too (docs/privacy.md)."
