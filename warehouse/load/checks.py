"""Runs the checks of `sql/6_checks/`: each is a select that returns what is wrong, or hardly true."""

import re
from datetime import datetime

from warehouse.catalogue import REFERENCES, TABLES
from warehouse.engine.connection import Connection
from warehouse.engine.render import Result, relation_name, run, scripts, text_of
from warehouse.errors import DataWarning, WarehouseError

MAX_ROWS_SHOWN = 3


def findings(con: Connection, first_month: int, *, in_a_build: bool = False) -> tuple[list[str], list[DataWarning]]:
    """What every check finds: the errors, a sentence each, and the warnings.

    first_month (YYYYMM) limits what concerns single rows to those that its files and later ones brought; 0 means all.
    in_a_build leaves out those whose head says that only `supportwh check` runs them.
    """
    errors, warnings = [], []
    for script in scripts("6_checks"):
        if in_a_build and "\n-- run: check\n" in text_of(script):
            continue
        name, is_error = relation_name(script), _severity(script) == "error"
        values = {"tables": TABLES, "references": REFERENCES, "is_partial": first_month > 0}
        result = run(con, script, {"first_month": first_month}, **values)
        if result.rows and is_error:
            errors.append(f"{name}: {_in_words(result)}")
        else:
            warnings += [_warning(name, record) for record in result.records]
    return errors, warnings


def _severity(script: str) -> str:
    """error or warning, as the head of a check says; WarehouseError where it says neither."""
    if said := re.search(r"^-- severity: (error|warning)$", text_of(script), re.MULTILINE):
        return said[1]
    raise WarehouseError(f"sql/{script}: its head says neither `-- severity: error` nor `-- severity: warning`.")


def _in_words(result: Result) -> str:
    rows = [", ".join(f"{name} = {value}" for name, value in record.items()) for record in result.records]
    more = f" (and {len(rows) - MAX_ROWS_SHOWN} more)" if len(rows) > MAX_ROWS_SHOWN else ""
    return "; ".join(rows[:MAX_ROWS_SHOWN]) + more


def _warning(check: str, record: dict[str, object]) -> DataWarning:
    """A row of a check as a warning; WarehouseError where its columns are others than those of one."""
    try:
        return _warning_of(record | {"kind": check})
    except KeyError as error:
        raise WarehouseError(
            f"sql/6_checks/{check}.sql: a warning has the column {error}, and this has not."
        ) from error


def _warning_of(record: dict[str, object]) -> DataWarning:
    """A row of a check or of `ops.warnings`."""
    file, kind, what = (str(record[name]) for name in ("file_name", "kind", "what"))
    occurrences, example, advice = (record[name] for name in ("occurrences", "example", "advice"))
    number = None if occurrences is None else int(str(occurrences))
    return DataWarning(file, kind, what, number, None if example is None else str(example), str(advice or ""))


def kept_warnings(con: Connection, build_utc: str | None = None) -> list[tuple[datetime, DataWarning]]:
    """What every build, or one, has written into `ops.warnings`; each with the moment of its build."""
    records = run(con, "ops/warnings.sql", {"build_utc": build_utc}).records
    return [(record["build_utc"], _warning_of(record)) for record in records]


def keep_warnings(con: Connection, build_utc: str, warnings: list[DataWarning]) -> None:
    """Write warnings of a build into `ops.warnings`."""
    parameters = {
        "processed_utc": build_utc,
        "file_names": [warning.file for warning in warnings],
        "kinds": [warning.kind for warning in warnings],
        "whats": [warning.what for warning in warnings],
        "occurrences": [warning.occurrences for warning in warnings],
        "examples": [warning.example for warning in warnings],
        "advices": [warning.advice for warning in warnings],
    }
    if warnings:
        run(con, "3_load/warnings.sql", parameters)
