"""The store of a warehouse that is a file: a build works on a copy, which replaces it once it is whole."""

import contextlib
import errno
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb

from warehouse import __version__
from warehouse.engine.atomic import copying, replace_atomically, sync
from warehouse.engine.database import attach_to_read, closing, open_to_read, open_to_write, write_out
from warehouse.engine.render import digest, prepare_templates, run
from warehouse.engine.workspace import BuildDirectory, build_directory, dry_directory
from warehouse.errors import REBUILD, Fault, WarehouseError
from warehouse.extract.inputs import Inputs, find_inputs
from warehouse.extract.prescan import prescan
from warehouse.extract.scan import Scan, is_unchanged_since, sha256_of
from warehouse.load import stage
from warehouse.load.ledger import Ledger, ProcessedFile, decided, ledger_of
from warehouse.load.schema import create_tables, create_views, tables, write_comments
from warehouse.load.store import Build, Options, Plan, Staged
from warehouse.log import timed
from warehouse.progress import Progress

#: Below so many bytes of CSV files and warehouse a second thread costs more time than it saves.
SINGLE_THREAD_BYTES = 8 << 20


class LocalStore:
    """A warehouse file and a data directory of this machine."""

    def __init__(self, database: Path, data_dir: Path) -> None:
        self.database, self.data_dir = database, data_dir
        self._directory: BuildDirectory | None = None
        self._can_write = True
        self._background = ThreadPoolExecutor(max_workers=1)
        self._tasks: list[Future[None]] = []

    def read_ledger(self) -> Ledger:
        """The ledger of the warehouse, if there is one; raises WarehouseError where it cannot be built upon."""
        database = self.database.resolve()
        if not database.exists():
            return Ledger()
        wal = _wal_of(database)
        if wal.exists():
            raise WarehouseError(
                f"{wal} holds changes that another program has not finished writing.",
                advice=f"Close that program, or open and close {database.name} once with it, then build again.",
            )
        with open_to_read(database) as con:
            ledger = ledger_of(con)
        if ledger.tables_sha256 != digest("1_tables"):
            raise WarehouseError(f"{database} was made from another version of sql/1_tables.", **REBUILD)
        return ledger

    def read_decisions(self) -> dict[str, str]:
        """What was decided for a warehouse of any version, as far as it says so; nothing where none can be read."""
        if self.database.is_file():
            with contextlib.suppress(WarehouseError), attach_to_read(self.database) as con:
                for record in run(con, "ops/decisions.sql").records:
                    return decided(record)
        return {}

    def find_inputs(self, initial_month: str) -> Inputs:
        return find_inputs(self.data_dir, initial_month)

    def changed_files(self, inputs: Inputs, processed: Sequence[ProcessedFile]) -> list[Fault]:
        """The files that are no longer what was loaded; the bytes of one are read only if its time is another."""
        files = {(str(file.table.name), file.month): file for file in inputs.files}
        faults = []
        for loaded in processed:
            file = files.get((loaded.table, loaded.month))
            if file is None or not file.path.is_file():
                continue
            stat = file.path.stat()
            scan = Scan(file, file.path, size=stat.st_size, modified_ns=stat.st_mtime_ns)
            if file.name == loaded.name and (scan.size, scan.modified_utc) == (loaded.size, loaded.modified_utc):
                continue
            if scan.size != loaded.size or sha256_of(file.path) != loaded.sha256:
                faults.append(Fault(file.name, "changed_file", "it has changed since it was processed"))
        return faults

    @contextlib.contextmanager
    def building(self, *, is_dry: bool) -> Iterator[None]:
        """Hold the lock of the warehouse, with a folder to work in; a dry run needs no lock, nor one that cannot write.

        What goes on in the background ends with it.
        """
        database = self.database.resolve()
        self._can_write = is_dry or not database.is_file() or os.access(database.parent, os.W_OK)
        opened = build_directory if self._can_write and not is_dry else dry_directory
        with opened(self.database) as self._directory, self._background:
            yield

    def scan(self, plan: Plan) -> list[Scan]:
        """Read the files, while the warehouse that they change is copied."""
        directory = self.directory
        if not self._can_write:
            raise WarehouseError(f"{directory.database.parent}: cannot be written: {os.strerror(errno.EACCES)}.")
        is_new = plan.ledger.decisions is None
        copy = contextlib.nullcontext() if is_new else copying(directory.database, directory.copy)
        with timed("prescan"), copy:
            return [prescan(file, directory.folder) for file in plan.chosen]

    @contextlib.contextmanager
    def begin(self, plan: Plan, scans: list[Scan], options: Options, progress: Progress) -> Iterator[Build]:
        """The copy, with its tables; in the background go the views, which need the tables but not their rows."""
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
                create_tables(con, plan.decisions, build.processed_utc, by)
                con.commit()
            stage.create_rules(build)
            if plan.has_new_views:
                self._tasks.append(self._background.submit(_make_views, plan, con.cursor()))
            if plan.ledger.decisions:
                self._finish_tasks()  # the tables are described anew: no row may come meanwhile
            try:
                yield build
            finally:
                self._background.shutdown()  # what runs there works on the copy, which is closed next

    def stage(self, build: Build, scan: Scan) -> Staged:
        """Stage a file, while what was loaded before is written to the disk."""
        if scan.text_size > SINGLE_THREAD_BYTES:
            self._tasks.append(self._background.submit(sync, self.directory.copy))
        staged = stage.stage(build, scan)
        if not is_unchanged_since(scan):
            raise WarehouseError(f"{scan.file.name} changed while it was read.", advice="Build again when it is whole.")
        return staged

    def find_repeated_keys(self, build: Build, scan: Scan) -> None:
        stage.find_repeated_keys(build, scan)

    def finish_views(self, build: Build) -> None:
        """Say what new tables mean, which no row may come into meanwhile, and wait for the views."""
        if build.plan.ledger.decisions is None:
            write_comments(build.con, build.plan.decisions.timezone, tables(build.con))
        self._finish_tasks()

    def _finish_tasks(self) -> None:
        for task in self._tasks:
            task.result()
        self._tasks = []

    def publish(self, build: Build) -> None:
        """Replace the warehouse by the copy; it is the one or the other, whatever happens."""
        with timed("checkpoint"):
            write_out(build.con)
        build.con.close()
        # What another program left unfinished belongs to the file that goes: the new one would not open.
        database = self.directory.database
        with timed("replace the warehouse"):
            replace_atomically({database: self.directory.finished_copy()}, outdated=_wal_of(database))

    @property
    def directory(self) -> BuildDirectory:
        """The folder of the build that holds the store."""
        assert self._directory is not None
        return self._directory

    def _threads(self, scans: list[Scan]) -> int:
        """How many threads are worth it: one for little data, which is done before others are awake.

        With two DuckDB groups in one hash table that it has to make larger again and again; from three on
        in parts, which takes half the time (its `GROW_STRATEGY_THREAD_THRESHOLD`).
        """
        size = sum(scan.text_size for scan in scans)
        size += self.directory.copy.stat().st_size if self.directory.copy.exists() else 0
        return max(3, os.cpu_count() or 1) if size > SINGLE_THREAD_BYTES else 1


def _wal_of(database: Path) -> Path:
    return database.with_name(database.name + ".wal")


def _make_views(plan: Plan, con: duckdb.DuckDBPyConnection) -> None:
    """Make the views of a copy over a connection of its own."""
    with con:
        con.execute("use warehouse")
        con.begin()
        create_views(con, plan.decisions.timezone, with_tables=plan.ledger.decisions is not None)
        con.commit()
