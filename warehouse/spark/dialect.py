"""DuckDB's SQL as Spark's: macros inlined, names made plain, then sqlglot, and what sqlglot does not know."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError, UnsupportedError
from sqlglot.optimizer.qualify import qualify
from sqlglot.transforms import eliminate_qualify

from warehouse.errors import WarehouseError

#: Functions that sqlglot takes for somebody's own, and how Spark calls them.
RENAMED = {
    "epoch_us": "unix_micros",
    "hash": "xxhash64",
    "list_sort": "array_sort",
    "list_slice": "slice", "strlen": "octet_length",
    "error": "raise_error",
}
#: Schemas of a warehouse: temporary views have none, so that `core.agents` is `core_agents` there.
SCHEMAS = ("core", "history", "ops")


def flat(table: exp.Table) -> str:
    """The name of a relation as a temporary view can have it."""
    return f"{table.db}_{table.name}" if table.db in SCHEMAS else table.name


def parse(sql: str) -> exp.Expression:
    """One statement of DuckDB's; raises WarehouseError where sqlglot cannot read it."""
    try:
        # What follows the last semicolon, a comment, is a statement to sqlglot.
        [tree] = [one for one in sqlglot.parse(sql, read="duckdb") if one and not isinstance(one, exp.Semicolon)]
        return tree
    except SqlglotError as error:
        raise WarehouseError(f"sqlglot cannot read this statement: {str(error).splitlines()[0]}") from error


class Dialect:
    """What a statement refers to, and how it is said in Spark's SQL.

    columns gives the columns of a relation by its plain name, order_of the column that says where a row of it
    stands (`rowid` in DuckDB), variable the value of one that was set.
    """

    def __init__(
        self,
        columns: Callable[[str], list[str]],
        order_of: Callable[[str], str],
        variable: Callable[[str], object],
    ) -> None:
        self.columns, self.order_of, self.variable = columns, order_of, variable
        self.macros: dict[str, tuple[list[str], exp.Expression]] = {}

    def define(self, create: exp.Create) -> None:
        """Keep a macro, which is written out wherever it is called: not every engine has functions of SQL."""
        signature = create.this
        self.macros[signature.this.name.lower()] = (
            [parameter.name for parameter in signature.expressions],
            create.expression,
        )

    def inlined(self, tree: exp.Expression) -> exp.Expression:
        """A statement with the bodies of macros in the place of their calls."""
        return tree.transform(self._called)

    def moved(self, tree: exp.Expression, parameters: Mapping[str, object] | None = None) -> str:
        """A select in Spark's SQL; raises WarehouseError where it cannot be said there."""
        try:
            tree = self.inlined(tree.copy())
            tree = tree.transform(_valued(parameters or {}, self.variable))
            self._name_rows(tree)
            tree = tree.transform(_plain_table)
            tree = self._qualified(tree)
            tree = _rewritten(tree)
            return tree.sql("spark", unsupported_level=ErrorLevel.RAISE, normalize_functions="lower")
        except SqlglotError as error:
            raise WarehouseError(f"sqlglot cannot move this statement: {str(error).splitlines()[0]}") from error

    def _called(self, node: exp.Expression) -> exp.Expression:
        if (
            isinstance(node, exp.Table)
            and isinstance(node.this, exp.Anonymous)
            and node.this.name.lower() in self.macros
        ):
            alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.this.name))
            return exp.Subquery(this=self._body(node.this.name.lower(), node.this.expressions), alias=alias)
        if isinstance(node, exp.Anonymous) and node.name.lower() in self.macros:
            return exp.paren(self._body(node.name.lower(), node.expressions), copy=False)
        return node

    def _body(self, name: str, given: list[exp.Expression]) -> exp.Expression:
        names, body = self.macros[name]
        values = dict(zip(names, given, strict=True))

        def fill(node: exp.Expression) -> exp.Expression:
            if isinstance(node, exp.Column) and not node.table and node.name in values:
                value = self.inlined(values[node.name].copy())
                return exp.paren(value) if isinstance(value, exp.Binary | exp.Unary | exp.Case) else value
            return node

        return self.inlined(body.copy()).transform(fill)

    def _name_rows(self, tree: exp.Expression) -> None:
        """In the place of `rowid` the column that says where a row stands."""
        for column in list(tree.find_all(exp.Column)):
            if column.name == "rowid":
                table = _table_of(column)
                if table is not None:
                    column.set("this", exp.to_identifier(self.order_of(flat(table))))

    def _qualified(self, tree: exp.Expression) -> exp.Expression:
        """Every column with its table, every star written out, `all` after `group by` and `order by` too."""
        schema = {
            flat(table): dict.fromkeys(self.columns(flat(table)), "unknown") for table in tree.find_all(exp.Table)
        }
        everything = [node for node in tree.find_all(exp.Select)]
        by_all = [node for node in everything if (group := node.args.get("group")) and group.args.get("all")]
        for node in by_all:
            node.set("group", None)
            node.meta["group"] = True
        for node in everything:
            order = node.args.get("order")
            if order and [item.this.name.lower() for item in order.expressions] == ["all"]:
                node.set("order", None)
                node.meta["order"] = True
        schema = {name: columns for name, columns in schema.items() if columns}
        tree = qualify(
            tree,
            dialect="duckdb",
            schema=schema,
            quote_identifiers=False,
            identify=False,
            validate_qualify_columns=False,
        )
        for node in tree.find_all(exp.Select):
            if node.meta.get("group"):
                keys = [n for n, item in enumerate(node.expressions, 1) if not item.find(exp.AggFunc)]
                node.set("group", exp.Group(expressions=[exp.Literal.number(n) for n in keys]))
            if node.meta.get("order"):
                places = [exp.Ordered(this=exp.Literal.number(n + 1)) for n in range(len(node.expressions))]
                node.set("order", exp.Order(expressions=places))
        return tree


