"""Runs one statement of the user's that can read the warehouse and nothing else."""

import csv
import io
import itertools
import json
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import WarehouseError
from warehouse.past import open_as_of

READS = (duckdb.StatementType.SELECT,)
#: Run before the user's statement. Not given on connecting, when they would also keep DuckDB from
#: a warehouse whose name has a `?` in it.
LOCKED = """
    set temp_directory = '';
    set autoload_known_extensions = false;
    set allow_community_extensions = false;
    set enable_external_access = false;
    set lock_configuration = true;
"""


def query(database: Path, sql: str, as_of: str | None = None) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Names of the columns and rows that one reading statement returns; raises WarehouseError.

    as_of is an applied month (YYYYMM): what it would have returned after that month.
    """
    with open_as_of(database, as_of) as con:
        con.execute(LOCKED)
        try:
            sql.encode()
            statements = con.extract_statements(sql)
            if len(statements) != 1 or not _reads(statements[0]):
                raise WarehouseError(
                    "A query is one statement that reads: select, from, describe or summarize.",
                    advice="To change a copy of the data, export it and open it with another program.",
                )
            con.execute(statements[0])
            names: list[str] = []
            for name, *_ in con.description or ():
                free = (f"{name}_{number}" for number in itertools.count(2))
                names.append(next(other for other in itertools.chain([name], free) if other not in names))
            return names, con.fetchall()
        except duckdb.Error as error:
            raise WarehouseError(str(error).strip()) from error
        except UnicodeEncodeError as error:
            raise WarehouseError("A query is text in UTF-8.") from error


def _reads(statement: duckdb.Statement) -> bool:
    try:
        return statement.type in READS
    except ValueError:  # DuckDB has kinds of statements that its Python package has no name for
        return False


def formatted(names: list[str], rows: list[tuple[Any, ...]], file_format: str) -> str:
    """Rows as a table for people, as CSV, or as one JSON array, with a line end at the end."""
    if file_format == "csv":
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_plain(value) for value in row] for row in rows)
        return text.getvalue()
    if file_format == "json":
        records = [dict(zip(names, map(json_value, row), strict=True)) for row in rows]
        return json.dumps(records, ensure_ascii=False, allow_nan=False, default=str, indent=2) + "\n"
    return _table(names, [["NULL" if value is None else str(_plain(value)) for value in row] for row in rows], rows)


def _plain(value: Any) -> Any:
    """A value as the exports write it: decimals like 14.0, booleans like true."""
    if isinstance(value, Decimal):
        return float(value)
    return str(value).lower() if isinstance(value, bool) else value


def json_value(value: Any) -> Any:
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(item) for item in value]
    return value


def _table(names: list[str], cells: list[list[str]], rows: list[tuple[Any, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    numeric = [all(isinstance(row[i], int | float | Decimal | None) for row in rows) for i in range(len(names))]

    def line(row: list[str]) -> str:
        padded = (c.rjust(w) if n else c.ljust(w) for c, w, n in zip(row, widths, numeric, strict=True))
        return "  ".join(padded).rstrip()

    rule = "  ".join("-" * width for width in widths)
    count = f"({len(rows)} row{'s' if len(rows) != 1 else ''})"
    return "\n".join([line(names), rule, *map(line, cells), count]) + "\n"
