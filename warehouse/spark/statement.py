"""Recognizes the kinds of statements in `sql/`, before they are transpiled."""

import re
from typing import NamedTuple

import duckdb
from sqlglot import exp

COMMENTS = r"\s*(?:--[^\n]*\n\s*)*"
#: Statements about definitions and settings, which run only locally.
DEFINITION = re.compile(COMMENTS + r"(?:comment|create\s+schema|drop|reset|set(?!\s+variable)|use)\b", re.IGNORECASE)
MACRO = re.compile(COMMENTS + r"create\s+(?:or\s+replace\s+)?(?:temp\s+)?macro\b", re.IGNORECASE)
DROP = re.compile(COMMENTS + r"drop\s+table\s+(?:if\s+exists\s+)?(\w+);?\s*", re.IGNORECASE)
EXPLAIN = re.compile(COMMENTS + r"explain\s+(.*?);?\s*", re.IGNORECASE | re.DOTALL)
VIEW = re.compile(
    COMMENTS + r"create\s+(?:or\s+replace\s+)?(?P<temp>temp\s+)?view\s+(?P<name>\w+)\s+as\s+(?P<select>.*?);?\s*",
    re.IGNORECASE | re.DOTALL,
)
VARIABLE = re.compile(COMMENTS + r"set\s+variable\s+(\w+)\s*=\s*(.+?);?\s*", re.IGNORECASE | re.DOTALL)


class Statement(NamedTuple):
    """A statement with the attributes that `engine.render` uses."""

    query: str
    named_parameters: set[str]
    type: duckdb.StatementType


def is_temporary(tree: exp.Create) -> bool:
    """Return whether a statement creates a temporary table or view."""
    return tree.find(exp.TemporaryProperty) is not None


def select_kept_rows(tree: exp.Delete, before: str) -> exp.Select:
    """Return a select of the rows that a delete leaves in a temporary table; before is its name before the delete."""
    name = tree.this.name
    return exp.select("*").from_(f"{before} as {name}").where(exp.not_(tree.args["where"].this.copy()))


def select_updated_rows(tree: exp.Update, before: str, columns: list[str]) -> exp.Select:
    """Return a select of a temporary table after an update from another table, joined by `delta_rowid`."""
    name = tree.this.name
    values = {item.this.name: item.expression for item in tree.expressions}
    [other] = [source.this for source in tree.find_all(exp.From)]
    is_met = exp.column("delta_rowid", table=other.alias_or_name).is_(exp.null()).not_()
    new: list[exp.Expression] = []
    for column in columns:
        kept = exp.column(column, table=name)
        value = exp.case().when(is_met.copy(), values[column]).else_(kept) if column in values else kept
        new.append(exp.alias_(value, column))
    joined = exp.select(*new).from_(f"{before} as {name}")
    return joined.join(other, on=tree.args["where"].this.copy(), join_type="left")
