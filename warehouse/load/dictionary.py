"""The dictionary: what every table, view and column means, from `sql/columns.csv` to the comments in the file."""

import csv
from collections.abc import Mapping

from warehouse.engine.connection import Connection
from warehouse.engine.quoting import identifier, literal, qualified
from warehouse.engine.render import run, text_of
from warehouse.errors import Fault, WarehouseError

DICTIONARY = "columns.csv"
HEADER = ["relation", "column", "meaning"]
#: The relation of a row that holds wherever no other row is nearer.
EVERYWHERE = "*"

#: The meaning and the line of each relation (its column is empty) and column.
Meanings = dict[tuple[str, str], tuple[str, int]]


def write_comments(con: Connection, zone: str, relations: Mapping[str, str]) -> None:
    """Comment on relations and their columns; `{zone}` in a meaning becomes the zone's name.

    relations says of each name whether it is a table or a view.
    """
    meanings = _read()
    comments = []
    for relation, column in _everything(con, relations):
        if key := _nearest(meanings, relation, column):
            name = qualified(relation)
            target = f"column {name}.{identifier(column)}" if column else f"{relations[relation]} {name}"
            comments.append(f"comment on {target} is {literal(meanings[key][0].replace('{zone}', zone))};")
    con.execute("\n".join(comments))


def check_dictionary(con: Connection, relations: Mapping[str, str]) -> None:
    """Raise WarehouseError where a relation or column has no meaning, or a row of the dictionary names nothing."""
    meanings = _read()
    unused, faults = set(meanings), []
    for relation, column in _everything(con, relations):
        if key := _nearest(meanings, relation, column):
            unused.discard(key)
        else:
            name = f"the column {column} of {relation}" if column else relation
            faults.append(Fault(f"sql/{DICTIONARY}", f"{name} has no meaning; add a row for it"))
    for relation, column in sorted(unused, key=lambda key: meanings[key][1]):
        place = f"sql/{DICTIONARY}:{meanings[relation, column][1]}"
        if relation == EVERYWHERE and column:
            faults.append(Fault(place, f"there is no column {column} in any relation"))
        else:
            faults.append(Fault(place, f"there is no {_missing(relation, column, relations)}"))
    if faults:
        raise WarehouseError("The dictionary and the warehouse do not go together.", details=faults)


def _missing(relation: str, column: str, relations: Mapping[str, str]) -> str:
    return f"column {column} in {relation}" if relation in relations else f"table or view {relation}"


def _nearest(meanings: Meanings, relation: str, column: str) -> tuple[str, str] | None:
    """The row that holds for a relation or a column: its own, or one that holds everywhere."""
    keys = [(relation, column), (EVERYWHERE, column)] if column else [(relation, "")]
    return next((key for key in keys if key in meanings), None)


def _everything(con: Connection, relations: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each relation, with nothing for a column, and each of its columns."""
    columns = [(relation, column) for relation, column, *_ in run(con, "ops/columns.sql").rows]
    return [(relation, "") for relation in relations] + [key for key in columns if key[0] in relations]


def _read() -> Meanings:
    """The rows of the dictionary; raises WarehouseError where one cannot be read or is there twice."""
    lines = csv.reader(text_of(DICTIONARY).splitlines(keepends=True), strict=True)
    meanings: Meanings = {}
    faults = []
    try:
        if (header := next(lines, [])) != HEADER:
            faults.append(Fault(f"sql/{DICTIONARY}:1", f"its header is {','.join(header)}, not {','.join(HEADER)}"))
        for row in lines:
            place = f"sql/{DICTIONARY}:{lines.line_num}"
            if len(row) != len(HEADER) or not row[0] or not row[2]:
                faults.append(Fault(place, "a row has a relation, a column (or none) and a meaning"))
            elif (row[0], row[1]) in meanings:
                faults.append(Fault(place, f"{row[0]},{row[1]} is there already"))
            else:
                meanings[row[0], row[1]] = row[2], lines.line_num
    except csv.Error as error:
        faults.append(Fault(f"sql/{DICTIONARY}:{lines.line_num}", f"it cannot be read: {error}"))
    if faults:
        raise WarehouseError("The dictionary cannot be read.", details=faults)
    return meanings
