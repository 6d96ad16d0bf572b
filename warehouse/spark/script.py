"""The SQL as it is sent to a server, for a reader: without one."""

from collections.abc import Iterator
from typing import Any

from sqlglot import exp

from warehouse.catalogue import TABLES
from warehouse.engine.quoting import Quoted
from warehouse.engine.render import render
from warehouse.load.ledger import Decisions, Vocabulary
from warehouse.load.schema import is_view
from warehouse.spark.connection import SparkConnection
from warehouse.spark.dialect import flat, parse
from warehouse.spark.home import STORED
from warehouse.spark.session import define
from warehouse.spark.statement import DEFINITION, DROP, MACRO, VARIABLE, VIEW, deleted, is_temporary, updated

#: Scripts in whose place Spark has others, in `sql/spark/`.
REPLACED = (
    *("2_staging/lines.sql", "2_staging/numbered.sql", "2_staging/suspects.sql", "2_staging/drop_suspects.sql"),
    *("2_staging/left_out.sql", "2_staging/leftovers.sql", "3_load/clean_up.sql"),
)
#: How a file comes to Spark.
AS_ON_SPARK: dict[str, Any] = {
    "has_blanks": False,
    "has_blocks": True,
    "is_numbered": True,
    "place": Quoted("block_start, row_id"),
}
#: Tables of a build that other scripts make than those before them.
MADE_ELSEWHERE = {
    "lines": ["value", "block_start", "row_id"],
    "keys_found": ["line", "key"],
    "found_warnings": ["build_utc", "file_name", "kind", "what", "occurrences", "example", "advice"],
}


class Reader:
    """Moves scripts one after the other, as a build and the commands after it would have them sent."""

    def __init__(self) -> None:
        self.is_loading = True
        self.con = SparkConnection(None, None)  # type: ignore[arg-type]
        self.home = self.con.home
        define(self.con, Decisions(), Vocabulary(), "2025-01-31", "supportwh")
        self.home.temporary |= MADE_ELSEWHERE
        for table in TABLES:
            self.home.temporary[f"typed_{table.name}"] = ["line", *map(str, table.header(is_delta=True))]

    def sent(self, script: str, values: dict[str, Any]) -> str:
        """What a script becomes; raises WarehouseError where it cannot be moved."""
        if script in REPLACED:
            return "-- another script of sql/spark/ is in its place\n"
        self.is_loading = not script.startswith(("analysis", "dashboard", "ops"))
        table = values["table"]
        here = values | AS_ON_SPARK | {"source": Quoted(f"typed_{table.name}")} if script != "export.sql" else values
        if script.startswith(("4_core", "5_reports")) and is_view(script):
            name = script.rpartition("/")[2].removesuffix(".sql")
            return self._view(name, render(script), "temporary view")
        statements = self.con.extract_statements(render(script, **here))
        text = "\n".join(text for one in statements for text in self._texts(one.query)) + "\n"
        if script == "2_staging/reasons.sql":  # some of which are others on Spark
            self.sent("spark/rules.sql", values | {"blanks": " "})
        return text

    def _texts(self, sql: str) -> Iterator[str]:
        if MACRO.match(sql):
            self.home.define(sql)
            self.con.execute(sql)
            yield "-- a macro, written out wherever it is called"
        elif DEFINITION.match(sql) or DROP.fullmatch(sql):
            yield "-- at home, or nothing to do"
        elif view := VIEW.fullmatch(sql):
            self.home.views[view["name"]] = view["select"]
            self.home.forget_columns()
            yield self._view(view["name"], view["select"], "temporary view")
        elif variable := VARIABLE.fullmatch(sql):
            yield self._select(parse(f"select {variable[2]} as value"), f"-- the variable {variable[1]}")
        else:
            yield self._statement(parse(sql), sql)

    def _statement(self, tree: exp.Expression, sql: str) -> str:
        if isinstance(tree, exp.Create) and tree.expression is not None and is_temporary(tree):
            return self._kept(flat(tree.this), tree.expression) if self.is_loading else self._fetched(tree, sql)
        if isinstance(tree, exp.Insert):
            return self._select(tree.expression, f"-- appended to {flat(tree.this)}")
        if isinstance(tree, exp.Delete | exp.Update) and flat(tree.this) in self.home.temporary:
            name = flat(tree.this)
            before = f"{name}_before"
            columns = self.home.temporary[before] = self.home.temporary[name]
            query = deleted(tree, before) if isinstance(tree, exp.Delete) else updated(tree, before, columns)
            return self._kept(name, query)
        if isinstance(tree, exp.Delete) and flat(tree.this) in STORED:
            return "-- nothing: what ended is in the history already"
        return self._select(tree, "") if isinstance(tree, exp.Query) else "-- at home"

    def _kept(self, name: str, query: exp.Expression) -> str:
        text, columns = self.home.moved(query, {}, is_pretty=True)
        self.home.temporary[name] = columns
        return f"-- written down as {name}\n{text};"

    def _fetched(self, tree: exp.Create, sql: str) -> str:
        """A table that a report has counted comes home; here without its rows."""
        text = self._select(tree.expression, f"-- comes home as {flat(tree.this)}")
        self.home.con.execute(sql)
        self.home.forget_columns()
        return text

    def _view(self, name: str, select: str, kind: str) -> str:
        return f"create or replace {kind} {name} as\n{self.home.moved(parse(select), {}, is_pretty=True).sql};\n"

    def _select(self, tree: exp.Expression, heading: str) -> str:
        if self.home.has_all(tree):
            return "-- at home"
        return f"{heading}\n{self.home.moved(tree, {}, is_pretty=True).sql};".lstrip()
