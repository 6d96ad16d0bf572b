"""Where a build works: one at a time, in a folder of its own that is gone afterwards."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from warehouse.engine.atomic import refuse_other_kinds
from warehouse.errors import WarehouseError

#: DuckDB calls an open file by its name: with one of these, `core.agents` could be two things.
RESERVED_NAMES = ("core", "history", "ops")

#: The name of the copy that a build works on.
COPY = "warehouse.duckdb"


@dataclass(frozen=True)
class BuildDirectory:
    """The folder of a build, which lies beside the warehouse wherever it can."""

    database: Path
    folder: Path
    beside: Path

    @property
    def copy(self) -> Path:
        return self.folder / COPY

    def finished_copy(self) -> Path:
        """The finished copy on the filesystem of the warehouse, ready to be renamed."""
        if self.folder != self.beside:
            shutil.move(self.copy, self.beside / COPY)
        return self.beside / COPY


@contextlib.contextmanager
def build_directory(database: Path) -> Iterator[BuildDirectory]:
    """Hold the lock of a warehouse, with an empty folder to work in that is gone afterwards.

    Raises WarehouseError where another process holds the lock. What a killed build left behind
    is removed.
    """
    database = _checked(database)
    with _lock(database):
        folder = database.with_name(f".{database.name}.building")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            folder.mkdir()
        except OSError as error:
            raise WarehouseError(f"{database.parent}: cannot be written: {error.strerror}.") from error
        try:
            if "?" not in str(folder):
                yield BuildDirectory(database, folder, folder)
            else:  # DuckDB takes what follows a question mark for options: it cannot write here
                with tempfile.TemporaryDirectory() as elsewhere:
                    yield BuildDirectory(database, Path(elsewhere), folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def dry_directory(database: Path) -> Iterator[BuildDirectory]:
    """A folder to try a build in, away from the warehouse: without a lock, since nothing is written there."""
    with tempfile.TemporaryDirectory() as folder:
        yield BuildDirectory(_checked(database), Path(folder), Path(folder))


def _checked(database: Path) -> Path:
    """The path of a warehouse, links followed; WarehouseError where there can be none."""
    database = database.resolve()
    if database.name.split(".")[0].lower() in RESERVED_NAMES:
        raise WarehouseError(
            f"{database}: a warehouse cannot have this name: DuckDB would take it for a schema's.",
            advice="Name another with --database, such as warehouse.duckdb.",
        )
    refuse_other_kinds(database)
    if not database.parent.is_dir():
        raise WarehouseError(f"{database.parent}: there is no such directory.", advice="Make it, or name another.")
    return database


@contextlib.contextmanager
def _lock(database: Path) -> Iterator[None]:
    path = database.with_name(f".{database.name}.lock")
    while True:
        with _open_lock(path) as stream:
            _take(stream, database)
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


def _open_lock(path: Path) -> TextIO:
    """Open a lock file, or make it; never what a link of its name points to."""
    try:
        return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666), "r+")
    except OSError as error:
        if path.is_symlink():
            raise WarehouseError(f"{path}: is a link, and no lock of a build.", advice="Remove it.") from error
        raise WarehouseError(f"{path.parent}: cannot be written: {error.strerror}.") from error


def _take(stream: TextIO, database: Path) -> None:
    """Lock a lock file; WarehouseError with the number of the process that holds it."""
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.seek(0)
        holder = stream.read().strip() or "another"
        raise WarehouseError(
            f"{database} is being built by process {holder}.", advice="Wait for it, then build again."
        ) from None


def _is_still_at(path: Path, stream: TextIO) -> bool:
    """Whether an open lock file is the one others will find: its last holder may have removed it."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    return False
