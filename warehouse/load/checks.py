"""Runs the checks of `sql/6_checks/`: each is a select that returns what is wrong, or implausible."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from warehouse.catalogue import REFERENCES, SCHEMAS, TABLES, Table
from warehouse.engine.connection import Connection
from warehouse.engine.quoting import Quoted, literal
from warehouse.engine.render import Result, execute, relation_name, render, run, scripts, text_of
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
    """Run the checks; their warnings go into the table target, their errors are returned, a sentence each.

    first_month (YYYYMM) limits what concerns single rows to those that its files and later ones brought; 0 means all.
    stages are those of `-- run:` in the head of a check, and empty for a check that runs in every build.
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
    """When a check runs: `full`, for new warehouses and changed views; `check`, by that command alone; or always."""
    said = re.search(r"^-- run: (\w+)$", text_of(script), re.MULTILINE)
    return said[1] if said else ""


def has_unique_keys(con: Connection, tables: Sequence[Table]) -> bool:
    """Whether every key of these tables is there once."""
    return not run(con, UNIQUE, unique_tables=tables).rows


def _as_insert(sql: str, kind: str, target: str) -> str:
    """The insert of what a check finds; on the line of its opening comment, so that errors count lines as its file."""
    columns = "file_name, what, occurrences, example, advice"
    start = f"cast($build_utc as timestamp) as build_utc, {literal(kind)} as kind, {columns}"
    return f"insert into {target} by name select {start} from ( {sql.rstrip().rstrip(';')}\n)"


def _describe_rows(result: Result) -> str:
    rows = [", ".join(f"{name} = {value}" for name, value in record.items()) for record in result.records]
    more = f" (and {len(rows) - MAX_ROWS_SHOWN} more)" if len(rows) > MAX_ROWS_SHOWN else ""
    return "; ".join(rows[:MAX_ROWS_SHOWN]) + more


def read_warnings(
    con: Connection, build_utc: str | None = None, source: str = "ops.warnings"
) -> list[tuple[datetime, DataWarning]]:
    """What every build, or one, has written into a table of warnings; each with the moment of its build."""
    rows = run(con, "ops/warnings.sql", {"build_utc": build_utc}, source=Quoted(source)).rows
    return [(moment, DataWarning(*row)) for moment, *row in rows]


def save_warnings(build: Build, warnings: list[DataWarning]) -> None:
    """Write down what a build noticed before it loaded a file."""
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
