"""What kinds of statements there are in `sql/`, before anything is moved."""

import re
from typing import NamedTuple

import duckdb
from sqlglot import exp

COMMENTS = r"\s*(?:--[^\n]*\n\s*)*"
#: Statements that concern nothing but definitions and settings, and run at home alone.
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
    """A statement as `engine.render` hands it on."""

    query: str
    named_parameters: set[str]
    type: duckdb.StatementType


def is_temporary(tree: exp.Create) -> bool:
    return tree.find(exp.TemporaryProperty) is not None


def select_kept_rows(tree: exp.Delete, before: str) -> exp.Select:
    """What is left of a temporary table after a delete; before is what it is called by then."""
    name = tree.this.name
    return exp.select("*").from_(f"{before} as {name}").where(exp.not_(tree.args["where"].this.copy()))


def select_updated_rows(tree: exp.Update, before: str, columns: list[str]) -> exp.Select:
    """A temporary table after an update from another table, whose rows it meets by `delta_rowid`."""
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
