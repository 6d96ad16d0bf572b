"""What sqlglot says otherwise about lists than DuckDB means it: their order, their elements, their texts."""

from typing import Any

from sqlglot import exp
from sqlglot.errors import UnsupportedError


def call(name: str, *arguments: Any) -> exp.Expression:
    return exp.Anonymous(this=name, expressions=list(arguments))


def element_at(node: exp.Bracket) -> exp.Expression:
    """Null where an element does not exist. From 0 here: sqlglot has moved a place that it knows, and no other.

    Of a stretch of elements, those from the first on.
    """
    [place] = node.expressions
    if isinstance(place, exp.Slice) and isinstance(place.this, exp.Literal) and place.this.name == "1":
        return call("slice", node.this, place.this, place.expression)
    if not isinstance(place, exp.Literal):
        raise UnsupportedError("an element of a list at a position that is not a number")
    return call("get", node.this, place)


def sorted_list(node: exp.ArrayAgg) -> exp.Expression:
    """A list in the order of its own elements is sorted when it is there; any other order Spark does not know."""
    return _sorted(node.this) if isinstance(node.this, exp.Order) else node


def joined_list(node: exp.GroupConcat) -> exp.Expression:
    """A text of sorted elements is one of their list: Spark's own does not go with a `count(distinct …)` beside it."""
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