def _table_of(column: exp.Column) -> exp.Table | None:
    """The table that an unqualified or qualified column is of, by the nearest select around it."""
    select = column.parent_select
    while select is not None:
        sources = [select.args["from_"].this] if select.args.get("from_") else []
        sources += [join.this for join in select.args.get("joins") or []]
        for source in sources:
            if isinstance(source, exp.Table) and column.table in ("", source.alias_or_name):
                return source
        select = select.parent_select
    return None


def _valued(parameters: Mapping[str, object], variable: Callable[[str], object]) -> Callable[[Any], exp.Expression]:
    """Writes values in the place of parameters and variables."""

    def valued(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Parameter | exp.Placeholder) and node.name in parameters:
            return exp.convert(parameters[node.name])
        if isinstance(node, exp.Anonymous) and node.name.lower() == "getvariable":
            return exp.convert(variable(node.expressions[0].name))
        return node

    return valued


def _plain_table(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Table) and node.db in SCHEMAS:
        alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.name))
        return exp.Table(this=exp.to_identifier(flat(node)), alias=alias, joins=node.args.get("joins"))
    return node


def _rewritten(tree: exp.Expression) -> exp.Expression:
    """What sqlglot says otherwise than DuckDB means it, or not at all; the innermost first, so that none is missed."""
    for node in reversed(list(tree.walk())):
        if rule := RULES.get(type(node)):
            parent, key, index = node.parent, node.arg_key, node.index
            other = rule(node)
            if parent is None:
                tree = other
            elif other is not node:
                parent.set(key, other, index)
    return tree


def _call(name: str, *arguments: Any) -> exp.Expression:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _average(node: exp.Avg) -> exp.Expression:
    """Exact, as DuckDB has it: Spark cuts an average of decimals at four more digits."""
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
    nothing = exp.Literal.number(0)
    return exp.paren(exp.Div(this=exp.cast(total, "double"), expression=exp.func("nullif", count, nothing)))


