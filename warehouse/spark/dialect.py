"""Transpiles DuckDB SQL to Spark SQL with sqlglot, after inlining macros and before rules of our own."""

import functools
from collections.abc import Callable, Mapping
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, SqlglotError
from sqlglot.optimizer.qualify import qualify

from warehouse.errors import WarehouseError
from warehouse.spark.rules import rewrite

#: The schemas of a warehouse. Temporary views have no schema, so that `core.agents` becomes `core_agents`.
SCHEMAS = ("core", "history", "ops", "settings")


def view_name(table: exp.Table) -> str:
    """Return the name of the temporary view for a relation."""
    return f"{table.db}_{table.name}" if table.db in SCHEMAS else table.name


@functools.lru_cache(maxsize=500)
def parse(sql: str) -> exp.Expression:
    """Parse one statement of DuckDB; callers must not change the result. Raises WarehouseError if sqlglot cannot."""
    try:
        # For sqlglot a comment after the last semicolon is a statement.
        [tree] = [one for one in sqlglot.parse(sql, read="duckdb") if one and not isinstance(one, exp.Semicolon)]
        return tree
    except SqlglotError as error:
        raise WarehouseError(f"sqlglot cannot parse this statement: {str(error).splitlines()[0]}") from error


class Dialect:
    """Transpiles statements.

    columns returns the columns of a relation by its plain name, row_order_of the column that replaces DuckDB's `rowid`,
    variable the value of a variable.
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
        """Store a macro, to inline its calls, because not every engine supports SQL functions.

        Calls of a macro that sqlglot cannot parse are left to the server, which refuses them.
        """
        signature = create.this
        if create.expression is None:
            return
        self.macros[signature.this.name.lower()] = (
            [parameter.name for parameter in signature.expressions],
            create.expression,
        )

    def inline_macros(self, tree: exp.Expression) -> exp.Expression:
        """Return a statement in which calls of macros are replaced by their bodies."""
        return tree.transform(self._inline_call)

    def transpile(
        self, tree: exp.Expression, parameters: Mapping[str, object], *, is_pretty: bool = False
    ) -> tuple[str, list[str]]:
        """Return a select in Spark SQL with the names of its columns; raise WarehouseError if it has no equivalent."""
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
        """Return the body of a macro for a call of it, as a value or as a table; any other node as it is."""
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
        """Replace `rowid` by the column that orders the rows of its table."""
        for column in list(tree.find_all(exp.Column)):
            if column.name == "rowid":
                table = _table_of(column)
                if table is not None:
                    column.set("this", exp.to_identifier(self.row_order_of(view_name(table))))

    def _qualify_columns(self, tree: exp.Expression) -> exp.Expression:
        """Qualify all columns, and expand stars, `group by all` and `order by all`."""
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
    """Remove `group by all` and `order by all` from a query whose columns are not known yet, and mark the query."""
    group, order = query.args.get("group"), query.args.get("order")
    if group and group.args.get("all"):
        query.set("group", None)
        query.meta["group"] = True
    if order and [item.this.name.lower() for item in order.expressions] == ["all"]:
        query.set("order", None)
        query.meta["order"] = True


def _restore_all_clauses(query: exp.Query) -> None:
    """Add the removed clauses again, with the positions of the columns."""
    places = [exp.Literal.number(place) for place in range(1, len(query.selects) + 1)]
    if query.meta.get("group"):
        keys = [place for place, item in zip(places, query.selects, strict=True) if not item.find(exp.AggFunc)]
        query.set("group", exp.Group(expressions=keys))
    if query.meta.get("order"):
        query.set("order", exp.Order(expressions=[exp.Ordered(this=place.copy()) for place in places]))


def _table_of(column: exp.Column) -> exp.Table | None:
    """Return the table of a column, from the nearest enclosing select that has it."""
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
    """Return a function that replaces parameters and variables by their values."""

    def bind_value(node: exp.Expression) -> exp.Expression:
        if isinstance(node, exp.Parameter | exp.Placeholder) and node.name in parameters:
            return exp.convert(parameters[node.name])
        if isinstance(node, exp.Anonymous) and node.name.lower() == "getvariable":
            return exp.convert(variable(node.expressions[0].name))
        return node

    return bind_value


def _plain_table_name(node: exp.Expression) -> exp.Expression:
    """Return a table without its schema, under the name of its temporary view."""
    if isinstance(node, exp.Table) and node.db in SCHEMAS:
        alias = node.args.get("alias") or exp.TableAlias(this=exp.to_identifier(node.name))
        return exp.Table(this=exp.to_identifier(view_name(node)), alias=alias, joins=node.args.get("joins"))
    return node
