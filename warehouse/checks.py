"""Runs the checks of `sql/checks/`: each is a select that returns what is wrong."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.catalogue import REFERENCES, TABLES
from warehouse.errors import Fault, WarehouseError
from warehouse.render import SQL, relation_name, run, scripts
from warehouse.storage import open_to_read

SHOWN = 3


@dataclass(frozen=True)
class Finding:
    """A check that found something: how bad it is, and its rows as a sentence each."""

    check: str
    is_error: bool
    rows: list[str]

    def __str__(self) -> str:
        more = f" (and {len(self.rows) - SHOWN} more)" if len(self.rows) > SHOWN else ""
        return f"{self.check}: " + "; ".join(self.rows[:SHOWN]) + more


def findings(con: duckdb.DuckDBPyConnection, months: list[int]) -> list[Finding]:
    """What every check finds.

    months limits the costly checks to the keys that these months brought; none means all.
    """
    found = []
    for script in scripts("checks"):
        rows = run(con, script, relations=TABLES, references=REFERENCES, months=months)
        if rows:
            names = [column[0] for column in con.description or ()]
            said = [", ".join(f"{n} = {v}" for n, v in zip(names, row, strict=True)) for row in rows]
            text = (SQL / script).read_text("utf-8")
            is_error = re.search(r"^-- severity: error$", text, re.MULTILINE) is not None
            found.append(Finding(relation_name(script), is_error, said))
    return found


def run_checks(con: duckdb.DuckDBPyConnection, months: list[int]) -> list[str]:
    """The warnings of the checks as sentences; raises WarehouseError where one finds an error."""
    found = findings(con, months)
    errors = [Fault(finding.check, "; ".join(finding.rows[:SHOWN])) for finding in found if finding.is_error]
    if errors:
        raise WarehouseError("The new warehouse does not pass its checks; the old one is as it was.", faults=errors)
    return [str(finding) for finding in found]


def check(database: Path) -> Iterator[str]:
    """What every check finds in a warehouse, a line each; raises WarehouseError after an error."""
    with open_to_read(database) as con:
        found = findings(con, months=[])
    yield from (f"{'error' if finding.is_error else 'warning'}: {finding}" for finding in found)
    if errors := sum(finding.is_error for finding in found):
        raise WarehouseError(f"{errors} of the checks found an error.", advice="supportwh build --full-refresh")
    yield f"{len(scripts('checks'))} checks, {len(found)} with a warning."
