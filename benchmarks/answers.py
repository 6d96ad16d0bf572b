"""Measure how long it takes to read each view of a warehouse: answers.py DATABASE REPEAT

Prints a JSON object with the seconds of each view: the median of REPEAT rounds. Views with one row per interaction or
version are left out.
"""

import json
import statistics
import sys
import time

import duckdb

UNIT = "support_report"
SINGLE_ROWS = ("fact_interactions", "interactions_wide", "interaction_changes")
VIEWS = "select view_name from duckdb_views() where schema_name = 'main' and not internal order by view_name"


def seconds(con: duckdb.DuckDBPyConnection, view: str) -> float:
    """Return the seconds that it takes to read a view into a temporary table."""
    started = time.perf_counter()
    con.execute(f"create or replace temp table answer as from {view}")
    return time.perf_counter() - started


def main() -> None:
    """Read all views in turn, for REPEAT rounds."""
    database, repeat = sys.argv[1], int(sys.argv[2])
    with duckdb.connect(database, read_only=True) as con:
        names = [name for (name,) in con.execute(VIEWS).fetchall()]
        versions = [name for name in names if name.startswith(("fact_", "dim_")) and name.endswith("_history")]
        chosen = [UNIT, *(name for name in names if name not in (UNIT, *SINGLE_ROWS, *versions))]
        spent: dict[str, list[float]] = {name: [] for name in chosen}
        for _ in range(repeat):
            for name in chosen:
                spent[name].append(seconds(con, name))
    print(json.dumps({name: statistics.median(times) for name, times in spent.items()}))


if __name__ == "__main__":
    main()
