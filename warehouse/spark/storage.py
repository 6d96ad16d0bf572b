"""The folder of a warehouse on Spark: parts, commits, and what a build writes on the way."""

import contextlib
import re
import time
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

import duckdb
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from warehouse.errors import WarehouseError, first_line
from warehouse.spark.commits import SCHEMA, Commit, Part, chain, commits_of

#: How long after its commit a build looks whether another was at it too: seconds, and how often as long as it took.
SETTLE, SETTLE_TIMES = 1.0, 2.0
#: After what time a part that no commit names is nobody's work any more.
ABANDONED = timedelta(days=1)
#: What an empty Parquet file has at most; of what is larger there is something to free.
EMPTY_BYTES = 4096
COMMITS, WORK = "commits", "work"
#: The folders of a warehouse.
OWN = re.compile(f"{COMMITS}|{WORK}|(core|history|ops)_[a-z_]+")


@contextlib.contextmanager
def spoken() -> Iterator[None]:
    """Errors of the server as those of a database (PEP 249), which whoever runs SQL expects."""
    try:
        yield
    except PySparkException as error:
        raise duckdb.OperationalError(said(error)) from error


def said(error: PySparkException) -> str:
    """The first line of what the server said, without its stack."""
    return first_line(error).split(" SQLSTATE")[0]


def _is_missing(error: PySparkException) -> bool:
    return any(word in str(error) for word in ("PATH_NOT_FOUND", "UNABLE_TO_INFER_SCHEMA"))


def listing(spark: SparkSession, folder: str) -> list[tuple[str, int, datetime]]:
    """Every file below a folder: its path as the server says it, its bytes, and when it was written."""
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    try:
        rows = reader.load(folder).select("path", "length", "modificationTime").distinct().collect()
    except PySparkException as error:
        if _is_missing(error):
            return []
        raise
    return sorted((path, size, written.replace(tzinfo=None)) for path, size, written in rows)


class Storage:
    """Reads and appends to one folder; nothing in it is changed but what nobody names."""

    def __init__(self, spark: SparkSession, folder: str) -> None:
        self.spark, self.folder = spark, folder.rstrip("/")
        self.build = uuid.uuid4().hex[:12]
        self.may_have_committed = False  # whether the parts of this build may be named by now

    def commits(self) -> list[Commit]:
        """The commits that count, from the first to the last."""
        frame = self.spark.read.schema(SCHEMA).option("recursiveFileLookup", "true")
        try:
            rows = frame.parquet(f"{self.folder}/{COMMITS}").collect()
        except PySparkException as error:
            if not _is_missing(error):
                raise
            rows = []
        return chain(commits_of(tuple(row) for row in rows))

    def write(self, frame: DataFrame, store: str, month: int) -> Part:
        """A new part; what was written is counted by reading it."""
        name = f"{month}-{self.build}-{uuid.uuid4().hex[:8]}"
        path = f"{self.folder}/{store}/{name}"
        frame.write.mode("error").parquet(path)
        return Part(store, name, month, self.spark.read.schema(frame.schema).parquet(path).count())

    def require_own_folder(self) -> None:
        """Raise WarehouseError where a new warehouse would lie among files of something else."""
        for path, _, _ in listing(self.spark, self.folder):
            inside = self._inside(path)
            if len(inside) < 2 or not OWN.fullmatch(inside[0]):
                raise WarehouseError(
                    f"{self.folder}: there are other files in it, such as {'/'.join(inside)}.",
                    advice="Name a folder that is new or empty.",
                )

    def _inside(self, path: str) -> list[str]:
        """The folders and the name of a file, as seen from that of the warehouse."""
        root = self.folder.partition("://")[2] or self.folder
        return path.partition(root.strip("/") + "/")[2].split("/")

    def path(self, part: Part) -> str:
        return f"{self.folder}/{part.store}/{part.name}"

    def work_path(self, name: str) -> str:
        """A place for a table that serves this build only."""
        return f"{self.folder}/{WORK}/{self.build}/{name}-{uuid.uuid4().hex[:8]}"

    def commit(self, known: list[Commit], parts: list[Part], processed_by: str, *, is_new: bool) -> None:
        """Name the parts of this build, as one file: with it they are there.

        known are the commits that it was built upon. Raises WarehouseError where another build has committed
        upon the same.
        """
        self._refuse_other(known)
        parent = known[-1].commit_id if known else None
        generation = (known[-1].generation if known else 0) + (1 if is_new else 0)
        rows = [(self.build, parent, generation, processed_by, *part) for part in parts]
        schema = SCHEMA.replace(" committed_utc timestamp_ntz,", "")
        frame = self.spark.createDataFrame(rows, schema=schema)
        columns = [column.split()[0] for column in SCHEMA.split(", ")]
        frame = frame.selectExpr("*", "cast(current_timestamp() as timestamp_ntz) as committed_utc").select(columns)
        started = time.perf_counter()
        self.may_have_committed = True
        frame.coalesce(1).write.mode("error").parquet(f"{self.folder}/{COMMITS}/{self.build}")
        # Another may have read the commits before this one was there, and stamped its own before that.
        time.sleep(max(SETTLE, SETTLE_TIMES * (time.perf_counter() - started)))
        self._refuse_other(known)

    def _refuse_other(self, known: list[Commit]) -> None:
        upon = self.commits()[len(known) :]
        if upon and upon[0].commit_id != self.build:
            raise WarehouseError(
                f"{self.folder}: another build was faster; nothing of this one counts.", advice="Build again."
            )

    def empty(self, path: str) -> None:
        """Leave nothing of a folder but an empty file: Spark Connect can write over, and not remove."""
        self.spark.sql("select 1 as nothing where false").coalesce(1).write.mode("overwrite").parquet(path)

    def empty_work(self) -> None:
        """What this build wrote on the way."""
        self.empty(f"{self.folder}/{WORK}/{self.build}")

    def abandoned(self, named: set[str], now: datetime) -> list[str]:
        """The folders of parts and of builds that no commit names and that are older than a day.

        named has `STORE/NAME` of every part of every commit.
        """
        old: dict[str, bool] = {}
        for path, size, written in listing(self.spark, self.folder):
            inside = self._inside(path)
            if len(inside) < 3 or inside[0] == COMMITS or size <= EMPTY_BYTES:
                continue
            name = "/".join(inside[:2])
            if name not in named:
                old[name] = old.get(name, True) and written < now - ABANDONED
        return [name for name, is_old in sorted(old.items()) if is_old]
