"""Write a large extract whose bytes are the same in every run: generate.py ROWS FOLDER [--months 2]."""

import argparse
from datetime import date
from pathlib import Path

import duckdb

AGENTS = 2000
CENTERS = 50
CATEGORIES = 40
UNKNOWN_CATEGORIES = 2
EMPTY_WHEN_DELETED = (
    *("interaction_start", "agent_resolution_timestamp", "interaction_end"),
    *("call_duration_minutes", "satisfaction_rating"),
)
UTC = "%Y-%m-%dT%H:%M:%SZ"

DIMENSIONS = {
    "contact_centers": f"""
        select format('CC{{:03d}}', n) as contact_center_id, 'Town ' || n as contact_center_name,
            format('Town {{}}, ST', n) as location
        from range(1, {CENTERS + 1}) as numbers(n)""",
    "service_categories": f"""
        select format('C{{:03d}}', n) as category_id, 'Topic ' || n as category_name,
            'Department ' || (1 + n % 8) as department
        from range(1, {CATEGORIES + 1}) as numbers(n)""",
    "agents": f"""
        select format('AGT{{:06d}}', n) as agent_id, 'Agent ' || n as full_name,
            format('CC{{:03d}}', 1 + n % {CENTERS}) as contact_center_id,
            date '2024-01-01' + cast(n % 300 as integer) as hire_date,
            format('C{{:03d}}', 1 + n % {CATEGORIES}) as category_id
        from range(1, {AGENTS + 1}) as numbers(n)""",
}


def draw(salt: int, count: int) -> str:
    """Return an expression from 0 to count - 1 that looks random but depends only on the row number n."""
    return f"cast(hash(n, {salt}) % {count} as bigint)"


def interactions(numbers: range, first: date, days: int, key: str = "n") -> str:
    """Return a select of one interaction per number, each of which starts within `days` days of `first`."""
    return f"""
        with drawn as (
            select {key} as key, timestamp '{first}' + to_seconds({draw(1, days * 86400)}) as started,
                case {draw(2, 5)} when 0 then 'email' when 1 then 'web' else 'phone' end as channel,
                1 + {draw(3, CATEGORIES + 1 + UNKNOWN_CATEGORIES)} as category, 1 + {draw(4, AGENTS)} as agent,
                1 + {draw(5, CENTERS)} as center, 2 + {draw(6, 25)} as handled,
                case {draw(7, 4)} when 0 then 5 else 0 end as survey, 1 + {draw(8, 5)} as rating
            from range({numbers.start}, {numbers.stop}) as numbers(n)
        )
        select format('INT{{:010d}}', key) as interaction_id, strftime(started, '{UTC}') as "timestamp", channel,
            format('C{{:03d}}', category) as category_id, format('AGT{{:06d}}', agent) as agent_id,
            format('CC{{:03d}}', center) as contact_center_id, strftime(started, '{UTC}') as interaction_start,
            strftime(started + to_minutes(handled), '{UTC}') as agent_resolution_timestamp,
            strftime(started + to_minutes(handled + survey), '{UTC}') as interaction_end,
            cast(case when channel = 'phone' then handled + survey else 0 end as double) as call_duration_minutes,
            cast(case when survey > 0 then rating end as double) as satisfaction_rating
        from drawn"""


def interactions_delta(rows: int, size: int, month: int, first: date) -> str:
    """Return a select of a delta: 70 % adds, 20 % updates and 10 % deletes, some of rows that it also updates."""
    start = rows + month * size
    new = interactions(range(start, start + size * 7 // 10), first, 28)
    updated = interactions(range(size * 2 // 10), first, 28, f"n * {7 + month} % {rows}")
    deleted = interactions(range(size // 10), first, 28, f"(n * {11 + month} + 1) % {rows}")
    empty = ", ".join(f"null as {column}" for column in EMPTY_WHEN_DELETED)
    return f"""
        select *, 'add' as action from ({new})
        union all
        select *, 'update' from ({updated})
        union all
        select * replace ({empty}), 'delete'
        from ({deleted})"""


def dimension_deltas(month: int, name: str) -> dict[str, str]:
    """Return the deltas of the small tables, which have few rows: file names and contents."""
    action = "add" if month == 0 else "update"
    deltas = {
        f"service_categories_delta_{name}.csv": "category_id,category_name,department,action\r\n"
        f"C{CATEGORIES + 1:03d},Topic of {name},Operations,{action}\r\n"
        f"C{2 + month:03d},Topic {2 + month},Department of {name},update ",
    }
    if month == 1:
        deltas[f"contact_centers_delta_{name}.csv"] = (
            'contact_center_id,contact_center_name,location,action\r\nCC003,Newtown 3,"Town 3, ST",update '
        )
    return deltas


def write(rows: int, folder: Path, months: int, delta_rows: int | None = None) -> None:
    """Write the extract of January 2025 and the deltas of the following months."""
    initial, delta = folder / "initial", folder / "delta"
    for place in (initial, delta):
        place.mkdir(parents=True, exist_ok=True)
    size = rows // 10 if delta_rows is None else delta_rows
    selects = {initial / f"{table}.csv": select for table, select in DIMENSIONS.items()}
    selects[initial / "interactions.csv"] = interactions(range(rows), date(2025, 1, 1), 31)
    for month in range(months):
        first = date(2025 + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        name = f"{first:%Y%m}"
        selects[delta / f"interactions_delta_{name}.csv"] = interactions_delta(rows, size, month, first)
        for file, content in dimension_deltas(month, name).items():
            (delta / file).write_bytes(content.encode())
    with duckdb.connect() as con:
        con.execute("set threads = 1")  # one thread keeps the order of the rows, so the bytes stay the same
        for path, select in selects.items():
            target = str(path).replace("'", "''")
            con.execute(f"copy ({select}) to '{target}' (format csv, header)")


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, help="interactions in the initial extract")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--months", type=int, default=2, help="number of months with deltas")
    parser.add_argument("--delta-rows", type=int, help="rows in each delta of interactions (default: a tenth of ROWS)")
    given = parser.parse_args()
    write(given.rows, given.folder, given.months, given.delta_rows)


if __name__ == "__main__":
    main()
