"""The folder of a warehouse on Spark: Delta tables, and temporary files of a build."""

import contextlib
import re
import uuid
from collections.abc import Iterator
from datetime import datetime

import duckdb
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from warehouse.engine.quoting import Quoted
from warehouse.engine.render import render
from warehouse.errors import WarehouseError
from warehouse.spark.session import Session, is_lost, lost_server_error, server_message

#: The folder for temporary files of builds, in the folder of the warehouse.
WORK = "work"
#: The folders of a warehouse.
OWN = re.compile(rf"builds|{WORK}|tables-\d+")
#: A commit in the log of a Delta table.
COMMIT = re.compile(r"/(\d{20})\.json$")


@contextlib.contextmanager
def translating_errors() -> Iterator[None]:
    """Raise errors of the server as errors of duckdb (PEP 249), which callers of `execute` expect."""
    try:
        yield
    except PySparkException as error:
        if is_lost(error):
            raise lost_server_error() from error
        raise duckdb.OperationalError(server_message(error)) from error


def is_missing(error: PySparkException) -> bool:
    """Return whether an error means that a path does not exist."""
    return any(word in str(error) for word in ("PATH_NOT_FOUND", "UNABLE_TO_INFER_SCHEMA"))


def listing(spark: SparkSession, pattern: str) -> list[tuple[str, int, datetime]]:
    """Return every file in a folder or of a pattern: its path on the server, its size, and when it was written."""
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    try:
        rows = reader.load(pattern).select("path", "length", "modificationTime").distinct().collect()
    except PySparkException as error:
        if is_missing(error):
            return []
        raise
    return sorted((path, size, written.replace(tzinfo=None)) for path, size, written in rows)


def delta_table(path: str) -> Quoted:
    """Return the name of the Delta table at a path, in Spark SQL."""
    return Quoted(f"delta.`{path.replace('`', '``')}`")


class Storage:
    """Reads and writes the folder of one warehouse."""

    def __init__(self, session: Session | None, folder: str) -> None:
        self._session, self.folder = session, folder.rstrip("/")
        self.build_id = uuid.uuid4().hex[:12]

    @property
    def session(self) -> Session:
        """The session with the server; there is none if SQL is only rendered."""
        assert self._session
        return self._session

    @property
    def spark(self) -> SparkSession:
        return self.session.spark

    def path(self, *names: str) -> str:
        return "/".join([self.folder, *names])

    def version(self, path: str) -> int:
        """Return the newest version of a Delta table from its log; -1 if the table does not exist."""
        commits = (COMMIT.search(name) for name, _, _ in listing(self.spark, f"{path}/_delta_log/*.json"))
        return max((int(commit[1]) for commit in commits if commit), default=-1)

    def read(self, path: str, version: int | None = None) -> DataFrame:
        """Return the rows of a Delta table, of a version or the newest one."""
        reader = self.spark.read.format("delta")
        return (reader if version is None else reader.option("versionAsOf", version)).load(path)

    def append(self, frame: DataFrame, path: str) -> None:
        """Append rows to a Delta table, or create it; deletion vectors keep later deletes from rewriting files."""
        frame.write.format("delta").mode("append").option("delta.enableDeletionVectors", "true").save(path)

    def run(self, script: str, **values: object) -> None:
        """Run one statement of `sql/spark/delta/`."""
        self.spark.sql(render(f"spark/delta/{script}.sql", **values)).collect()

    def require_own_folder(self) -> None:
        """Raise WarehouseError if the folder of a new warehouse has files of something else."""
        for path, _, _ in listing(self.spark, self.folder):
            root = self.folder.partition("://")[2] or self.folder
            inside = path.partition(root.strip("/") + "/")[2].split("/")
            if len(inside) < 2 or not OWN.fullmatch(inside[0]):
                raise WarehouseError(
                    f"{self.folder} contains other files (e.g. {'/'.join(inside)}).",
                    advice="Name a new or empty folder.",
                )

    def materialize(self, frame: DataFrame, name: str) -> DataFrame:
        """Write a temporary table of this build, so that later reads return the same rows."""
        path = self.path(WORK, self.build_id, f"{name}-{uuid.uuid4().hex[:8]}")
        frame.write.mode("error").parquet(path)
        return self.spark.read.schema(frame.schema).parquet(path)

    def clear_work(self) -> None:
        """Overwrite the temporary files of this build with an empty one, because Spark Connect cannot delete files."""
        nothing = self.spark.sql("select 1 as nothing where false").coalesce(1)
        nothing.write.mode("overwrite").parquet(self.path(WORK, self.build_id))
