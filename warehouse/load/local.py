"""The store of a warehouse file: a build works on a copy, which then replaces the file."""

import contextlib
import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from warehouse import __version__
from warehouse.engine.atomic import FileState, copying, replace_atomically, state_of, sync
from warehouse.engine.database import checkpoint, closing, open_to_write
from warehouse.engine.locks import blocking_writers
from warehouse.engine.render import prepare_templates, run
from warehouse.engine.workspace import BuildDirectory, build_directory, dry_run_directory
from warehouse.errors import Fault, WarehouseError, first_line, is_disk_full
from warehouse.extract.inputs import Inputs, find_inputs
from warehouse.extract.prescan import prescan
from warehouse.extract.scan import Scan, is_unchanged_since
from warehouse.extract.settings import Settings, read_settings, stage_settings
from warehouse.load import existing, stage
from warehouse.load.ledger import Ledger, ProcessedFile, Replaced
from warehouse.load.schema import create_tables, create_views, tables, write_comments
from warehouse.load.store import Build, Options, Plan, Staged
from warehouse.log import timed
from warehouse.progress import Progress

#: Up to this total size of CSV files and warehouse, in bytes, a second thread costs more time than it saves.
SINGLE_THREAD_BYTES = 8 << 20


class LocalStore:
    """A local warehouse file and data directory."""

    def __init__(self, database: Path, data_dir: Path) -> None:
        self.database, self.data_dir = database, data_dir
        self._directory: BuildDirectory | None = None
        self._state: FileState | None = None
        self._can_write = True
        self._background = ThreadPoolExecutor(max_workers=1)
        self._tasks: list[Future[None]] = []

    def read_ledger(self) -> Ledger:
        return existing.read_ledger(self.database)

    def read_replaced(self, asked: Mapping[str, str | None]) -> Replaced:
        return existing.read_replaced(self.database, asked)

    def find_inputs(self, initial_month: str) -> Inputs:
        return find_inputs(self.data_dir, initial_month)

    def read_settings(self) -> Settings:
        return read_settings(self.data_dir)

    def changed_files(self, inputs: Inputs, processed: Sequence[ProcessedFile]) -> list[Fault]:
        return existing.changed_files(inputs, processed)

    @contextlib.contextmanager
    def building(self, *, is_dry: bool) -> Iterator[None]:
        """Hold the lock of the warehouse, and create a working folder.

        A dry run, or a build that cannot write, holds no lock. In the body no other program can write the
        warehouse. Background tasks end with the body.
        """
        database = self.database.resolve()
        self._can_write = is_dry or not database.is_file() or os.access(database.parent, os.W_OK)
        opened = build_directory if self._can_write and not is_dry else dry_run_directory
        with opened(database) as self._directory, blocking_writers(database), self._background:
            self._state = state_of(database)
            try:
                yield
            except (WarehouseError, duckdb.Error, OSError) as error:
                if not is_disk_full(error):
                    raise
                # For some of these errors DuckDB reports only that its database was invalidated.
                raise WarehouseError(
                    f"The disk that holds {self.directory.folder.parent} is full. The warehouse is unchanged.",
                    details=[first_line(error)],
                    advice="Free some space, then build again.",
                ) from error

    def scan(self, plan: Plan) -> list[Scan]:
        """Scan the files while the warehouse is copied."""
        directory = self.directory
        if not self._can_write:
            raise WarehouseError(f"Cannot write to {directory.database.parent}: {os.strerror(errno.EACCES)}.")
        is_new = plan.ledger.decisions is None
        copy = contextlib.nullcontext() if is_new else copying(directory.database, directory.copy)
        with timed("prescan"), copy:
            return [prescan(file, directory.folder) for file in plan.chosen]

    @contextlib.contextmanager
    def begin(self, plan: Plan, scans: list[Scan], options: Options, progress: Progress) -> Iterator[Build]:
        """Open the copy and create its tables; create the views, which do not depend on rows, in the background."""
        self._tasks.append(self._background.submit(prepare_templates))
        settings: dict[str, Any] = {"temp_directory": str(self.directory.folder / "spill")}
        settings["threads"] = options.threads or self._threads(scans)
        if options.memory_limit:
            settings["memory_limit"] = options.memory_limit
        con = open_to_write(self.directory.copy, **settings)
        by = f"supportwh {__version__}, DuckDB {duckdb.__version__}"
        build = Build(plan, con, progress, by)
        with closing(con):
            if plan.ledger.decisions is None:
                con.begin()
                create_tables(con, plan.decisions, plan.vocabulary, build.processed_utc, by)
                for erasure in plan.erasures:
                    run(con, "ops/new_erasure.sql", erasure)
                con.commit()
            if plan.has_new_settings:
                stage_settings(con, plan.settings)
                run(con, "settings/load.sql", {"sha256": plan.settings.sha256})
            if plan.has_new_vocabulary:
                run(con, "ops/new_vocabulary.sql", plan.vocabulary._asdict())
            stage.create_macros(build)
            if plan.has_new_views:
                self._tasks.append(self._background.submit(_create_views, plan, con.cursor()))
            if plan.ledger.decisions:
                self._finish_tasks()  # comments on tables conflict with concurrent inserts
            try:
                yield build
            finally:
                self._background.shutdown()  # background tasks use the copy, which is closed next

    def stage(self, build: Build, scan: Scan) -> Staged:
        """Stage a file while earlier changes are written to the disk."""
        if scan.text_size > SINGLE_THREAD_BYTES:
            self._tasks.append(self._background.submit(sync, self.directory.copy))
        staged = stage.stage(build, scan)
        if not is_unchanged_since(scan):
            raise WarehouseError(
                f"{scan.file.name} changed while it was read.", advice="Build again once the file is complete."
            )
        return staged

    def find_repeated_keys(self, build: Build, scan: Scan) -> None:
        stage.find_repeated_keys(build, scan)

    def finish_views(self, build: Build) -> None:
        """Comment on new tables, which conflicts with concurrent inserts, and wait for the views."""
        if build.plan.ledger.decisions is None:
            write_comments(build.con, build.plan.decisions.timezone, tables(build.con))
        self._finish_tasks()
        if build.plan.settings.sha256 or build.plan.has_new_settings:
            run(build.con, "settings/open_hours.sql")

    def _finish_tasks(self) -> None:
        for task in self._tasks:
            task.result()
        self._tasks = []

    def publish(self, build: Build) -> None:
        """Replace the warehouse by the copy, atomically."""
        with timed("checkpoint"):
            checkpoint(build.con)
        build.con.close()
        database = self.directory.database
        with timed("replace the warehouse"):
            existing.refuse_unfinished(self.database)
            replace_atomically({database: self.directory.finished_copy()}, known={database: self._state})

    @property
    def directory(self) -> BuildDirectory:
        """The working folder of the current build."""
        assert self._directory is not None
        return self._directory

    def _threads(self, scans: list[Scan]) -> int:
        """Return the number of threads: one for little data, for which starting others takes longer than the work.

        With two threads DuckDB groups in one hash table that it enlarges repeatedly. With three or more it groups in
        partitions, which takes half the time (see its `GROW_STRATEGY_THREAD_THRESHOLD`).
        """
        size = sum(scan.text_size for scan in scans)
        size += self.directory.copy.stat().st_size if self.directory.copy.exists() else 0
        return max(3, os.cpu_count() or 1) if size > SINGLE_THREAD_BYTES else 1


def _create_views(plan: Plan, con: duckdb.DuckDBPyConnection) -> None:
    """Create the views of the copy over a separate connection."""
    with con:
        con.execute("use warehouse")
        con.begin()
        create_views(con, plan.decisions.timezone, with_tables=plan.ledger.decisions is not None)
        con.commit()
