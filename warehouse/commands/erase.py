"""Erases a record at a legal request, and says what became of it."""

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
    """Erase one record of a table, and what other tables, rejected rows and warnings say of it.

    A line for what was removed, and one for what is left to do. Raises WarehouseError; for a warehouse on Spark, too.
    """
    if isinstance(database, SparkTarget):
        raise WarehouseError(
            "On Spark a record is erased by building the warehouse without it.",
            advice="Remove it from the CSV files, run the command below, then remove the folder of the old tables",
            command=REBUILD["command"],
        )
    erased = run_erase(database, table_name, key)
    found = [f"{erased[name]:,} {words[erased[name] != 1]}" for name, words in REMOVED.items() if erased[name]]
    yield f"Erased from {table_name}: {', '.join(found)}."
    yield "The CSV files, exports, pages and backups still have it: remove it there, too (docs/privacy.md)."
