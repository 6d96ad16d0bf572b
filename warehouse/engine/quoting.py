"""Quotes values and names for SQL."""

import re

PLAIN_NAME = re.compile(r"[a-z_][a-z0-9_]*")


class Quoted(str):
    """Text that is safe in SQL: created by the functions of this module, or composed of their results."""


def plain_name(name: str) -> Quoted:
    """Return a name that needs no quotes, such as those of the catalogue; raise ValueError for any other."""
    if not PLAIN_NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a plain name")
    return Quoted(name)


def literal(value: object) -> Quoted:
    """Return a value as a string literal."""
    return Quoted("'" + str(value).replace("'", "''") + "'")


def identifier(name: str) -> Quoted:
    """Return a name, in quotes if it needs them."""
    return Quoted(name if PLAIN_NAME.fullmatch(name) else '"' + name.replace('"', '""') + '"')


def qualified(name: str) -> Quoted:
    """Return the name of a relation, with its schema if it has one."""
    return Quoted(".".join(identifier(part) for part in name.split(".")))


def number(value: float) -> Quoted:
    """Return a number; raise TypeError for any other value."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is not a number")
    return Quoted(value)


def indented(sql: Quoted, width: int) -> Quoted:
    """Return a text of several lines with all lines but the first indented."""
    return Quoted(sql.replace("\n", "\n" + " " * width))
