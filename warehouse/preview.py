"""Renders the SQL for a reader, with the values of an example where a build would bring its own."""

import re
from collections.abc import Iterator
from pathlib import Path

from warehouse.catalogue import INTERACTIONS, REFERENCES, TABLES, TIMES
from warehouse.create import DEFAULT_ZONE, zone_label
from warehouse.errors import WarehouseError
from warehouse.prescan import DOCUMENTED_TIME
from warehouse.render import identifier, relation_name, render, run, scripts
from warehouse.salvage import clean_cells, reasons
from warehouse.source import csv_source
from warehouse.storage import connect

#: In the order in which they run. The salvage of a file runs only where it is needed, and so do those
#: after the checks.
FOLDERS = (
    "1_tables",
    "2_staging",
    "salvage",
    "3_apply",
    "4_reports",
    "checks",
    "5_export",
    "as_of",
    "analysis",
    "dashboard",
)


def rendered(name: str | None) -> Iterator[str]:
    """Each script that makes NAME, or every script there is, as it runs on a delta of interactions.

    NAME is a relation, a script or a folder of `sql/`. Raises WarehouseError for any other.
    """
    every = [script for folder in FOLDERS for script in scripts(folder)]
    found = [script for script in every if name is None or _is_named(script, name)]
    found = found or [script for script in every if _makes(script, str(name))]
    if not found:
        names = ", ".join(sorted({relation_name(script) for script in every}))
        raise WarehouseError(f"There is no SQL named {name}.", advice=f"There is: {names}.")
    for script in found:
        yield f"-- sql/{script}\n{render(script, **_example(script))}"


def _is_named(script: str, name: str) -> bool:
    folder, _, file = script.partition("/")
    return name.removeprefix("sql/") in (folder, script, file, file.removesuffix(".sql"), relation_name(script))


def _makes(script: str, name: str) -> bool:
    """Whether a script of reports creates NAME, among others maybe."""
    text = render(script, **_example(script)) if script.startswith(("1_tables", "4_reports")) else ""
    return re.search(rf"^create (or replace )?\w+ {re.escape(name)}\b", text, re.MULTILINE) is not None


def _example(script: str) -> dict[str, object]:
    table = next((table for table in TABLES if table.staging == relation_name(script)), INTERACTIONS)
    path = Path("data", "delta", f"{table.name}_delta_202502.csv")
    values: dict[str, object] = {
        "zone": DEFAULT_ZONE,
        "zone_label": zone_label(DEFAULT_ZONE),
        "local_times": TIMES,
        "table": table,
        "relations": TABLES,
        "references": REFERENCES,
        "is_delta": True,
        "has_blanks": True,
        "month": 202502,
        "months": [202502],
        "file_name": f"delta/{path.name}",
        "source": csv_source(path, table.reader_types(is_delta=True), parallel=True, time_format=DOCUMENTED_TIME),
        "built": "2025-03-01 06:00:00",
        "entry": {"table_name": table.name, "month": "202502", "file_name": f"delta/{path.name}"},
        "key": table.key,
        "reasons": reasons(table, is_delta=True),
        "cells": clean_cells(table, is_delta=True),
        "path": "support_report.csv",
        "format": "csv",
        "columns": [("month", "VARCHAR"), ("total_calls", "BIGINT"), ("total_call_duration", "DOUBLE")],
    }
    if script.startswith("5_export"):
        values["source"] = identifier("support_report")
    if script.endswith("local_time.sql"):
        with connect() as con:
            rows = run(con, "1_tables/2_zone_offsets.sql", zone=DEFAULT_ZONE)
        values["offsets"] = [{"ends_utc": ends, "offset_minutes": minutes} for ends, minutes in rows]
    return values
