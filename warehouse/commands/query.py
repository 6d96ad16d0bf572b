"""Runs one statement of the user's that can read the warehouse and nothing else."""

import itertools
from pathlib import Path

import duckdb

from warehouse.engine.database import open_to_read
from warehouse.engine.render import Result, run
from warehouse.errors import WarehouseError, excerpt_of, first_line

READS = (duckdb.StatementType.SELECT,)


def query(database: Path, sql: str, as_of: str | None = None) -> Result:
    """Names of the columns and rows that one reading statement returns; raises WarehouseError.

    as_of is a loaded month (YYYYMM): what it would have returned after that month.
    """
    with open_to_read(database, as_of) as con:
        run(con, "ops/read_only.sql")
        try:
            sql.encode()
            statements = con.extract_statements(sql)
            if len(statements) != 1 or not _reads(statements[0]):
                raise WarehouseError(
                    "A query is one statement that reads: select, from, describe or summarize.",
                    advice="To change a copy of the data, export it and open it with another program.",
                )
            con.execute(statements[0])
            return Result(_distinct([name for name, *_ in con.description or ()]), con.fetchall())
        except duckdb.Error as error:
            raise WarehouseError(first_line(error), excerpt=excerpt_of(error)) from error
        except UnicodeEncodeError as error:
            raise WarehouseError("A query is text in UTF-8.") from error


def _reads(statement: duckdb.Statement) -> bool:
    try:
        return statement.type in READS
    except ValueError:  # DuckDB has kinds of statements that its Python package has no name for
        return False


def _distinct(names: list[str]) -> list[str]:
    """Names of columns, with a number behind one that is there already."""
    distinct: list[str] = []
    for name in names:
        free = (f"{name}_{number}" for number in itertools.count(2))
        distinct.append(next(other for other in itertools.chain([name], free) if other not in distinct))
    return distinct
