"""Renders the SQL for readers, with example values."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.catalogue import INTERACTIONS, REFERENCES, SCHEMAS, TABLES, TYPED_RULES, Table
from warehouse.engine.database import connect
from warehouse.engine.quoting import Quoted
from warehouse.engine.render import render, run
from warehouse.engine.sources import SQL, custom_files, display_name, relation_name, scripts
from warehouse.errors import WarehouseError
from warehouse.extract.csv_format import csv_source, lines_source
from warehouse.extract.inputs import InputFile
from warehouse.extract.scan import Scan
from warehouse.extract.settings import COLUMNS
from warehouse.load.erase import erase_values
from warehouse.load.ledger import Decisions, Vocabulary
from warehouse.load.schema import view_scripts
from warehouse.load.stage import template_values
from warehouse.load.store import Staged
from warehouse.text import FORMULA

#: Folders in execution order, those outside of builds last; `4_core` includes `5_reports`.
FOLDERS = ("1_tables", "2_staging", "spark", "3_load", "4_core", "6_checks", "settings", "analysis", "dashboard", "ops")
#: Prefixes of the scripts that run first within a folder, in this order.
FIRST = (
    *("core", "history", "zone_offsets", "cells", "rules", "reasons", "trimmed", "stg_", "stage", "suspects"),
    *("left_out", "leftovers", "drop_suspects", "lines", "joined", "records", "numbered", "faults", "counts"),
    *("valid", "time_notices", "notices", "initial", "delta", "partial_updates", "merge", "rejected", "warn_"),
    *("unexpected", "clean_up"),
)


def every_script() -> list[str]:
    """Return all scripts in execution order: each view after those that it refers to."""
    found = []
    for folder in FOLDERS:
        found += view_scripts() if folder == "4_core" else sorted(scripts(folder), key=_turn)
    return [*found, "export.sql", "erase.sql"]


def _turn(script: str) -> int:
    """Return the position of a script in its folder."""
    name = relation_name(script)
    return next((turn for turn, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))


def rendered(name: str | None, *, is_remote: bool = False) -> Iterator[str]:
    """Yield the scripts of NAME, or all scripts, rendered for a delta of interactions.

    NAME is a relation, a script or a folder of `sql/`. is_remote yields the generated Spark SQL of views. Raises
    WarehouseError for an unknown name, and for SQL that cannot be transpiled.
    """
    found = [script for script in every_script() if name is None or _is_named(script, name)]
    if not found:
        names = ", ".join(sorted({relation_name(script) for script in every_script()}))
        raise WarehouseError(f"No SQL is named {name}.", advice=f"Names: {names}.")
    if is_remote:
        from warehouse.spark.opening import transpile_views

        views = transpile_views()
        for script in found:
            if relation_name(script) in views:
                yield f"-- {_marked(script)}\n{views[relation_name(script)]}\n"
        return
    for script in found:
        yield f"-- {_marked(script)}\n{render(script, **example(script))}"


def _marked(script: str) -> str:
    """Return the path of a script; for a custom file also whether it replaces another or is added."""
    if script not in custom_files():
        return f"sql/{script}"
    return f"{display_name(script)} ({f'replaces sql/{script}' if (SQL / script).is_file() else 'added'})"


def _is_named(script: str, name: str) -> bool:
    folder, _, file = script.rpartition("/")
    return name.removeprefix("sql/") in (folder, script, file, file.removesuffix(".sql"), relation_name(script))


def example_scan(table: Table) -> Scan:
    """Return the scan of an example delta with its columns in the catalogue's order."""
    path = Path("data", "delta", f"{table.name}_delta_202502.csv")
    file = InputFile(table, "202502", f"delta/{path.name}", path, is_delta=True)
    return Scan(file, path, header=[str(column) for column in table.header(is_delta=True)])


def example(script: str) -> dict[str, object]:
    """Return example values for the variables of a template."""
    table = next((table for table in TABLES if script.endswith(f"_{table.name}.sql")), INTERACTIONS)
    scan = example_scan(table)
    values: dict[str, object] = {
        **template_values(scan),
        "zone": Decisions().timezone,
        "audience": Vocabulary().audience,
        "contact_center": "",
        "tables": TABLES,
        "references": REFERENCES,
        "unique_tables": REFERENCES,
        "schemas": SCHEMAS,
        "typed_rules": TYPED_RULES,
        "is_first": True,
        "has_blanks": True,
        "has_faults": True,
        "has_suspects": True,
        "key_place": 1,
        "lines": Quoted("lines"),
        "lines_source": lines_source(scan.path),
        "staged": Staged(1, is_text=True, has_lines=True),
        "source": csv_source(scan.path, scan.reader_types, scan.time_format),
    }
    return values | _example_of_one(script)


def _example_of_one(script: str) -> dict[str, object]:
    """Return the values that only one script has, or that differ for it."""
    if script == "1_tables/local_time.sql":
        with connect() as con:
            return {"offsets": run(con, "1_tables/zone_offsets.sql", zone=Decisions().timezone).records}
    columns = [(Quoted(name), Quoted(name), kind) for name, kind in (("month", "varchar"), ("total_calls", "bigint"))]
    report = {"source": Quoted("support_report"), "path": "support_report.csv", "format": "csv", "is_excel": False}
    found: dict[str, dict[str, object]] = {
        "erase.sql": erase_values("agents"),
        "export.sql": {**report, "columns": columns, "is_raw": False, "formula": f"^{FORMULA.pattern}"},
        "ops/every_block.sql": {"relation": Quoted("core.interactions")},
        "ops/explained.sql": {
            "target": Quoted("ops.warnings"),
            "causes": [("files_are_not_repeated", "files_say_something_new")],
        },
        "settings/rows.sql": {"name": "targets", "columns": COLUMNS["targets"]},
        "ops/warnings.sql": {"source": Quoted("ops.warnings")},
    }
    return found.get(script, {})
