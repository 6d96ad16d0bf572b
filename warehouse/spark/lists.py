"""Rules for lists that sqlglot transpiles with another meaning: their order, elements and texts."""

from typing import Any

from sqlglot import exp
from sqlglot.errors import UnsupportedError


def call(name: str, *arguments: Any) -> exp.Expression:
    """Return a call of a function of Spark."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def element_at(node: exp.Bracket) -> exp.Expression:
    """Return a call for an element of a list, null if it does not exist, or for a slice from the first element on.

    Positions begin with 0, because sqlglot has already shifted literal ones. It does not shift others.
    """
    [place] = node.expressions
    if isinstance(place, exp.Slice) and isinstance(place.this, exp.Literal) and place.this.name == "1":
        return call("slice", node.this, place.this, place.expression)
    if not isinstance(place, exp.Literal):
        raise UnsupportedError("an element of a list at a position that is not a number")
    return call("get", node.this, place)


def sorted_list(node: exp.ArrayAgg) -> exp.Expression:
    """Sort a list that is ordered by its own elements; Spark supports no other order."""
    return _sorted(node.this) if isinstance(node.this, exp.Order) else node


def joined_list(node: exp.GroupConcat) -> exp.Expression:
    """Join the sorted elements of a list; Spark's own function fails beside a `count(distinct …)`."""
    if not isinstance(node.this, exp.Order) or not _is_sorted(node.this) or isinstance(node.parent, exp.Filter):
        return node
    text = call("array_join", _sorted(node.this), node.args["separator"])
    return exp.func("nullif", text, exp.Literal.string(""))


def _is_sorted(order: exp.Order) -> bool:
    element = order.this.expressions[0] if isinstance(order.this, exp.Distinct) else order.this
    return [(item.this, bool(item.args.get("desc"))) for item in order.expressions] == [(element, False)]


def _sorted(order: exp.Order) -> exp.Expression:
    if not _is_sorted(order):
        raise UnsupportedError("a list that is not ordered by its own elements has no equivalent in Spark SQL")
    is_distinct = isinstance(order.this, exp.Distinct)
    element = order.this.expressions[0] if is_distinct else order.this
    return call("array_sort", call("collect_set" if is_distinct else "collect_list", element))
