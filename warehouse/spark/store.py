"""The store of a warehouse on Spark: a build writes parts of its own, and a commit that names them publishes it."""

import contextlib
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from warehouse import __version__
from warehouse.engine.place import Remote
from warehouse.engine.quoting import Quoted
from warehouse.engine.render import run
from warehouse.errors import REBUILD, Fault, WarehouseError
from warehouse.extract.inputs import Inputs
from warehouse.extract.scan import Scan
from warehouse.extract.settings import Settings
from warehouse.load.ledger import Ledger, ProcessedFile, Replaced, decided, ledger_of, vocabulary_of
from warehouse.load.rejected import keep_rejected, refuse_all, rejection
from warehouse.load.schema import views_digest
from warehouse.load.stage import create_rules, note_cells
from warehouse.load.store import Build, Options, Plan, Staged
from warehouse.progress import Progress
from warehouse.spark import source
from warehouse.spark.commits import Commit, named_parts, parts_of
from warehouse.spark.connection import SparkConnection
from warehouse.spark.home import OPS
from warehouse.spark.records import judge, remote_values_of
from warehouse.spark.session import connect_to, define, read_definitions
from warehouse.spark.source import RemoteFile, digest, read_head, read_lines
from warehouse.spark.storage import ABANDONED, Storage, spoken


@dataclass
class RemoteLines:
    """A file that is to be loaded: where it lies, and its lines."""

    file: RemoteFile
    lines: DataFrame


