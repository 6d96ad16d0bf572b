"""The minimum work that bare DuckDB can do with the same files, without any safety measures.

floor.py build DATA OUT.duckdb          load the initial extract and all deltas
floor.py month DATA OUT.duckdb YYYYMM   load one more month into an existing file
floor.py report OUT.duckdb              write only the report

Each command writes the report beside OUT.duckdb. It validates no file, keeps no versions and stores no local times.
"""

import sys
from pathlib import Path

import duckdb

TEXT, TIME, NUMBER = "varchar", "timestamp", "double"
TABLES = {
    "contact_centers": {"contact_center_id": TEXT, "contact_center_name": TEXT, "location": TEXT},
    "service_categories": {"category_id": TEXT, "category_name": TEXT, "department": TEXT},
    "agents": {
        "agent_id": TEXT,
        "full_name": TEXT,
        "contact_center_id": TEXT,
        "hire_date": "date",
        "category_id": TEXT,
    },
    "interactions": {
        "interaction_id": TEXT,
        "timestamp": TIME,
        "channel": TEXT,
        "category_id": TEXT,
        "agent_id": TEXT,
        "contact_center_id": TEXT,
        "interaction_start": TIME,
        "agent_resolution_timestamp": TIME,
        "interaction_end": TIME,
        "call_duration_minutes": NUMBER,
        "satisfaction_rating": NUMBER,
    },
}

#: For speed, the query converts each hour to local time once, counts interactions by ids, and joins names last.
REPORT = """
    with span as (
        select date_trunc('hour', min(interaction_start)) as first, max(interaction_start) as last
        from interactions
    ),
    local_months as materialized (
        select
            epoch_us(hour) // 3600000000 as hour_number,
            strftime(timezone('America/New_York', timezone('UTC', hour)), '%Y-%m') as month
        from (select unnest(generate_series(first, last, interval 1 hour)) as hour from span)
    ),
    counted as (
        select
            month,
            contact_center_id,
            category_id,
            count(*) as interactions,
            count(*) filter (channel = 'phone') as calls,
            sum(call_duration_minutes) filter (channel = 'phone') as minutes
        from interactions
        left join local_months on epoch_us(interaction_start) // 3600000000 = hour_number
        group by all
    )
    select
        month,
        coalesce(contact_center_name, 'Unknown') as contact_center_name,
        coalesce(department, 'Unknown') as department,
        cast(sum(interactions) as bigint) as total_interactions,
        cast(sum(calls) as bigint) as total_calls,
        coalesce(sum(minutes), 0) as total_call_duration
    from counted
    left join contact_centers using (contact_center_id)
    left join service_categories using (category_id)
    group by all
    order by all
"""


def reader(path: Path, columns: dict[str, str]) -> str:
    """Return a select that reads a file with typed columns and trimmed text."""
    name = str(path).replace("'", "''")
    types = ", ".join(f"'{column}': '{kind}'" for column, kind in columns.items())
    cells = ", ".join(f'trim("{c}") as "{c}"' if kind == TEXT else f'"{c}"' for c, kind in columns.items())
    return (
        f"select {cells} from read_csv('{name}', columns = {{{types}}}, auto_detect = false, header = true,"
        " delim = ',', quote = '\"', nullstr = ['', ' '])"
    )


def load(con: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Create each table from its initial file."""
    for table, columns in TABLES.items():
        con.execute(f"create table {table} as {reader(data / 'initial' / f'{table}.csv', columns)}")


def change(con: duckdb.DuckDBPyConnection, table: str, path: Path) -> None:
    """Apply a delta: the last row of a key replaces or deletes the live row."""
    columns = TABLES[table]
    key, names = next(iter(columns)), ", ".join(f'"{column}"' for column in columns)
    con.execute("set preserve_insertion_order = true")  # the order of the rows determines the last row of a key
    con.execute(f"create or replace temp table changes as {reader(path, {**columns, 'action': TEXT})}")
    con.execute("set preserve_insertion_order = false")
    row = con.execute(f"select count(*) > count(distinct {key}) from changes").fetchone()
    if row and row[0]:
        con.execute(f"delete from changes where rowid not in (select max(rowid) from changes group by {key})")
    con.execute(f"delete from {table} using changes where {table}.{key} = changes.{key}")
    con.execute(f"insert into {table} select {names} from changes where lower(action) <> 'delete'")


def bring_in(con: duckdb.DuckDBPyConnection, data: Path, month: str) -> None:
    """Load the deltas of one month in one transaction."""
    con.execute("begin")
    for table in TABLES:
        path = data / "delta" / f"{table}_delta_{month}.csv"
        if path.exists():
            change(con, table, path)
    con.execute("commit")


def report(con: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Write the report beside the database."""
    target = str(out.with_suffix(".csv")).replace("'", "''")
    con.execute(f"copy ({REPORT}) to '{target}' (format csv, header)")


def main(verb: str, *arguments: str) -> None:
    """Run one command: build, month or report."""
    *data, out = (Path(argument) for argument in arguments[: 1 if verb == "report" else 2])
    if verb == "build":
        out.unlink(missing_ok=True)
    with duckdb.connect(str(out), read_only=verb == "report") as con:
        con.execute("set preserve_insertion_order = false")
        if verb == "build":
            load(con, data[0])
            for month in sorted({path.stem[-6:] for path in (data[0] / "delta").glob("*.csv")}):
                bring_in(con, data[0], month)
        elif verb == "month":
            bring_in(con, data[0], arguments[2])
        report(con, out)


if __name__ == "__main__":
    main(*sys.argv[1:])
