"""DuckDB's SQL as Spark's: macros inlined, names made plain, then sqlglot, and what sqlglot does not know."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.optimizer.qualify import qualify

from warehouse.errors import WarehouseError
from warehouse.spark.rules import rewrite

#: Schemas of a warehouse: temporary views have none, so that `core.agents` is `core_agents` there.
SCHEMAS = ("core", "history", "ops", "settings")


def view_name(table: exp.Table) -> str:
    """The name of a relation as a temporary view can have it."""
    return f"{table.db}_{table.name}" if table.db in SCHEMAS else table.name


@functools.lru_cache(maxsize=500)
def parse(sql: str) -> exp.Expression:
    """One statement of DuckDB's, not to be changed; raises WarehouseError where sqlglot cannot read it."""
    try:
        # What follows the last semicolon, a comment, is a statement to sqlglot.
        [tree] = [one for one in sqlglot.parse(sql, read="duckdb") if one and not isinstance(one, exp.Semicolon)]
        return tree
    except SqlglotError as error:
        raise WarehouseError(f"sqlglot cannot parse this statement: {str(error).splitlines()[0]}") from error


class Dialect:
    """What a statement refers to, and how it is said in Spark's SQL.

    columns gives the columns of a relation by its plain name, row_order_of the column that says where a row of it
    stands (`rowid` in DuckDB), variable the value of one that was set.
    """

    def __init__(
        self,
        columns: Callable[[str], list[str]],
        row_order_of: Callable[[str], str],
        variable: Callable[[str], object],
    ) -> None:
        self.columns, self.row_order_of, self.variable = columns, row_order_of, variable
        self.macros: dict[str, tuple[list[str], exp.Expression]] = {}

    def define(self, create: exp.Create) -> None:
        """Keep a macro, which is written out wherever it is called: not every engine has functions of SQL.

        One that sqlglot cannot read is left where it is called, for the server to refuse.
        """
        signature = create.this
        if create.expression is None:
            return
        self.macros[signature.this.name.lower()] = (
            [parameter.name for parameter in signature.expressions],
            create.expression,
        )

    def inline_macros(self, tree: exp.Expression) -> exp.Expression:
        """A statement with the bodies of macros in the place of their calls."""
        return tree.transform(self._inline_call)

    def transpile(
        self, tree: exp.Expression, parameters: Mapping[str, object], *, is_pretty: bool = False
    ) -> tuple[str, list[str]]:
        """A select in Spark's SQL with the names of its columns; WarehouseError where it cannot be said there."""
        try:
            tree = self.inline_macros(tree.copy())
            tree = tree.transform(_value_binder(parameters, self.variable))
            self._replace_rowid(tree)
            tree = self._qualify_columns(tree.transform(_plain_table_name))
            columns = list(tree.named_selects) if isinstance(tree, exp.Query) else []
            sql = rewrite(tree).sql(
                "spark", unsupported_level=ErrorLevel.RAISE, normalize_functions="lower", pretty=is_pretty
            )
        except SqlglotError as error:
            raise WarehouseError(f"sqlglot cannot transpile this statement: {str(error).splitlines()[0]}") from error
        return sql, columns

    def _inline_call(self, node: exp.Expression) -> exp.Expression:
        call = node.this if isinstance(node, exp.Table) and isinstance(node.this, exp.Anonymous) else None
        if call and call.name.lower() in self.macros:
            alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(call.name))
            return exp.Subquery(this=self._macro_body(call.name.lower(), call.expressions), alias=alias)
        if isinstance(node, exp.Anonymous) and node.name.lower() in self.macros:
            return exp.paren(self._macro_body(node.name.lower(), node.expressions), copy=False)
        return node

    def _macro_body(self, name: str, given: list[exp.Expression]) -> exp.Expression:
        names, body = self.macros[name]
        values = dict(zip(names, given, strict=True))

        def fill(node: exp.Expression) -> exp.Expression:
            if isinstance(node, exp.Column) and not node.table and node.name in values:
                value = self.inline_macros(values[node.name].copy())
                return exp.paren(value) if isinstance(value, exp.Binary | exp.Unary | exp.Case) else value
            return node

        return self.inline_macros(body.copy()).transform(fill)

    def _replace_rowid(self, tree: exp.Expression) -> None:
        """In the place of `rowid` the column that says where a row stands."""
        for column in list(tree.find_all(exp.Column)):
            if column.name == "rowid":
                table = _table_of(column)
                if table is not None:
                    column.set("this", exp.to_identifier(self.row_order_of(view_name(table))))

    def _qualify_columns(self, tree: exp.Expression) -> exp.Expression:
        """Every column with its table, every star written out, `all` after `group by` and `order by` too."""
        names = {view_name(table) for table in tree.find_all(exp.Table)}
        schema = {name: dict.fromkeys(columns, "unknown") for name in names if (columns := self.columns(name))}
        for query in tree.find_all(exp.Query):
            _remove_all_clauses(query)
        tree = qualify(
            tree,
            dialect="duckdb",
            schema=schema,
            identify=False,
            quote_identifiers=False,
            validate_qualify_columns=False,
        )
        for query in tree.find_all(exp.Query):
            _restore_all_clauses(query)
        return tree


def _remove_all_clauses(query: exp.Query) -> None:
    """Take `group by all` and `order by all` out of a query whose columns are not known yet, and note it."""
    group, order = query.args.get("group"), query.args.get("order")
    if group and group.args.get("all"):
        query.set("group", None)
        query.meta["group"] = True
    if order and [item.this.name.lower() for item in order.expressions] == ["all"]:
        query.set("order", None)
        query.meta["order"] = True


def _restore_all_clauses(query: exp.Query) -> None:
    """What was noted, by the places of the columns."""
    places = [exp.Literal.number(place) for place in range(1, len(query.selects) + 1)]
    if query.meta.get("group"):
        keys = [place for place, item in zip(places, query.selects, strict=True) if not item.find(exp.AggFunc)]
        query.set("group", exp.Group(expressions=keys))
    if query.meta.get("order"):
        query.set("order", exp.Order(expressions=[exp.Ordered(this=place.copy()) for place in places]))


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


def _value_binder(
    parameters: Mapping[str, object], variable: Callable[[str], object]
) -> Callable[[Any], exp.Expression]:
    """Writes values in the place of parameters and variables."""

    def bind_value(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Parameter | exp.Placeholder) and node.name in parameters:
            return exp.convert(parameters[node.name])
        if isinstance(node, exp.Anonymous) and node.name.lower() == "getvariable":
            return exp.convert(variable(node.expressions[0].name))
        return node

    return bind_value


def _plain_table_name(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Table) and node.db in SCHEMAS:
        alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.name))
        return exp.Table(this=exp.to_identifier(view_name(node)), alias=alias, joins=node.args.get("joins"))
    return node
