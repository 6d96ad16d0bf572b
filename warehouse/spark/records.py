"""Parses the lines of a file on Spark into records, and validates them."""

from typing import Any

from pyspark.sql import DataFrame

from warehouse.engine.quoting import Quoted
from warehouse.engine.render import run
from warehouse.errors import WarehouseError
from warehouse.extract.scan import Scan
from warehouse.load.stage import template_values
from warehouse.spark.connection import SparkConnection


def spark_template_values(scan: Scan) -> dict[str, Any]:
    """Return the values of the templates of `sql/2_staging/` for a file that is read line by line on Spark."""
    on_spark = {"lines": Quoted("lines"), "place": Quoted("block_start, row_id"), "has_blocks": True, "is_first": True}
    return template_values(scan) | on_spark


def parse_records(
    con: SparkConnection, scan: Scan, lines: DataFrame, values: dict[str, Any]
) -> tuple[int, dict[str, int]]:
    """Parse the lines of a file into records, and create views of the valid ones.

    Returns the number of records, and of those that are `suspects` (to be validated in full), `rejected` and `fatal`.
    """
    try:
        counts = _create_records(con, lines, values)
    except WarehouseError as error:
        raise WarehouseError(f"{scan.file.name}: {error.message}") from error
    found = {"rejected": 0, "fatal": 0}
    if counts["suspects"]:
        run(con, "2_staging/faults.sql", **values)
        [found] = run(con, "2_staging/counts.sql", **values).records
    run(con, "2_staging/valid.sql", has_faults=found["rejected"] > 0, **values)
    return counts["records"], found | {"suspects": counts["suspects"]}


def _create_records(con: SparkConnection, lines: DataFrame, values: dict[str, Any]) -> dict[str, Any]:
    """Write the records of a file, joined if they have several lines, and return their counts."""
    con.server.register("lines", lines)
    counts = _write_records(con, values)
    if counts["open_quotes"]:
        run(con, "2_staging/joined.sql", **values)
        con.server.add_alias("joined", "lines")
        counts = _write_records(con, values)
    elif not counts["has_order"]:
        raise WarehouseError("the server does not report the order of the lines.")
    return counts


def _write_records(con: SparkConnection, values: dict[str, Any]) -> dict[str, Any]:
    run(con, "2_staging/records.sql", **values)
    run(con, "spark/numbered.sql", **values)
    [counts] = run(con, "spark/counts.sql").records
    return counts
