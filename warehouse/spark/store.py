"""The store of a warehouse on Spark: a build writes new versions of Delta tables, and publishes their numbers."""

import contextlib
import functools
from collections.abc import Iterator, Mapping, Sequence

import duckdb
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame

from warehouse import __version__
from warehouse.catalogue import TABLES
from warehouse.engine.location import SparkTarget
from warehouse.engine.quoting import Quoted
from warehouse.engine.render import run
from warehouse.errors import Fault, WarehouseError
from warehouse.extract.inputs import Inputs
from warehouse.extract.scan import Scan
from warehouse.extract.settings import Settings, settings_of, stage_settings
from warehouse.load.ledger import (
    Ledger,
    ProcessedFile,
    Replaced,
    decisions_of,
    ledger_of,
    unreadable_settings_error,
    vocabulary_of,
)
from warehouse.load.rejected import reject_invalid_file, rejection_values, save_rejected_rows
from warehouse.load.schema import views_digest
from warehouse.load.stage import collect_notices, create_macros
from warehouse.load.store import Build, Options, Plan, Staged
from warehouse.progress import Progress
from warehouse.spark import source
from warehouse.spark.builds import Builds, Claim, read_builds
from warehouse.spark.connection import SparkConnection
from warehouse.spark.local_catalog import LOGS, STATE
from warehouse.spark.opening import create_definitions, read_definitions
from warehouse.spark.records import parse_records, spark_template_values
from warehouse.spark.session import Session, is_lost, lost_server_error
from warehouse.spark.source import RemoteFile, digest, read_head, read_lines
from warehouse.spark.storage import Storage, translating_errors


