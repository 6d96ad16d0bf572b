"""What there is in a warehouse, from the comments in its file."""

from collections.abc import Collection, Iterator

from warehouse.engine.place import Place
from warehouse.engine.render import run
from warehouse.errors import WarehouseError
from warehouse.opening import open_to_read
from warehouse.output import table_lines


def refuse_unknown(names: Collection[str], available: Collection[str]) -> None:
    """Raise WarehouseError for names that are not there, with those that are."""
    unknown = [name for name in names if name not in available]
    if unknown:
        raise WarehouseError(
            f"There is no table or view named {', '.join(unknown)}.", advice=f"There are: {', '.join(available)}."
        )


def describe(database: Place, name: str | None = None) -> Iterator[str]:
    """Every table and view with its meaning; or, for the NAME of one, its grain and its columns.

    Outside of `main` a name needs its schema. Raises WarehouseError for a name that is not there.
    """
    with open_to_read(database) as con:
        meanings = {relation: meaning for relation, _, meaning in run(con, "ops/relations.sql").rows}
        columns = run(con, "ops/columns.sql").rows
    if name is None:
        yield from table_lines(["relation", "meaning"], [*meanings.items()])
        return
    refuse_unknown([name], meanings)
    yield meanings[name]
    yield ""
    rows = [row for relation, *row in columns if relation == name]
    yield from table_lines(["column", "type", "meaning"], [tuple(row) for row in rows])
