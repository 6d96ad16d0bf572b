"""Describes tables, views and macros from the comments in the warehouse."""

import re
import sys
from collections.abc import Iterator

from warehouse.commands.names import resolve
from warehouse.engine.location import Location
from warehouse.engine.render import run
from warehouse.engine.sources import scripts, text_of
from warehouse.opening import open_to_read
from warehouse.table import table_lines
from warehouse.terminal import columns as terminal_columns

#: A macro of `sql/` with the comment above it.
MACRO = re.compile(r"((?:^-- .*\n)*)create or replace macro (\w+)", re.MULTILINE)


def describe(database: Location, name: str | None = None) -> Iterator[str]:
    """Yield every table, view and macro with its description; or, for the name of one, its grain and its columns.

    Raises WarehouseError for an unknown name.
    """
    with open_to_read(database) as con:
        meanings = {relation: meaning for relation, _, meaning in run(con, "ops/relations.sql").rows}
        columns = run(con, "ops/columns.sql").rows
        macros = run(con, "ops/macros.sql").rows if name is None else []
    limit = terminal_columns(sys.stdout)
    if name is None:
        yield from table_lines(["relation", "meaning"], [*meanings.items()], limit, is_last_wrapped=True)
        yield ""
        comments = _comments()
        rows = [(call, comments.get(macro, "")) for macro, call in macros]
        yield from table_lines(["macro", "meaning"], rows, limit, is_last_wrapped=True)
        return
    [relation] = resolve([name], meanings)
    yield meanings[relation]
    yield ""
    rows = [tuple(row) for of, *row in columns if of == relation]
    yield from table_lines(["column", "type", "meaning"], rows, limit, is_last_wrapped=True)


def _comments() -> dict[str, str]:
    """Return the first sentence of the comment above each macro."""
    found = {}
    for folder in ("1_tables", "4_core"):
        for script in scripts(folder):
            for comment, macro in MACRO.findall(text_of(script)):
                text = " ".join(line.removeprefix("-- ") for line in comment.splitlines())
                found[macro] = re.split(r"(?<=\.)(?<!e\.g\.) (?=[A-Z])", text)[0].replace(
                    "{{ zone | literal }}", "the time zone"
                )
                if macro.endswith("_as_of"):
                    found[macro] = f"{macro.removesuffix('_as_of')} as of a month (YYYYMM)."
    return found