class SparkStore:
    """A warehouse in a folder of a server's storage, and a data directory that the server sees."""

    def __init__(self, target: SparkTarget, data_dir: str) -> None:
        self.target, self.data_dir = target, data_dir
        self._listed: dict[str, RemoteFile] = {}
        self._lines: dict[str, DataFrame] = {}  # of the files to load
        self._builds = Builds()
        self._is_dry = False
        self._con: SparkConnection | None = None

    @property
    def con(self) -> SparkConnection:
        """The connection of the current build."""
        assert self._con is not None
        return self._con

    @functools.cached_property
    def session(self) -> Session:
        """The session with the server."""
        return Session(self.target)

    @contextlib.contextmanager
    def building(self, *, is_dry: bool) -> Iterator[None]:
        """Connect, and remove the temporary files of the build at the end.

        A folder has no lock: of concurrent builds only the one that started last can be published.
        """
        self._is_dry = is_dry
        with SparkConnection(Storage(self.session, self.target.folder)) as self._con, translating_errors():
            self._builds = read_builds(self.con.storage)
            if not self._builds.last:
                self.con.storage.require_own_folder()
            try:
                yield
            except (PySparkException, duckdb.Error, WarehouseError) as error:
                claim = self.con.server.tables.claim
                self.session.is_gone |= is_lost(error) or is_lost(error.__cause__)
                if self.session.is_gone:
                    raise lost_server_error() from error
                raise (claim.conflict_error() if claim and claim.is_lost() else error) from error.__cause__
            finally:
                if self.con.local.temporary and not self.session.is_gone:
                    with contextlib.suppress(PySparkException):
                        self.con.storage.clear_work()

    def read_ledger(self) -> Ledger:
        """Return the ledger of the warehouse, empty if there is none; its views are always current."""
        if not self._builds.tables:
            return Ledger()
        read_definitions(self.con, self._builds)
        return ledger_of(self.con)._replace(views_sha256=views_digest())

    def read_replaced(self, asked: Mapping[str, str | None]) -> Replaced:
        if not self._builds.tables:
            return Replaced()
        try:
            with SparkConnection(self.con.storage, owns_session=False) as old:
                read_definitions(old, self._builds)
                [warehouse] = run(old, "ops/warehouse.sql").records
                files = [(table, month, name) for table, month, name in run(old, "ops/loaded_files.sql").rows]
                return Replaced(decisions_of(warehouse), vocabulary_of(warehouse), tuple(files))
        except PySparkException as error:
            if None not in asked.values():
                return Replaced()
            raise unreadable_settings_error(self.target) from error

    def find_inputs(self, initial_month: str) -> Inputs:
        with translating_errors():
            inputs, self._listed = source.find_remote_inputs(self.session.spark, self.data_dir, initial_month)
        return inputs

    def read_settings(self) -> Settings:
        return settings_of(source.read_settings(self.session.spark, self._listed))

    def changed_files(self, inputs: Inputs, processed: Sequence[ProcessedFile]) -> list[Fault]:
        with translating_errors():
            return source.find_changed_files(self.session.spark, inputs, processed, self._listed)

    def scan(self, plan: Plan) -> list[Scan]:
        """Scan the headers of the files; their rows are counted when they are loaded."""
        scans = []
        for file in plan.chosen:
            remote = self._listed.get(file.name)
            lines = read_lines(self.session.spark, remote) if remote else None
            scans.append(read_head(file, remote, lines))
            if lines:
                self._lines[file.name] = lines
        return scans

    @contextlib.contextmanager
    def begin(self, plan: Plan, scans: list[Scan], options: Options, progress: Progress) -> Iterator[Build]:
        """Start a build, and undo the changes of earlier builds that were not published."""
        build = Build(plan, self.con, progress, f"supportwh {__version__}, Spark {self.session.spark.version}")
        is_new = plan.ledger.decisions is None
        if not self._is_dry:
            folder = None if is_new else self._builds.folder
            self.con.server.tables.claim = Claim(self.con.storage, self._builds, folder, build.processed_by)
        if is_new:
            create_definitions(self.con, plan.decisions, plan.vocabulary, build.processed_utc, build.processed_by)
        elif not self._is_dry:
            self.con.server.tables.undo_unpublished(table.name for table in TABLES)
        if plan.has_new_settings:
            stage_settings(self.con.local.con, plan.settings)
            run(self.con.local.con, "settings/load.sql", {"sha256": plan.settings.sha256})
        if plan.has_new_vocabulary:
            run(self.con, "ops/new_vocabulary.sql", plan.vocabulary._asdict())
        create_macros(build)
        run(self.con, "spark/rules.sql")
        self.con.is_loading = True
        yield build

    def stage(self, build: Build, scan: Scan) -> Staged:
        """Stage a file line by line."""
        scan.sha256 = digest(self.session.spark, self._listed[scan.file.name], self._lines[scan.file.name])
        values = spark_template_values(scan)
        rows, found = parse_records(self.con, scan, self._lines[scan.file.name], values)
        if rejected := found["rejected"]:
            save_rejected_rows(build, scan)
        if found["fatal"] or reject_invalid_file(build, scan, rows, rejected):
            return Staged(rows, rejected, is_fatal=True, has_lines=True)
        table, is_delta = scan.file.table, scan.file.is_delta
        typed = Quoted(f"typed_{table.name}")
        run(self.con, "2_staging/trimmed.sql", has_blanks=False)
        run(self.con, f"2_staging/stg_{table.name}.sql", source=typed, is_delta=is_delta)
        run(self.con, "2_staging/stage.sql", {"month": int(scan.file.month)}, **values)
        if has_notices := found["suspects"] > 0 or scan.has_action_column:
            collect_notices(build, values)
        return Staged(rows, rejected, is_text=has_notices, has_lines=True)

    def find_repeated_keys(self, build: Build, scan: Scan) -> None:
        """Record the rows of an initial file with a duplicate key in `ops.rejected_rows`."""
        values = spark_template_values(scan)
        parse_records(self.con, scan, self._lines[scan.file.name], values)
        run(self.con, "2_staging/keys.sql", **values)
        run(self.con, "3_load/repeated_keys.sql", rejection_values(build, scan), table=scan.file.table)

    def finish_views(self, build: Build) -> None:
        """End the loading; from now on results are temporary tables of the local DuckDB."""
        self.con.is_loading = False
        if build.plan.settings.sha256 or build.plan.has_new_settings:
            run(self.con.local.con, "settings/open_hours.sql")
            self.con.server.invalidate("settings_open_hours")

    def publish(self, build: Build) -> None:
        """Write the local tables, and publish all tables."""
        server, local = self.con.server, self.con.local
        for name in (*STATE, *LOGS):
            rows = local.read_new_rows(name, build.processed_utc)
            if rows.num_rows:
                server.tables.write_local_table(name, server.to_frame(rows))
        months = local.con.execute("select table_name, max(month) from ops.processed_files group by all").fetchall()
        server.tables.publish(dict(months))
