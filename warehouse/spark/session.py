"""Opens a warehouse on Spark: the session with its server, the state of the folder, and what of it is at home."""

import contextlib
import logging
import socket
from urllib.parse import urlsplit

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from warehouse.engine.database import require_month
from warehouse.engine.place import Remote
from warehouse.engine.render import run
from warehouse.errors import WarehouseError, first_line
from warehouse.load.ledger import Decisions, Vocabulary, vocabulary_of
from warehouse.load.schema import create_tables, create_views
from warehouse.spark.commits import Part, parts_of
from warehouse.spark.connection import SparkConnection
from warehouse.spark.home import OPS
from warehouse.spark.storage import Storage, spoken

#: What a session must be set to: times have no zone or UTC, and what overflows is an error.
SETTINGS = {"spark.sql.session.timeZone": "UTC", "spark.sql.ansi.enabled": "true"}
#: What is better for a warehouse, and a server may forbid. Java compiles no method of more than 8,000 bytes, and what
#: it does not takes twice the time. A million keys are 10 MB of Parquet, and 128 MB in the memory of every worker.
BETTER = {"spark.sql.codegen.hugeMethodLimit": "8000", "spark.sql.autoBroadcastJoinThreshold": "1MB"}
#: The port of a server that names none, and how long it may take to answer, in seconds.
PORT, PATIENCE = 15002, 10.0


def connect_to(remote: Remote) -> SparkSession:
    """A session of one's own with a server; WarehouseError where there is none, or it cannot be set as it must be."""
    parts = urlsplit(remote.url)
    try:
        socket.create_connection((parts.hostname, parts.port or PORT), timeout=PATIENCE).close()
    except OSError as error:
        raise WarehouseError(
            f"{remote.url}: the server does not answer: {error.strerror or error}.", advice="Is it running?"
        ) from error
    logging.getLogger("SQLQueryContextLogger").disabled = True  # it would print what `spoken` says, with its stack
    try:
        spark = SparkSession.builder.remote(remote.url).create()
        for name, value in SETTINGS.items():
            spark.conf.set(name, value)
            if spark.conf.get(name) != value:
                raise WarehouseError(f"{remote.url}: the server does not let {name} be {value}.")
        for name, value in BETTER.items():
            with contextlib.suppress(PySparkException):
                spark.conf.set(name, value)
    except PySparkException as error:
        raise WarehouseError(f"{remote.url}: {first_line(error)}") from error
    return spark


def open_remote(remote: Remote, as_of: str | None = None) -> SparkConnection:
    """Open a warehouse that must be there, as it was after a month (YYYYMM), or as it is.

    Raises WarehouseError where there is none, and where the month was not loaded.
    """
    spark = connect_to(remote)
    storage = Storage(spark, remote.folder)
    known = storage.commits()
    if not known:
        raise WarehouseError(
            f"{remote}: there is no such warehouse, as the server sees it.", advice="Make it with", command="build"
        )
    con = SparkConnection(spark, storage)
    try:
        with spoken():
            read_definitions(con, parts_of(known))
            if as_of is not None:
                require_month(con, as_of)
                con.execute(f"set variable as_of_month = {int(as_of)}")
            for part in parts_of(known, None if as_of is None else int(as_of)):
                con.server.add_part(part)
            con.server.require_all_rows()
    except BaseException:
        con.close()
        raise
    return con


def define(
    con: SparkConnection, decisions: Decisions, vocabulary: Vocabulary, created_utc: str, created_by: str
) -> None:
    """Make the tables and views of a new warehouse at home; what was decided, when and by whom goes on record."""
    create_tables(con, decisions, vocabulary, created_utc, created_by)
    run(con, "spark/zone.sql", zone=decisions.timezone)
    create_views(con, decisions.timezone, with_tables=True)


def read_definitions(con: SparkConnection, parts: list[Part]) -> None:
    """Make the tables and views of a warehouse at home, with what it says of itself and its files."""
    stored = {}
    for name in OPS:
        paths = [con.storage.path(part) for part in parts if part.store == f"ops_{name}"]
        if paths:
            stored[name] = con.server.spark.read.parquet(*paths).toArrow()
    warehouse = stored["warehouse"].to_pylist()[-1]
    decisions = Decisions(warehouse["zone"], str(warehouse["initial_month"]), warehouse["partial_updates"])
    define(con, decisions, vocabulary_of(warehouse), str(warehouse["created_utc"]), warehouse["created_by"])
    home = con.home.con
    home.execute("delete from ops.warehouse")
    for name, rows in stored.items():
        home.register("stored", rows)
        home.execute(f"insert into ops.{name} by name from stored")
        home.unregister("stored")
