"""Reads every byte of an input file once, before any row is loaded.

It finds faults that make a whole file unreadable. It counts the rows independently of DuckDB's CSV reader, so that
rows that the reader loses are detected.
"""

import gzip
import hashlib
import os
import shutil
import stat
import zlib
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from warehouse.errors import is_disk_full
from warehouse.extract.counter import Counter
from warehouse.extract.header import read_header
from warehouse.extract.inputs import InputFile
from warehouse.extract.scan import Scan

CHUNK = 1 << 20
#: How many chunks may wait to be hashed.
MAX_PENDING_CHUNKS = 8
#: The first bytes of files that are not CSV in UTF-8: the kind of the fault and its reason.
MAGIC = {
    b"\x1f\x8b": ("other_format", "compressed with gzip; unpack it, or name it .csv.gz"),
    b"PK\x03\x04": ("other_format", "zip or Excel file; unpack it, or save it as CSV"),
    b"\x28\xb5\x2f\xfd": ("other_format", "compressed with zstd; unpack it, or compress it with gzip"),
    b"\xfd7zXZ\x00": ("other_format", "compressed with xz; unpack it, or compress it with gzip"),
    b"BZh": ("other_format", "compressed with bzip2; unpack it, or compress it with gzip"),
    b"7z\xbc\xaf": ("other_format", "7-Zip archive; unpack it"),
    b"\xff\xfe\x00\x00": ("other_encoding", "encoded as UTF-32; save it as UTF-8"),
    b"\x00\x00\xfe\xff": ("other_encoding", "encoded as UTF-32; save it as UTF-8"),
    b"\xff\xfe": ("other_encoding", "encoded as UTF-16; save it as UTF-8"),
    b"\xfe\xff": ("other_encoding", "encoded as UTF-16; save it as UTF-8"),
}


def prescan(file: InputFile, folder: Path) -> Scan:
    """Scan a file, and unpack it into a folder if it is compressed; faults are in the result and never raised."""
    scan = Scan(file, file.path)
    try:
        if stat.S_IFMT(file.path.stat().st_mode) not in (stat.S_IFREG, stat.S_IFDIR):
            scan.fault("not_a_file", "expected a file, found a pipe or device, which cannot be read twice")
            return scan
        with file.path.open("rb", buffering=0) as stream:
            status = os.fstat(stream.fileno())
            scan.size, scan.modified_ns = status.st_size, status.st_mtime_ns
            if not file.is_compressed:
                scan.sha256 = _read(stream, scan)
                return scan
        scan.path = folder / file.path.stem
        _unpack(scan)
        if not scan.faults:
            with scan.path.open("rb", buffering=0) as stream:
                scan.sha256 = _read(stream, scan)
    except FileNotFoundError:
        scan.fault("missing_file", "the file does not exist")
    except IsADirectoryError:
        scan.fault("not_a_file", "expected a file, found a folder")
    except OSError as error:
        if is_disk_full(error):  # while unpacking
            raise
        scan.fault("unreadable_file", f"cannot be read: {error.strerror}")
    return scan


def _unpack(scan: Scan) -> None:
    """Write the content of a compressed file to the path of the scan."""
    try:
        with gzip.open(scan.file.path) as packed, scan.path.open("wb") as target:
            shutil.copyfileobj(packed, target, CHUNK)
    except gzip.BadGzipFile:
        scan.fault("damaged_archive", "expected gzip, as its name ends in .gz; the file is damaged or not compressed")
    except (EOFError, zlib.error):
        scan.fault("damaged_archive", "the gzip data is truncated or damaged; fetch the file again")


def _read(stream: BinaryIO, scan: Scan) -> str:
    """Read a file to its end, update its scan, and return its SHA-256."""
    sha256 = hashlib.sha256()
    counter = Counter(scan)
    chunk = _skip_blanks(stream, counter, sha256)
    for magic, found in MAGIC.items():
        if chunk.startswith(magic):
            scan.fault(*found)
            return ""
    read_header(chunk, scan)
    scan.header_line += counter.lines
    scan.header_start += scan.text_size
    if not scan.header and not scan.faults:
        scan.fault("empty_file", "empty file; expected a header")
        return ""
    _count(stream, chunk, counter, sha256)
    return sha256.hexdigest()


def _skip_blanks(stream: BinaryIO, counter: Counter, sha256: "hashlib._Hash") -> bytes:
    """Return the first chunk of a file that is not blank, or the last chunk."""
    chunk = stream.read(CHUNK)
    while chunk.isspace() and (more := stream.read(CHUNK)):
        sha256.update(chunk)
        counter.skip(chunk)
        chunk = more
    return chunk


def _count(stream: BinaryIO, chunk: bytes, counter: Counter, sha256: "hashlib._Hash") -> None:
    """Count and hash a file from a chunk on."""
    with ThreadPoolExecutor(max_workers=1) as hasher:
        # Hashing releases the GIL and runs in parallel to the counting, which does not wait for each chunk.
        hashing: deque[Future[None]] = deque()
        while chunk:
            if chunk.endswith(b"\r"):
                chunk += stream.read(1)
            hashing.append(hasher.submit(sha256.update, chunk))
            counter.add(chunk)
            chunk = stream.read(CHUNK)
            if len(hashing) > MAX_PENDING_CHUNKS:
                hashing.popleft().result()
    counter.close()
