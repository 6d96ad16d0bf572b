"""Writes tables and views of a warehouse as files that appear whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError
from warehouse.past import open_as_of
from warehouse.render import identifier, run
from warehouse.storage import partial, put_in_place, remove_leftovers


def relations(con: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables and views of `main`, by name."""
    rows = con.execute(
        "select table_name from information_schema.tables"
        " where table_schema = 'main' and table_catalog = current_catalog() order by 1"
    ).fetchall()
    return [name for (name,) in rows]


def export(
    database: Path,
    names: Sequence[str],
    file_format: str,
    folder: Path,
    *,
    everything: bool = False,
    as_of: str | None = None,
) -> list[Path]:
    """Write each relation to folder/NAME.FORMAT and return the paths.

    as_of is an applied month (YYYYMM): the relations as they were after it. If one cannot be
    written no file changes. Raises WarehouseError.
    """
    with open_as_of(database, as_of) as con:
        available = relations(con)
        chosen = available if everything else list(dict.fromkeys(names))
        unknown = [name for name in chosen if name not in available]
        if unknown:
            raise WarehouseError(
                f"There is no table or view named {', '.join(unknown)}.", advice=f"There are: {', '.join(available)}."
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WarehouseError(f"{folder}: cannot be made: {error.strerror}.") from error
        remove_leftovers(folder)
        written: dict[Path, Path] = {}
        try:
            for name in chosen:
                target = folder / f"{name}.{file_format}"
                written[target] = partial(target)
                _write(con, name, file_format, written[target])
            put_in_place(written)
        finally:
            for path in written.values():
                path.unlink(missing_ok=True)
    return list(written)


def _write(con: duckdb.DuckDBPyConnection, name: str, file_format: str, path: Path) -> None:
    source = identifier(name)
    columns = [row[:2] for row in con.execute(f"describe from {source}").fetchall()]
    run(con, "5_export/export.sql", source=source, columns=columns, format=file_format, path=path.absolute())
