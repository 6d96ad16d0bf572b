"""Where a build works: one at a time, in a folder that only its user can read and that is gone afterwards."""

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from warehouse.engine.locks import LockedError, locked
from warehouse.engine.targets import is_mount_point, refuse_unreplaceable
from warehouse.errors import WarehouseError

#: DuckDB calls an open file by its name: with one of these, `core.agents` could be two things.
RESERVED_NAMES = ("core", "history", "ops")

#: The name of the copy that a build works on.
COPY = "warehouse.duckdb"

#: How a temporary folder is named, and the lock in it that its process holds.
PREFIX, SUFFIX, LOCK = ".supportwh.", ".partial", "lock"


@dataclass(frozen=True)
class BuildDirectory:
    """The folder of a build, which lies beside the warehouse wherever it can; mode is what a new file there gets."""

    database: Path
    folder: Path
    beside: Path
    mode: int

    @property
    def copy(self) -> Path:
        return self.folder / COPY

    def finished_copy(self) -> Path:
        """The finished copy on the filesystem of the warehouse, ready to be renamed."""
        if self.folder != self.beside:
            shutil.move(self.copy, self.beside / COPY)
        finished = self.beside / COPY
        finished.chmod(self.mode)
        return finished


@contextlib.contextmanager
def build_directory(database: Path) -> Iterator[BuildDirectory]:
    """Hold the lock of a warehouse, with an empty folder to work in that is gone afterwards.

    Raises WarehouseError where another process holds the lock. What a killed build left behind is removed.
    """
    database = _validated_path(database)
    folder = database.with_name(f".{database.name}.building")
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(locked(database.with_name(f".{database.name}.lock")))
        except LockedError as error:
            raise WarehouseError(
                f"{database} is being built by process {error.holder}.",
                advice="Wait until it has finished, then build again.",
            ) from None
        _refuse_foreign(folder)
        shutil.rmtree(folder, ignore_errors=True)
        mode = stack.enter_context(_private_umask())
        try:
            folder.mkdir(0o700)
        except OSError as error:
            raise WarehouseError(f"Cannot write to {database.parent}: {error.strerror}.") from error
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        work = folder
        if "?" in str(folder):  # DuckDB takes what follows a question mark for options: it cannot write here
            work = stack.enter_context(temporary_folder())
        yield BuildDirectory(database, work, folder, mode)


def _refuse_foreign(folder: Path) -> None:
    """Raise WarehouseError where the folder of a build is not one that a build of this user has left."""
    if os.path.lexists(folder) and (folder.lstat().st_uid != os.geteuid() or is_mount_point(folder)):
        raise WarehouseError(
            f"{folder} belongs to another user or is a mount point, so a build cannot use it.",
            advice="If no other build is running, move it away, then build again.",
        )


@contextlib.contextmanager
def dry_run_directory(database: Path) -> Iterator[BuildDirectory]:
    """A folder to try a build in, away from the warehouse: without a lock, since nothing is written there."""
    database = _validated_path(database)
    with _private_umask() as mode, temporary_folder() as folder:
        yield BuildDirectory(database, folder, folder, mode)


@contextlib.contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """A new folder in another, or in that for temporary files, that only this user can read; gone afterwards.

    Those of killed processes are removed.

    Its name is a random one: it follows no link that somebody has planted, and replaces nothing.
    """
    parent = parent or Path(tempfile.gettempdir())
    for left in parent.glob(f"{PREFIX}*{SUFFIX}"):
        _remove_abandoned(left)
    with contextlib.ExitStack() as stack:
        folder = _new_folder(parent, stack)
        try:
            yield folder
        except WarehouseError as error:
            error.message = error.message.replace(str(folder), str(parent))  # as the user knows it
            raise


def _new_folder(parent: Path, stack: contextlib.ExitStack) -> Path:
    while True:
        try:
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=SUFFIX, dir=parent))
        except OSError as error:
            raise WarehouseError(f"Cannot write to {parent}: {error.strerror}.") from error
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        # Before it is locked, another process may take it for abandoned: then there is another one.
        with contextlib.suppress(LockedError, FileNotFoundError):
            stack.enter_context(locked(folder / LOCK))
            return folder


def _remove_abandoned(folder: Path) -> None:
    """Remove a temporary folder of this user whose lock nobody holds; a process ID would say little in a container."""
    with contextlib.suppress(OSError, LockedError, WarehouseError):
        if not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
            with locked(folder / LOCK):
                # By this name nobody else works in it: its process may only be about to take the lock.
                left = folder.rename(folder.with_name(f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}"))
                shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _private_umask() -> Iterator[int]:
    """Keep all files that are created meanwhile from other users; the mode that a file would have without that."""
    umask = os.umask(0o077)
    try:
        yield 0o666 & ~umask
    finally:
        os.umask(umask)


def _validated_path(database: Path) -> Path:
    """The path of a warehouse, links followed; WarehouseError where there can be none."""
    database = database.resolve()
    if database.name.split(".")[0].lower() in RESERVED_NAMES:
        raise WarehouseError(
            f"{database}: this name is reserved: DuckDB would confuse it with a schema.",
            advice="Choose another name with --database, such as warehouse.duckdb.",
        )
    refuse_unreplaceable(database)
    if not database.parent.is_dir():
        raise WarehouseError(f"No directory at {database.parent}.", advice="Create it, or name another.")
    return database
