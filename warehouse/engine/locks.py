"""Locks: of our own, as a file that one process at a time holds; and DuckDB's, which keeps writers of a file apart."""

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
    """Another process holds the lock; it is named as far as its lock file says."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at a path. A file that a killed process has left there is taken over.

    Raises LockedError where another process holds it, FileNotFoundError where its folder is gone, and WarehouseError
    where something else is in its place.
    """
    while True:
        descriptor = _open(path)
        try:
            _acquire(descriptor)
            if not _is_at(path, descriptor):
                continue  # its last holder has removed it: the next one would not see it
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
    """Open a lock file, or create it; nothing that a link of its name leads to, or that belongs to somebody else."""
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
    """What is in the place of a lock file and is none of this user; nothing where it is one."""
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
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LockedError(os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "another") from None


def _is_at(path: Path, descriptor: int) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    return False


@contextlib.contextmanager
def blocking_writers(database: Path) -> Iterator[None]:
    """Hold a read lock that DuckDB respects on a database: others may read it meanwhile, and nobody may write it.

    Raises WarehouseError where another program has it open for writing. The lock belongs to an open file, so that it
    outlasts what this process opens and closes besides. Where a system or filesystem has no such locks, it is not held.
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
