"""Runs the checks of `sql/6_checks/`: each is a select that returns errors or warnings."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from warehouse.catalogue import REFERENCES, SCHEMAS, TABLES, Table
from warehouse.engine.connection import Connection
from warehouse.engine.quoting import Quoted, literal
from warehouse.engine.render import Result, execute, render, run
from warehouse.engine.sources import relation_name, scripts, text_of
from warehouse.errors import DataWarning
from warehouse.kinds import kind_of, kinds
from warehouse.load.store import Build

MAX_ROWS_SHOWN = 3
UNIQUE = "6_checks/keys_are_unique.sql"


def run_checks(
    con: Connection,
    target: str,
    build_utc: str,
    first_month: int,
    *,
    stages: Collection[str],
    unique_tables: Sequence[Table] = TABLES,
) -> list[str]:
    """Run the checks: write their warnings into the table target, and return a message for each check with errors.

    first_month (YYYYMM) limits the checks of single rows to those loaded from the files of this month and later ones; 0
    means all. stages selects checks by the `-- run:` in their head; an empty text selects those that always run.
    """
    errors = []
    for script in scripts("6_checks"):
        if stage_of(script) not in stages:
            continue
        name = relation_name(script)
        values = {"tables": TABLES, "references": REFERENCES, "unique_tables": unique_tables, "schemas": SCHEMAS}
        sql, parameters = render(script, **values), {"first_month": first_month}
        if kind_of(name).severity == "warning":
            execute(con, script, _as_insert(sql, name, target), parameters | {"build_utc": build_utc})
        elif (result := execute(con, script, sql, parameters)).rows:
            errors.append(f"{name}: {_describe_rows(result)}")
    causes = [(cause.kind, effect) for cause in kinds().values() for effect in cause.explains]
    run(con, "ops/explained.sql", {"build_utc": build_utc}, target=Quoted(target), causes=causes)
    return errors


def stage_of(script: str) -> str:
    """Return when a check runs: `full` for new warehouses and changed views, `check` for that command only, or ""."""
    match = re.search(r"^-- run: (\w+)$", text_of(script), re.MULTILINE)
    return match[1] if match else ""


def has_unique_keys(con: Connection, tables: Sequence[Table]) -> bool:
    """Return whether the keys of all these tables are unique."""
    return not run(con, UNIQUE, unique_tables=tables).rows


def _as_insert(sql: str, kind: str, target: str) -> str:
    """Return a statement that inserts the rows of a check, without adding lines: errors have the line of the file."""
    columns = "file_name, what, occurrences, example, advice"
    start = f"cast($build_utc as timestamp) as build_utc, {literal(kind)} as kind, {columns}"
    return f"insert into {target} by name select {start} from ( {sql.rstrip().rstrip(';')}\n)"


def _describe_rows(result: Result) -> str:
    """Return the first rows of a check as text, and the number of the others."""
    rows = [", ".join(f"{name} = {value}" for name, value in record.items()) for record in result.records]
    more = f" (and {len(rows) - MAX_ROWS_SHOWN} more)" if len(rows) > MAX_ROWS_SHOWN else ""
    return "; ".join(rows[:MAX_ROWS_SHOWN]) + more


def read_warnings(
    con: Connection, build_utc: str | None = None, source: str = "ops.warnings"
) -> list[tuple[datetime, DataWarning]]:
    """Return the warnings of all builds, or of one, from a table of warnings, each with the time of its build."""
    rows = run(con, "ops/warnings.sql", {"build_utc": build_utc}, source=Quoted(source)).rows
    return [(moment, DataWarning(*row)) for moment, *row in rows]


def save_warnings(build: Build, warnings: list[DataWarning]) -> None:
    """Save the warnings that a build found before it loaded any file."""
    if warnings:
        columns = {
            "file_names": [warning.file for warning in warnings],
            "kinds": [warning.kind for warning in warnings],
            "whats": [warning.what for warning in warnings],
            "occurrences": [warning.occurrences for warning in warnings],
            "examples": [warning.example for warning in warnings],
            "advices": [warning.advice for warning in warnings],
        }
        run(build.con, "3_load/warnings.sql", {"processed_utc": build.processed_utc, **columns})
