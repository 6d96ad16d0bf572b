"""The Delta tables of a warehouse on Spark: reads their published versions, and writes those of a build."""

from collections.abc import Callable, Iterable, Mapping

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.functions import lit

from warehouse.engine.quoting import Quoted
from warehouse.engine.render import render
from warehouse.spark.builds import NAME, Builds, Claim, TableVersion
from warehouse.spark.local_catalog import STATE, STORED
from warehouse.spark.storage import Storage, delta_table


class Tables:
    """The Delta tables of one state of a warehouse, or of a build that creates the next state.

    builds has the versions to read; as_of is the month (YYYYMM) to show. A build reads the newest version of the tables
    that it has written, whose names are in newest. Without a claim it is a dry run: its rows are in dry, and no table
    is written. types returns the columns of a table by its plain name, with the names of Spark's types.
    """

    def __init__(self, storage: Storage, types: Callable[[str], Mapping[str, str]]) -> None:
        self.storage, self.types = storage, types
        self.builds = Builds()
        self.claim: Claim | None = None
        self.as_of: int | None = None
        self.newest: set[str] = set()
        self.dry: list[tuple[str, DataFrame]] = []

    def path(self, table: str) -> str:
        """Return the path of a Delta table."""
        return self.storage.path(self.claim.folder if self.claim else self.builds.folder, table)

    def read(self, name: str) -> DataFrame:
        """Return the live rows of a table (`core_...`), or its superseded versions (`history_...`)."""
        schema, _, table = name.partition("_")
        return self._versions(table).where(self._version_condition(schema)).select(*self.types(name))

    def end_versions(self, table: str, frame: DataFrame) -> None:
        """End the versions of rows that are in a frame, with the month, the file and the action."""
        key = STORED[f"core_{table}"].key
        if self.claim is None:
            return self._simulate(table, frame, list(self.types(f"history_{table}")), key)
        frame.createOrReplaceTempView("ended")
        self.storage.run("end", stored=delta_table(self.path(table)), ended=Quoted("ended"), key=key, **self._fence())
        return self.newest.add(table)

    def add_rows(self, table: str, frame: DataFrame) -> None:
        """Add rows to a table, and create it if it does not exist."""
        types = self.types(f"core_{table}")
        if self.claim is None:
            return self._simulate(table, frame, list(types))
        frame.createOrReplaceTempView("added")
        columns = {Quoted(name): Quoted(kind) for name, kind in types.items()}
        sql = render("spark/delta/added.sql", columns=columns, added=Quoted("added"), **self._fence())
        self.storage.append(self.storage.spark.sql(sql), self.path(table))
        return self.newest.add(table)

    def write_local_table(self, name: str, frame: DataFrame) -> None:
        """Append rows of a local table, with the number of the build."""
        assert self.claim
        self.storage.append(frame.withColumn("build", lit(self.claim.build)).coalesce(1), self.path(name))
        self.newest.add(name)

    def read_local_table(self, name: str) -> pa.Table | None:
        """Return the rows of a local table that the published builds have written."""
        if name not in self.builds.tables:
            return None
        frame = self.storage.read(self.path(name), self.builds.tables[name].version)
        return frame.where(self._published_condition(name)).drop("build").toArrow()

    def select(self, name: str) -> str:
        """Return a select of the published version of a table, in Spark SQL that does not depend on other views."""
        schema, _, table = name.partition("_")
        delta = table if name in STORED else name
        if delta not in self.builds.tables:
            return self._select_nothing(name)
        condition = self._version_condition(schema) if name in STORED else self._published_condition(name)
        version = f"{delta_table(self.path(delta))} version as of {self.builds.tables[delta].version}"
        return f"select {', '.join(self.types(name))} from {version} where {condition}"

    def undo_unpublished(self, tables: Iterable[str]) -> None:
        """Undo changes of unpublished builds to tables that have been written to."""
        for table in tables:
            path = self.path(table)
            if self.storage.version(path) != self.builds.tables[table].version:
                for script in ("remove_added", "reopen_ended"):
                    self.storage.run(script, stored=delta_table(path), published=self.builds.published)
                self.newest.add(table)

    def publish(self, months: Mapping[str, int]) -> None:
        """Publish the tables, with the newest version of those that the build has written; months has the last of each.

        Raises WarehouseError if another build has started or has written to one of them.
        """
        assert self.claim
        tables = dict(self.builds.tables) if self.claim.folder == self.builds.folder else {}
        for name in self.newest:
            tables[name] = TableVersion(self.storage.version(self.path(name)), months.get(name, max(months.values())))
            if f"core_{name}" in STORED and self._has_foreign_rows(name, tables[name].version):
                raise self.claim.conflict_error()
        self.claim.publish(tables)

    def _has_foreign_rows(self, table: str, version: int) -> bool:
        """Return whether another, unpublished build has written to a version of a table."""
        assert self.claim
        last = max(self.builds.published, default=0)
        theirs = " or ".join(f"({by} > {last} and {by} <> {self.claim.build})" for by in ("added_by", "ended_by"))
        return not self.storage.read(self.path(table), version).where(theirs).isEmpty()

    def _fence(self) -> dict[str, object]:
        """Return the template values that make a statement fail once another build has started."""
        assert self.claim
        return {"builds": delta_table(self.storage.path(NAME)), "build": self.claim.build}

    def _versions(self, table: str) -> DataFrame:
        """Return all versions of the rows of a table."""
        if dry := dict(self.dry).get(table):
            return dry
        if table in self.newest:
            return self.storage.read(self.path(table))
        if table in self.builds.tables and (self.claim is None or self.claim.folder == self.builds.folder):
            return self.storage.read(self.path(table), self.builds.tables[table].version)
        return self.storage.spark.sql(self._select_nothing(f"history_{table}"))

    def _version_condition(self, schema: str) -> str:
        """Return the condition for live (`core`) or superseded (`history`) versions, now or as of a month."""
        if self.as_of is None:
            return "valid_to_month is null" if schema == "core" else "valid_to_month is not null"
        if schema == "history":
            return f"valid_to_month <= {self.as_of}"
        return f"valid_from_month <= {self.as_of} and (valid_to_month is null or valid_to_month > {self.as_of})"

    def _published_condition(self, name: str) -> str:
        """Return the condition for the rows of a local table that published builds have written."""
        counted = self.builds.published[-1:] if name in STATE else self.builds.published
        return f"build in ({', '.join(map(str, counted))})"

    def _select_nothing(self, name: str) -> str:
        """Return a select of a table without rows."""
        columns = (f"cast(null as {kind}) as {column}" for column, kind in self.types(name).items())
        return f"select {', '.join(columns)} where false"

    def _simulate(self, table: str, changed: DataFrame, columns: list[str], key: str = "") -> None:
        """Simulate a change in a dry run: add rows to a table, or replace versions with the same key."""
        before, after = f"before_{len(self.dry)}", f"after_{len(self.dry)}"
        self._versions(table).createOrReplaceTempView(before)
        self.storage.materialize(changed, table).createOrReplaceTempView(after)
        types = self.types(f"history_{table}")
        replaced = f"{before}.{key} = {after}.{key} and {before}.valid_from_month = {after}.valid_from_month"
        values = (name if name in columns else f"cast(null as {kind}) as {name}" for name, kind in types.items())
        kept = f"select {', '.join(types)} from {before}" + (f" left anti join {after} on {replaced}" if key else "")
        frame = self.storage.spark.sql(f"{kept} union all select {', '.join(values)} from {after}")
        self.dry.append((table, frame))