class SparkStore:
    """A folder of a server's storage, and a data directory that the server sees."""

    def __init__(self, remote: Remote, data_dir: str) -> None:
        self.remote, self.data_dir = remote, data_dir
        self._listed: dict[str, RemoteFile] = {}
        self._files: dict[str, RemoteLines] = {}
        self._known: list[Commit] = []
        self._con: SparkConnection | None = None

    @functools.cached_property
    def spark(self) -> SparkSession:
        """The session with the server."""
        return connect_to(self.remote)

    @property
    def con(self) -> SparkConnection:
        """The connection of the build that holds the store."""
        assert self._con is not None
        return self._con

    @contextlib.contextmanager
    def building(self, *, is_dry: bool) -> Iterator[None]:
        """Connect, and free in the end what served this build only, and what it wrote, unless a commit may name it.

        A folder has no lock: of two builds at once the one whose commit counts wins.
        """
        storage = Storage(self.spark, self.remote.folder)
        with spoken(), SparkConnection(self.spark, storage) as self._con:
            self._known = storage.commits()
            if not self._known:
                storage.require_own_folder()
            try:
                yield
            finally:
                if self.con.home.temporary:
                    storage.empty_work()
                for part in [] if storage.may_have_committed else self.con.written:
                    storage.empty(storage.path(part))

    def read_ledger(self) -> Ledger:
        """The ledger of the warehouse, if there is one. Its views are always those of today."""
        if not self._known:
            return Ledger()
        read_definitions(self.con, parts_of(self._known))
        for part in parts_of(self._known):
            self.con.server.add_part(part)
        self.con.server.require_all_rows()
        return ledger_of(self.con)._replace(views_sha256=views_digest())

    def read_replaced(self, asked: Mapping[str, str | None]) -> Replaced:
        if not self._known:
            return Replaced()
        with SparkConnection(self.spark, self.con.storage, owns_session=False) as old:
            read_definitions(old, parts_of(self._known))
            [warehouse] = run(old, "ops/warehouse.sql").records
            files = [(table, month, name) for table, month, name in run(old, "ops/loaded_files.sql").rows]
            return Replaced(decided(warehouse), vocabulary_of(warehouse), tuple(files))

    def find_inputs(self, initial_month: str) -> Inputs:
        with spoken():
            inputs, self._listed = source.find(self.spark, self.data_dir, initial_month)
        return inputs

    def read_settings(self) -> Settings:
        """Nothing: on Spark the files of `settings/` are not read."""
        return Settings()

    def changed_files(self, inputs: Inputs, processed: Sequence[ProcessedFile]) -> list[Fault]:
        with spoken():
            return source.changed(self.spark, inputs, processed, self._listed)

    def scan(self, plan: Plan) -> list[Scan]:
        """Look at the heads of the files; their rows are counted when they are loaded."""
        scans = []
        for file in plan.chosen:
            remote = self._listed.get(file.name)
            lines = read_lines(self.spark, remote) if remote else None
            scans.append(read_head(file, remote, lines))
            if remote and lines:
                self._files[file.name] = RemoteLines(remote, lines)
        return scans

    @contextlib.contextmanager
    def begin(self, plan: Plan, scans: list[Scan], options: Options, progress: Progress) -> Iterator[Build]:
        build = Build(plan, self.con, progress, f"supportwh {__version__}, Spark {self.spark.version}")
        if plan.ledger.decisions is None:
            define(self.con, plan.decisions, plan.vocabulary, build.processed_utc, build.processed_by)
        elif plan.has_new_vocabulary:
            raise WarehouseError("On Spark, --title and --audience are set when a warehouse is created.", **REBUILD)
        create_rules(build)
        run(self.con, "spark/rules.sql")
        self.con.is_loading = True
        yield build

    def stage(self, build: Build, scan: Scan) -> Staged:
        """Stage a file by its lines."""
        self.con.month = int(scan.file.month)
        scan.sha256 = digest(self.spark, self._files[scan.file.name].file, self._files[scan.file.name].lines)
        values = remote_values_of(scan)
        rows, found = judge(self.con, scan, self._files[scan.file.name].lines, values)
        rejected = found["rejected"]
        if rejected:
            keep_rejected(build, scan)
        if found["fatal"] or refuse_all(build, scan, rows, rejected):
            return Staged(rows, rejected, is_fatal=True, has_lines=True)
        table, is_delta = scan.file.table, scan.file.is_delta
        typed = Quoted(f"typed_{table.name}")
        run(self.con, "2_staging/trimmed.sql", has_blanks=False)
        run(self.con, f"2_staging/stg_{table.name}.sql", source=typed, is_delta=is_delta, is_numbered=is_delta)
        run(self.con, "2_staging/stage.sql", {"month": int(scan.file.month)}, **values)
        has_notices = found["suspects"] > 0 or scan.has_marks
        if has_notices:
            note_cells(build, values)
        return Staged(rows, rejected, is_text=has_notices, has_lines=True)

    def find_repeated_keys(self, build: Build, scan: Scan) -> None:
        """Bring the rows of an initial file whose key it has before into `ops.rejected_rows`."""
        values = remote_values_of(scan)
        judge(self.con, scan, self._files[scan.file.name].lines, values)
        run(self.con, "2_staging/keys.sql", **values)
        run(self.con, "3_load/repeated_keys.sql", rejection(build, scan), table=scan.file.table)

    def finish_views(self, build: Build) -> None:
        """The views are made; what is counted from here on is what is there."""
        self.con.is_loading = False

    def publish(self, build: Build) -> None:
        """Write what `ops` has to say of this build, name all its parts, and free what nobody names."""
        con, storage = self.con, self.con.storage
        for name in OPS:
            stamps = {"warehouse": "created_utc", "processed_files": "processed_utc", "erasures": "erased_utc"}
            stamp = stamps.get(name, "build_utc")
            sql = f"from ops.{name} where {stamp} = cast($moment as timestamp)"
            rows = con.home.con.sql(sql, params={"moment": build.processed_utc}).to_arrow_table()
            if rows.num_rows:
                part = storage.write(con.server.frame_of(rows).coalesce(1), f"ops_{name}", con.month)
                con.written.append(part)
        is_new = build.plan.ledger.decisions is None
        storage.commit(self._known, con.written, build.processed_by, is_new=is_new)
        now = datetime.now(UTC).replace(tzinfo=None)
        named = named_parts(storage.commits(), str(now - ABANDONED))
        with contextlib.suppress(PySparkException):  # another build has just freed a file: the next one looks again
            for folder in storage.abandoned(named, now):
                storage.empty(f"{storage.folder}/{folder}")
