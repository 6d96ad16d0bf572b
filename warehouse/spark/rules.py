"""Rules for expressions that sqlglot transpiles with another meaning or not at all: one per kind of node."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from sqlglot import exp
from sqlglot.transforms import eliminate_qualify

from warehouse.spark import lists
from warehouse.spark.lists import call

#: Functions that sqlglot does not know, and their names in Spark.
RENAMED = {
    "error": "raise_error",
    "hash": "xxhash64",
    "list_sort": "array_sort",
    "strlen": "octet_length",
}


def rewrite(tree: exp.Expression) -> exp.Expression:
    """Apply the rules to a tree, innermost nodes first, so that none is missed."""
    for node in reversed(list(tree.walk())):
        if rule := RULES.get(type(node)):
            parent, key, index = node.parent, node.arg_key, node.index
            other = rule(node)
            if parent is None:
                tree = other
            elif other is not node:
                parent.set(key, other, index)
    return tree


def _average(node: exp.Avg) -> exp.Expression:
    """Compute an exact average, as DuckDB does: Spark rounds averages of decimals to four more digits."""
    if isinstance(node.parent, exp.Filter):
        return node
    return _ratio(exp.Sum(this=node.this.copy()), exp.Count(this=node.this.copy()))


def _filtered(node: exp.Filter) -> exp.Expression:
    if not isinstance(node.this, exp.Avg):
        return node
    total, count = (
        exp.Filter(this=kind(this=node.this.this.copy()), expression=node.expression.copy())
        for kind in (exp.Sum, exp.Count)
    )
    return _ratio(total, count)


def _ratio(total: exp.Expression, count: exp.Expression) -> exp.Expression:
    divisor = exp.func("nullif", count, exp.Literal.number(0))
    return exp.paren(exp.Div(this=exp.cast(total, "double"), expression=divisor))


def _quantiles(node: exp.PercentileCont) -> exp.Expression:
    """Compute exact quantiles: sqlglot would approximate some."""
    return call("percentile", node.this, node.expression)


def _windowed_median(node: exp.Window) -> exp.Expression:
    """Compute a median over preceding rows as a percentile: Spark's median supports only whole partitions."""
    if isinstance(node.this, exp.Median):
        node.set("this", call("percentile", node.this.this, exp.Literal.number("0.5")))
    return node


def _simplified_in(node: exp.In) -> exp.Expression:
    """Remove the outer step of a nested `in` that reads the same table and key twice.

    In DuckDB the first step finds rows by their `rowid` from the key alone. Spark has no `rowid` and would do the same
    work twice.
    """
    inner, outer = node.args.get("query"), node.parent_select
    inner = inner.this if isinstance(inner, exp.Subquery) else inner
    where = inner.args.get("where") if isinstance(inner, exp.Select) else None
    if not outer or not where or not isinstance(where.this, exp.In) or not where.this.args.get("query"):
        return node
    tables = {str(select.args["from_"].this.this) for select in (inner, outer)}
    columns = {column.name for column in (node.this, where.this.this, inner.selects[0].unalias())}
    is_same = len(tables) == len(columns) == 1 and not inner.args.get("joins") and not outer.args.get("joins")
    return exp.In(this=node.this, query=where.this.args["query"]) if is_same else node


def _negated(node: exp.Not) -> exp.Expression:
    """Put `not` in parentheses in comparisons: Spark cannot parse `a = not b`."""
    return exp.paren(node) if isinstance(node.parent, exp.EQ | exp.NEQ) else node


def _weekday(node: exp.DayOfWeekIso) -> exp.Expression:
    """Return 1 for Monday. sqlglot keeps `dayofweek`, which is 1 for Sunday; in Sail `weekday` is -1 for it."""
    five, one, seven = map(exp.Literal.number, (5, 1, 7))
    turned = exp.Mod(this=exp.paren(exp.Add(this=call("dayofweek", node.this), expression=five)), expression=seven)
    return exp.paren(exp.Add(this=turned, expression=one))


def _without_qualify(node: exp.Select) -> exp.Expression:
    """Replace `qualify` by a where clause around the select."""
    if not node.args.get("qualify"):
        return node
    outer = eliminate_qualify(node)
    for column in outer.args["where"].find_all(exp.Column):
        column.set("table", None)
    return outer


