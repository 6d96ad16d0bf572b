"""The builds of a warehouse on Spark, which determine the tables of the warehouse and their versions.

They are in one Delta table, `builds`. A build starts with one row, and is published with one row per table. Each commit
fails once a later build has started: only the build that started last can publish.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame

from warehouse.engine.quoting import Quoted
from warehouse.errors import WarehouseError
from warehouse.load.store import now_utc
from warehouse.spark.session import server_message
from warehouse.spark.storage import Storage, delta_table

#: The columns of `builds`. build is a number; a row without a table_name says that the build has started. folder has
#: the tables; version is that of a Delta table, month (YYYYMM) the last one loaded into it.
SCHEMA = (
    "build int, build_id string, folder string, table_name string, version bigint, month int, "
    "written_utc timestamp_ntz, written_by string"
)
NAME = "builds"


class TableVersion(NamedTuple):
    """A published table: its version, and the last month (YYYYMM) loaded into it."""

    version: int
    month: int


class Builds(NamedTuple):
    """The content of the table of builds; empty if it does not exist."""

    last: int = 0  # the last build that has started
    last_id: str = ""
    published: tuple[int, ...] = ()
    folder: str = ""
    tables: Mapping[str, TableVersion] = {}


def read_builds(storage: Storage) -> Builds:
    """Return the builds of a warehouse; raise WarehouseError if their table cannot be read."""
    path = storage.path(NAME)
    if storage.version(path) < 0:
        return Builds()
    try:
        rows = storage.read(path).collect()
    except PySparkException as error:
        raise WarehouseError(
            f"{path}: the table of builds is damaged: {server_message(error)}",
            advice="Restore it from a backup, or build into a new folder.",
        ) from error
    return builds_of([row.asDict() for row in rows])


def builds_of(rows: list[dict[str, Any]]) -> Builds:
    """Return the builds of the rows of the table."""
    last = max(rows, key=lambda row: int(row["build"]))
    published = tuple(sorted({int(row["build"]) for row in rows if row["table_name"]}))
    tables = [row for row in rows if published and row["build"] == published[-1] and row["table_name"]]
    folder = str(tables[0]["folder"]) if tables else ""
    versions = {row["table_name"]: TableVersion(row["version"], row["month"]) for row in tables}
    return Builds(int(last["build"]), str(last["build_id"]), published, folder, versions)


class Claim:
    """The right of a build to publish, until another build starts."""

    def __init__(self, storage: Storage, known: Builds, folder: str | None, written_by: str) -> None:
        """Start a build; raise WarehouseError if another one has started since the builds were read.

        folder has the tables; None creates a new folder.
        """
        self.storage, self.build = storage, known.last + 1
        self.folder, self.written_by = folder or f"tables-{self.build}", written_by
        frame = self._frame([(None, None, None)])
        if known.last:
            self._commit(frame, self.build)
        else:
            self._create(frame)
        self.require()

    def _create(self, frame: DataFrame) -> None:
        """Create the table of builds; fail if another build has just created it."""
        try:
            frame.write.format("delta").mode("error").save(self.storage.path(NAME))
        except PySparkException as error:
            if self.storage.version(self.storage.path(NAME)) < 0:
                raise
            raise self.conflict_error() from error

    def require(self) -> None:
        """Raise WarehouseError if another build has started."""
        known = read_builds(self.storage)
        if (known.last, known.last_id) != (self.build, self.storage.build_id):
            raise self.conflict_error()

    def is_lost(self) -> bool:
        """Return whether another build has started; False if the server does not respond."""
        try:
            self.require()
        except (WarehouseError, PySparkException) as error:
            return isinstance(error, WarehouseError)
        return False

    def publish(self, tables: Mapping[str, TableVersion]) -> None:
        """Publish these tables as the warehouse; raise WarehouseError if another build has started."""
        self._commit(self._frame([(name, *table) for name, table in sorted(tables.items())]), self.build + 1)
        known = read_builds(self.storage)
        if self.build not in known.published:
            raise self.conflict_error()

    def conflict_error(self) -> WarehouseError:
        """Return the error of a build that another one has superseded."""
        return WarehouseError(
            f"{self.storage.folder}: another build has started; this one changed nothing.",
            advice="Wait until it has finished, then build again",
            command="build",
        )

    def _frame(self, tables: list[tuple[str | None, int | None, int | None]]) -> DataFrame:
        """Return rows of `builds` for tables: name, version and month."""
        head = self.build, self.storage.build_id, self.folder
        rows = [(*head, *table, self.written_by) for table in tables]
        columns = [column.split()[0] for column in SCHEMA.split(", ")]
        schema = SCHEMA.replace(" written_utc timestamp_ntz,", "")
        frame = self.storage.spark.createDataFrame(rows, schema=schema)
        return frame.selectExpr("*", f"timestamp_ntz'{now_utc()}' as written_utc").select(columns).coalesce(1)

    def _commit(self, frame: DataFrame, first_foreign: int) -> None:
        """Add rows, unless a build with a number from first_foreign on has started. A conflict means the same."""
        frame.createOrReplaceTempView("added_builds")
        path = delta_table(self.storage.path(NAME))
        try:
            self.storage.run("commit", builds=path, added=Quoted("added_builds"), first_foreign=first_foreign)
        except PySparkException as error:
            if self.is_lost():
                raise self.conflict_error() from error
            raise
