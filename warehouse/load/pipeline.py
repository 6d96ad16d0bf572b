"""The work of a build: on a copy of the warehouse, which replaces it once it is whole and approved."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import duckdb

from warehouse import log
from warehouse.engine.atomic import replace_atomically, sync
from warehouse.engine.database import open_to_write, write_out
from warehouse.engine.render import prepare_templates, run
from warehouse.engine.workspace import BuildDirectory
from warehouse.errors import Fault, WarehouseError
from warehouse.extract.scan import Scan
from warehouse.load.damage import naming_damage
from warehouse.load.decisions import Decisions
from warehouse.load.ledger import Ledger
from warehouse.load.month import LoadedFile, load_month
from warehouse.load.quarantine import quarantine
from warehouse.load.schema import create_tables, create_views, views_digest
from warehouse.load.session import Session
from warehouse.progress import Progress

#: Below so many bytes of CSV files and warehouse a second thread costs more time than it saves.
SINGLE_THREAD_BYTES = 8 << 20


@dataclass(frozen=True)
class Job:
    """What there is to build on, and with what."""

    directory: BuildDirectory
    ledger: Ledger
    decisions: Decisions
    progress: Progress
    threads: int | None = None
    memory_limit: str | None = None
    is_dry: bool = False

    @property
    def is_new(self) -> bool:
        return self.ledger.decisions is None


def run_job(job: Job, scans: list[Scan], approve: Callable[[Session, list[LoadedFile]], None]) -> list[LoadedFile]:
    """Load files into the copy of the warehouse, and replace the warehouse by it; what each file did.

    approve sees the copy when all is loaded, and raises WarehouseError where it must not become the
    warehouse. In the background go the import of what renders the SQL; the views, which need the tables
    but not their rows; and the writing of what is finished to the disk.
    """
    directory = job.directory
    background = ThreadPoolExecutor(max_workers=1)
    tasks = [background.submit(prepare_templates)]
    session = _open_session(job, scans)
    with naming_damage(directory.database), session.con as con:
        with background, job.progress.watch(con, _size(scans)):
            files = _load_all(job, session, scans, background, tasks)
            job.progress.start("checks", 0)
            approve(session, files)
        for task in tasks:
            task.result()
        if job.is_dry:
            return files
        with timed("checkpoint"):
            write_out(con)
    # What another program left unfinished belongs to the file that goes: the new one would not open.
    wal = directory.database.with_name(directory.database.name + ".wal")
    with timed("replace the warehouse"):
        replace_atomically({directory.database: directory.finished_copy()}, outdated=wal)
    return files


def _load_all(
    job: Job, session: Session, scans: list[Scan], background: ThreadPoolExecutor, tasks: list[Future[None]]
) -> list[LoadedFile]:
    """Make the tables and views that are missing, and load all files; what runs on is added to tasks."""
    files: list[LoadedFile] = []
    if job.is_new:
        _make_tables(job, session)
    views = background.submit(_make_views, job, session.con.cursor())
    if not job.is_new:
        views.result()  # where they are made anew the tables are commented anew: no row may come meanwhile
    tasks += [views, background.submit(sync, job.directory.copy)]
    for loaded in _load(session, scans):
        files += loaded
        tasks.append(background.submit(sync, job.directory.copy))
    views.result()
    return files


def find_row_faults(job: Job, scans: list[Scan]) -> list[Fault]:
    """The faulty rows of files that are not to be loaded: what loading them into a new warehouse finds."""
    job.directory.copy.unlink(missing_ok=True)
    session = _open_session(job, scans)
    with session.con as con, job.progress.watch(con, _size(scans)):
        _make_tables(job, session)
        files = [file for loaded in _load(session, scans) for file in loaded]
        return [fault for file in files for fault in file.faults] + repeated_keys(session, scans, files)


def repeated_keys(session: Session, scans: list[Scan], files: list[LoadedFile]) -> list[Fault]:
    """The keys that an initial file has twice, in both its lines; of a file that was quarantined they are known."""
    faulty = {file.name for file in files if file.faults}
    faults = []
    for scan in scans:
        if scan.file.is_delta or not scan.is_plain or scan.file.name in faulty:
            continue
        if run(session.con, "ops/repeated_keys.sql", table=scan.file.table).rows:
            faults += quarantine(session, scan).faults
    return faults


def _open_session(job: Job, scans: list[Scan]) -> Session:
    directory = job.directory
    settings: dict[str, Any] = {"temp_directory": str(directory.folder / "spill")}
    settings["threads"] = job.threads or _threads(directory, scans)
    if job.memory_limit:
        settings["memory_limit"] = job.memory_limit
    con = open_to_write(directory.copy, **settings)
    return Session(con, directory.folder, job.progress, job.decisions.keeps_empty_cells)


def _size(scans: list[Scan]) -> int:
    return sum(scan.text_size for scan in scans)


def _threads(directory: BuildDirectory, scans: list[Scan]) -> int:
    """How many threads are worth it: one for little data, which is done before others are awake.

    With two DuckDB groups in one hash table that it has to make larger again and again; from three on
    in parts, which takes half the time (its `GROW_STRATEGY_THREAD_THRESHOLD`).
    """
    size = _size(scans) + (directory.copy.stat().st_size if directory.copy.exists() else 0)
    return max(3, os.cpu_count() or 1) if size > SINGLE_THREAD_BYTES else 1


def _make_tables(job: Job, session: Session) -> None:
    session.con.begin()
    create_tables(session.con, job.decisions, session.processed_utc, session.processed_by)
    session.con.commit()


def _make_views(job: Job, con: duckdb.DuckDBPyConnection) -> None:
    """Make the views, unless those that are there were made from the same SQL and dictionary."""
    with con:
        if job.ledger.views_sha256 != views_digest():
            con.execute("use warehouse")
            con.begin()
            create_views(con, job.decisions.timezone, with_tables=not job.is_new)
            con.commit()


def _load(session: Session, scans: list[Scan]) -> Iterator[list[LoadedFile]]:
    """Load the files of one month after the other; what each did. A month may meet a key that is live twice."""
    for _, of_month in groupby(scans, key=lambda scan: scan.file.month):
        try:
            files = load_month(session, list(of_month))
        except WarehouseError:
            if faults := repeated_keys(session, scans, []):
                raise faulty(faults, can_be_quarantined=False) from None
            raise
        yield files


def faulty(faults: list[Fault], *, can_be_quarantined: bool) -> WarehouseError:
    """What stops a build at faulty rows."""
    message = f"{len(faults):,} fault{'s' if len(faults) > 1 else ''} in the files above; the warehouse is as it was."
    if not can_be_quarantined:
        return WarehouseError(message, details=faults, advice="Correct the files.")
    advice = "Correct the files, or quarantine such rows and load the rest"
    return WarehouseError(message, details=faults, advice=advice, command="build --quarantine")


@contextlib.contextmanager
def timed(step: str) -> Iterator[None]:
    """Log how long a step took that is not a script."""
    started = time.perf_counter()
    yield
    log.step(step, time.perf_counter() - started)
