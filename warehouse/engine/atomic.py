"""Replaces files atomically: they are written beside their target, synced and renamed."""

import contextlib
import fcntl
import os
import signal
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from warehouse.engine.targets import preserve_metadata, refuse_unreplaceable
from warehouse.errors import WarehouseError

#: How many bytes of a file are copied at once: few, because the page cache needs contiguous memory for them.
BLOCK = 1 << 16
#: Linux's request to clone a file (ioctl_ficlone(2)).
FICLONE = 0x40049409


@contextlib.contextmanager
def copying(source: Path, target: Path) -> Iterator[None]:
    """Copy a file while the body runs; wait for the copy at the end, and stop it if the body fails."""
    stopped = threading.Event()
    with ThreadPoolExecutor(max_workers=1) as background:
        copied = background.submit(_copy_file, source, target, stopped)
        try:
            yield
            copied.result()
        except BaseException:
            stopped.set()
            raise


def _copy_file(source: Path, target: Path, stopped: threading.Event) -> None:
    """Copy a file, as a clone that shares its blocks if the filesystem supports that.

    Otherwise each block of the source is dropped from the page cache once it is copied, so that its memory is reused:
    allocating memory for the whole file can take longer than copying it.
    """
    with source.open("rb", buffering=0) as reader, target.open("wb") as writer:
        with contextlib.suppress(OSError):
            fcntl.ioctl(writer, FICLONE, reader.fileno())
            return
        offset = 0
        while not stopped.is_set() and (block := reader.read(BLOCK)):
            writer.write(block)
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(reader.fileno(), offset, len(block), os.POSIX_FADV_DONTNEED)
            offset += len(block)


class FileState(NamedTuple):
    """The identity of the file at a path, and when it was last written."""

    device: int
    inode: int
    size: int
    modified_ns: int


def state_of(path: Path) -> FileState | None:
    """Return the state of the file at a path; None if there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return FileState(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def replace_atomically(files: Mapping[Path, Path], known: Mapping[Path, FileState | None] | None = None) -> None:
    """Replace each target (a key) by its new file; after a crash it is either the old file or the new one.

    known has the states of targets that must not have changed; raises WarehouseError if one has. A new file gets the
    mode, owner, group and extended attributes of the file that it replaces; a notice reports those that it cannot get.
    Signals are ignored from the first replacement on, because the work is done then.
    """
    for target, new in files.items():
        refuse_unreplaceable(target)
        if target.exists():
            preserve_metadata(target, new)
        sync(new)
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
    for target, state in (known or {}).items():
        if state_of(target) != state:
            raise WarehouseError(f"Another program changed {target} in the meantime.", advice="Build again.")
    _replace_all(files)
    for folder in {target.parent for target in files}:
        with contextlib.suppress(PermissionError):  # a folder may be writable, but not readable
            sync(folder)


def _replace_all(files: Mapping[Path, Path]) -> None:
    """Rename all new files; if one fails, restore the old files, provided that hard links to them could be made."""
    done: list[tuple[Path, Path, bool]] = []
    try:
        for target, new in files.items():
            before, existed = new.with_name(new.name + ".before"), target.exists()
            if existed and len(files) > 1:
                with contextlib.suppress(OSError):
                    before.hardlink_to(target)
            new.replace(target)
            done.append((target, before, existed))
    except OSError:
        for target, before, existed in done:
            if before.exists():
                before.replace(target)
            elif not existed:
                target.unlink()
        raise


def sync(path: Path) -> None:
    """Wait until a file or folder is on the disk.

    Closing the file releases the lock of DuckDB on it, which the copy of a build does not need.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
