"""What is in a warehouse, and what is pending in the data directory."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from warehouse import __version__
from warehouse.engine.connection import Connection
from warehouse.engine.database import open_to_read
from warehouse.engine.remote import Place
from warehouse.engine.render import run
from warehouse.errors import Fault, WarehouseError
from warehouse.extract.inputs import Inputs, find_inputs, pending
from warehouse.load.checks import kept_warnings
from warehouse.load.ledger import ProcessedFile, changed, processed_files
from warehouse.output import counts_in_words, month_name, quarantined


def status(database: Place, data_dir: Path | str) -> Iterator[str]:
    """The state of a warehouse as lines of text."""
    with open_to_read(database) as con:
        [facts] = run(con, "ops/warehouse.sql").records
        yield from _warehouse(con, database, facts)
        yield from _warnings(con)
        processed = processed_files(con)
        yield ""
        yield f"Pending in {data_dir}"
        try:
            inputs, faults = _found(con, data_dir, facts["initial_month"], processed)
        except WarehouseError as error:
            yield f"  {error.message}"
            return
    names = [file.name for file in pending(inputs, {(file.table, file.month) for file in processed})]
    yield from (f"  {name}" for name in names or ["nothing"])
    yield from (f"  {notice}" for notice in (*inputs.faults, *faults, *inputs.warnings))


def _found(
    con: Connection, data_dir: Path | str, initial_month: str, processed: tuple[ProcessedFile, ...]
) -> tuple[Inputs, list[Fault]]:
    """The files of a data directory, and those that are no longer what was processed."""
    if isinstance(data_dir, Path):
        inputs = find_inputs(data_dir, initial_month)
        return inputs, changed(inputs, processed)
    from warehouse.spark import source
    from warehouse.spark.connection import SparkConnection

    assert isinstance(con, SparkConnection)
    inputs, listed = source.find(con.server.spark, data_dir, initial_month)
    return inputs, source.changed(con.server.spark, inputs, processed, listed)


def _warehouse(con: Connection, database: Place, facts: dict[str, Any]) -> Iterator[str]:
    made = f"made {facts['created_utc']:%Y-%m-%d %H:%M} UTC by {facts['created_by']}"
    yield f"{database}: local times in {facts['zone']}; {made}"
    yield f"This is supportwh {__version__}, DuckDB {duckdb.__version__}."
    if facts["partial_updates"] == "keep":
        yield "An empty cell of an update keeps what was there (--partial-updates keep)."
    yield ""
    yield "Tables"
    for relation, rows in run(con, "ops/table_rows.sql").rows:
        yield f"  {relation:<24}{rows:>12,} rows"
    files = run(con, "ops/file_counts.sql").records
    for month, group in groupby(files, key=lambda file: file["month_of_file"]):
        yield ""
        yield month_name(month)
        for file in group:
            yield f"  {file['file_name']:<44}{file['rows_read']:>10,} rows: {counts_in_words(file)}"
    if rejected := sum(file["rows_rejected"] for file in files):
        yield ""
        yield quarantined(rejected)


def _warnings(con: Connection) -> Iterator[str]:
    """What each build has warned of."""
    for built, group in groupby(kept_warnings(con), key=lambda kept: kept[0]):
        yield ""
        yield f"Warnings of the build of {built:%Y-%m-%d %H:%M} UTC"
        yield from (f"  {warning}" for _, warning in group)
