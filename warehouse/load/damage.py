"""Damage to the file of a warehouse: DuckDB meets it when it reads a block, and does not say what is in it."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from warehouse.engine.connection import Connection
from warehouse.engine.database import attach_to_read
from warehouse.engine.quoting import qualified
from warehouse.engine.render import run
from warehouse.errors import REBUILD, WarehouseError, first_line, is_damage
from warehouse.load.schema import tables


def damaged_tables(con: Connection) -> dict[str, str]:
    """Read every block of every table; those that cannot be read, and why."""
    damaged = {}
    for name in tables(con):
        try:
            run(con, "ops/every_block.sql", relation=qualified(name))
        except WarehouseError as error:
            damaged[name] = first_line(error.__cause__ or error)
    return damaged


def damage_in(database: Path, tables: Iterable[str]) -> WarehouseError:
    """What stops a command at damaged tables."""
    return WarehouseError(f"{database} is damaged: {' and '.join(tables)} cannot be read.", **REBUILD)


@contextlib.contextmanager
def naming_damage(database: Path) -> Iterator[None]:
    """Raise WarehouseError that names the damaged tables of a warehouse, where work on it or a copy meets damage."""
    try:
        yield
    except (WarehouseError, duckdb.Error) as error:
        if is_damage(error) and database.is_file():
            with attach_to_read(database) as con:
                damaged = damaged_tables(con)
            if damaged:
                raise damage_in(database, damaged) from error
        raise
