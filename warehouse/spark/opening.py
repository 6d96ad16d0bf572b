"""Opens a warehouse on Spark: reads its builds and its local tables."""

from typing import Any

from warehouse.engine.database import require_month
from warehouse.engine.location import SparkTarget
from warehouse.engine.render import run
from warehouse.errors import WarehouseError
from warehouse.load.ledger import Decisions, Vocabulary, vocabulary_of
from warehouse.load.schema import create_tables, create_views
from warehouse.spark.builds import Builds, read_builds
from warehouse.spark.connection import SparkConnection
from warehouse.spark.dialect import parse
from warehouse.spark.local_catalog import LOGS, STATE
from warehouse.spark.session import Session
from warehouse.spark.storage import Storage, translating_errors


def open_on_spark(target: SparkTarget, as_of: str | None = None) -> SparkConnection:
    """Open an existing warehouse for reading, optionally as of a month (YYYYMM).

    Raises WarehouseError if it does not exist or the month is not loaded.
    """
    con = SparkConnection(Storage(Session(target), target.folder))
    try:
        with translating_errors():
            builds = read_builds(con.storage)
            if not builds.tables:
                raise WarehouseError(
                    f"No warehouse at {target} on the server.",
                    advice="Create it with",
                    command="build",
                )
            read_definitions(con, builds)
            if as_of is not None:
                require_month(con, as_of)
                con.execute(f"set variable as_of_month = {int(as_of)}")
                con.server.tables.as_of = int(as_of)
    except BaseException:
        con.close()
        raise
    return con


def create_definitions(
    con: SparkConnection, decisions: Decisions, vocabulary: Vocabulary, created_utc: str, created_by: str
) -> None:
    """Create the tables and views of a new warehouse locally; record the settings, the time and the program."""
    create_tables(con, decisions, vocabulary, created_utc, created_by)
    run(con, "spark/zone.sql", zone=decisions.timezone)
    create_views(con, decisions.timezone, with_tables=True)


def read_definitions(con: SparkConnection, builds: Builds) -> None:
    """Create the tables and views of an existing warehouse locally, with the rows of its local tables."""
    con.server.tables.builds = builds
    stored = {name: rows for name in (*STATE, *LOGS) if (rows := con.server.tables.read_local_table(name)) is not None}
    warehouse: dict[str, Any] = stored["ops_warehouse"].to_pylist()[-1]
    decisions = Decisions(warehouse["zone"], str(warehouse["initial_month"]), warehouse["partial_updates"])
    create_definitions(con, decisions, vocabulary_of(warehouse), str(warehouse["created_utc"]), warehouse["created_by"])
    for name, rows in stored.items():
        con.local.replace_rows(name, rows)


def transpile_views() -> dict[str, str]:
    """Return every view in Spark SQL, by its name."""
    con = SparkConnection(Storage(None, ""), owns_session=False)
    create_definitions(con, Decisions(), Vocabulary(), "2025-01-31", "supportwh")
    return {
        name: con.local.transpile(parse(select), {}, is_pretty=True).sql for name, select in con.local.views.items()
    }
