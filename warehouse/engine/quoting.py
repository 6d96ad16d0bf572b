"""Makes values and names safe to stand in SQL."""

import re

PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class Quoted(str):
    """Text that is safe to stand in SQL as it is: made by the functions here, or of what they made."""


def plain_name(name: str) -> Quoted:
    """A name that needs no quotes, such as those of the catalogue; ValueError for any other."""
    if not PLAIN_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a plain name")
    return Quoted(name)


def literal(value: object) -> Quoted:
    return Quoted("'" + str(value).replace("'", "''") + "'")


def identifier(name: str) -> Quoted:
    return Quoted(name if PLAIN_NAME.fullmatch(name) else '"' + name.replace('"', '""') + '"')


def qualified(name: str) -> Quoted:
    """The name of a relation with its schema before a dot."""
    return Quoted(".".join(identifier(part) for part in name.split(".")))


def number(value: float) -> Quoted:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return Quoted(value)


def indented(sql: Quoted, width: int) -> Quoted:
    """Text of several lines, all but the first moved to the right."""
    return Quoted(sql.replace("\n", "\n" + " " * width))
