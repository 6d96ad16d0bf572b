"""Files that are replaced whole: written beside their target, synced, renamed."""

import contextlib
import fcntl
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from warehouse.errors import WarehouseError

#: How many bytes of a file are copied at once: few, since the cache wants memory in one piece for them.
BLOCK = 1 << 16
#: Linux's request to clone a file (ioctl_ficlone(2)).
FICLONE = 0x40049409


@contextlib.contextmanager
def copying(source: Path, target: Path) -> Iterator[None]:
    """Copy a file while something else is done: whole when that is done, and stopped where that fails."""
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
    """A copy of a file; where the filesystem can, one that shares its blocks and moves no byte.

    Else the cache gives up each block of the source as soon as it is copied, so that the same memory serves
    the next one: to find as much as the whole file takes can take longer than to copy it.
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


def replace_atomically(files: dict[Path, Path], outdated: Path | None = None) -> None:
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


@contextlib.contextmanager
def partial_files(folder: Path) -> Iterator[Path]:
    """A new folder of this process's own inside another, for files before they replace their targets; gone afterwards.

    What is made new by a name of chance follows no link that somebody has laid, and is over nothing that is
    there. Those of processes that were killed are removed.
    """
    for left in folder.glob(".supportwh.*.partial"):
        process = left.name.split(".")[2]
        if process.isdigit() and not _is_alive(int(process)) and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
    try:
        own = Path(tempfile.mkdtemp(prefix=f".supportwh.{os.getpid()}.", suffix=".partial", dir=folder))
    except OSError as error:
        raise WarehouseError(f"{folder}: cannot be written: {error.strerror}.") from error
    try:
        yield own
    except WarehouseError as error:
        error.message = error.message.replace(str(own), str(folder))  # as the user knows it
        raise
    finally:
        shutil.rmtree(own, ignore_errors=True)


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
