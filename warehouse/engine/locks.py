"""Locks: a lock file that one process at a time holds, and a lock that keeps writers away from a DuckDB file."""

import contextlib
import fcntl
import os
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from warehouse.errors import WarehouseError

#: Linux's `struct flock` (fcntl_locking(2)): type, whence, start, length, process.
FLOCK = "hhqqi"


class LockedError(Exception):
    """Another process holds the lock; holder is its process ID, if the lock file has it."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at a path. The lock file of a killed process is reused.

    Raises LockedError if another process holds it, FileNotFoundError if its folder does not exist, and WarehouseError
    if there is something else at the path.
    """
    while True:
        descriptor = _open(path)
        try:
            _acquire(descriptor)
            if not _is_at(path, descriptor):
                continue  # its last holder has removed it; other processes would not see this lock
            try:
                os.ftruncate(descriptor, 0)
                os.write(descriptor, str(os.getpid()).encode())
                yield
            finally:
                path.unlink(missing_ok=True)
            return
        finally:
            os.close(descriptor)


def _open(path: Path) -> int:
    """Open or create a lock file; refuse links and the files of other users."""
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(path, flags, 0o644)
    except FileNotFoundError:
        raise
    except OSError as error:
        if found := _foreign_reason(path.lstat() if os.path.lexists(path) else None):
            raise _foreign_lock_error(path, found) from error
        raise WarehouseError(f"Cannot write to {path.parent}: {error.strerror}.") from error
    if found := _foreign_reason(os.fstat(descriptor)):
        os.close(descriptor)
        raise _foreign_lock_error(path, found)
    return descriptor


def _foreign_reason(status: os.stat_result | None) -> str:
    """Return why a file cannot be a lock file of this user; an empty text if it can."""
    if status is None:
        return ""
    if stat.S_ISLNK(status.st_mode):
        return "is a symbolic link"
    if not stat.S_ISREG(status.st_mode):
        return "is not a regular file"
    if status.st_uid != os.geteuid():
        return f"belongs to another user (ID {status.st_uid})"
    return "has other hard links" if status.st_nlink > 1 else ""


def _foreign_lock_error(path: Path, found: str) -> WarehouseError:
    return WarehouseError(
        f"{path} {found}, so it cannot be used as the lock file.",
        advice="If no other build is running, remove it, then try again.",
    )


def _acquire(descriptor: int) -> None:
    """Lock an open file; raise LockedError if another process has locked it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LockedError(os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "another") from None


def _is_at(path: Path, descriptor: int) -> bool:
    """Return whether an open file is still the one at a path."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    return False


@contextlib.contextmanager
def blocking_writers(database: Path) -> Iterator[None]:
    """Hold a read lock on a database that DuckDB respects: other programs can read it, but not write it.

    Raises WarehouseError if another program has it open for writing. The lock belongs to the open file, not to the
    process: it is kept when the process closes the same file elsewhere. If the system or the filesystem has no such
    locks, the body runs without one.
    """
    if not database.is_file() or sys.platform != "linux":
        yield
        return
    with database.open("rb") as stream:
        wanted = struct.pack(FLOCK, fcntl.F_RDLCK, os.SEEK_SET, 0, 0, 0)
        try:
            fcntl.fcntl(stream, fcntl.F_OFD_SETLK, wanted)
        except (BlockingIOError, PermissionError):
            *_, process = struct.unpack(FLOCK, fcntl.fcntl(stream, fcntl.F_OFD_GETLK, wanted))
            raise WarehouseError(
                f"{database} is open for writing by {f'process {process}' if process > 0 else 'another program'}.",
                advice="Close that program, then try again.",
            ) from None
        except OSError:  # the filesystem has no such locks
            pass
        yield
