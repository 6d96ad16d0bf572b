"""Writes tables and views of a warehouse as files that appear whole or not at all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from warehouse.commands.describe import refuse_unknown
from warehouse.commands.targets import refuse_targets
from warehouse.engine.atomic import replace_atomically
from warehouse.engine.connection import Connection
from warehouse.engine.place import Place
from warehouse.engine.quoting import identifier, literal
from warehouse.engine.render import run
from warehouse.engine.workspace import temporary_folder
from warehouse.errors import WarehouseError
from warehouse.opening import open_to_read
from warehouse.text import FORMULA, MARK


def export(
    database: Place,
    names: Sequence[str] | None,
    file_format: str,
    folder: Path,
    as_of: str | None = None,
    *,
    is_raw: bool = False,
    is_excel: bool = False,
    is_forced: bool = False,
) -> list[Path]:
    """Write each relation (None: all of main) to folder/NAME.FORMAT, and return the paths.

    as_of is a loaded month (YYYYMM): the relations as they were after it. is_raw leaves texts in CSV that a spreadsheet
    would run, is_excel writes CSV as Excel reads it best. is_forced replaces whatever file is there, see
    `refuse_targets`. If one cannot be written no file changes. Raises WarehouseError.
    """
    with open_to_read(database, as_of) as con:
        columns: dict[str, list[tuple[str, str]]] = {}
        for relation, column, kind, _ in run(con, "ops/columns.sql").rows:
            columns.setdefault(relation, []).append((column, kind))
        available = sorted(name for name in columns if "." not in name)
        chosen = available if names is None else list(dict.fromkeys(names))
        refuse_unknown(chosen, available)
        _make(folder)
        targets = {name: folder / f"{name}.{file_format}" for name in chosen}
        refuse_targets(targets.values(), file_format, database, is_forced=is_forced)
        with temporary_folder(folder) as partial:
            con.execute(f"set temp_directory = {literal(partial / 'spill')}")
            for name, target in targets.items():
                _write(con, name, columns[name], partial / target.name, is_raw=is_raw, is_excel=is_excel)
            replace_atomically({target.resolve(): partial / target.name for target in targets.values()})
    return list(targets.values())


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(f"{folder}: cannot be made: {error.strerror}.") from error


def _write(
    con: Connection, name: str, columns: list[tuple[str, str]], path: Path, *, is_raw: bool, is_excel: bool
) -> None:
    marks = [MARK if is_excel else "", *[""] * len(columns)]
    values: dict[str, Any] = {
        "source": identifier(name),
        "columns": [
            (identifier(column), identifier(mark + column), kind)
            for mark, (column, kind) in zip(marks, columns, strict=False)
        ],
        "is_excel": is_excel,
        "format": path.suffix.removeprefix("."),
        "is_raw": is_raw,
        "formula": f"^{FORMULA.pattern}",
        "path": path.absolute(),
    }
    run(con, "export.sql", **values)
