"""Writes tables and views of a warehouse as files that appear whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from warehouse.describe import refuse_unknown, relations
from warehouse.errors import WarehouseError
from warehouse.past import open_as_of
from warehouse.render import identifier, run
from warehouse.storage import partial, put_in_place, remove_leftovers


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
        available = [name for name, (schema, _, _) in relations(con).items() if schema == "main"]
        chosen = available if everything else list(dict.fromkeys(names))
        refuse_unknown(chosen, available)
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
