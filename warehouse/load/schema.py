"""Creates the tables of a warehouse once, and its views whenever their SQL or the dictionary changes."""

import graphlib
import hashlib
import re
from collections.abc import Collection
from pathlib import Path

from warehouse.engine.connection import Connection
from warehouse.engine.quoting import identifier
from warehouse.engine.render import execute, render, run
from warehouse.engine.sources import code, code_of, custom_files, digest, relation_name, rows_of, scripts
from warehouse.errors import WarehouseError
from warehouse.load.ledger import Decisions, Vocabulary

#: The file with the meanings of all tables, views and columns.
DICTIONARY = "columns.csv"

#: The UTC offsets of a time zone, and the macros that are generated from them.
LOCAL_TIME = ("1_tables/zone_offsets.sql", "1_tables/local_time.sql")

#: The files of macros that every view may use, in the order of their execution.
RULES = ("calendar", "rules", "holidays", "statistics")

#: The folders with the SQL of views; `templates` has shared parts.
VIEWS = ("4_core", "5_reports", "templates")


def create_tables(
    con: Connection, decisions: Decisions, vocabulary: Vocabulary, created_utc: str, created_by: str
) -> None:
    """Run `sql/1_tables/`, and record the settings, the time and the program. Raises WarehouseError."""
    zone = decisions.timezone
    if not run(con, "ops/time_zone.sql", {"zone": zone}).rows:
        raise WarehouseError(
            f"{zone} is not a time zone.", advice="Use a name such as America/New_York, UTC, or EST for fixed UTC-5."
        )
    for script in scripts("1_tables"):
        if script not in LOCAL_TIME:
            run(con, script)
    offsets, macros = LOCAL_TIME
    run(con, macros, zone=zone, offsets=run(con, offsets, zone=zone).records)
    parameters = {
        "zone": zone,
        "initial_month": int(decisions.initial_month),
        "partial_updates": decisions.partial_updates,
        **vocabulary._asdict(),
        "tables_sha256": digest("1_tables"),
        "views_sha256": views_digest(),
        "custom_sql": "\n".join(custom_files()),
        "created_utc": created_utc,
        "created_by": created_by,
    }
    run(con, "ops/new_warehouse.sql", parameters)


def views_digest() -> str:
    """Return a SHA-256 of the SQL of the views and of the dictionary."""
    rows = [row.cells for row in rows_of(DICTIONARY, ("relation", "column"))]
    return hashlib.sha256((digest(*VIEWS) + repr(rows)).encode()).hexdigest()


def view_scripts() -> list[str]:
    """Return the files of `sql/4_core/` and `sql/5_reports/`, each after the files that it refers to.

    Raises WarehouseError if references are circular.
    """
    files = {relation_name(script): script for folder in VIEWS[:2] for script in scripts(folder)}
    graph = {
        name: {*_rules_before(name), *_references(script)} & files.keys() - {name} for name, script in files.items()
    }
    try:
        return [files[name] for name in graphlib.TopologicalSorter(graph).static_order()]
    except graphlib.CycleError as error:
        names = ", ".join(error.args[1])
        raise WarehouseError(f"sql/: circular references between views: {names}") from error


def _rules_before(name: str) -> tuple[str, ...]:
    return RULES[: RULES.index(name)] if name in RULES else RULES


def _references(script: str) -> list[str]:
    return re.findall(r"\b(?:from|join)\s+(\w+)\b(?!\.)", code(render(script)).lower())


def is_view(script: str) -> bool:
    """Return whether a file is the select of the view with its name; other files create macros."""
    return not code_of(script).lower().startswith("create ")


def create_views(con: Connection, zone: str, *, with_tables: bool) -> None:
    """Create or replace the macros and views with their comments, and drop views that no longer have a file.

    with_tables also updates the comments of tables, and the digest of the views in `ops.warehouse`; that conflicts with
    concurrent inserts. Raises WarehouseError if the dictionary does not match the warehouse.
    """
    views = []
    for script in view_scripts():
        if is_view(script):
            name = relation_name(script)
            views.append(name)
            # This adds no lines, so that errors have the line of the file.
            execute(con, script, f"create or replace view {identifier(name)} as {render(script)}", {})
        else:
            run(con, script)
    for name, kind, meaning in run(con, "ops/relations.sql").rows:
        # A view with a comment but no file was created by an earlier version; any other belongs to the user.
        if kind == "view" and meaning and "." not in name and name not in views:
            con.execute(f"drop view {identifier(name)}")
    everything = [*tables(con), *views]
    check_dictionary(con, everything)
    write_comments(con, zone, everything if with_tables else views, is_read=True)
    if with_tables:
        run(con, "ops/new_views.sql", {"views_sha256": views_digest(), "custom_sql": "\n".join(custom_files())})


def check_dictionary(con: Connection, relations: Collection[str]) -> None:
    """Raise WarehouseError if a relation or column has no meaning, or a row of the dictionary refers to neither.

    A row of `sql/columns.csv` may refer to a column that is missing from a file that replaces one of `sql/`.
    """
    _read_dictionary(con, relations)
    faults = run(con, "ops/dictionary_faults.sql").rows
    if custom_files():
        faults = [fault for fault in faults if not fault[0].startswith(f"sql/{DICTIONARY}:")]
    if faults:
        details = [f"{place}: {fault}" for place, fault, _ in faults]
        raise WarehouseError(f"sql/{DICTIONARY} does not match the warehouse.", details=details)


def write_comments(con: Connection, zone: str, relations: Collection[str], *, is_read: bool = False) -> None:
    """Write the meanings of relations and columns as comments; `{zone}` in them becomes the name of the zone.

    is_read says that the dictionary has already been read for these relations.
    """
    if not is_read:
        _read_dictionary(con, relations)
    comments = run(con, "ops/comments.sql", {"zone": zone, "commented": list(relations)}).rows
    con.execute("\n".join(statement for (statement,) in comments))


def _read_dictionary(con: Connection, relations: Collection[str]) -> None:
    """Read the dictionary into the temporary table `dictionary`, and the meanings of relations into `described`."""
    rows = rows_of(DICTIONARY, ("relation", "column"))
    parameters = {
        "relations": list(relations),
        "lines": list(range(len(rows))),
        "places": [f"{row.file}:{row.line}" for row in rows],
        "named": [row.cells["relation"] for row in rows],
        "columns": [row.cells["column"] for row in rows],
        "meanings": [row.cells["meaning"] for row in rows],
    }
    run(con, "ops/dictionary.sql", parameters)


def tables(con: Connection) -> list[str]:
    """Return the tables in the schemas of the warehouse, without those that users have added to others."""
    schemas = tuple(f"{Path(script).stem}." for script in scripts("1_tables"))
    relations = run(con, "ops/relations.sql").rows
    return [name for name, kind, _ in relations if kind == "table" and name.startswith(schemas)]
