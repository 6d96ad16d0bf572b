"""What there is in a warehouse, from the comments in its file."""

from collections.abc import Collection, Iterator
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.query import formatted
from warehouse.storage import open_to_read

RELATIONS = """
    with
    relations as (
        select schema_name, table_name as name, comment
        from duckdb_tables()
        where not internal and database_name = current_catalog()
        union all
        select schema_name, view_name as name, comment
        from duckdb_views()
        where not internal and database_name = current_catalog()
    )
    select *
    from relations
    order by schema_name = 'ops', schema_name = 'history', name
"""

COLUMNS = """
    select column_name as "column", lower(data_type) as type, comment as meaning
    from duckdb_columns()
    where schema_name = ? and table_name = ? and database_name = current_catalog()
    order by column_index
"""


def relations(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, str, str]]:
    """Every table and view: by its name, with its schema outside of `main`, to schema, name and comment."""
    return {
        relation if schema == "main" else f"{schema}.{relation}": (schema, relation, comment)
        for schema, relation, comment in con.execute(RELATIONS).fetchall()
    }


def refuse_unknown(names: Collection[str], available: Collection[str]) -> None:
    """Raise WarehouseError for names that are not there, with those that are."""
    unknown = [name for name in names if name not in available]
    if unknown:
        raise WarehouseError(
            f"There is no table or view named {', '.join(unknown)}.", advice=f"There are: {', '.join(available)}."
        )


def describe(database: Path, name: str | None = None) -> Iterator[str]:
    """Every table and view with its meaning; or, for the NAME of one, its grain and its columns.

    Outside of `main` a name needs its schema. Raises WarehouseError for a name that is not there.
    """
    with open_to_read(database) as con:
        available = relations(con)
        if name is None:
            rows = [(relation, comment) for relation, (_, _, comment) in available.items()]
            yield from formatted(["relation", "meaning"], rows, "table").splitlines()
            return
        refuse_unknown([name], available)
        schema, relation, comment = available[name]
        rows = con.execute(COLUMNS, [schema, relation]).fetchall()
    yield comment
    yield ""
    yield from formatted(["column", "type", "meaning"], rows, "table").splitlines()