def _replacement(node: exp.RegexpReplace) -> exp.Expression:
    r"""Convert references to groups: `\1` in DuckDB is `$1` in Spark."""
    if isinstance(node.args["replacement"], exp.Literal):
        node.args["replacement"].set("this", re.sub(r"\\(\d)", r"$\1", node.args["replacement"].name))
    return node


def _cast(node: exp.Cast) -> exp.Expression:
    """Cast a list before it is exploded: Spark supports `explode` only as the outermost function."""
    if not isinstance(node.this, exp.Explode):
        return node
    kind = exp.DataType(this=exp.DataType.Type.ARRAY, expressions=[node.to], nested=True)
    return exp.Explode(this=exp.Cast(this=node.this.this, to=kind))


def _named(name: str) -> Callable[[exp.Expression], exp.Expression]:
    """Return a rule that calls a function of one argument by its name in Spark."""
    return lambda node: call(name, node.this)


def _divided(node: exp.Div) -> exp.Expression:
    """Return null for a division by zero: on Spark it is an error, also in rows that a later step removes."""
    divisor = node.expression.unnest()
    is_safe = isinstance(divisor, exp.Nullif) or (isinstance(divisor, exp.Literal) and divisor.name.strip("0.") != "")
    if not is_safe:
        node.set("expression", exp.func("nullif", divisor, exp.Literal.number(0)))
    return node


def _formatted(pattern: str) -> Callable[[exp.Expression], exp.Expression]:
    """Return a rule for the full name of a day or month: Spark's own functions abbreviate it."""
    return lambda node: call("date_format", node.this, exp.Literal.string(pattern))


def _joined(node: exp.DPipe) -> exp.Expression:
    """Put sums in parentheses: in DuckDB `+` precedes `||`, in Spark they have the same precedence."""
    for key in ("this", "expression"):
        if isinstance(node.args[key], exp.Add | exp.Sub):
            node.set(key, exp.paren(node.args[key]))
    return node


def _full_match(node: exp.Expression) -> exp.Expression:
    start, end = exp.Literal.string("^("), exp.Literal.string(")$")
    pattern = exp.DPipe(this=exp.DPipe(this=start, expression=exp.paren(node.expression)), expression=end)
    return exp.RegexpLike(this=node.this, expression=pattern)


def _anonymous(node: exp.Anonymous) -> exp.Expression:
    name, given = node.name.lower(), node.expressions
    if name == "strip_accents":
        accented, bare, marks, nothing = map(exp.Literal.string, (*_accents(), r"\p{M}", ""))
        return call("translate", call("regexp_replace", *given, marks, nothing), accented, bare)
    if name == "epoch_us":  # times without a zone are UTC, as is the session
        return call("unix_micros", *(exp.cast(cell, exp.DataType.Type.TIMESTAMPLTZ) for cell in given))
    if name == "to_minutes":
        return call("make_dt_interval", exp.Literal.number(0), exp.Literal.number(0), *given)
    return call(RENAMED[name], *given) if name in RENAMED else node


def _accents() -> tuple[str, str]:
    """Return the accented Latin letters, and the same without accents: Spark has no function for this."""
    letters = {chr(code): unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)}
    letters = {letter: base for letter, base in letters.items() if base.isascii()}
    return "".join(letters), "".join(letters.values())


#: The rules by the kind of node.
RULES: dict[type[exp.Expression], Callable[[Any], exp.Expression]] = {
    exp.Anonymous: _anonymous,
    exp.ArrayAgg: lists.sorted_list,
    exp.Avg: _average,
    exp.Bracket: lists.element_at,
    exp.Cast: _cast,
    exp.CTE: lambda node: node.set("materialized", None) or node,
    exp.DayOfWeekIso: _weekday,
    exp.Dayname: _formatted("EEEE"),
    exp.Div: _divided,
    exp.DPipe: _joined,
    exp.Filter: _filtered,
    exp.GroupConcat: lists.joined_list,
    exp.Monthname: _formatted("MMMM"),
    exp.In: _simplified_in,
    exp.Not: _negated,
    exp.PercentileCont: _quantiles,
    exp.RegexpFullMatch: _full_match,
    exp.RegexpReplace: _replacement,
    exp.Select: _without_qualify,
    exp.Split: lambda node: call("split", node.this, node.expression),
    exp.Week: _named("weekofyear"),
    exp.Window: _windowed_median,
}