def _quantiles(node: exp.PercentileCont) -> exp.Expression:
    """Exact: sqlglot would also make an approximation of it."""
    return _call("percentile", node.this, node.expression)


def _element(node: exp.Bracket) -> exp.Expression:
    """Null where there is no such element. From 0 here: sqlglot has moved a place that it knows, and no other."""
    [place] = node.expressions
    if not isinstance(place, exp.Literal):
        raise UnsupportedError("an element of a list by a place that is not a number")
    return _call("get", node.this, place)


def _weekday(node: exp.DayOfWeekIso) -> exp.Expression:
    """1 for a Monday, from 1 for a Sunday: sqlglot forgets to turn it, and Sail's `weekday` of a Sunday is -1."""
    five, one, seven = map(exp.Literal.number, (5, 1, 7))
    turned = exp.Mod(this=exp.paren(exp.Add(this=_call("dayofweek", node.this), expression=five)), expression=seven)
    return exp.paren(exp.Add(this=turned, expression=one))


def _without_qualify(node: exp.Select) -> exp.Expression:
    """`qualify` as a where around the select."""
    if not node.args.get("qualify"):
        return node
    outer = eliminate_qualify(node)
    for column in outer.args["where"].find_all(exp.Column):
        column.set("table", None)
    return outer


def _list(node: exp.ArrayAgg) -> exp.Expression:
    if isinstance(node.this, exp.Order):
        raise UnsupportedError("a list in an order has no equal in Spark's SQL")
    return node


def _replacement(node: exp.RegexpReplace) -> exp.Expression:
    r"""What was found is `$1` in Spark's replacements, and `\1` in DuckDB's."""
    if isinstance(node.args["replacement"], exp.Literal):
        node.args["replacement"].set("this", re.sub(r"\\(\d)", r"$\1", node.args["replacement"].name))
    return node


def _named(name: str) -> Callable[[exp.Expression], exp.Expression]:
    """A function of one argument by Spark's name for it, where sqlglot has another."""
    return lambda node: _call(name, node.this)


def _full_match(node: exp.Expression) -> exp.Expression:
    start, end = exp.Literal.string("^("), exp.Literal.string(")$")
    pattern = exp.DPipe(this=exp.DPipe(this=start, expression=exp.paren(node.expression)), expression=end)
    return exp.RegexpLike(this=node.this, expression=pattern)


def _anonymous(node: exp.Anonymous) -> exp.Expression:
    name, given = node.name.lower(), node.expressions
    if name == "strip_accents":
        accented, bare = map(exp.Literal.string, _accents())
        return _call("translate", *given, accented, bare)
    if name == "to_minutes":
        return _call("make_dt_interval", exp.Literal.number(0), exp.Literal.number(0), *given)
    return _call(RENAMED[name], *given) if name in RENAMED else node


def _accents() -> tuple[str, str]:
    """The letters of Latin scripts with an accent, and the same without: Spark has no function for it."""
    letters = {chr(code): unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x250)}
    letters = {letter: base for letter, base in letters.items() if base.isascii()}
    return "".join(letters), "".join(letters.values())


#: What is said otherwise, by the kind of node.
RULES: dict[type[exp.Expression], Callable[[Any], exp.Expression]] = {
    exp.Anonymous: _anonymous,
    exp.ArrayAgg: _list,
    exp.Avg: _average,
    exp.Bracket: _element,
    exp.CTE: lambda node: node.set("materialized", None) or node,
    exp.DayOfWeekIso: _weekday,
    exp.Filter: _filtered,
    exp.PercentileCont: _quantiles,
    exp.RegexpFullMatch: _full_match,
    exp.RegexpReplace: _replacement,
    exp.Select: _without_qualify,
    exp.Split: lambda node: _call("split", node.this, node.expression),
    exp.Week: _named("weekofyear"),
}
