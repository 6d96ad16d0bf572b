"""Renders the SQL for a reader, with the values of an example where a build would bring its own."""

from collections.abc import Iterator
from pathlib import Path

import duckdb

from warehouse.catalogue import INTERACTIONS, REFERENCES, TABLES, Table
from warehouse.engine.database import connect
from warehouse.engine.quoting import Quoted, identifier
from warehouse.engine.render import relation_name, render, run, scripts
from warehouse.errors import WarehouseError, first_line
from warehouse.extract.csv_format import csv_source
from warehouse.extract.scan import DOCUMENTED_TIME
from warehouse.load.decisions import Decisions
from warehouse.load.schema import view_scripts

#: Folders in the order in which they run, those that are not of a build last; `5_reports` comes with `4_core`.
FOLDERS = ("1_tables", "2_staging", "spark", "3_load", "4_core", "6_checks", "analysis", "dashboard", "ops")
#: Of files of one folder these come first, in this order, by how their names begin.
FIRST = (
    *("core", "history", "zone_offsets", "rules", "reasons", "records", "numbered", "counts", "joined"),
    *("raw", "faults_", "stg_"),
    *("quarantine", "initial", "delta", "partial_updates", "merge", "rejected_rows", "unexpected", "clean_up"),
)


def every_script() -> list[str]:
    """All files of `sql/` in the order in which they run: views each after those that it refers to."""
    found = []
    for folder in FOLDERS:
        found += view_scripts() if folder == "4_core" else sorted(scripts(folder), key=_turn)
    return [*found, "export.sql"]


def _turn(script: str) -> int:
    """When a file of a folder runs."""
    name = relation_name(script)
    return next((turn for turn, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))


def rendered(name: str | None, *, is_remote: bool = False) -> Iterator[str]:
    """Each script that makes NAME, or every script there is, as it runs on a delta of interactions.

    NAME is a relation, a script or a folder of `sql/`. is_remote says to show it as it is sent to Spark. Raises
    WarehouseError for any other, and for what cannot be moved.
    """
    found = [script for script in every_script() if name is None or _is_named(script, name)]
    if not found:
        names = ", ".join(sorted({relation_name(script) for script in every_script()}))
        raise WarehouseError(f"There is no SQL named {name}.", advice=f"There is: {names}.")
    texts = _sent() if is_remote else ((script, render(script, **example(script))) for script in found)
    for script, text in texts:
        if script in found:
            yield f"-- sql/{script}\n{text}"


def _sent() -> Iterator[tuple[str, str]]:
    """Every script as it is sent to Spark: one needs those before it."""
    from warehouse.spark.script import Reader

    reader = Reader()
    for script in every_script():
        try:
            yield script, reader.sent(script, example(script))
        except (WarehouseError, duckdb.Error) as error:
            raise WarehouseError(f"sql/{script}: {first_line(error)}") from error


def _is_named(script: str, name: str) -> bool:
    folder, _, file = script.rpartition("/")
    return name.removeprefix("sql/") in (folder, script, file, file.removesuffix(".sql"), relation_name(script))


def example(script: str) -> dict[str, object]:
    """The values of a template's variables where a build would load a delta of interactions."""
    table = next((table for table in TABLES if script.endswith(f"_{table.name}.sql")), INTERACTIONS)
    values: dict[str, object] = {
        "zone": Decisions().timezone,
        "table": table,
        "tables": TABLES,
        "references": REFERENCES,
        "is_delta": True,
        "is_text": False,
        "is_numbered": False,
        "has_blanks": True,
        "is_partial": True,
        "keeps_empty_cells": True,
        "has_marks": False,
        "was_quarantined": True,
        "source": _example_source(table),
        "relation": identifier("support_report"),
        "path": "support_report.csv",
        "is_raw": False,
        "format": "csv",
        "columns": [(Quoted("month"), "varchar"), (Quoted("total_call_duration"), "double")],
        **(_example_of_lines(table) if script.startswith("spark/") else {}),
    }
    if script == "export.sql":
        values["source"] = identifier("support_report")
    if script == "1_tables/local_time.sql":
        with connect() as con:
            values["offsets"] = run(con, "1_tables/zone_offsets.sql", zone=values["zone"]).records
    return values


def _example_of_lines(table: Table) -> dict[str, object]:
    """What the scripts of `sql/spark/` ask of a file."""
    columns = list(table.header(is_delta=True))
    return {
        "columns": columns,
        "places": {column: place for place, column in enumerate(columns, 1)},
        "types": table.header(is_delta=True),
        "header": columns,
        "header_line": 1,
        "blanks": " ",
        "most_bytes": 2_000_000,
        "has_faults": True,
    }


def _example_source(table: Table) -> Quoted:
    path = Path("data", "delta", f"{table.name}_delta_202502.csv")
    return csv_source(path, table.reader_types(is_delta=True), parallel=True, time_format=DOCUMENTED_TIME)
