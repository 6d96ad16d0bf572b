"""Shows the state of a warehouse and the pending files of the data directory."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb

from warehouse import __version__
from warehouse.engine.connection import Connection
from warehouse.engine.location import Location
from warehouse.engine.render import run
from warehouse.errors import WarehouseError
from warehouse.extract.inputs import find_pending
from warehouse.load.checks import read_warnings
from warehouse.load.ledger import missing_files, processed_files
from warehouse.opening import open_to_read, store_of
from warehouse.output import counts_in_words, month_name, quarantine_message
from warehouse.terminal import Heading


def status(database: Location, data_dir: Path | str) -> Iterator[str]:
    """Yield the state of a warehouse as lines."""
    with open_to_read(database) as con:
        [facts] = run(con, "ops/warehouse.sql").records
        yield from _incomplete_months(con)
        yield from _warehouse(con, database, facts)
        yield from _warnings(con)
        if erasures := run(con, "ops/erasures.sql").records:
            yield ""
            yield Heading("Erased records")
            yield from (f"  {one['erased_utc']:%Y-%m-%d %H:%M} UTC  {one['table_name']}" for one in erasures)
        processed = processed_files(con)
        yield ""
        yield Heading(f"Pending in {data_dir}")
        try:
            store = store_of(database, data_dir)
            inputs = store.find_inputs(facts["initial_month"])
            faults = store.changed_files(inputs, processed)
            faults += missing_files([file.key for file in processed], inputs)
            settings = store.read_settings()
        except WarehouseError:
            yield "  unknown"
            raise
    names = [file.name for file in find_pending(inputs, {(file.table, file.month) for file in processed})]
    names += ["settings/"] if settings.sha256 != facts["settings_sha256"] else []
    yield from (f"  {name}" for name in names or ["nothing"])
    notices = (*inputs.faults, *settings.faults, *faults, *inputs.warnings, *settings.warnings)
    yield from (f"  {notice}" for notice in notices)


def _incomplete_months(con: Connection) -> Iterator[str]:
    """Yield missing and incomplete months, which affect every figure."""
    for month, has_interactions, first_day, last_day in run(con, "ops/incomplete_months.sql").rows:
        if has_interactions:
            yield f"{month} is incomplete: its interactions are from {first_day} to {last_day}."
        else:
            yield f"{month} is missing: no interactions were loaded for it."


def _warehouse(con: Connection, database: Location, facts: dict[str, Any]) -> Iterator[str]:
    created = f"created {facts['created_utc']:%Y-%m-%d %H:%M} UTC by {facts['created_by']}"
    yield f"{database}: local times in {facts['zone']}; {created}"
    yield f"This is supportwh {__version__}, DuckDB {duckdb.__version__}."
    if facts["partial_updates"] == "keep":
        yield "Empty cells in updates leave the value unchanged (--partial-updates keep)."
    yield ""
    yield Heading("Tables")
    for relation, rows in run(con, "ops/table_rows.sql").rows:
        yield f"  {relation:<24}{rows:>12,} row{'s' if rows != 1 else ''}"
    files = run(con, "ops/file_counts.sql").records
    for month, group in groupby(files, key=lambda file: file["month_of_file"]):
        yield ""
        yield Heading(month_name(month))
        for file in group:
            rows = file["rows_read"]
            noun = "row: " if rows == 1 else "rows:"
            yield f"  {file['file_name']:<44}{rows:>10,} {noun} {counts_in_words(file)}"
    if rejected := sum(file["rows_rejected"] for file in files):
        yield ""
        yield quarantine_message(rejected)


def _warnings(con: Connection) -> Iterator[str]:
    """Yield the warnings of each build."""
    for built, group in groupby(read_warnings(con), key=lambda kept: kept[0]):
        yield ""
        yield Heading(f"Warnings of the build of {built:%Y-%m-%d %H:%M} UTC")
        yield from (f"  {warning}" for _, warning in group)
