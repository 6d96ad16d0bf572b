"""The warehouse as a file: who may write it, where a build works, and how it is put in place."""

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import duckdb

from warehouse.errors import WarehouseError, advice_on, first_line
from warehouse.render import literal

#: The oldest storage format that holds all we write: DuckDB from 1.3 on can open it.
STORAGE_VERSION = "v1.3.0"

#: DuckDB calls an open file by its name: with one of these, `ops.interactions` could be two things.
TAKEN = ("ops", "history")

#: From one deleted row for so many live ones on a table is written anew.
DELETED_FOR_LIVE = 3

#: The name of the copy that a build works on.
COPY = "warehouse.duckdb"
#: How many bytes of a file are copied at once: few, since the cache wants memory in one piece for them.
BLOCK = 1 << 16
#: Linux's request to clone a file (ioctl_ficlone(2)).
FICLONE = 0x40049409


@dataclass(frozen=True)
class Workplace:
    """Where a build works: a folder of its own, which lies beside the warehouse wherever it can."""

    database: Path
    folder: Path
    beside: Path

    @property
    def copy(self) -> Path:
        return self.folder / COPY

    def delivered(self) -> Path:
        """The finished copy on the filesystem of the warehouse, ready to be renamed."""
        if self.folder != self.beside:
            shutil.move(self.copy, self.beside / COPY)
        return self.beside / COPY


