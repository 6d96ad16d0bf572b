"""Registers a warehouse in the catalog of a server, so that other clients find its tables and views by name."""

from pyspark.errors import PySparkException

from warehouse.engine.location import SparkTarget
from warehouse.errors import WarehouseError
from warehouse.spark.dialect import parse
from warehouse.spark.local_catalog import LOGS, STATE, STORED
from warehouse.spark.opening import open_on_spark
from warehouse.spark.session import server_message


def register(target: SparkTarget, schema: str) -> None:
    """Create a view in a schema for each table and view, with the published versions.

    The views are permanent, and each is replaced atomically, so that readers always find one. Raises WarehouseError if
    the server refuses to create them, or if the schema has a table of the same name.
    """
    with open_on_spark(target) as con:
        spark, tables = con.storage.spark, con.server.tables
        selects = {name: tables.select(name) for name in (*STORED, *STATE, *LOGS)}
        try:
            spark.sql(f"create schema if not exists {schema}").collect()
            spark.catalog.setCurrentDatabase(schema)
            for name, select in selects.items():
                spark.sql(f"create or replace view {name} as {select}").collect()
            for name, select in con.local.views.items():
                spark.sql(f"create or replace view {name} as {con.local.transpile(parse(select), {}).sql}").collect()
        except PySparkException as error:
            raise WarehouseError(f"Cannot register the warehouse in {schema}: {server_message(error)}") from error
