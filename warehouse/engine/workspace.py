"""The working folder of a build: one build at a time, readable by its user only, removed afterwards."""

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

#: DuckDB uses the name of a file as that of a database: with one of these, `core.agents` would be ambiguous.
RESERVED_NAMES = ("core", "history", "ops")

#: The name of the working copy of a build.
COPY = "warehouse.duckdb"

#: The name of a temporary folder, and of the lock file in it, which its process holds.
PREFIX, SUFFIX, LOCK = ".supportwh.", ".partial", "lock"


@dataclass(frozen=True)
class BuildDirectory:
    """The folder of a build, beside the warehouse if possible; mode is the mode of new files there."""

    database: Path
    folder: Path
    beside: Path
    mode: int

    @property
    def copy(self) -> Path:
        return self.folder / COPY

    def finished_copy(self) -> Path:
        """Return the path of the finished copy on the filesystem of the warehouse, ready to be renamed."""
        if self.folder != self.beside:
            shutil.move(self.copy, self.beside / COPY)
        finished = self.beside / COPY
        finished.chmod(self.mode)
        return finished


@contextlib.contextmanager
def build_directory(database: Path) -> Iterator[BuildDirectory]:
    """Hold the lock of a warehouse, and create an empty working folder, which is removed afterwards.

    Raises WarehouseError if another process holds the lock. Removes the folder of a killed build.
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
        if "?" in str(folder):  # DuckDB treats the text after a question mark as options, so it cannot write here
            work = stack.enter_context(temporary_folder())
        yield BuildDirectory(database, work, folder, mode)


def _refuse_foreign(folder: Path) -> None:
    """Raise WarehouseError if an existing folder of a build was not left by a build of this user."""
    if os.path.lexists(folder) and (folder.lstat().st_uid != os.geteuid() or is_mount_point(folder)):
        raise WarehouseError(
            f"{folder} belongs to another user or is a mount point, so a build cannot use it.",
            advice="If no other build is running, move it away, then build again.",
        )


@contextlib.contextmanager
def dry_run_directory(database: Path) -> Iterator[BuildDirectory]:
    """Create a working folder for a dry run, away from the warehouse and without its lock."""
    database = _validated_path(database)
    with _private_umask() as mode, temporary_folder() as folder:
        yield BuildDirectory(database, folder, folder, mode)


@contextlib.contextmanager
def temporary_folder(parent: Path | None = None) -> Iterator[Path]:
    """Create a folder in parent or in the folder for temporary files, readable by this user only; remove it afterwards.

    Removes the folders of killed processes. The name is random, so that it never is a link that somebody has planted.
    """
    parent = parent or Path(tempfile.gettempdir())
    for left in parent.glob(f"{PREFIX}*{SUFFIX}"):
        _remove_abandoned(left)
    with contextlib.ExitStack() as stack:
        folder = _new_folder(parent, stack)
        try:
            yield folder
        except WarehouseError as error:
            error.message = error.message.replace(str(folder), str(parent))  # the folder that the user knows
            raise


def make_folder(folder: Path) -> None:
    """Create a folder and its parents, if they do not exist. Raises WarehouseError if that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(f"Cannot create {folder}: {error.strerror}.") from error


def _new_folder(parent: Path, stack: contextlib.ExitStack) -> Path:
    while True:
        try:
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=SUFFIX, dir=parent))
        except OSError as error:
            raise WarehouseError(f"Cannot write to {parent}: {error.strerror}.") from error
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        # Before it is locked, another process may remove it as abandoned; then the loop creates another one.
        with contextlib.suppress(LockedError, FileNotFoundError):
            stack.enter_context(locked(folder / LOCK))
            return folder


def _remove_abandoned(folder: Path) -> None:
    """Remove a temporary folder of this user whose lock nobody holds.

    A process ID instead of a lock would not work across containers.
    """
    with contextlib.suppress(OSError, LockedError, WarehouseError):
        if not folder.is_symlink() and folder.stat().st_uid == os.geteuid():
            with locked(folder / LOCK):
                # Rename it first: its process may just be about to lock it, and then creates another one.
                left = folder.rename(folder.with_name(f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}"))
                shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _private_umask() -> Iterator[int]:
    """Create all files in the body with access for this user only; yield the mode that a file would get otherwise."""
    umask = os.umask(0o077)
    try:
        yield 0o666 & ~umask
    finally:
        os.umask(umask)


def _validated_path(database: Path) -> Path:
    """Return the path of a warehouse with links resolved; raise WarehouseError if there cannot be one."""
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
