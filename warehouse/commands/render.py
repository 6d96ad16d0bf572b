"""Renders the SQL for a reader, with the values of an example where a build would bring its own."""

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

#: Folders in the order in which they run, those that are not of a build last; `5_reports` comes with `4_core`.
FOLDERS = ("1_tables", "2_staging", "spark", "3_load", "4_core", "6_checks", "settings", "analysis", "dashboard", "ops")
#: Of files of one folder these come first, in this order, by how their names begin.
FIRST = (
    *("core", "history", "zone_offsets", "cells", "rules", "reasons", "trimmed", "stg_", "stage", "suspects"),
    *("left_out", "leftovers", "drop_suspects", "lines", "joined", "records", "numbered", "faults", "counts"),
    *("valid", "time_notices", "notices", "initial", "delta", "partial_updates", "merge", "rejected", "warn_"),
    *("unexpected", "clean_up"),
)


def every_script() -> list[str]:
    """All files of `sql/` in the order in which they run: views each after those that it refers to."""
    found = []
    for folder in FOLDERS:
        found += view_scripts() if folder == "4_core" else sorted(scripts(folder), key=_turn)
    return [*found, "export.sql", "erase.sql"]


def _turn(script: str) -> int:
    """When a file of a folder runs."""
    name = relation_name(script)
    return next((turn for turn, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))


def rendered(name: str | None, *, is_remote: bool = False) -> Iterator[str]:
    """Each script that makes NAME, or every script there is, as it runs on a delta of interactions.

    NAME is a relation, a script or a folder of `sql/`. is_remote says to show views as they are sent to Spark. Raises
    WarehouseError for any other, and for what cannot be moved.
    """
    found = [script for script in every_script() if name is None or _is_named(script, name)]
    if not found:
        names = ", ".join(sorted({relation_name(script) for script in every_script()}))
        raise WarehouseError(f"There is no SQL named {name}.", advice=f"There is: {names}.")
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
    """Return a script as a reader finds it; one of the user's folder with what it does."""
    if script not in custom_files():
        return f"sql/{script}"
    return f"{display_name(script)} ({f'replaces sql/{script}' if (SQL / script).is_file() else 'added'})"


def _is_named(script: str, name: str) -> bool:
    folder, _, file = script.rpartition("/")
    return name.removeprefix("sql/") in (folder, script, file, file.removesuffix(".sql"), relation_name(script))


def example_scan(table: Table) -> Scan:
    """What is known of a delta of a table whose columns are in the catalogue's order."""
    path = Path("data", "delta", f"{table.name}_delta_202502.csv")
    file = InputFile(table, "202502", f"delta/{path.name}", path, is_delta=True)
    return Scan(file, path, header=[str(column) for column in table.header(is_delta=True)])


def example(script: str) -> dict[str, object]:
    """The values of a template's variables where a build would load a delta of interactions."""
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
    """The values that one script has alone, or otherwise than the others."""
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
