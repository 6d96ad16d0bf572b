"""Runs the checks of `sql/6_checks/`: each is a select that returns what is wrong."""

import re
from dataclasses import dataclass

import duckdb

from warehouse.catalogue import REFERENCES, TABLES
from warehouse.engine.render import relation_name, run, scripts, text_of
from warehouse.errors import WarehouseError

MAX_ROWS_SHOWN = 3


@dataclass(frozen=True)
class Finding:
    """A check that found something: how bad it is, and its rows as a sentence each."""

    check: str
    is_error: bool
    rows: list[str]

    def __str__(self) -> str:
        more = f" (and {len(self.rows) - MAX_ROWS_SHOWN} more)" if len(self.rows) > MAX_ROWS_SHOWN else ""
        return f"{self.check}: " + "; ".join(self.rows[:MAX_ROWS_SHOWN]) + more


def findings(con: duckdb.DuckDBPyConnection, months: list[int]) -> list[Finding]:
    """What every check finds.

    months limits the costly checks to the keys that these months brought; none means all.
    """
    found = []
    for script in scripts("6_checks"):
        result = run(con, script, tables=TABLES, references=REFERENCES, months=months)
        if result.rows:
            rows = [", ".join(f"{name} = {value}" for name, value in record.items()) for record in result.records]
            found.append(Finding(relation_name(script), _severity(script) == "error", rows))
    return found


def _severity(script: str) -> str:
    """error or warning, as the head of a check says; WarehouseError where it says neither."""
    if said := re.search(r"^-- severity: (error|warning)$", text_of(script), re.MULTILINE):
        return said[1]
    raise WarehouseError(f"sql/{script}: its head says neither `-- severity: error` nor `-- severity: warning`.")


def run_checks(con: duckdb.DuckDBPyConnection, months: list[int]) -> list[str]:
    """The warnings of the checks as sentences; raises WarehouseError where one finds an error."""
    found = findings(con, months)
    errors = [str(finding) for finding in found if finding.is_error]
    if errors:
        raise WarehouseError("The new warehouse does not pass its checks; the old one is as it was.", details=errors)
    return [str(finding) for finding in found]
