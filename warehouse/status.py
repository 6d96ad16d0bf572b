"""What is in a warehouse, and what waits in the data directory."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import duckdb

from warehouse import __version__
from warehouse.catalogue import TABLES
from warehouse.errors import WarehouseError
from warehouse.files import find_inputs
from warehouse.storage import open_to_read

COUNTS = ("added", "updated", "deleted", "unchanged", "superseded", "without_effect", "rejected")


def month_name(month: str) -> str:
    return f"{month[:4]}-{month[4:]}"


def counts_in_words(counts: dict[str, int]) -> str:
    """`3 added, 1 updated`, leaving out what did not happen."""
    said = [f"{counts[name]:,} {name.replace('_', ' ')}" for name in COUNTS if counts.get(name)]
    return ", ".join(said) or "no rows"


def set_aside(rows: int) -> str:
    return "1 row was set aside" if rows == 1 else f"{rows:,} rows were set aside"


def status(database: Path, data_dir: Path) -> Iterator[str]:
    """The state of a warehouse as lines of text."""
    with open_to_read(database) as con:
        yield from _warehouse(con, database)
        processed = set(con.execute("select table_name, cast(month as varchar) from ops.processed_files").fetchall())
    yield ""
    yield f"Waiting in {data_dir}"
    try:
        inputs = find_inputs(data_dir)
    except WarehouseError as error:
        yield f"  {error.message}"
        return
    waiting = [file.name for file in inputs.files if (file.table.name, file.month) not in processed]
    yield from (f"  {name}" for name in waiting or ["nothing"])


def _warehouse(con: duckdb.DuckDBPyConnection, database: Path) -> Iterator[str]:
    [(zone, created, created_by)] = con.execute("select zone, created_utc, created_by from ops.warehouse").fetchall()
    yield f"{database}: local times in {zone}; made {created:%Y-%m-%d %H:%M} UTC by {created_by}"
    yield f"This is supportwh {__version__}, DuckDB {duckdb.__version__}."
    yield ""
    yield "Tables"
    for table in TABLES:
        [(rows,)] = con.execute(f"select count(*) from {table.relation}").fetchall()
        yield f"  {table.relation:<24}{rows:>12,} rows"
    columns = ", ".join(f"rows_{name}" for name in COUNTS)
    files = con.execute(
        f"select cast(month as varchar), file_name, rows_read, {columns}"
        " from ops.processed_files order by month, file_name"
    ).fetchall()
    for month, group in groupby(files, key=lambda row: row[0]):
        yield ""
        yield month_name(month)
        for _, name, read, *counts in group:
            words = counts_in_words(dict(zip(COUNTS, counts, strict=True)))
            yield f"  {name:<44}{read:>10,} rows: {words}"
    [(rejected,)] = con.execute("select coalesce(sum(rows_rejected), 0) from ops.processed_files").fetchall()
    if rejected:
        yield ""
        yield f"{set_aside(rejected)}: see ops.rejected_rows."
