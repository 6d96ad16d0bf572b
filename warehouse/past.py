"""A warehouse as it was after an earlier month, with all of its tables and reports."""

from pathlib import Path

import duckdb

from warehouse.catalogue import TABLES
from warehouse.create import create_local_time, create_views
from warehouse.errors import WarehouseError
from warehouse.render import run
from warehouse.storage import open_to_read


def open_as_of(database: Path, month: str | None) -> duckdb.DuckDBPyConnection:
    """Open a warehouse to read it, as it was after a month (YYYYMM); as it is now if none is given.

    Raises WarehouseError where there is no warehouse, or the month was not applied.
    """
    con = open_to_read(database)
    if month is None:
        return con
    try:
        months = con.execute(
            "select distinct cast(month as varchar) as month from ops.processed_files order by month"
        ).fetchall()
        applied = [name for (name,) in months]
        if month not in applied:
            raise WarehouseError(f"The month {month} was not applied.", advice=f"There are: {', '.join(applied)}.")
        [(zone,)] = con.execute("select zone from ops.warehouse").fetchall()
        con.execute("attach ':memory:' as past")
        con.execute("use past")
        run(con, "as_of/tables.sql", month=int(month), relations=TABLES)
        create_local_time(con, zone)
        create_views(con, zone)
    except BaseException:
        con.close()
        raise
    return con
