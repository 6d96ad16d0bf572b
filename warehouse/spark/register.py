"""Registers a warehouse in the catalog of a server, so that others find its tables and views by name."""

from pyspark.errors import PySparkException

from warehouse.engine.location import SparkTarget
from warehouse.errors import WarehouseError
from warehouse.spark.dialect import parse
from warehouse.spark.local_catalog import LOGS, STATE, STORED
from warehouse.spark.opening import open_on_spark
from warehouse.spark.session import server_message


def register(target: SparkTarget, schema: str) -> None:
    """Make a view in a schema for every table and view, of the versions that are published.

    They are permanent views, each replaced at once: readers are never without one. Raises WarehouseError where the
    server does not let them be made, and where a name in the schema is that of a table.
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
