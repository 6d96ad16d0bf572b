"""How long each view of a warehouse takes to be read whole, beside the report: answers.py DATABASE REPEAT

Prints a JSON object of seconds by view, the median of as many rounds; views of single rows (the fact, the wide view,
versions) are left out.
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
    """Read a view into a table that is thrown away."""
    started = time.perf_counter()
    con.execute(f"create or replace temp table answer as from {view}")
    return time.perf_counter() - started


def main() -> None:
    """Read every view in turn, so many rounds."""
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
