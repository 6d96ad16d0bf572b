"""Exports tables and views to files, atomically."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from warehouse.commands.names import resolve
from warehouse.commands.targets import refuse_targets
from warehouse.commands.workbook import Sheet, require_xlsxwriter, write_workbook
from warehouse.engine.atomic import replace_atomically
from warehouse.engine.connection import Connection
from warehouse.engine.location import Location
from warehouse.engine.quoting import identifier, literal, qualified
from warehouse.engine.render import run
from warehouse.engine.workspace import make_folder, temporary_folder
from warehouse.opening import open_to_read
from warehouse.text import FORMULA, MARK

#: The default relation; it is the first sheet of a workbook.
REPORT = "support_report"


def export(
    database: Location,
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

    NAME has its schema, except for `main`. The format xlsx is one workbook with a sheet per relation.

    as_of is a loaded month (YYYYMM). is_raw writes CSV without escaping formulas; is_excel writes CSV for Excel.
    is_forced replaces any existing file, see `refuse_targets`. If a file cannot be written, none changes. Raises
    WarehouseError.
    """
    if file_format == "xlsx":
        require_xlsxwriter()
    with open_to_read(database, as_of) as con:
        columns = _columns(con)
        chosen = sorted(name for name in columns if "." not in name) if names is None else resolve(names, columns)
        make_folder(folder)
        targets = {name: folder / f"{name}.{file_format}" for name in chosen}
        if file_format == "xlsx":  # one workbook, whose first sheet is the report
            chosen.sort(key=lambda name: name != REPORT)
            targets = {chosen[0]: targets[chosen[0]]}
        refuse_targets(targets.values(), file_format, database, is_forced=is_forced)
        with temporary_folder(folder) as partial:
            con.execute(f"set temp_directory = {literal(partial / 'spill')}")
            if file_format == "xlsx":
                write_workbook_of(con, chosen, partial / targets[chosen[0]].name, as_of)
            else:
                for name, target in targets.items():
                    _write(con, name, columns[name], partial / target.name, is_raw=is_raw, is_excel=is_excel)
            replace_atomically({target.resolve(): partial / target.name for target in targets.values()})
    return list(targets.values())


def write_workbook_of(con: Connection, names: Sequence[str], path: Path, as_of: str | None) -> None:
    """Write a workbook with a sheet for each relation, see `write_workbook`."""
    columns = _columns(con)
    meanings = {relation: meaning or "" for relation, _, meaning in run(con, "ops/relations.sql").rows}
    write_workbook(con, [Sheet(name, meanings[name], columns[name]) for name in names], path, as_of)


def _columns(con: Connection) -> dict[str, list[tuple[str, str, str]]]:
    """Return the columns of every relation: name, type and description."""
    columns: dict[str, list[tuple[str, str, str]]] = {}
    for relation, name, kind, meaning in run(con, "ops/columns.sql").rows:
        columns.setdefault(relation, []).append((name, kind, meaning or ""))
    return columns


def _write(
    con: Connection, name: str, columns: list[tuple[str, str, str]], path: Path, *, is_raw: bool, is_excel: bool
) -> None:
    marks = [MARK if is_excel else "", *[""] * len(columns)]
    values: dict[str, Any] = {
        "source": qualified(name),
        "columns": [
            (identifier(column), identifier(mark + column), kind)
            for mark, (column, kind, _) in zip(marks, columns, strict=False)
        ],
        "is_excel": is_excel,
        "format": path.suffix.removeprefix("."),
        "is_raw": is_raw,
        "formula": f"^{FORMULA.pattern}",
        "path": path.absolute(),
    }
    run(con, "export.sql", **values)
