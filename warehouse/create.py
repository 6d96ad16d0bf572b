"""Makes what a warehouse is made of: its tables once, its reports at every build."""

import duckdb

from warehouse.catalogue import INTERACTIONS, TABLES, TIMES
from warehouse.errors import WarehouseError
from warehouse.render import digest, run, scripts

DEFAULT_ZONE = "America/New_York"
#: Zones that an American calls Eastern; local columns of any other carry the zone's own name.
EASTERN = (DEFAULT_ZONE, "US/Eastern", "EST", "EST5EDT")

#: The stretches of time with one offset, and the macros that are made of them.
LOCAL_TIME = ("1_tables/2_zone_offsets.sql", "1_tables/3_local_time.sql")


def zone_label(zone: str) -> str:
    """How the name of a local column ends: eastern, or the zone's own name."""
    return "eastern" if zone in EASTERN else "".join(c if c.isalnum() else "_" for c in zone.lower())


def create_tables(con: duckdb.DuckDBPyConnection, zone: str, built: str, version: str) -> None:
    """Run `sql/1_tables/` for a zone; built and version go on record. Raises WarehouseError."""
    if not con.execute("select 1 from pg_timezone_names() where name = ?", [zone]).fetchall():
        raise WarehouseError(
            f"{zone} is not a time zone.", advice="Use a name such as America/New_York, UTC, or EST for fixed UTC-5."
        )
    for script in scripts("1_tables"):
        if script.endswith("history_tables.sql"):
            for table in TABLES:
                run(con, script, table=table)
        elif script not in LOCAL_TIME:
            run(con, script, table=INTERACTIONS)
    create_local_time(con, zone)
    con.execute(
        "insert into ops.warehouse values (?, ?, null, ?, ?)",
        [zone, digest("1_tables"), built, version],
    )


def create_local_time(con: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Make the macros that turn a time in UTC into one of the zone."""
    offsets, macros = LOCAL_TIME
    stretches = [{"ends_utc": ends, "offset_minutes": minutes} for ends, minutes in run(con, offsets, zone=zone)]
    run(con, macros, zone=zone, offsets=stretches)


def create_views(con: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Run `sql/4_reports/`: macros and views, each made anew."""
    for script in scripts("4_reports"):
        run(con, script, zone=zone, zone_label=zone_label(zone), local_times=TIMES, relations=TABLES)


def create_reports(con: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Make the views of a warehouse, and note what SQL they were made from."""
    create_views(con, zone)
    con.execute("update ops.warehouse set reports_sha256 = ?", [digest("4_reports")])