@contextlib.contextmanager
def workplace(database: Path) -> Iterator[Workplace]:
    """Hold the lock of a warehouse, with an empty folder to work in that is gone afterwards.

    Raises WarehouseError where another process holds the lock. What a killed build left behind
    is removed.
    """
    database = database.resolve()
    if database.name.split(".")[0].lower() in TAKEN:
        raise WarehouseError(
            f"{database}: a warehouse cannot have this name: DuckDB would take it for a schema's.",
            advice="Name another with --database, such as warehouse.duckdb.",
        )
    refuse_other_kinds(database)
    if not database.parent.is_dir():
        raise WarehouseError(f"{database.parent}: there is no such directory.", advice="Make it, or name another.")
    with _lock(database):
        folder = database.with_name(f".{database.name}.building")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir()
        except OSError as error:
            raise WarehouseError(f"{database.parent}: cannot be written: {error.strerror}.") from error
        try:
            if "?" not in str(folder):
                yield Workplace(database, folder, folder)
            else:  # DuckDB takes what follows a question mark for options: it cannot write here
                with tempfile.TemporaryDirectory() as elsewhere:
                    yield Workplace(database, Path(elsewhere), folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _lock(database: Path) -> Iterator[None]:
    path = database.with_name(f".{database.name}.lock")
    while True:
        try:
            stream = path.open("a+")
        except OSError as error:
            raise WarehouseError(f"{path.parent}: cannot be written: {error.strerror}.") from error
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stream.seek(0)
                holder = stream.read().strip() or "another"
                raise WarehouseError(
                    f"{database} is being built by process {holder}.", advice="Wait for it, then build again."
                ) from None
            if not _is_still_at(path, stream):
                continue
            try:
                stream.truncate(0)
                stream.write(str(os.getpid()))
                stream.flush()
                yield
            finally:
                path.unlink(missing_ok=True)
            return


def _is_still_at(path: Path, stream: TextIO) -> bool:
    """Whether an open lock file is the one others will find: its last holder may have removed it."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    return False


def connect(**settings: Any) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own in memory, with the session's zone pinned to UTC."""
    con = duckdb.connect(config={"autoinstall_known_extensions": "false", **settings})
    con.execute("set TimeZone = 'UTC'")
    return con


def _attach(path: Path, options: str, **settings: Any) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file as `warehouse`: by its own name it could be mistaken for a schema or a reserved word.

    Raises WarehouseError with advice where the file is not a database or somebody writes it.
    """
    con = None
    try:
        con = connect(**settings)
        con.execute(f"attach {literal(path.absolute())} as warehouse (type duckdb, {options})")
        con.execute("use warehouse")
        return con
    except duckdb.Error as error:
        if con:
            con.close()
        raise WarehouseError(f"{path}: cannot be opened: {first_line(error)}", advice=advice_on(error)) from error


def open_to_write(copy: Path, **settings: Any) -> duckdb.DuckDBPyConnection:
    """Open the copy that a build works on; its `cursor`s have to say `use warehouse`.

    Nobody depends on the copy before it is put in place, and no other build takes it up: so it has no
    log of its transactions (WAL), and deleted rows keep their room in it until they are many.
    """
    options = f"recovery_mode 'no_wal_writes', storage_version {literal(STORAGE_VERSION)}"
    return _attach(copy, options, max_vacuum_tasks=0, **settings)


def write_out(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Bring all that was done on the copy into its file, with less room for what was deleted from a large table.

    A table is written anew only where at least a third as many rows are deleted as are live: then it is
    seldom, and a month costs what the month weighs.
    """
    [(live, deleted)] = con.execute(f"select count(*), max(rowid) + 1 - count(*) from {table}").fetchall()
    if (deleted or 0) * DELETED_FOR_LIVE > live:
        con.execute("reset max_vacuum_tasks")
    con.execute("checkpoint")


def open_to_read(database: Path) -> duckdb.DuckDBPyConnection:
    """Open a warehouse that must be there, to read it; raises WarehouseError where it is none."""
    if not database.is_file():
        raise WarehouseError(f"{database}: there is no such warehouse.", advice="Make it with: supportwh build")
    con = _attach(database, "read_only")
    try:
        is_one = len(con.execute("select zone, tables_sha256, reports_sha256 from ops.warehouse").fetchall()) == 1
    except (duckdb.CatalogException, duckdb.BinderException):
        is_one = False
    except duckdb.Error as error:
        con.close()
        raise WarehouseError(f"{database}: {first_line(error)}", advice=advice_on(error)) from error
    if not is_one:
        con.close()
        raise WarehouseError(
            f"{database}: this is not a warehouse of supportwh.",
            advice="Name another with --database, or replace it: supportwh build --full-refresh",
        )
    return con


def copy_file(source: Path, target: Path) -> None:
    """A copy of a file; where the filesystem can, one that shares its blocks and moves no byte.

    Else the cache gives up each block of the source as soon as it is copied, so that the same memory serves
    the next one: to find as much as the whole file takes can take longer than to copy it.
    """
    with source.open("rb", buffering=0) as reader, target.open("wb") as writer:
        with contextlib.suppress(OSError):
            fcntl.ioctl(writer, FICLONE, reader.fileno())
            return
        place = 0
        while block := reader.read(BLOCK):
            writer.write(block)
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(reader.fileno(), place, len(block), os.POSIX_FADV_DONTNEED)
            place += len(block)


def put_in_place(files: dict[Path, Path], outdated: Path | None = None) -> None:
    """Replace each target (a key) by its new file: after a crash it is the one or the other, whole.

    outdated is a file that belongs to the old target only, and goes with it. From the first replacement
    on the work is done, and a signal no longer stops the program.
    """
    for target, new in files.items():
        refuse_other_kinds(target)
        if target.exists():
            shutil.copymode(target, new)
        sync(new)
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
    if outdated:
        outdated.unlink(missing_ok=True)
    for target, new in files.items():
        new.replace(target)
    for folder in {target.parent for target in files}:
        sync(folder)


def refuse_other_kinds(target: Path) -> None:
    """What is to be written is a file, or not there: anything else stays what it is."""
    if target.exists() and not target.is_file():
        raise WarehouseError(
            f"{target}: is not a file but a folder, a pipe or a device.", advice="Name another file to write."
        )


def partial(target: Path) -> Path:
    """Where a file is written before it is put in place: beside it, by a name of this process's own."""
    return target.with_name(f".{target.name}.{os.getpid()}.partial")


def remove_leftovers(folder: Path) -> None:
    """Remove the partial files of processes that were killed; one that still runs keeps its own."""
    for path in folder.glob(".*.partial"):
        process = path.name.split(".")[-2]
        if process.isdigit() and not _is_alive(int(process)):
            path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's, and alive
        pass
    return True


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk. It gives up DuckDB's lock on a file: a copy needs none."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
